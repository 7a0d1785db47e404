"""When a closed center opens again, and its hours as a table for the door."""

from datetime import date, datetime, time, timedelta

from center.hours import Session, instant, local

DAYS_AHEAD = 30  # the longest run of days off (Tết) is shorter


def next_opening(
    sessions: tuple[Session, ...], days_off: frozenset[date], make_up: frozenset[date], at: datetime
) -> datetime | None:
    """The next instant after `at` at which the center opens, or None if it opens on no day of the next month."""
    today = local(at).date()
    for day in (today + timedelta(days=n) for n in range(DAYS_AHEAD + 1)):
        if day in days_off:
            continue
        weekdays = {day.weekday()} | ({0} if day in make_up else set())
        openings = sorted(instant(day, s.opens) for s in sessions if weekdays & set(s.weekdays))
        following = next((opens for opens in openings if opens > at), None)
        if following is not None:
            return following
    return None


def hours_table(sessions: tuple[Session, ...]) -> list[tuple[int, int, tuple[tuple[time, time], ...]]]:
    """(first weekday, last weekday, stretches) of neighbouring days with the same hours, from Monday on."""
    table: list[tuple[int, int, tuple[tuple[time, time], ...]]] = []
    for weekday in range(7):
        stretches = tuple(sorted((s.opens, s.closes) for s in sessions if weekday in s.weekdays))
        if not stretches:
            continue
        if table and table[-1][1] == weekday - 1 and table[-1][2] == stretches:
            table[-1] = (table[-1][0], weekday, stretches)
        else:
            table.append((weekday, weekday, stretches))
    return table
