"""One visit at a counter, step by step: recall, start, no-show, hold, transfer, end.

Each function is what an official asks, answered by facts or refused with a sentence.
"""

from datetime import datetime, timedelta

from center import verbs as v
from center.day import Day
from center.errors import NotNow, NotOffered, NotSignedIn, TooEarly, UnknownTicket, Unreadable
from center.facts import (
    CounterOpened,
    CounterPaused,
    Fact,
    LateComerReturned,
    NoShowDeclared,
    NoShowUndone,
    OfficialSignedIn,
    OfficialSignedOut,
    PriorityChanged,
    ProcedureAdded,
    RatingNotAsked,
    ServedByHand,
    ServiceEnded,
    ServiceStarted,
    TicketCancelled,
    TicketHeld,
    TicketRecalled,
    TicketReleased,
    TicketReprinted,
    TicketTransferred,
)
from center.numbering import typed
from center.setup import Setup
from center.tickets import CALLED, HELD, IN_HAND, NO_SHOW, SERVING, WAITING, Desk, Ticket


def ticket_of(day: Day, ticket: str) -> Ticket:
    """Today's ticket of this id. Raises UnknownTicket."""
    if (found := day.tickets.get(ticket)) is None:
        raise UnknownTicket(f"Hôm nay không có số {ticket}. Xin kiểm tra lại.")
    return found


def manned(day: Day, setup: Setup, counter: int) -> Desk:
    """The counter with an official signed in. Raises NotOffered, NotSignedIn."""
    if counter not in setup.counter_by_number:
        raise NotOffered(f"Trung tâm không có quầy số {counter}.")
    desk = day.desk(counter)
    if desk.official is None:
        raise NotSignedIn(f"Quầy {counter} chưa có cán bộ đăng nhập.")
    return desk


def in_hand(day: Day, setup: Setup, counter: int, *states: str) -> tuple[Desk, Ticket]:
    """The counter and the ticket it has called or serves. Raises NotNow."""
    desk = manned(day, setup, counter)
    if desk.ticket is None:
        raise NotNow("Quầy chưa gọi số nào. Bấm F8 để gọi số tiếp theo.")
    ticket = day.tickets[desk.ticket]
    if ticket.state not in (states or IN_HAND):
        raise NotNow("Việc này chỉ làm được khi công dân chưa đến quầy." if CALLED in states
                     else "Việc này chỉ làm được khi đang phục vụ công dân.")
    return desk, ticket


def _who(desk: Desk) -> dict:
    return {"counter": desk.number, "official": desk.official or ""}


def recall(day: Day, setup: Setup, verb: v.Recall, at: datetime) -> tuple[Fact, ...]:
    desk, ticket = in_hand(day, setup, verb.counter, CALLED)
    rules = setup.rules
    passed = int((at - (ticket.called_at or at)).total_seconds())
    if 0 <= passed < rules.recall_after_seconds:
        wait = rules.recall_after_seconds - passed
        raise TooEarly(f"Chờ thêm {wait} giây rồi hãy gọi lại.", wait)
    if ticket.calls > rules.recall_max:
        raise NotNow(f"Đã gọi lại {rules.recall_max} lần. Bấm F10 nếu công dân vắng mặt.")
    return (TicketRecalled(at=at, day=day.day, ticket=ticket.id, **_who(desk)),)


def start_service(day: Day, setup: Setup, verb: v.StartService, at: datetime) -> tuple[Fact, ...]:
    desk, ticket = in_hand(day, setup, verb.counter, CALLED)
    return (ServiceStarted(at=at, day=day.day, ticket=ticket.id, **_who(desk)),)


def no_show(day: Day, setup: Setup, verb: v.NoShow, at: datetime) -> tuple[Fact, ...]:
    desk, ticket = in_hand(day, setup, verb.counter, CALLED)
    return (NoShowDeclared(at=at, day=day.day, ticket=ticket.id, **_who(desk)),)


def undo_no_show(day: Day, setup: Setup, verb: v.UndoNoShow, at: datetime) -> tuple[Fact, ...]:
    desk = manned(day, setup, verb.counter)
    ticket = ticket_of(day, verb.ticket)
    if ticket.state != NO_SHOW or ticket.counter != desk.number:
        raise NotNow("Số này không còn ở trạng thái vắng mặt của quầy.")
    if desk.ticket is not None:
        raise NotNow("Quầy đã gọi số khác nên không hoàn tác được nữa.")
    # The window is shown as ten seconds; the two more are for the way over the LAN.
    if at - ticket.state_since > timedelta(seconds=setup.rules.undo_seconds + 2):
        raise NotNow("Đã quá thời gian hoàn tác. Dùng «Khách quay lại» nếu công dân đã đến.")
    return (NoShowUndone(at=at, day=day.day, ticket=ticket.id, **_who(desk)),)


