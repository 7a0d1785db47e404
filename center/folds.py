"""How each kind of fact changes a Day. One small function per fact, in the order of a visit."""

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING

from center import facts as f
from center.hours import instant, local_day
from center.tickets import (
    CALLED,
    CANCELLED,
    DONE,
    HELD,
    IN_HAND,
    NO_SHOW,
    SERVING,
    WAITING,
    Fault,
    Interval,
    Lease,
    Rating,
    Ticket,
    changed,
    series_and_number,
)

if TYPE_CHECKING:
    from center.day import Day

FOLDS: dict[type[f.Fact], Callable[["Day", f.Fact, int], None]] = {}


def folds(kind: type[f.Fact]):
    def remember(function):
        FOLDS[kind] = function
        return function

    return remember


@folds(f.DayOpened)
def _(day: "Day", fact: f.DayOpened, seq: int) -> None:
    day.opened, day.clock_suspect = True, fact.clock_suspect
    for series, number in map(series_and_number, fact.spent):
        day.last_number[series] = max(number, day.last_number.get(series, number))
    for series, number in map(series_and_number, fact.leased):
        day.leases[series] = (*day.leases.get(series, ()), Lease("", series, number, number))


@folds(f.DayClosed)
def _(day: "Day", fact: f.DayClosed, seq: int) -> None:
    day.closed_by, day.head_seq, day.head_hash = fact.official, fact.head_seq, fact.head_hash


@folds(f.LeaseGranted)
def _(day: "Day", fact: f.LeaseGranted, seq: int) -> None:
    lease = Lease(fact.kiosk, fact.series, fact.first, fact.last)
    day.leases[fact.series] = (*day.leases.get(fact.series, ()), lease)


@folds(f.NumberTaken)
def _(day: "Day", fact: f.NumberTaken, seq: int) -> None:
    known = day.tickets.get(fact.ticket)
    if known is not None and known.taken_at is not None:
        day.doubts.append(f"NumberTaken {fact.ticket}: twice")
        return
    if not fact.leased:
        day.last_number[fact.series] = max(fact.number, day.last_number.get(fact.series, fact.number))
    day.taken[fact.field] = day.taken.get(fact.field, 0) + 1
    arrived = {
        "taken_at": fact.at, "waits_since": _arrival(day, fact), "machine": fact.machine, "channel": fact.channel,
        "priority": fact.priority, "procedures": fact.procedures, "leased": fact.leased,
        "appointment_at": fact.appointment_at, "returning": fact.returning,
    }
    if known is not None and known.ended_at is not None and fact.at > known.ended_at:
        day.doubts.append(_MISTYPED.format(fact.ticket))
        arrived["rating_state"] = known.rating_state
    elif known is not None:  # served by hand before its number reached the box
        t = day.tickets[fact.ticket] = changed(known, **arrived)
        if t.started_at is not None:
            end = max(fact.at, t.started_at)
            day.intervals.append(Interval(fact.at, end, t.id, "waiting", t.field, t.counter or 0, t.official))
        return
    t = Ticket(
        id=fact.ticket, series=fact.series, number=fact.number, field=fact.field, state=WAITING,
        state_since=fact.at, **arrived,
    )
    day.tickets[t.id] = t
    day.into_line(t)


def _arrival(day: "Day", fact: f.NumberTaken) -> datetime:
    """From when a ticket waits: its arrival or its appointment.

    An arrival told by a clock that shows another date counts as the last believable one, so
    that a clock set back or forward puts nobody before or behind everybody.
    """
    if fact.appointment_at is not None:
        return max(fact.at, fact.appointment_at)
    if local_day(fact.at) != day.day:
        return day.last_arrival or instant(day.day, time.min)
    if not fact.leased:
        day.last_arrival = max(fact.at, day.last_arrival or fact.at)
    return fact.at


@folds(f.TicketCancelled)
def _(day: "Day", fact: f.TicketCancelled, seq: int) -> None:
    if (known := day.tickets.get(fact.ticket)) is not None and known.state == CANCELLED:
        return  # one press, told twice
    if t := day.known(fact, WAITING, HELD, CALLED, NO_SHOW):
        day.move(t, CANCELLED, fact.at)


