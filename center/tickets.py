"""The rows of a day: a ticket, a desk, a call, an interval, a rating, a fault."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TypeVar

WAITING, CALLED, SERVING, HELD = "waiting", "called", "serving", "held"
NO_SHOW, DONE, CANCELLED = "no_show", "done", "cancelled"
IN_HAND = (CALLED, SERVING)

# Which kind of interval passes while a ticket is in a state; the other states are ends.
PASSING = {WAITING: "waiting", CALLED: "walking", SERVING: "served", HELD: "held"}


def series_and_number(ticket: str) -> tuple[str, int]:
    """What a ticket's id is made of: "A015" → ("A", 15); letters alone count as number 0."""
    series = ticket.rstrip("0123456789")
    return series, int(ticket[len(series):] or 0)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One number of today and where its citizen stands.

    `taken_at` is None for a ticket first heard of when it was served by hand.
    `waits_since` orders the line and counts towards the maximum wait: the arrival, or the
    moment an appointment comes due; a transfer, a hold and a late return keep it.
    """

    id: str
    series: str
    number: int
    field: str
    priority: str
    state: str
    taken_at: datetime | None
    waits_since: datetime
    state_since: datetime
    machine: str = ""
    channel: str = "kiosk"
    procedures: tuple[str, ...] = ()
    appointment_at: datetime | None = None
    returning: bool = False
    leased: bool = False
    counter: int | None = None
    official: str = ""
    called_at: datetime | None = None  # the last call or recall
    calls: int = 0
    rule: str = ""  # why it was called, with the two figures of the sentence
    rule_waited_seconds: int = 0
    rule_others: int = 0
    rule_reason: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    held_until: datetime | None = None
    hold_reason: str = ""
    to_counter: int | None = None
    transfers: int = 0
    reprints: int = 0
    rating_state: str = ""  # "" | asked | rated | unanswered | not_asked
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter today. `priority_run`: priority calls since its last ordinary one."""

    number: int
    state: str = "closed"  # closed | open | paused
    official: str | None = None
    since: datetime | None = None
    pause_reason: str = ""
    ticket: str | None = None
    last_ended: str | None = None
    served_today: int = 0
    priority_run: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One call or recall, as the hall shows and speaks it."""

    seq: int
    ticket: str
    counter: int
    called_at: datetime
    recall: bool


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of one ticket's visit; kind: waiting | walking | served | held."""

    started_at: datetime
    ended_at: datetime
    ticket: str
    kind: str
    field: str
    counter: int
    official: str

    @property
    def seconds(self) -> float:
        return (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer of a citizen; `ticket` is empty on a free-standing device."""

    at: datetime
    value: int
    ticket: str
    counter: int
    official: str
    field: str
    machine: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    fault: str
    remedy: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Lease:
    kiosk: str
    series: str
    first: int
    last: int


Row = TypeVar("Row", Ticket, Desk, Rating)
_FIELDS = {
    row: (attrgetter(*row.__slots__), tuple(getattr(row, name).__set__ for name in row.__slots__))
    for row in (Ticket, Desk, Rating)
}


def changed(row: Row, **changes: object) -> Row:
    """The row with these fields changed: dataclasses.replace in half its time, for it is most of a fold."""
    kind = type(row)
    read, writers = _FIELDS[kind]
    new = object.__new__(kind)
    for write, value in zip(writers, read(row), strict=True):
        write(new, value)
    for name, value in changes.items():
        getattr(kind, name).__set__(new, value)
    return new
