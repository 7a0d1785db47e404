"""The day on which a result is promised, and the month as a grid that shows how it was counted.

| rule | says | source |
|---|---|---|
| first day | the day of receipt is not counted, the next one is the first | Civil Code 2015, Art. 147(2) |
| working days | Saturday, Sunday and holidays are not counted; make-up days are | Labour Code 2019, Art. 111-112 |
| last day off | a term of days that ends on a day off ends with the next working day | Civil Code 2015, Art. 148(5) |
| months | a term of months ends on the same date, or on the month's last day | Civil Code 2015, Art. 148(3) |
| 15:00 | after 15:00 a same-day result is due on the next working day | Decree 61/2018/NĐ-CP, Art. 18; Decision 2637 |
| forwarding | after 15:00 the papers move on the next working morning: the first day anyway | Decree 61, Art. 18 |
| closed | what comes when the center is closed is received on the next working day | recalled, not read in a text |
| whole day | a term of days ends when the center closes on its last day | Civil Code 2015, Art. 148(6) sets midnight |

So 15:00 holds for whatever is done at once, and never moves a term of days whose catalogue entry does not
say so (`Term.cutoff_15h`).
Hours of opening are the center's own. Saturdays on which a center opens are no working days.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from center.hours import WEEKDAYS_VI, Session, instant, local
from center.procedures import Procedure, Term

CUTOFF = time(15, 0)
SATURDAY, SUNDAY = 5, 6
DAY = timedelta(days=1)
USUAL_CLOSING = time(17, 0)  # of a working day on which a center's own hours name none
WEEKEND = {SATURDAY: "thứ Bảy", SUNDAY: "Chủ nhật"}
HOLIDAY = "ngày nghỉ"  # a day off that a center wrote down without a name


@dataclass(frozen=True)
class WorkCalendar:
    """A center's working days: its hours, days off and make-up days, with the names of holidays.

    `settled_until`: the last day up to which the holidays are decided; later ones are projections.
    """

    sessions: tuple[Session, ...]
    days_off: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    names: Mapping[date, str] = field(default_factory=dict)
    settled_until: date = date.max

    def why_off(self, day: date) -> str:
        """Why nobody works on this day, "" for a working day of the law."""
        if day in self.days_off:
            return self.names.get(day, HOLIDAY)
        if day in self.make_up:
            return ""
        return WEEKEND.get(day.weekday(), "")

    def is_working(self, day: date) -> bool:
        return not self.why_off(day)

    def next_working(self, day: date) -> date:
        """This day if it is a working day, else the first one after it."""
        while not self.is_working(day):
            day += DAY
        return day

    def open_from(self, day: date, clock: time) -> time | None:
        """This time of day if the doors are open then, else when they next open on that day; None: no more."""
        later = [max(clock, session.opens) for session in self._sessions(day) if clock <= session.closes]
        return min(later, default=None)

    def closing(self, day: date) -> time | None:
        return max((session.closes for session in self._sessions(day)), default=None)

    def next_open(self, day: date) -> date:
        """The first working day from this one on on which the center also opens its doors.

        A center without hours on working days is taken to open on all of them.
        """
        first = day = self.next_working(day)
        for _ in range(60):
            if self.closing(day):
                return day
            day = self.next_working(day + DAY)
        return first

    def _sessions(self, day: date) -> list[Session]:
        made_up = day in self.make_up  # a make-up Saturday has a Monday's hours, as in `hours.is_open`
        return [s for s in self.sessions if day.weekday() in s.weekdays or (made_up and 0 in s.weekdays)]


@dataclass(frozen=True)
class Promise:
    """When a result is ready at the latest.

    `due_at` is the instant (UTC) by which it is; `counted_from` the day on which the papers count as
    received; `skipped` the days off between that day and `due_on`, each with its reason; `tentative`
    when a holiday on the way is not decided yet.
    """

    due_on: date
    due_at: datetime
    counted_from: date
    skipped: tuple[tuple[date, str], ...] = ()
    tentative: bool = False

    def sentence(self, today: date) -> str:
        """ "Nộp hôm nay, nhận trước 16:30 thứ Ba 01/12." """
        due = local(self.due_at)
        when = "hôm nay" if self.due_on == today else f"{weekday_name(self.due_on)} {self.due_on:%d/%m}"
        if self.due_on.year != today.year:
            when += f"/{self.due_on.year}"
        dated = " (lịch nghỉ năm đó chưa được công bố)" if self.tentative else ""
        return f"Nộp hôm nay, nhận trước {due:%H:%M} {when}{dated}"


def weekday_name(day: date) -> str:
    """ "thứ Ba", as it stands within a sentence; Sunday keeps its capital."""
    name = WEEKDAYS_VI[day.weekday()]
    return name.replace("Thứ", "thứ").replace("Nhật", "nhật")


def promised(received_at: datetime, term: Term, calendar: WorkCalendar) -> Promise:
    """The promise for papers that are complete and received at this instant.

    Raises ValueError when the term names no time (`Term.is_countable`).
    """
    if not term.is_countable:
        raise ValueError("a term without a number and a unit promises no day")
    counted_from = received_on(received_at, calendar)
    late = counted_from == local(received_at).date() and local(received_at).time() > CUTOFF
    cuts = late and (term.cutoff_15h or term.unit == "at_once")
    if term.unit == "hours":
        return _by_the_clock(received_at, term.value, calendar)
    start = calendar.next_working(counted_from + DAY) if cuts else counted_from
    match term.unit:
        case "at_once":
            last = start
        case "working_days":
            last = start
            for _ in range(term.value):
                last = calendar.next_working(last + DAY)
        case "calendar_days":
            last = start + DAY * term.value
        case "months":
            last = _months_later(start, term.value)
    due_on = calendar.next_open(last)
    due_at = instant(due_on, calendar.closing(due_on) or USUAL_CLOSING)
    return _promise(due_on, due_at, counted_from, calendar)


def find_promise(received_at: datetime, procedure: Procedure, calendar: WorkCalendar) -> Promise | None:
    """The promise of a procedure whose time limit was verified and can be counted; None means: ask an official."""
    if not procedure.is_verified("term") or not procedure.term.is_countable:
        return None
    return promised(received_at, procedure.term, calendar)


def received_on(received_at: datetime, calendar: WorkCalendar) -> date:
    """The working day on which papers handed in at this instant count as received."""
    at = local(received_at)
    day = at.date()
    closing = calendar.closing(day) or USUAL_CLOSING
    if calendar.is_working(day) and at.time() <= closing:
        return day
    return calendar.next_working(day + DAY)


def _by_the_clock(received_at: datetime, hours: int, calendar: WorkCalendar) -> Promise:
    """Hours run through nights and days off; the result is fetched once the doors are open again."""
    ends = local(received_at) + timedelta(hours=hours)
    due_on = calendar.next_open(ends.date())
    due = calendar.open_from(due_on, ends.time() if due_on == ends.date() else time.min)
    if due is None and due_on == ends.date():  # after the doors have closed
        due_on = calendar.next_open(due_on + DAY)
        due = calendar.open_from(due_on, time.min)
    return _promise(due_on, instant(due_on, due or USUAL_CLOSING), local(received_at).date(), calendar)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _promise(due_on: date, due_at: datetime, counted_from: date, calendar: WorkCalendar) -> Promise:
    between = (counted_from + DAY * n for n in range(1, (due_on - counted_from).days))
    skipped = tuple((day, why) for day in between if (why := calendar.why_off(day)))
    return Promise(due_on, due_at, counted_from, skipped, due_on > calendar.settled_until)


@dataclass(frozen=True, slots=True)
class Square:
    """One day of a month's grid. `why_off` is the reason of a day off, "" for a working day."""

    day: date
    in_month: bool
    why_off: str
    is_today: bool
    is_due: bool
    is_counted: bool  # lies after the day of receipt, up to the due day, and is no day off


def month_grid(year: int, month: int, today: date, promise: Promise | None, calendar: WorkCalendar):
    """The weeks of a month, Monday first, as tuples of seven Squares; days of its neighbours fill the corners."""
    first = date(year, month, 1)
    day = first - DAY * first.weekday()
    weeks = []
    while (day.year, day.month) <= (year, month):
        week = []
        for _ in range(7):
            why = calendar.why_off(day)
            counted = promise is not None and promise.counted_from < day <= promise.due_on and not why
            is_due = promise is not None and day == promise.due_on
            week.append(Square(day, day.month == month, why, day == today, is_due, counted))
            day += DAY
        weeks.append(tuple(week))
    return tuple(weeks)