@folds(f.TicketReprinted)
def _(day: "Day", fact: f.TicketReprinted, seq: int) -> None:
    if t := day.known(fact):
        day.tickets[t.id] = changed(t, reprints=t.reprints + 1)


@folds(f.PriorityChanged)
def _(day: "Day", fact: f.PriorityChanged, seq: int) -> None:
    if t := day.known(fact):
        moved = changed(t, priority=fact.priority)
        if t.state == WAITING:
            day.out_of_line(t)
            day.into_line(moved)
        day.tickets[t.id] = moved


@folds(f.TicketCalled)
def _(day: "Day", fact: f.TicketCalled, seq: int) -> None:
    t = day.known(fact, WAITING, HELD, NO_SHOW)
    if t is None:
        return
    called = day.move(
        t, CALLED, fact.at, fact.counter, fact.official, called_at=fact.at, calls=1, rule=fact.rule,
        rule_waited_seconds=fact.waited_seconds, rule_others=fact.others, rule_reason=fact.reason,
        held_until=None, hold_reason="", to_counter=None, started_at=None,
    )
    desk = day.desk(fact.counter)
    run = {"priority": desk.priority_run + 1, "appointment": desk.priority_run + 1, "ratio": 0, "ordinary": 0}
    day.counters[fact.counter] = changed(
        desk, ticket=t.id, official=fact.official or desk.official, state="open",
        priority_run=run.get(fact.rule, desk.priority_run),
    )
    day.announce(seq, called, fact.at, False)


def _ended_by_hand(day: "Day", fact) -> Ticket | None:
    """The ticket that this counter, not hearing the box, had ended already when the box told of a step before."""
    t = day.tickets.get(fact.ticket)
    return t if t is not None and (t.state, t.rule, t.counter) == (DONE, "by_hand", fact.counter) else None


@folds(f.TicketRecalled)
def _(day: "Day", fact: f.TicketRecalled, seq: int) -> None:
    if t := _ended_by_hand(day, fact) or day.known(fact, CALLED):
        again = changed(t, called_at=fact.at, calls=t.calls + 1)
        day.tickets[t.id] = again
        day.announce(seq, again, fact.at, True)


@folds(f.ServiceStarted)
def _(day: "Day", fact: f.ServiceStarted, seq: int) -> None:
    if _ended_by_hand(day, fact) is None and (t := day.known(fact, CALLED)):
        day.move(t, SERVING, fact.at, fact.counter, fact.official, started_at=fact.at)


@folds(f.NoShowDeclared)
def _(day: "Day", fact: f.NoShowDeclared, seq: int) -> None:
    if t := day.known(fact, CALLED):
        day.move(t, NO_SHOW, fact.at, fact.counter, fact.official)


@folds(f.NoShowUndone)
def _(day: "Day", fact: f.NoShowUndone, seq: int) -> None:
    if t := day.known(fact, NO_SHOW):
        day.move(t, CALLED, fact.at, fact.counter, fact.official)
        day.counters[fact.counter] = changed(day.desk(fact.counter), ticket=t.id)


@folds(f.LateComerReturned)
def _(day: "Day", fact: f.LateComerReturned, seq: int) -> None:
    if t := day.known(fact, NO_SHOW):
        day.move(t, WAITING, fact.at)


@folds(f.TicketHeld)
def _(day: "Day", fact: f.TicketHeld, seq: int) -> None:
    if t := day.known(fact, CALLED, SERVING):
        day.move(t, HELD, fact.at, fact.counter, fact.official, held_until=fact.until, hold_reason=fact.reason)


@folds(f.TicketReleased)
def _(day: "Day", fact: f.TicketReleased, seq: int) -> None:
    if t := day.known(fact, HELD):
        day.move(t, WAITING, fact.at, held_until=None, hold_reason="")


@folds(f.TicketTransferred)
def _(day: "Day", fact: f.TicketTransferred, seq: int) -> None:
    if t := day.known(fact, CALLED, SERVING):
        moved = day.move(t, WAITING, fact.at, fact.counter, fact.official)
        day.out_of_line(moved)
        sent = changed(moved, field=fact.to_field, to_counter=fact.to_counter, transfers=t.transfers + 1)
        day.tickets[t.id] = sent
        day.into_line(sent)


