"""What one center is set up to be: its fields, counters, classes, rules, hours, scale and words.

A setup is one TOML file (see assets/samples/*/center.toml). `read_setup` turns its text into a
`Setup` or raises `SetupFault`, which names the line and says what is expected there.
"""

from dataclasses import dataclass, field
from datetime import date

from center.hours import Session


@dataclass(frozen=True, slots=True)
class Field:
    """A field of procedures (lĩnh vực) with its series of numbers.

    `letter` begins the number; first, last and step bound it; `daily_max` closes the field for
    the day. `minutes` is the usual service time, used until today's own times are known.
    """

    id: str
    letter: str
    name: str
    name_en: str
    caption: str = ""
    caption_en: str = ""
    icon: str = "file-certificate"
    first: int = 1
    last: int = 999
    step: int = 1
    daily_max: int | None = None
    minutes: float = 8.0
    guide: bool = False  # "chưa rõ / cần hướng dẫn": drawn last and in its own colour
    procedures: tuple[str, ...] = ()  # codes first offered for this field
    covers: tuple[str, ...] = ()  # fields of the procedure catalogue that belong here ("Hộ tịch", "Chứng thực")


@dataclass(frozen=True, slots=True)
class Counter:
    """A desk. `weights`: field id → how many times its waiting minutes count when choosing whom to call."""

    number: int
    name: str
    weights: dict[str, float]
    rating: str = ""  # name of the rating machine on this desk, empty if none


@dataclass(frozen=True, slots=True)
class PriorityClass:
    """A class of priority. group: emergency | priority | ordinary.

    rank orders classes inside the priority group (smaller first). `offered`: shown on the
    kiosk's priority page. `age_from`/`age_to`: the card's age gives this class by itself.
    """

    id: str
    name: str
    name_en: str
    rank: int
    group: str = "priority"
    offered: bool = True
    icon: str = "heart-handshake"
    age_from: int | None = None
    age_to: int | None = None


@dataclass(frozen=True, slots=True)
class CallRules:
    """How people are called. Times in the unit of the name."""

    priority_per_ordinary: int = 2  # so many of the priority group, then one ordinary
    max_wait_minutes: int = 45  # who has waited longer is overtaken by nobody
    recall_after_seconds: int = 15
    recall_max: int = 3
    late_minutes: int = 60  # a no-show may come back this long
    undo_seconds: int = 10
    hold_minutes: int = 15  # period of a hold when none is given
    appointment_early_minutes: int = 10
    appointment_late_minutes: int = 30
    lease_size: int = 20
    lease_days_ahead: int = 4


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the satisfaction scale. face: very_good | good | neutral | bad | very_bad."""

    value: int
    name: str
    name_en: str
    face: str


@dataclass(frozen=True, slots=True)
class Reason:
    id: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class RatingForm:
    levels: tuple[Level, ...]
    reasons: tuple[Reason, ...]
    reasons_up_to: int = 2  # the reasons page follows a value up to this one
    clear_seconds: int = 15


@dataclass(frozen=True, slots=True)
class Official:
    """Facts name only the code. role: official | head. `pin_hash` as made by `sync.trust.hash_pin`."""

    code: str
    name: str
    role: str = "official"
    pin_hash: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    id: str
    name: str  # "Trung tâm Phục vụ hành chính công"
    commune: str  # "Xã Đông Tiền Hải"
    commune_code: str
    province: str
    fields: tuple[Field, ...]
    counters: tuple[Counter, ...]
    classes: tuple[PriorityClass, ...]
    rating: RatingForm
    sessions: tuple[Session, ...]
    officials: tuple[Official, ...] = ()
    rules: CallRules = CallRules()
    hotline: str = "1022"
    ticket_url: str = ""  # printed in the QR; {day} and {ticket} are replaced; empty: the QR carries the number itself
    ticker: tuple[str, ...] = ()
    ticker_en: tuple[str, ...] = ()
    days_off: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    operator_pin_hash: str = ""
    recordings: str = ""  # folder of the center's own voice recordings

    # Looked up many times a second; built once.
    field_by_id: dict[str, Field] = field(default_factory=dict, compare=False, repr=False)
    counter_by_number: dict[int, Counter] = field(default_factory=dict, compare=False, repr=False)
    class_by_id: dict[str, PriorityClass] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self):
        self.field_by_id.update((f.id, f) for f in self.fields)
        self.counter_by_number.update((c.number, c) for c in self.counters)
        self.class_by_id.update((c.id, c) for c in self.classes)
