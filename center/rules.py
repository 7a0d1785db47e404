"""Which rule answers which verb; and what time brings about by itself."""

from collections.abc import Callable
from datetime import datetime

from center import equipment, numbering, queue, ratings, visits
from center import verbs as v
from center.day import Day
from center.errors import NotNow
from center.facts import DayClosed, Fact, TicketReleased
from center.setup import Setup
from center.tickets import HELD, IN_HAND

Rule = Callable[[Day, Setup, v.Verb, datetime], tuple[Fact, ...]]


def close_day(day: Day, setup: Setup, verb: v.CloseDay, at: datetime) -> tuple[Fact, ...]:
    """The head closes the day; nobody may still be at a counter."""
    busy = sorted(t.counter or 0 for t in day.tickets.values() if t.state in IN_HAND)
    if busy:
        raise NotNow(f"Còn công dân ở quầy {', '.join(map(str, busy))}. Xin kết thúc trước khi chốt ngày.")
    return (DayClosed(at=at, day=day.day, official=verb.official),)


RULES: dict[type[v.Verb], Rule] = {
    v.CloseDay: close_day,
    v.GrantLease: numbering.grant_lease,
    v.TakeNumber: numbering.take_number,
    v.CancelTicket: visits.cancel_ticket,
    v.ReprintTicket: visits.reprint_ticket,
    v.ChangePriority: visits.change_priority,
    v.CallNext: queue.call_next,
    v.CallTicket: queue.call_ticket,
    v.WalkUp: queue.walk_up,
    v.Recall: visits.recall,
    v.StartService: visits.start_service,
    v.NoShow: visits.no_show,
    v.UndoNoShow: visits.undo_no_show,
    v.ReturnLateComer: visits.return_late_comer,
    v.Hold: visits.hold,
    v.Release: visits.release,
    v.Transfer: visits.transfer,
    v.AddProcedure: visits.add_procedure,
    v.EndService: visits.end_service,
    v.ServeByHand: visits.serve_by_hand,
    v.SignIn: visits.sign_in,
    v.SignOut: visits.sign_out,
    v.Pause: visits.pause,
    v.Resume: visits.resume,
    v.AskRating: ratings.ask_rating,
    v.Rate: ratings.rate,
    v.GiveReasons: ratings.give_reasons,
    v.LeaveUnanswered: ratings.leave_unanswered,
    v.RateFreely: ratings.rate_freely,
    v.ReportDevice: equipment.report_device,
    v.ChangePaper: equipment.change_paper,
    v.AskHelp: equipment.ask_help,
    v.GiveHelp: equipment.give_help,
    v.ReportMissedSearch: equipment.report_missed_search,
}

# What a machine may decide by itself while the box is away, and by which rule.
ALONE: dict[type[v.Verb], Rule] = {
    v.TakeNumber: numbering.take_leased_number,
    v.CancelTicket: visits.cancel_own_ticket,
    v.ReprintTicket: visits.reprint_ticket,
    v.ServeByHand: visits.serve_by_hand,
    v.Rate: ratings.rate,
    v.GiveReasons: ratings.give_reasons,
    v.LeaveUnanswered: ratings.leave_unanswered,
    v.RateFreely: ratings.rate_freely,
    v.ReportDevice: equipment.report_device,
    v.ChangePaper: equipment.change_paper,
    v.ReportMissedSearch: equipment.report_missed_search,
}


def decide(day: Day, setup: Setup, verb: v.Verb, at: datetime) -> tuple[Fact, ...]:
    """The facts that answer a verb, in their order; none when nothing changes. Raises Refusal."""
    return RULES[type(verb)](day, setup, verb, at)


def decide_alone(day: Day, setup: Setup, verb: v.Verb, at: datetime) -> tuple[Fact, ...]:
    """The same while the box is out of reach. Raises Refusal; KeyError for a verb that needs the box."""
    return ALONE[type(verb)](day, setup, verb, at)


def due(day: Day, setup: Setup, at: datetime) -> tuple[Fact, ...]:
    """What has come due by the clock alone: holds that end, ratings that were never asked."""
    ended = tuple(
        TicketReleased(at=at, day=day.day, ticket=t.id, counter=t.counter or 0, official="")
        for t in day.tickets.values()
        if t.state == HELD and t.held_until is not None and t.held_until <= at
    )
    return ended + ratings.never_asked(day, setup, at)
