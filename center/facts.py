"""Every fact a center can state. Small, frozen, past tense; nothing personal.

A fact says what happened (`kind` is the class name), when (`at`, an instant in UTC) and on
which day of the center it counts (`day`, a date in Asia/Ho_Chi_Minh). A ticket is named by
its number ("A015"), an official by the code of the center's own list ("cb03"), a machine by
its name in the center ("kiosk-1"). Fields are only ever added, each with a default, so that
a journal of today can be read for ever; `v` rises when a field changes what it means.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

KINDS: dict[str, type["Fact"]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened at `at` and counts for `day`."""

    v: ClassVar[int] = 1
    at: datetime
    day: date


def fact(cls):
    made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    KINDS[made.__name__] = made
    return made


# The day ---------------------------------------------------------------------------------


@fact
class DayOpened(Fact):
    """The center started this day. `clock_suspect`: the clock leapt more than a month.

    When a clock's mistake opens or leaves a day, people may hold numbers of the day before in the
    same hall: `spent` is the last number of each series then ("A017"), `leased` the lowest number
    lent to a kiosk ("A980"); this day goes on between them.
    """

    clock_suspect: bool = False
    spent: tuple[str, ...] = ()
    leased: tuple[str, ...] = ()


@fact
class DayClosed(Fact):
    """The head closed the day; the slip carries the last sequence number and hash."""

    official: str
    head_seq: int = 0
    head_hash: str = ""


# Numbers ---------------------------------------------------------------------------------


@fact
class LeaseGranted(Fact):
    """`kiosk` may give out series numbers first..last by itself while the box is away."""

    kiosk: str
    series: str
    first: int
    last: int


@fact
class NumberTaken(Fact):
    """A citizen received `ticket`. The number is durable before paper moves.

    channel: kiosk | counter (walk-up) | roll (pre-printed paper roll).
    `leased`: drawn from the kiosk's lease. `nonce`: the press, so that a number the box had
    already reserved for the same press is withdrawn. `appointment_at`: from when an appointment
    may be called.
    """

    ticket: str
    series: str
    number: int
    field: str
    priority: str
    machine: str
    channel: str = "kiosk"
    procedures: tuple[str, ...] = ()
    appointment_at: datetime | None = None
    returning: bool = False
    leased: bool = False
    nonce: str = ""


@fact
class SearchMissed(Fact):
    """Somebody searched at `machine` and found no procedure.

    `words` are the few that may be kept (`center.finding` says which): words of the catalogue's own
    language, never a name, a number or the whole sentence; they show the province what people call things.
    """

    machine: str
    words: tuple[str, ...] = ()


@fact
class TicketCancelled(Fact):
    """The ticket left the line. by: citizen | official | box (a press counted twice)."""

    ticket: str
    by: str
    reason: str = ""


@fact
class TicketReprinted(Fact):
    ticket: str
    machine: str


@fact
class PriorityChanged(Fact):
    ticket: str
    priority: str
    counter: int
    official: str
    reason: str = ""


# Calls -----------------------------------------------------------------------------------


@fact
class TicketCalled(Fact):
    """`counter` invited `ticket`. rule and its figures let every call explain itself.

    rule: overdue | misdated | emergency | priority | ratio | ordinary | appointment |
    chosen | walk_up.
    """

    ticket: str
    counter: int
    official: str
    rule: str
    waited_seconds: int = 0
    others: int = 0
    reason: str = ""


@fact
class TicketRecalled(Fact):
    ticket: str
    counter: int
    official: str


@fact
class ServiceStarted(Fact):
    """The citizen stands at the counter: walking ends, service begins."""

    ticket: str
    counter: int
    official: str


@fact
class NoShowDeclared(Fact):
    ticket: str
    counter: int
    official: str


@fact
class NoShowUndone(Fact):
    ticket: str
    counter: int
    official: str


@fact
class LateComerReturned(Fact):
    """A no-show came back within the tolerance and waits again at the place of its first arrival."""

    ticket: str
    machine: str


@fact
class TicketHeld(Fact):
    """Set aside with a reason; waits again by itself at `until`, or when released."""

    ticket: str
    counter: int
    official: str
    reason: str
    until: datetime | None = None


@fact
class TicketReleased(Fact):
    ticket: str
    counter: int
    official: str


@fact
class TicketTransferred(Fact):
    """Moved to another field, and to one counter if given, keeping its number and its arrival."""

    ticket: str
    counter: int
    official: str
    to_field: str
    to_counter: int | None = None
    reason: str = ""


@fact
class ProcedureAdded(Fact):
    """One more procedure handled in the same visit."""

    ticket: str
    counter: int
    official: str
    procedure: str


@fact
class ServiceEnded(Fact):
    ticket: str
    counter: int
    official: str


@fact
class ServedByHand(Fact):
    """One whole visit in one fact, told by a counter without the box: typed in, or called by it before."""

    ticket: str
    counter: int
    official: str
    field: str
    started_at: datetime
    ended_at: datetime


# Counters --------------------------------------------------------------------------------


@fact
class OfficialSignedIn(Fact):
    counter: int
    official: str


@fact
class OfficialSignedOut(Fact):
    counter: int
    official: str


@fact
class CounterPaused(Fact):
    counter: int
    official: str
    reason: str = ""


@fact
class CounterOpened(Fact):
    """The counter calls again after a pause (signing in opens it too)."""

    counter: int
    official: str


# Ratings ---------------------------------------------------------------------------------


@fact
class RatingAsked(Fact):
    """A rating screen asked for this served ticket."""

    ticket: str
    counter: int
    machine: str


@fact
class RatingNotAsked(Fact):
    """Served, but nobody was asked. why: no_device | device_away | by_hand."""

    ticket: str
    counter: int
    why: str


@fact
class Rated(Fact):
    """One tap for one served ticket. `value` is a level of the configured scale."""

    ticket: str
    counter: int
    value: int
    machine: str


@fact
class RatingReasonGiven(Fact):
    ticket: str
    counter: int
    reasons: tuple[str, ...]
    machine: str


@fact
class RatingUnanswered(Fact):
    """Asked, and the screen cleared without a tap."""

    ticket: str
    counter: int
    machine: str


@fact
class FreeRated(Fact):
    """A tap on a free-standing device: no ticket; counted apart. `nonce`: the tap, counted once."""

    value: int
    machine: str
    nonce: str = ""


# Machines and devices --------------------------------------------------------------------


@fact
class DeviceFaulted(Fact):
    """`device` of `machine` is in trouble. fault is a code, remedy a sentence for the clerk."""

    machine: str
    device: str
    fault: str
    remedy: str = ""


@fact
class DeviceRecovered(Fact):
    machine: str
    device: str


@fact
class PaperChanged(Fact):
    machine: str
    device: str


@fact
class HelpAsked(Fact):
    """A citizen pressed "Gọi hỗ trợ"."""

    machine: str


@fact
class HelpGiven(Fact):
    machine: str
    official: str
