"""Satisfaction: one rating per served ticket, asked for by a screen; free-standing taps apart."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from center import verbs as v
from center.day import Day
from center.errors import AlreadyRated, NotNow, NotOffered
from center.facts import Fact, FreeRated, Rated, RatingAsked, RatingNotAsked, RatingReasonGiven, RatingUnanswered
from center.setup import Setup
from center.tickets import DONE, Ticket
from center.visits import ticket_of

ASK_WITHIN = timedelta(minutes=10)  # after that the citizen has left the counter


def _served(day: Day, ticket_id: str) -> Ticket:
    ticket = ticket_of(day, ticket_id)
    if ticket.state != DONE:
        raise NotNow("Số này chưa được phục vụ xong nên chưa đánh giá được.")
    if ticket.rating_state == "rated":
        raise AlreadyRated("Số này đã được đánh giá. Xin cảm ơn ông/bà.")
    return ticket


def to_ask(day: Day, counter: int, at: datetime) -> Ticket | None:
    """The ticket whose citizen stands at this counter and has not been asked yet."""
    ended = day.desk(counter).last_ended
    ticket = day.tickets.get(ended or "")
    if ticket is None or ticket.state != DONE or ticket.rating_state not in ("", "asked"):
        return None
    return ticket if ticket.ended_at is None or at - ticket.ended_at <= ASK_WITHIN else None


def ask_rating(day: Day, setup: Setup, verb: v.AskRating, at: datetime) -> tuple[Fact, ...]:
    ticket = _served(day, verb.ticket)
    if ticket.rating_state == "asked":
        return ()
    return (RatingAsked(at=at, day=day.day, ticket=ticket.id, counter=verb.counter, machine=verb.machine),)


def _level(setup: Setup, value: int) -> int:
    if value not in {level.value for level in setup.rating.levels}:
        raise NotOffered("Mức đánh giá này không có trong thang điểm của trung tâm.")
    return value


def rate(day: Day, setup: Setup, verb: v.Rate, at: datetime) -> tuple[Fact, ...]:
    ticket = _served(day, verb.ticket)
    value = _level(setup, verb.value)
    return (Rated(at=at, day=day.day, ticket=ticket.id, counter=verb.counter, value=value, machine=verb.machine),)


def give_reasons(day: Day, setup: Setup, verb: v.GiveReasons, at: datetime) -> tuple[Fact, ...]:
    ticket = ticket_of(day, verb.ticket)
    if ticket.rating_state != "rated":
        raise NotNow("Xin chọn mức hài lòng trước khi chọn lý do.")
    known = {r.id for r in setup.rating.reasons}
    reasons = tuple(r for r in verb.reasons if r in known)
    if not reasons:
        return ()
    return (RatingReasonGiven(
        at=at, day=day.day, ticket=ticket.id, counter=verb.counter, reasons=reasons, machine=verb.machine),)


def leave_unanswered(day: Day, setup: Setup, verb: v.LeaveUnanswered, at: datetime) -> tuple[Fact, ...]:
    ticket = ticket_of(day, verb.ticket)
    if ticket.rating_state in ("rated", "unanswered"):
        return ()
    return (RatingUnanswered(at=at, day=day.day, ticket=ticket.id, counter=verb.counter, machine=verb.machine),)


def rate_freely(day: Day, setup: Setup, verb: v.RateFreely, at: datetime) -> tuple[Fact, ...]:
    value = _level(setup, verb.value)
    return (FreeRated(at=at, day=day.day, value=value, machine=verb.machine, nonce=verb.nonce),)


def never_asked(day: Day, setup: Setup, at: datetime) -> tuple[Fact, ...]:
    """Served tickets whose counter has a rating screen that did not ask in time."""
    return tuple(
        RatingNotAsked(at=at, day=day.day, ticket=t.id, counter=t.counter, why="device_away")
        for t in day.tickets.values()
        if t.state == DONE and t.rating_state == "" and t.counter is not None
        and t.ended_at is not None and at - t.ended_at > ASK_WITHIN
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """What a day's ratings add up to. `by_value`: level → how often, of asked tickets only."""

    served: int
    asked: int
    answered: int
    unanswered: int
    not_asked: int
    by_value: dict[int, int]
    free_by_value: dict[int, int]
    reasons: dict[str, int]


def sums(day: Day, counter: int | None = None, official: str | None = None) -> Sums:
    """The ratings of a day, of one counter or of one official."""
    served = [
        t for t in day.tickets.values()
        if t.state == DONE and counter in (None, t.counter) and official in (None, t.official)
    ]
    states = [t.rating_state for t in served]
    by_value: dict[int, int] = {}
    free: dict[int, int] = {}
    reasons: dict[str, int] = {}
    for row in day.ratings:
        if row.ticket and counter in (None, row.counter) and official in (None, row.official):
            by_value[row.value] = by_value.get(row.value, 0) + 1
            for reason in row.reasons:
                reasons[reason] = reasons.get(reason, 0) + 1
        elif not row.ticket:
            free[row.value] = free.get(row.value, 0) + 1
    answered, unanswered = states.count("rated"), states.count("unanswered")
    return Sums(len(served), answered + unanswered + states.count("asked"), answered, unanswered,
                states.count("not_asked") + states.count(""), by_value, free, reasons)