@folds(f.ProcedureAdded)
def _(day: "Day", fact: f.ProcedureAdded, seq: int) -> None:
    if t := day.known(fact):
        day.tickets[t.id] = changed(t, procedures=(*t.procedures, fact.procedure))


@folds(f.ServiceEnded)
def _(day: "Day", fact: f.ServiceEnded, seq: int) -> None:
    if t := day.known(fact, CALLED, SERVING):
        day.move(t, DONE, fact.at, fact.counter, fact.official, ended_at=fact.at)
        desk = day.desk(fact.counter)
        day.counters[fact.counter] = changed(desk, last_ended=t.id, served_today=desk.served_today + 1)


# Somebody received the number after a visit had been typed in under it: that person still waits.
_MISTYPED = "ServedByHand {}: taken later"


@folds(f.ServedByHand)
def _(day: "Day", fact: f.ServedByHand, seq: int) -> None:
    t = day.tickets.get(fact.ticket)
    if t is not None and (t.rule, t.counter, t.started_at) == ("by_hand", fact.counter, fact.started_at):
        return  # one visit, told twice
    mistyped = t is not None and t.taken_at is not None and t.taken_at > fact.ended_at
    in_own_hand = t is not None and t.state in IN_HAND and t.counter == fact.counter and not mistyped
    if t is not None and t.state not in (WAITING, HELD, NO_SHOW) and not in_own_hand:
        day.doubts.append(f"ServedByHand {fact.ticket}: {t.state}")
        return
    if in_own_hand:
        _end_walk(day, t, fact)
        day.counters[fact.counter] = changed(day.desk(fact.counter), ticket=None)
    elif t is not None and not mistyped:
        if t.state in (HELD, NO_SHOW) and t.counter == fact.counter and fact.started_at < t.state_since:
            day.doubts.append(f"ServedByHand {fact.ticket}: {t.state}")  # the visit was real, the step was not heard
        day.end_interval(changed(t, field=fact.field), fact.started_at, fact.counter, fact.official)
    field = t.field if in_own_hand else fact.field  # a called ticket's is known better than a typed one's
    desk = day.desk(fact.counter)
    day.counters[fact.counter] = changed(desk, served_today=desk.served_today + 1)
    day.intervals.append(
        Interval(fact.started_at, fact.ended_at, fact.ticket, "served", field, fact.counter, fact.official)
    )
    day.remember_service(field, (fact.ended_at - fact.started_at).total_seconds())
    if mistyped:
        day.doubts.append(_MISTYPED.format(fact.ticket))
        return
    if t is None:
        series, number = series_and_number(fact.ticket)
        t = Ticket(
            id=fact.ticket, series=series, number=number, field=fact.field,
            priority="thuong", state=DONE, taken_at=None, waits_since=fact.started_at, state_since=fact.started_at,
        )
    elif t.state == WAITING:
        day.out_of_line(t)
    day.tickets[t.id] = changed(
        t, state=DONE, field=field, counter=fact.counter, official=fact.official, rule="by_hand",
        called_at=t.called_at if in_own_hand else fact.started_at, started_at=fact.started_at,
        ended_at=fact.ended_at, state_since=fact.ended_at,
    )


def _end_walk(day: "Day", t: Ticket, fact: f.ServedByHand) -> None:
    """The walk of a called ticket ends when its counter says, whatever start of the service the box had heard."""
    if t.state == CALLED:
        day.end_interval(t, fact.started_at, fact.counter, fact.official)
        return
    place, walk = next(
        (place, row) for place, row in reversed(list(enumerate(day.intervals)))
        if row.ticket == t.id and row.kind == "walking"
    )
    ended_at = max(walk.started_at, fact.started_at)
    day.intervals[place] = Interval(
        walk.started_at, ended_at, t.id, walk.kind, walk.field, fact.counter, fact.official
    )


@folds(f.OfficialSignedIn)
def _(day: "Day", fact: f.OfficialSignedIn, seq: int) -> None:
    desk = day.desk(fact.counter)
    day.counters[fact.counter] = changed(desk, official=fact.official, state="open", since=fact.at, pause_reason="")


