"""What stands above a counter: its own number, and the ticket it calls or serves."""

from dataclasses import dataclass

from center.day import Day
from center.tickets import CALLED


@dataclass(frozen=True, slots=True)
class SignView:
    """`ticket` "": nobody is at the counter. `calling`: the ticket blinks. `dark`: the counter is closed or pauses."""

    counter: int
    ticket: str = ""
    calling: bool = False
    dark: bool = False


def sign_view(day: Day, counter: int) -> SignView:
    """What the sign of this counter shows now. Whoever is still there is shown to the end, closing counter or not."""
    desk = day.desk(counter)
    ticket = day.tickets.get(desk.ticket) if desk.ticket else None
    if ticket is not None:
        return SignView(counter, ticket.id, calling=ticket.state == CALLED)
    return SignView(counter, dark=desk.state != "open")