def return_late_comer(day: Day, setup: Setup, verb: v.ReturnLateComer, at: datetime) -> tuple[Fact, ...]:
    ticket = ticket_of(day, verb.ticket)
    if ticket.state != NO_SHOW:
        raise NotNow("Số này không ở trạng thái vắng mặt.")
    if at - ticket.state_since > timedelta(minutes=setup.rules.late_minutes):
        raise NotNow(f"Số này đã vắng mặt quá {setup.rules.late_minutes} phút. Xin mời ông/bà lấy số mới.")
    return (LateComerReturned(at=at, day=day.day, ticket=ticket.id, machine=verb.machine),)


def hold(day: Day, setup: Setup, verb: v.Hold, at: datetime) -> tuple[Fact, ...]:
    desk, ticket = in_hand(day, setup, verb.counter)
    if not verb.reason.strip():
        raise NotNow("Cần ghi lý do tạm giữ.")
    minutes = setup.rules.hold_minutes if verb.minutes is None else verb.minutes
    if not 0 <= minutes <= 480:
        raise NotNow("Thời gian tạm giữ từ 0 đến 480 phút.")
    until = at + timedelta(minutes=minutes) if minutes else None
    return (TicketHeld(at=at, day=day.day, ticket=ticket.id, reason=verb.reason.strip(), until=until, **_who(desk)),)


def release(day: Day, setup: Setup, verb: v.Release, at: datetime) -> tuple[Fact, ...]:
    desk = manned(day, setup, verb.counter)
    ticket = ticket_of(day, verb.ticket)
    if ticket.state != HELD:
        raise NotNow("Số này không bị tạm giữ.")
    return (TicketReleased(at=at, day=day.day, ticket=ticket.id, **_who(desk)),)


def transfer(day: Day, setup: Setup, verb: v.Transfer, at: datetime) -> tuple[Fact, ...]:
    desk, ticket = in_hand(day, setup, verb.counter)
    if verb.to_field not in setup.field_by_id:
        raise NotOffered("Trung tâm không có lĩnh vực này.")
    target = setup.counter_by_number.get(verb.to_counter or 0)
    if verb.to_counter is not None and (target is None or verb.to_field not in target.weights):
        raise NotOffered(f"Quầy {verb.to_counter} không nhận lĩnh vực {setup.field_by_id[verb.to_field].name}.")
    if verb.to_counter == desk.number or (verb.to_counter is None and verb.to_field == ticket.field):
        raise NotNow("Số này đang ở chính quầy hoặc lĩnh vực đó.")
    return (TicketTransferred(
        at=at, day=day.day, ticket=ticket.id, to_field=verb.to_field, to_counter=verb.to_counter,
        reason=verb.reason.strip(), **_who(desk)),)


def add_procedure(day: Day, setup: Setup, verb: v.AddProcedure, at: datetime) -> tuple[Fact, ...]:
    desk, ticket = in_hand(day, setup, verb.counter)
    if not verb.procedure.strip():
        raise NotNow("Cần ghi mã hoặc tên thủ tục.")
    return (ProcedureAdded(at=at, day=day.day, ticket=ticket.id, procedure=verb.procedure.strip(), **_who(desk)),)


def end_service(day: Day, setup: Setup, verb: v.EndService, at: datetime) -> tuple[Fact, ...]:
    """The visit is over. A citizen who was never marked as arrived was served all the same."""
    desk, ticket = in_hand(day, setup, verb.counter)
    return ending(day, setup, desk, ticket, at)


def ending(day: Day, setup: Setup, desk: Desk, ticket: Ticket, at: datetime) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    if ticket.state == CALLED:
        facts.append(ServiceStarted(at=at, day=day.day, ticket=ticket.id, **_who(desk)))
    facts.append(ServiceEnded(at=at, day=day.day, ticket=ticket.id, **_who(desk)))
    if not setup.counter_by_number[desk.number].rating:
        facts.append(RatingNotAsked(at=at, day=day.day, ticket=ticket.id, counter=desk.number, why="no_device"))
    return tuple(facts)


def serve_by_hand(day: Day, setup: Setup, verb: v.ServeByHand, at: datetime) -> tuple[Fact, ...]:
    """A visit without the box: of a number typed in, or of the ticket that this counter had in hand."""
    if verb.counter not in setup.counter_by_number or verb.field not in setup.field_by_id:
        raise NotOffered("Quầy hoặc lĩnh vực không có trong cấu hình của trung tâm.")
    if verb.ended_at < verb.started_at:
        raise NotNow("Giờ kết thúc không thể trước giờ bắt đầu.")
    if (ticket := typed(verb.ticket)) is None:
        raise Unreadable("Số phiếu gồm chữ cái và chữ số, ví dụ A 015.")
    known = day.tickets.get(ticket)
    in_own_hand = known is not None and known.state in IN_HAND and known.counter == verb.counter
    if known is not None and known.state not in (WAITING, HELD, NO_SHOW) and not in_own_hand:
        raise NotNow(f"Số {ticket} đã được phục vụ hoặc đang ở quầy khác.")
    return (
        ServedByHand(at=at, day=day.day, ticket=ticket, counter=verb.counter, official=verb.official,
                     field=verb.field, started_at=verb.started_at, ended_at=verb.ended_at),
        RatingNotAsked(at=at, day=day.day, ticket=ticket, counter=verb.counter, why="by_hand"),
    )


