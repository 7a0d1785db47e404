"""A small center for tests: ask it verbs in officials' words, look at its Day."""

from datetime import UTC, datetime, time, timedelta

from center import verbs as v
from center.day import Day, fold
from center.facts import Fact
from center.hours import Session
from center.rules import decide, decide_alone, due
from center.setup import CallRules, Counter, Field, Level, Official, PriorityClass, RatingForm, Reason, Setup
from center.tickets import Ticket

EIGHT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 08:00 in Hưng Yên
TODAY = EIGHT.date()

CLASSES = (
    PriorityClass("cap_cuu", "Trường hợp khẩn cấp", "Emergency", 1, "emergency", offered=False),
    PriorityClass("cao_tuoi", "Người từ đủ 80 tuổi", "Aged 80 and over", 2, age_from=80),
    PriorityClass("con_nho", "Người đi cùng trẻ nhỏ", "With a small child", 3),
    PriorityClass("hen_truoc", "Người đã đặt lịch hẹn", "Booked", 5, offered=False),
    PriorityClass("bo_sung_ho_so", "Người quay lại bổ sung hồ sơ", "Returning", 5, offered=False),
    PriorityClass("thuong", "Thường", "Ordinary", 9, "ordinary"),
)
FIELDS = (
    Field("ho-tich", "A", "Hộ tịch – Chứng thực", "Civil status", minutes=8),
    Field("dat-dai", "B", "Đất đai – Xây dựng", "Land", minutes=15),
)
COUNTERS = (
    Counter(1, "Quầy 1", {"ho-tich": 1.0}, rating="rate-1"),
    Counter(2, "Quầy 2", {"ho-tich": 1.0, "dat-dai": 1.0}),
    Counter(3, "Quầy 3", {"dat-dai": 2.0, "ho-tich": 1.0}),
)
SCALE = RatingForm(
    levels=(Level(1, "Rất không hài lòng", "Very bad", "very_bad"), Level(5, "Rất hài lòng", "Very good", "very_good")),
    reasons=(Reason("cho_lau", "Chờ lâu", "Long wait"), Reason("thai_do", "Thái độ", "Manner")),
)


def a_setup(*, fields=FIELDS, counters=COUNTERS, **rules) -> Setup:
    return Setup(
        id="mau", name="Trung tâm Phục vụ hành chính công", commune="Xã Mẫu", commune_code="12988",
        province="Tỉnh Hưng Yên", fields=fields, counters=counters, classes=CLASSES, rating=SCALE,
        sessions=(Session((0, 1, 2, 3, 4), time(7, 30), time(17, 0)),),
        officials=tuple(Official(f"cb{n:02d}", f"Cán bộ {n}") for n in range(1, 10)), rules=CallRules(**rules),
    )


class Center:
    """Time stands still unless told; every answer is folded at once and kept in `log`."""

    def __init__(self, setup: Setup | None = None, *, manned: tuple[int, ...] = (), **rules):
        self.setup = setup or a_setup(**rules)
        self.at = EIGHT
        self.day = Day(TODAY)
        self.log: list[Fact] = []
        for counter in manned:
            self.ask(v.SignIn(counter=counter, official=f"cb{counter:02d}"))

    def after(self, *, minutes: float = 0, seconds: float = 0) -> "Center":
        self.at += timedelta(minutes=minutes, seconds=seconds)
        return self

    def ask(self, verb: v.Verb) -> tuple[Fact, ...]:
        return self.happen(decide(self.day, self.setup, verb, self.at))

    def ask_alone(self, verb: v.Verb) -> tuple[Fact, ...]:
        """As a machine that does not reach the box and knows this Day."""
        return self.happen(decide_alone(self.day, self.setup, verb, self.at))

    def pass_time(self) -> tuple[Fact, ...]:
        return self.happen(due(self.day, self.setup, self.at))

    def happen(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        for fact in facts:
            self.log.append(fact)
            self.day.take_in([(len(self.log), fact)])
        return facts

    # What people do, in one word ---------------------------------------------------------

    def take(self, field: str = "ho-tich", priority: str = "thuong", **more) -> str:
        return self.ask(v.TakeNumber(field=field, priority=priority, machine="kiosk-1", **more))[0].ticket

    def call(self, counter: int = 1) -> str:
        """The ticket that this counter calls next."""
        return self.ask(v.CallNext(counter=counter))[-1].ticket

    def serve(self, counter: int = 1, *, minutes: float = 5) -> str:
        """Calls the next one, serves and ends."""
        ticket = self.call(counter)
        self.ask(v.StartService(counter=counter))
        self.after(minutes=minutes)
        self.ask(v.EndService(counter=counter))
        return ticket

    def ticket(self, ticket: str) -> Ticket:
        return self.day.tickets[ticket]

    def refold(self) -> Day:
        return fold(TODAY, enumerate(self.log, 1))


def canonical(day: Day) -> dict:
    """A Day without the accidents of order: what two machines must agree on."""
    return {
        "day": day.day, "opened": day.opened, "closed": day.closed_by,
        "tickets": dict(sorted(day.tickets.items())),
        "desks": dict(sorted(day.counters.items())),
        "lines": {key: list(line) for key, line in sorted(day.lines.items()) if line},
        "calls": [(c.ticket, c.counter, c.called_at, c.recall) for c in day.calls],
        "intervals": sorted(day.intervals),
        "services": {key: sorted(seconds) for key, seconds in sorted(day.services.items())},
        "taken": dict(sorted(day.taken.items())), "last": dict(sorted(day.last_number.items())),
        "leases": {key: sorted(map(repr, leases)) for key, leases in sorted(day.leases.items())},
        "ratings": sorted(map(repr, day.ratings)), "faults": sorted(map(repr, day.faults.items())),
        "help": dict(sorted(day.help.items())), "doubts": sorted(day.doubts),
    }
