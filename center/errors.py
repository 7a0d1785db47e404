"""The sentences a rule says when it says no.

Refusal                  the rules say no; `str(error)` is one Vietnamese sentence for the person in front
├── NoNumberLeft         the series or the day's maximum is used up
├── LeaseSpent           the kiosk's own block of numbers is used up while the box is away
├── NotOffered           this field, class, counter or level does not exist here, or is not served today
├── NobodyWaiting        there is nobody to call at this counter
├── NotNow               the ticket or the counter is in a state in which this cannot be done
├── TooEarly             the same may be asked again a little later; `wait_seconds` says when
├── UnknownTicket        there is no such ticket today
├── AlreadyRated         one served ticket is rated once
├── NotSignedIn          the counter has no official
└── Unreadable           what was scanned or typed is not what this place takes

SetupFault               a settings file says what a center or a machine cannot be; names the line and what is expected
CatalogueFault           a catalogue says what no procedure can be; names the place and what is expected
"""


class Refusal(Exception):
    """The rules say no. The text is a whole Vietnamese sentence, shown as it is."""

    code = "refusal"


class NoNumberLeft(Refusal):
    code = "no_number_left"


class LeaseSpent(Refusal):
    code = "lease_spent"


class NotOffered(Refusal):
    code = "not_offered"


class NobodyWaiting(Refusal):
    code = "nobody_waiting"


class NotNow(Refusal):
    code = "not_now"


class TooEarly(Refusal):
    code = "too_early"

    def __init__(self, sentence: str, wait_seconds: int):
        super().__init__(sentence)
        self.wait_seconds = wait_seconds


class UnknownTicket(Refusal):
    code = "unknown_ticket"


class AlreadyRated(Refusal):
    code = "already_rated"


class NotSignedIn(Refusal):
    code = "not_signed_in"


class Unreadable(Refusal):
    code = "unreadable"


class SetupFault(Exception):
    """A line of a settings file is at fault. The text is one Vietnamese sentence naming the line.

    `others` are the further faults of the same file, from top to bottom.
    """

    def __init__(self, line: int, key: str, expected: str, found: str | None = None, hint: str = ""):
        self.line, self.key, self.expected, self.found = line, key, expected, found
        self.others: tuple[SetupFault, ...] = ()
        place = f"Dòng {line}, {key}" if key else f"Dòng {line}"
        end = "." if found is None else f", đang là «{found}»."
        super().__init__(f"{place}: {expected}{end}" + (f" {hint}" if hint else ""))


class CatalogueFault(Exception):
    """A place in a catalogue is at fault. The text is one Vietnamese sentence naming the place.

    `others` are the further faults of the same file, in its order.
    """

    def __init__(self, place: str, expected: str, found: str | None = None, hint: str = ""):
        self.place, self.expected, self.found = place, expected, found
        self.others: tuple[CatalogueFault, ...] = ()
        end = "." if found is None else f", đang là «{found}»."
        super().__init__(f"{place}: {expected}{end}" + (f" {hint}" if hint else ""))
