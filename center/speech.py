"""What is spoken, as a list of sounds. A sound is the name of one clip in assets/sounds/<language>.

The same list is spoken in every language; a center's own recordings replace clips one by one.
"""


def ticket_letters(ticket_id: str) -> tuple[str, ...]:
    """The number one sign at a time, leading zeros too: people compare it sign by sign with their paper."""
    return tuple(sign for sign in ticket_id.lower() if sign.isascii() and sign.isalnum())


def number_sounds(number: int) -> tuple[str, ...]:
    """A count as people say it; from 100 on, digit by digit."""
    if 1 <= number <= 20 or (number < 100 and number > 0 and number % 10 == 0):
        return (f"so_{number}",)
    if 20 < number < 100:
        tens, ones = divmod(number, 10)
        # Vietnamese says "mốt" and "lăm" after a ten.
        return f"so_{tens}0", {1: "mot", 5: "lam"}.get(ones, str(ones))
    return tuple(str(number))


def call_sounds(ticket_id: str, counter: int, *, again: bool = False) -> tuple[str, ...]:
    """The invitation of one ticket to one counter; `again` says that it is a repeated call."""
    invitation = "goi_lai" if again else "moi_so"
    return "chime", invitation, *ticket_letters(ticket_id), "den_quay", *number_sounds(counter)


def ticket_sounds(ticket_id: str, ahead: int) -> tuple[str, ...]:
    """What a citizen hears with the ticket: the number, and how many people wait before it."""
    spoken = ("so_cua_ong_ba", *ticket_letters(ticket_id))
    if ahead <= 0:
        return *spoken, "khong_ai_truoc"
    return *spoken, "con_truoc", *number_sounds(ahead), "nguoi"