def cancel_ticket(day: Day, setup: Setup, verb: v.CancelTicket, at: datetime) -> tuple[Fact, ...]:
    ticket = ticket_of(day, verb.ticket)
    if ticket.state not in (WAITING, HELD, NO_SHOW):
        raise NotNow("Số này đã được gọi nên không huỷ được nữa. Xin báo cán bộ tại quầy.")
    return (TicketCancelled(at=at, day=day.day, ticket=ticket.id, by=verb.by, reason=verb.reason),)


def cancel_own_ticket(day: Day, setup: Setup, verb: v.CancelTicket, at: datetime) -> tuple[Fact, ...]:
    """The same while the box is away: only what this machine gave itself, for the rest may have been called."""
    ticket = ticket_of(day, verb.ticket)
    if not ticket.leased or ticket.machine != verb.machine:
        raise NotNow("Đang mất kết nối nên chưa huỷ được số này. Xin báo cán bộ tại quầy.")
    return cancel_ticket(day, setup, verb, at)


def reprint_ticket(day: Day, setup: Setup, verb: v.ReprintTicket, at: datetime) -> tuple[Fact, ...]:
    """A marked copy of a ticket that is still good. Raises UnknownTicket, NotNow."""
    ticket = ticket_of(day, verb.ticket)
    if ticket.state not in (WAITING, HELD, CALLED, NO_SHOW):
        raise NotNow("Số này đã phục vụ xong hoặc đã huỷ nên không in lại.")
    return (TicketReprinted(at=at, day=day.day, ticket=ticket.id, machine=verb.machine),)


def change_priority(day: Day, setup: Setup, verb: v.ChangePriority, at: datetime) -> tuple[Fact, ...]:
    desk = manned(day, setup, verb.counter)
    ticket = ticket_of(day, verb.ticket)
    if verb.priority not in setup.class_by_id:
        raise NotOffered("Trung tâm không có diện ưu tiên này.")
    if ticket.state not in (WAITING, HELD, CALLED, SERVING, NO_SHOW):
        raise NotNow("Số này đã xong, không đổi diện ưu tiên được nữa.")
    return (PriorityChanged(at=at, day=day.day, ticket=ticket.id, priority=verb.priority,
                            reason=verb.reason.strip(), **_who(desk)),)


# The counter itself --------------------------------------------------------------------------


def sign_in(day: Day, setup: Setup, verb: v.SignIn, at: datetime) -> tuple[Fact, ...]:
    """An official takes a counter; any other counter of the same official is left first.

    The PIN is checked by the box before this rule is asked.
    """
    if verb.counter not in setup.counter_by_number:
        raise NotOffered(f"Trung tâm không có quầy số {verb.counter}.")
    if verb.official not in {o.code for o in setup.officials}:
        raise NotOffered("Mã cán bộ không có trong danh sách của trung tâm.")
    desk = day.desk(verb.counter)
    if desk.ticket is not None and desk.official != verb.official:
        raise NotNow(f"Quầy {verb.counter} đang phục vụ số {desk.ticket}. Xin kết thúc trước khi đổi cán bộ.")
    facts: list[Fact] = []
    for other in day.counters.values():
        if other.official == verb.official and other.number != verb.counter:
            if other.ticket is not None:
                raise NotNow(f"Ông/bà còn số {other.ticket} đang ở quầy {other.number}. Xin kết thúc trước.")
            facts.append(OfficialSignedOut(at=at, day=day.day, counter=other.number, official=verb.official))
    facts.append(OfficialSignedIn(at=at, day=day.day, counter=verb.counter, official=verb.official))
    return tuple(facts)


def sign_out(day: Day, setup: Setup, verb: v.SignOut, at: datetime) -> tuple[Fact, ...]:
    desk = manned(day, setup, verb.counter)
    if desk.ticket is not None:
        raise NotNow(f"Số {desk.ticket} đang ở quầy. Xin kết thúc trước khi đăng xuất.")
    return (OfficialSignedOut(at=at, day=day.day, **_who(desk)),)


def pause(day: Day, setup: Setup, verb: v.Pause, at: datetime) -> tuple[Fact, ...]:
    desk = manned(day, setup, verb.counter)
    if desk.state == "paused":
        raise NotNow("Quầy đang tạm nghỉ.")
    return (CounterPaused(at=at, day=day.day, reason=verb.reason.strip(), **_who(desk)),)


def resume(day: Day, setup: Setup, verb: v.Resume, at: datetime) -> tuple[Fact, ...]:
    desk = manned(day, setup, verb.counter)
    if desk.state != "paused":
        raise NotNow("Quầy không tạm nghỉ.")
    return (CounterOpened(at=at, day=day.day, **_who(desk)),)
