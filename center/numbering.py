"""Ticket numbers: a series letter per field and a counter that starts each day.

The box gives numbers upwards from the bottom of a series. Kiosks hold leases cut from the top,
used only while the box is out of reach, so that two machines cut off from each other never
print the same number. A citizen may see a gap, never a repetition.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from center.day import Day
from center.errors import LeaseSpent, NoNumberLeft, NotNow, NotOffered
from center.facts import DayOpened, LeaseGranted, NumberTaken
from center.hours import local_day
from center.setup import Field, Setup
from center.verbs import GrantLease, OpenDay, TakeNumber

EARLIEST = date(2026, 1, 1)  # no center ran before: an earlier date is a clock without its battery
LEAP_DAYS = 31  # no center is closed longer; a clock further ahead is marked as doubtful


def ticket_id(series: str, number: int) -> str:
    """"A015": how facts, QR codes and keyboards name a ticket."""
    return f"{series}{number:03d}"


def spoken(ticket: str) -> str:
    """"A 015": how paper and screens write it."""
    letters = ticket.rstrip("0123456789")
    return f"{letters} {ticket[len(letters):]}"


def typed(text: str) -> str | None:
    """The ticket id that a person typed ("a15", "A 015", "a-15"), or None."""
    compact = "".join(ch for ch in text.upper() if ch.isascii() and ch.isalnum())
    letters = compact.rstrip("0123456789")
    digits = compact[len(letters):]
    if not (1 <= len(letters) <= 2 and letters.isalpha() and 1 <= len(digits) <= 4):
        return None
    return ticket_id(letters, int(digits))


# The day -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenedDay:
    """A day that this book has opened, in the order of opening."""

    day: date
    clock_suspect: bool


def day_to_open(opened: tuple[OpenedDay, ...], at: datetime) -> DayOpened | None:
    """The day to open now, or None to stay on the newest opened one.

    A clock that jumped back never reopens a day: the newest opened day goes on. Only a day
    that was opened by a clock more than a month ahead is left again for an earlier date, and
    only for a date that was never opened, so no number can be given twice on one date. When
    such a day comes true it goes on where its numbers ended.
    """
    today = local_day(at)
    if not opened:
        return DayOpened(at=at, day=today, clock_suspect=today < EARLIEST)
    newest = opened[-1]
    if today == newest.day:
        return None
    if today > newest.day:
        trusted = [o.day for o in opened if not o.clock_suspect]
        leapt = bool(trusted) and (today - max(trusted)) > timedelta(days=LEAP_DAYS)
        return DayOpened(at=at, day=today, clock_suspect=leapt or today < EARLIEST)
    if newest.clock_suspect and today not in {o.day for o in opened}:
        trusted = [o.day for o in opened if not o.clock_suspect]
        if not trusted or today > max(trusted):
            return DayOpened(at=at, day=today, clock_suspect=today < EARLIEST)
    return None


def open_day(opened: tuple[OpenedDay, ...], verb: OpenDay, at: datetime) -> tuple[DayOpened, ...]:
    """Opens the clock's day; with `force` also an earlier one, when the operator has repaired the clock."""
    today = local_day(at)
    if (new := day_to_open(opened, at)) is not None:
        return (new,)
    if not verb.force or (opened and opened[-1].day == today):
        return ()
    if today in {o.day for o in opened}:
        raise NotNow(f"Ngày {today:%d/%m/%Y} đã mở rồi nên không mở lại, để không phát trùng số.")
    return (DayOpened(at=at, day=today),)


def going_on(opened: DayOpened, before: Day) -> DayOpened:
    """The opening of a day in whose hall people already hold numbers of `before`."""
    lowest = {series: min(lease.first for lease in leases) for series, leases in before.leases.items() if leases}
    return replace(
        opened,
        spent=tuple(ticket_id(series, number) for series, number in sorted(before.last_number.items())),
        leased=tuple(ticket_id(series, number) for series, number in sorted(lowest.items())),
    )


# Numbers from the box ------------------------------------------------------------------------


def offered_field(setup: Setup, field: str) -> Field:
    """The field of this id. Raises NotOffered."""
    if (found := setup.field_by_id.get(field)) is None:
        raise NotOffered("Trung tâm không có lĩnh vực này. Xin chọn lại hoặc hỏi cán bộ hướng dẫn.")
    return found


def next_number(day: Day, field: Field) -> int:
    """The number that the next citizen of this field receives from the box.

    Raises NoNumberLeft when the series has met its leases or the field its daily maximum.
    """
    _below_daily_max(day, field)
    number = day.last_number.get(field.letter, field.first - field.step) + field.step
    while ticket_id(field.letter, number) in day.tickets:  # typed in by hand before it was given: it is spent
        number += field.step
    if number > _top(day, field):
        raise NoNumberLeft(f"Lĩnh vực {field.name} đã hết số hôm nay. Xin hỏi cán bộ hướng dẫn.")
    return number


