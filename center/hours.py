"""The center's clock face: which day an instant belongs to, and whether the center is open."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

# Vietnam keeps UTC+7 all year (no summer time since 1975), so no zone database is needed.
LOCAL = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

WEEKDAYS_VI = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def local(at: datetime) -> datetime:
    """The instant as the wall clock of Hưng Yên shows it."""
    return at.astimezone(LOCAL)


def local_day(at: datetime) -> date:
    """The day of the center that an instant belongs to."""
    return at.astimezone(LOCAL).date()


def instant(day: date, clock: time) -> datetime:
    """The UTC instant at which the wall clock of `day` shows `clock`."""
    return datetime.combine(day, clock, LOCAL).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Session:
    """One stretch of opening hours: weekdays (0 = Monday) from `opens` to `closes`, local time."""

    weekdays: tuple[int, ...]
    opens: time
    closes: time


def is_open(sessions: tuple[Session, ...], days_off: frozenset[date], make_up: frozenset[date], at: datetime) -> bool:
    """Whether the center receives people at this instant."""
    now = local(at)
    day, weekday = now.date(), now.weekday()
    if day in days_off:
        return False
    return any(
        s.opens <= now.time() < s.closes and (weekday in s.weekdays or (day in make_up and 0 in s.weekdays))
        for s in sessions
    )