@folds(f.OfficialSignedOut)
def _(day: "Day", fact: f.OfficialSignedOut, seq: int) -> None:
    desk = day.desk(fact.counter)
    day.counters[fact.counter] = changed(desk, official=None, state="closed", since=fact.at, pause_reason="")


@folds(f.CounterPaused)
def _(day: "Day", fact: f.CounterPaused, seq: int) -> None:
    desk = day.desk(fact.counter)
    day.counters[fact.counter] = changed(desk, state="paused", since=fact.at, pause_reason=fact.reason)


@folds(f.CounterOpened)
def _(day: "Day", fact: f.CounterOpened, seq: int) -> None:
    desk = day.desk(fact.counter)
    day.counters[fact.counter] = changed(desk, state="open", since=fact.at, pause_reason="")


_KNOWN = ("", "not_asked", "asked", "unanswered", "rated")


def _rating_state(day: "Day", fact, state: str) -> None:
    t = day.tickets.get(fact.ticket)
    # What is known better outranks what was assumed meanwhile, in whatever order it is heard.
    if t is not None and _KNOWN.index(state) > _KNOWN.index(t.rating_state):
        day.tickets[t.id] = changed(t, rating_state=state)


@folds(f.RatingAsked)
def _(day: "Day", fact: f.RatingAsked, seq: int) -> None:
    _rating_state(day, fact, "asked")


@folds(f.RatingNotAsked)
def _(day: "Day", fact: f.RatingNotAsked, seq: int) -> None:
    _rating_state(day, fact, "not_asked")


@folds(f.RatingUnanswered)
def _(day: "Day", fact: f.RatingUnanswered, seq: int) -> None:
    _rating_state(day, fact, "unanswered")


@folds(f.Rated)
def _(day: "Day", fact: f.Rated, seq: int) -> None:
    t = day.known(fact)
    if t is None:
        return
    if t.rating_state == "rated":
        told = next(row for row in day.ratings if row.ticket == t.id)
        if (told.value, told.machine) != (fact.value, fact.machine):  # else one tap, told twice
            day.doubts.append(f"Rated {fact.ticket}: twice")
        return
    day.tickets[t.id] = changed(t, rating_state="rated", rating=fact.value)
    day.ratings.append(Rating(fact.at, fact.value, t.id, fact.counter, t.official, t.field, fact.machine))


@folds(f.RatingReasonGiven)
def _(day: "Day", fact: f.RatingReasonGiven, seq: int) -> None:
    for place, row in enumerate(day.ratings):
        if row.ticket == fact.ticket:
            day.ratings[place] = changed(row, reasons=fact.reasons)
            return
    day.doubts.append(f"RatingReasonGiven {fact.ticket}: not rated")


@folds(f.FreeRated)
def _(day: "Day", fact: f.FreeRated, seq: int) -> None:
    if fact.nonce in day.taps:
        return  # one tap, told twice
    if fact.nonce:
        day.taps.add(fact.nonce)
    day.ratings.append(Rating(fact.at, fact.value, "", 0, "", "", fact.machine))


@folds(f.DeviceFaulted)
def _(day: "Day", fact: f.DeviceFaulted, seq: int) -> None:
    day.faults[fact.machine, fact.device] = Fault(fact.fault, fact.remedy, fact.at)


@folds(f.DeviceRecovered)
def _(day: "Day", fact: f.DeviceRecovered, seq: int) -> None:
    day.faults.pop((fact.machine, fact.device), None)


@folds(f.PaperChanged)
def _(day: "Day", fact: f.PaperChanged, seq: int) -> None:
    known = day.faults.get((fact.machine, fact.device))
    if known is not None and known.fault.startswith("paper"):
        del day.faults[fact.machine, fact.device]


@folds(f.HelpAsked)
def _(day: "Day", fact: f.HelpAsked, seq: int) -> None:
    day.help[fact.machine] = fact.at


@folds(f.HelpGiven)
def _(day: "Day", fact: f.HelpGiven, seq: int) -> None:
    day.help.pop(fact.machine, None)