def _below_daily_max(day: Day, field: Field) -> None:
    if field.daily_max is not None and day.taken.get(field.id, 0) >= field.daily_max:
        raise NoNumberLeft(f"Lĩnh vực {field.name} đã phát đủ số của hôm nay. Xin hỏi cán bộ hướng dẫn.")


def _top(day: Day, field: Field) -> int:
    """The highest number that is still the box's own: below every lease."""
    leases = day.leases.get(field.letter, ())
    return min((lease.first for lease in leases), default=field.last + 1) - 1


def arrival(setup: Setup, verb: TakeNumber, at: datetime) -> tuple[str, datetime | None]:
    """The class in which a citizen waits, and the appointment if it still counts."""
    if verb.priority not in setup.class_by_id:
        raise NotOffered("Trung tâm không có diện ưu tiên này. Xin chọn lại.")
    booked = verb.appointment_at
    if booked is not None and "hen_truoc" in setup.class_by_id:
        late = timedelta(minutes=setup.rules.appointment_late_minutes)
        if at <= booked + late:
            return "hen_truoc", booked - timedelta(minutes=setup.rules.appointment_early_minutes)
    if verb.returning and verb.priority == "thuong" and "bo_sung_ho_so" in setup.class_by_id:
        return "bo_sung_ho_so", None
    return verb.priority, None


def _chosen_by_citizen(setup: Setup, priority: str) -> None:
    """An emergency is declared by an official (WalkUp, ChangePriority), never by a tap."""
    known = setup.class_by_id.get(priority)
    if known is not None and known.group == "emergency":
        raise NotOffered("Trường hợp khẩn cấp do cán bộ xác nhận. Xin báo ngay cán bộ tại quầy.")


def take_number(day: Day, setup: Setup, verb: TakeNumber, at: datetime) -> tuple[NumberTaken, ...]:
    """A citizen's number from the box."""
    field = offered_field(setup, verb.field)
    _chosen_by_citizen(setup, verb.priority)
    return (number_taken(day, setup, field, verb, next_number(day, field), at),)


def number_taken(
    day: Day, setup: Setup, field: Field, verb: TakeNumber, number: int, at: datetime,
    *, leased: bool = False, channel: str = "kiosk",
) -> NumberTaken:
    """The fact of this number being given to this citizen."""
    priority, due_at = arrival(setup, verb, at)
    return NumberTaken(
        at=at, day=day.day, ticket=ticket_id(field.letter, number), series=field.letter, number=number,
        field=field.id, priority=priority, machine=verb.machine, channel=channel, procedures=verb.procedures,
        appointment_at=due_at, returning=verb.returning, leased=leased, nonce=verb.nonce,
    )


# Leases ------------------------------------------------------------------------------------


def grant_lease(target: Day, setup: Setup, verb: GrantLease, at: datetime) -> tuple[LeaseGranted, ...]:
    """A block from the top of a series, below all earlier leases and above all given numbers.

    `target` is the day for which the lease is granted (today or a coming one).
    """
    field = next((fld for fld in setup.fields if fld.letter == verb.series), None)
    if field is None:
        raise NotOffered(f"Trung tâm không có dãy số {verb.series}.")
    count = (field.last - field.first) // field.step  # the series' highest number, aligned to its step
    highest = field.first + count * field.step
    lowest_lease = min((lease.first for lease in target.leases.get(field.letter, ())), default=highest + field.step)
    last = lowest_lease - field.step
    size = max(1, min(verb.size, 100))
    first = last - (size - 1) * field.step
    if first <= target.last_number.get(field.letter, field.first - field.step):
        raise NoNumberLeft(f"Dãy số {verb.series} không còn đủ số để dự phòng cho máy lấy số.")
    return (LeaseGranted(at=at, day=target.day, kiosk=verb.machine, series=field.letter, first=first, last=last),)


def lease_left(day: Day, field: Field, kiosk: str) -> list[int]:
    """The numbers of this kiosk's leases of the day that nobody has received yet, lowest first."""
    return [
        number
        for lease in day.leases.get(field.letter, ())
        if lease.kiosk == kiosk
        for number in range(lease.first, lease.last + 1, field.step)
        if ticket_id(field.letter, number) not in day.tickets
    ]


def take_leased_number(day: Day, setup: Setup, verb: TakeNumber, at: datetime) -> tuple[NumberTaken, ...]:
    """A citizen's number from the kiosk's own lease, while the box is out of reach.

    Raises LeaseSpent when the lease is used up and no new one was granted.
    """
    field = offered_field(setup, verb.field)
    _chosen_by_citizen(setup, verb.priority)
    _below_daily_max(day, field)
    left = lease_left(day, field, verb.machine)
    if not left:
        raise LeaseSpent("Máy tạm thời không cấp được số. Xin mời ông/bà lấy số giấy tại quầy hướng dẫn.")
    return (number_taken(day, setup, field, verb, left[0], at, leased=True),)
