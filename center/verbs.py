"""What a person or a machine may ask of the center. A verb is answered by facts, or refused.

Verbs travel over the LAN as they are (`POST /verbs/<kebab-name>`); `center/rules.py` says
which rule answers which verb. Every verb carries a nonce: the same press sent five times
through five crashes is answered five times with the same facts.
"""

from dataclasses import dataclass
from datetime import datetime

VERBS: dict[str, type["Verb"]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One wish. `machine` is who asks; the box overwrites it with the enrolled name."""

    nonce: str = ""
    machine: str = ""


def verb(cls):
    made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    VERBS[made.__name__] = made
    return made


@verb
class OpenDay(Verb):
    """The clock says a new day: sent by the box itself; `force` by the operator after a clock repair."""

    force: bool = False


@verb
class CloseDay(Verb):
    official: str


@verb
class GrantLease(Verb):
    """A block of `size` numbers of a series for this kiosk, for the day `days_ahead` from today."""

    series: str
    size: int = 20
    days_ahead: int = 0


@verb
class TakeNumber(Verb):
    field: str
    priority: str = "thuong"
    procedures: tuple[str, ...] = ()
    appointment_at: datetime | None = None
    returning: bool = False


@verb
class ReportMissedSearch(Verb):
    """A search found no procedure; `words` are such as may be kept."""

    words: tuple[str, ...] = ()


@verb
class CancelTicket(Verb):
    ticket: str
    by: str = "citizen"
    reason: str = ""


@verb
class ReprintTicket(Verb):
    ticket: str


@verb
class ChangePriority(Verb):
    ticket: str
    priority: str
    counter: int
    reason: str = ""


@verb
class CallNext(Verb):
    """The next ticket for this counter; the ticket in hand, if being served, is ended first."""

    counter: int


@verb
class CallTicket(Verb):
    """A given ticket out of order; a reason is required."""

    counter: int
    ticket: str
    reason: str


@verb
class WalkUp(Verb):
    """Somebody without a ticket is served now: a number is given and called in one step."""

    counter: int
    field: str
    priority: str = "thuong"


@verb
class Recall(Verb):
    counter: int


@verb
class StartService(Verb):
    counter: int


@verb
class NoShow(Verb):
    counter: int


@verb
class UndoNoShow(Verb):
    counter: int
    ticket: str


@verb
class ReturnLateComer(Verb):
    ticket: str


@verb
class Hold(Verb):
    counter: int
    reason: str
    minutes: int | None = None


@verb
class Release(Verb):
    counter: int
    ticket: str


@verb
class Transfer(Verb):
    counter: int
    to_field: str
    to_counter: int | None = None
    reason: str = ""


@verb
class AddProcedure(Verb):
    counter: int
    procedure: str


@verb
class EndService(Verb):
    counter: int


@verb
class ServeByHand(Verb):
    """A visit served while the box was away; recorded whole when it ended."""

    ticket: str
    counter: int
    official: str
    field: str
    started_at: datetime
    ended_at: datetime


@verb
class SignIn(Verb):
    counter: int
    official: str
    pin: str = ""


@verb
class SignOut(Verb):
    counter: int


@verb
class Pause(Verb):
    counter: int
    reason: str = ""


@verb
class Resume(Verb):
    counter: int


@verb
class AskRating(Verb):
    """A rating screen shows the question for this ticket now."""

    ticket: str
    counter: int


@verb
class Rate(Verb):
    ticket: str
    counter: int
    value: int


@verb
class GiveReasons(Verb):
    ticket: str
    counter: int
    reasons: tuple[str, ...]


@verb
class LeaveUnanswered(Verb):
    ticket: str
    counter: int


@verb
class RateFreely(Verb):
    value: int


@verb
class ReportDevice(Verb):
    """A device's trouble, or (fault empty) its recovery."""

    device: str
    fault: str = ""
    remedy: str = ""


@verb
class ChangePaper(Verb):
    device: str = "printer"


@verb
class AskHelp(Verb):
    pass


@verb
class GiveHelp(Verb):
    help_machine: str
    official: str = ""
