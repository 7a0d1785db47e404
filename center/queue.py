"""Who is called next, and why.

Read aloud to an official, the rule is:
1. Whoever has waited longer than the maximum wait is overtaken by nobody; the longest wait first.
   So is one whose arrival a wrong clock dated in the future: nobody knows how long it waited.
2. Then emergencies, which only an official declares.
3. Then the priority group and the ordinary group in turn: so many priority calls, then one
   ordinary one, at each counter. If one group is empty the other is called.
4. Within the priority group the smaller rank goes first; appointments count as priority from
   shortly before their time.
5. Within a rank, the longest wait goes first, where a counter's weight for a field multiplies
   the minutes waited.
A ticket sent to one counter is called only there. Every call keeps the rule that chose it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from center.day import Day
from center.errors import NobodyWaiting, NotNow
from center.facts import Fact, ServiceStarted, TicketCalled
from center.numbering import next_number, number_taken, offered_field, spoken
from center.setup import Counter, Setup
from center.tickets import HELD, NO_SHOW, SERVING, WAITING, Desk, Ticket
from center.verbs import CallNext, CallTicket, TakeNumber, WalkUp
from center.visits import ending, manned, ticket_of

CLOCKS_AGREE = timedelta(minutes=1)  # an arrival further ahead than this was dated by a wrong clock


@dataclass(frozen=True, slots=True)
class Choice:
    """A ticket and the rule that chose it, with the figures of its sentence."""

    ticket: Ticket
    rule: str
    waited_seconds: int
    others: int = 0


def _heads(day: Day, counter: Counter, at: datetime) -> Iterator[Ticket]:
    """The first ticket of every line of this counter that may be called now.

    Within one line (field, class) the order is by arrival, so only the head matters, except
    that tickets sent to another counter are passed over. The end of a line matters when a clock
    that was ahead dated an arrival in the future: it would otherwise wait for that hour.
    """
    for (field, _), line in day.lines.items():
        if field not in counter.weights:
            continue
        head = None
        for since, ticket_id in line:
            ticket = day.tickets[ticket_id]
            if since > at and ticket.appointment_at is not None:
                break  # appointments that are not due yet
            if ticket.to_counter in (None, counter.number):
                head = ticket
                yield head
                break
        if line and line[-1][0] > at + CLOCKS_AGREE:
            last = day.tickets[line[-1][1]]
            if last is not head and last.appointment_at is None and last.to_counter in (None, counter.number):
                yield last


def waited_seconds(ticket: Ticket, at: datetime) -> int:
    return max(0, int((at - ticket.waits_since).total_seconds()))


def choose(day: Day, setup: Setup, counter: Counter, at: datetime) -> Choice | None:
    """The ticket to call next at this counter, or None when nobody waits for it."""
    heads = list(_heads(day, counter, at))
    if not heads:
        return None
    classes = setup.class_by_id
    oldest = min(heads, key=lambda t: (t.waits_since, t.id))
    if waited_seconds(oldest, at) >= setup.rules.max_wait_minutes * 60:
        return Choice(oldest, "overdue", waited_seconds(oldest, at), setup.rules.max_wait_minutes)

    if misdated := [t for t in heads if t.waits_since > at + CLOCKS_AGREE and t.appointment_at is None]:
        return Choice(min(misdated, key=lambda t: (t.waits_since, t.id)), "misdated", 0)

    def group(t: Ticket) -> str:
        known = classes.get(t.priority)
        return known.group if known else "ordinary"

    def weighted(t: Ticket) -> tuple:
        return (-waited_seconds(t, at) * counter.weights[t.field], t.waits_since, t.id)

    if urgent := [t for t in heads if group(t) == "emergency"]:
        first = min(urgent, key=weighted)
        return Choice(first, "emergency", waited_seconds(first, at))
    first_come = [t for t in heads if group(t) == "priority"]
    ordinary = [t for t in heads if group(t) == "ordinary"]
    run = day.desk(counter.number).priority_run
    if first_come and not (ordinary and run >= setup.rules.priority_per_ordinary):
        first = min(first_come, key=lambda t: (classes[t.priority].rank, *weighted(t)))
        rule = "appointment" if first.appointment_at is not None else "priority"
        return Choice(first, rule, waited_seconds(first, at), day.waiting_count(first.field) - 1)
    first = min(ordinary, key=weighted)
    if first_come:
        return Choice(first, "ratio", waited_seconds(first, at), run)
    return Choice(first, "ordinary", waited_seconds(first, at), day.waiting_count(first.field) - 1)


def free_hand(day: Day, setup: Setup, desk: Desk, at: datetime) -> tuple[Fact, ...]:
    """Ends the visit in hand before the next call; one called but not yet there must be settled first."""
    if desk.state == "paused":
        raise NotNow("Quầy đang tạm nghỉ. Bấm «Mở quầy» trước khi gọi số.")
    if desk.ticket is None:
        return ()
    ticket = day.tickets[desk.ticket]
    if ticket.state != SERVING:
        raise NotNow(f"Số {spoken(ticket.id)} đang được mời. Bấm F2 khi công dân đến hoặc F10 nếu vắng mặt.")
    return ending(day, setup, desk, ticket, at)


def _called(day: Day, desk: Desk, choice: Choice, at: datetime, reason: str = "") -> TicketCalled:
    return TicketCalled(
        at=at, day=day.day, ticket=choice.ticket.id, counter=desk.number, official=desk.official or "",
        rule=choice.rule, waited_seconds=choice.waited_seconds, others=choice.others, reason=reason,
    )


def call_next(day: Day, setup: Setup, verb: CallNext, at: datetime) -> tuple[Fact, ...]:
    """The next ticket for this counter. Raises NobodyWaiting, NotNow, NotSignedIn."""
    desk = manned(day, setup, verb.counter)
    ended = free_hand(day, setup, desk, at)
    choice = choose(day, setup, setup.counter_by_number[verb.counter], at)
    if choice is None:
        if ended:
            return ended
        raise NobodyWaiting("Hiện không có ai đang chờ ở các lĩnh vực của quầy.")
    return (*ended, _called(day, desk, choice, at))


def call_ticket(day: Day, setup: Setup, verb: CallTicket, at: datetime) -> tuple[Fact, ...]:
    """A given ticket out of order; the reason is kept with the call."""
    desk = manned(day, setup, verb.counter)
    ticket = ticket_of(day, verb.ticket)
    if not verb.reason.strip():
        raise NotNow("Cần ghi lý do gọi số ngoài thứ tự.")
    if ticket.state not in (WAITING, HELD, NO_SHOW):
        raise NotNow(f"Số {spoken(ticket.id)} không còn trong hàng chờ.")
    ended = free_hand(day, setup, desk, at)
    choice = Choice(ticket, "chosen", waited_seconds(ticket, at))
    return (*ended, _called(day, desk, choice, at, verb.reason.strip()))


def walk_up(day: Day, setup: Setup, verb: WalkUp, at: datetime) -> tuple[Fact, ...]:
    """Somebody without a ticket is served at once: the number exists for the book, not for paper."""
    desk = manned(day, setup, verb.counter)
    field = offered_field(setup, verb.field)
    ended = free_hand(day, setup, desk, at)
    wish = TakeNumber(field=verb.field, priority=verb.priority, machine=verb.machine, nonce=verb.nonce)
    taken = number_taken(day, setup, field, wish, next_number(day, field), at, channel="counter")
    who = {"counter": desk.number, "official": desk.official or ""}
    return (
        *ended,
        taken,
        TicketCalled(at=at, day=day.day, ticket=taken.ticket, rule="walk_up", **who),
        ServiceStarted(at=at, day=day.day, ticket=taken.ticket, **who),
    )


def why(day: Day, setup: Setup, ticket: str) -> str:
    """One sentence that explains the call of this ticket to the official and to whoever asks."""
    t = ticket_of(day, ticket)
    minutes = t.rule_waited_seconds // 60
    waited = f"đã chờ {minutes} phút" if minutes else "vừa đến"
    known = setup.class_by_id.get(t.priority)
    name = known.name if known else t.priority
    number = spoken(t.id)
    sentences = {
        "overdue": f"Gọi {number} vì {waited}, quá mức chờ tối đa {t.rule_others} phút nên không ai được vượt trước.",
        "misdated": f"Gọi {number} vì giờ lấy số bị đồng hồ ghi sai, không rõ đã chờ bao lâu nên được gọi trước.",
        "emergency": f"Gọi {number} vì là trường hợp khẩn cấp do cán bộ xác nhận.",
        "priority": f"Gọi {number} vì thuộc diện ưu tiên: {name}; {waited}.",
        "appointment": f"Gọi {number} vì đã đến giờ hẹn; {waited} kể từ giờ được gọi.",
        "ratio": f"Gọi {number} vì quầy đã gọi {t.rule_others} số ưu tiên liên tiếp, đến lượt một số thường; {waited}.",
        "ordinary": f"Gọi {number} vì chờ lâu nhất trong hàng của quầy: {waited}.",
        "chosen": f"Cán bộ gọi {number} ngoài thứ tự, lý do: {t.rule_reason}.",
        "walk_up": f"Công dân đến thẳng quầy, được cấp {number} khi bắt đầu phục vụ.",
        "by_hand": f"{number} được phục vụ khi mất kết nối, cán bộ nhập tay.",
    }
    return sentences.get(t.rule, f"{number} chưa được gọi.")
