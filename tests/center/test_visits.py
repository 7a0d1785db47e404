"""One visit, step by step, with the windows in which each step may be taken."""

from dataclasses import replace
from datetime import timedelta

import pytest

from center import verbs as v
from center.errors import NotNow, NotOffered, NotSignedIn, Refusal, TooEarly, UnknownTicket, Unreadable
from center.rules import decide_alone
from tests.center.a_center import EIGHT, Center, canonical


@pytest.fixture
def center() -> Center:
    """Counter 1 has called A001; A002 waits; counter 2 is open."""
    center = Center(manned=(1, 2))
    center.take()
    center.take()
    center.after(minutes=4).call()
    return center


def refused(center: Center, verb: v.Verb, refusal: type[Refusal], sentence: str) -> None:
    before = len(center.log)
    with pytest.raises(refusal, match=sentence):
        center.ask(verb)
    assert len(center.log) == before


# Recall, no-show, late -----------------------------------------------------------------------


def test_a_recall_waits_fifteen_seconds_and_comes_three_times(center):
    center.after(seconds=14)
    with pytest.raises(TooEarly) as no:
        center.ask(v.Recall(counter=1))
    assert no.value.wait_seconds == 1
    for _ in range(3):
        center.after(seconds=15)
        center.ask(v.Recall(counter=1))
    center.after(seconds=15)
    refused(center, v.Recall(counter=1), NotNow, "Bấm F10")
    assert [(call.ticket, call.recall) for call in center.day.calls] == [("A001", False)] + [("A001", True)] * 3


def test_a_clock_set_back_does_not_lock_the_recall(center):
    center.after(minutes=-60)
    center.ask(v.Recall(counter=1))


@pytest.mark.parametrize("seconds", [0, 10, 12])
def test_a_no_show_is_undone_within_the_window(center, seconds):
    center.ask(v.NoShow(counter=1))
    center.after(seconds=seconds).ask(v.UndoNoShow(counter=1, ticket="A001"))
    assert (center.ticket("A001").state, center.day.desk(1).ticket) == ("called", "A001")


def test_what_ends_the_undo(center):
    center.ask(v.NoShow(counter=1))
    refused(center, v.UndoNoShow(counter=2, ticket="A001"), NotNow, "không còn")
    center.call()
    refused(center, v.UndoNoShow(counter=1, ticket="A001"), NotNow, "đã gọi số khác")
    center.ask(v.EndService(counter=1))
    center.after(seconds=13)
    refused(center, v.UndoNoShow(counter=1, ticket="A001"), NotNow, "quá thời gian")


def test_a_late_comer_waits_again_at_the_place_of_the_arrival(center):
    center.ask(v.NoShow(counter=1))
    center.after(minutes=60).ask(v.ReturnLateComer(ticket="A001"))
    assert [t.id for t in center.day.waiting("ho-tich")] == ["A001", "A002"]


def test_a_late_comer_beyond_the_tolerance_takes_a_new_number(center):
    center.ask(v.NoShow(counter=1))
    center.after(minutes=61)
    refused(center, v.ReturnLateComer(ticket="A001"), NotNow, r"quá 60 phút\. .* lấy số mới")


# Hold, transfer, several procedures ------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "waits_again_after"), [(None, 15), (5, 5), (480, 480), (0, None)])
def test_a_hold_ends_by_itself_or_by_hand(center, minutes, waits_again_after):
    center.ask(v.StartService(counter=1))
    center.ask(v.Hold(counter=1, reason="chờ bổ sung giấy tờ", minutes=minutes))
    assert (center.ticket("A001").state, center.day.desk(1).ticket) == ("held", None)
    if waits_again_after is None:
        center.after(minutes=600)
        assert not center.pass_time()
        center.ask(v.Release(counter=2, ticket="A001"))
    else:
        center.after(minutes=waits_again_after, seconds=-1)
        assert not center.pass_time()
        center.after(seconds=1)
        assert [fact.ticket for fact in center.pass_time()] == ["A001"]
    assert [t.id for t in center.day.waiting("ho-tich")] == ["A001", "A002"]


@pytest.mark.parametrize(("verb", "refusal", "sentence"), [
    (v.Hold(counter=1, reason="  "), NotNow, "lý do"),
    (v.Hold(counter=1, reason="chờ", minutes=481), NotNow, "480"),
    (v.Hold(counter=1, reason="chờ", minutes=-1), NotNow, "480"),
    (v.Hold(counter=2, reason="chờ"), NotNow, "F8"),
    (v.Release(counter=1, ticket="A002"), NotNow, "không bị tạm giữ"),
    (v.Transfer(counter=1, to_field="ho-tich"), NotNow, "chính"),
    (v.Transfer(counter=1, to_field="ho-tich", to_counter=1), NotNow, "chính"),
    (v.Transfer(counter=1, to_field="thue"), NotOffered, "lĩnh vực"),
    (v.Transfer(counter=1, to_field="dat-dai", to_counter=1), NotOffered, "Quầy 1"),
    (v.Transfer(counter=1, to_field="dat-dai", to_counter=9), NotOffered, "Quầy 9"),
    (v.AddProcedure(counter=1, procedure=" "), NotNow, "thủ tục"),
    (v.NoShow(counter=3), NotSignedIn, "Quầy 3"),
    (v.NoShow(counter=9), NotOffered, "quầy số 9"),
    (v.CancelTicket(ticket="A001"), NotNow, "đã được gọi"),
    (v.CancelTicket(ticket="A099"), UnknownTicket, "A099"),
    (v.ChangePriority(ticket="A002", priority="vip", counter=1), NotOffered, "diện ưu tiên"),
    (v.SignOut(counter=1), NotNow, "A001"),
    (v.SignIn(counter=1, official="cb05"), NotNow, "A001"),
    (v.SignIn(counter=3, official="cb01"), NotNow, "A001"),
    (v.SignIn(counter=3, official="la"), NotOffered, "danh sách"),
    (v.Resume(counter=2), NotNow, "không tạm nghỉ"),
])  # fmt: skip
def test_what_is_refused_and_changes_nothing(center, verb, refusal, sentence):
    refused(center, verb, refusal, sentence)


def test_a_transfer_keeps_number_and_arrival(center):
    center.ask(v.StartService(counter=1))
    center.after(minutes=3).ask(v.Transfer(counter=1, to_field="dat-dai", reason="đúng lĩnh vực"))
    ticket = center.ticket("A001")
    assert (ticket.field, ticket.state, ticket.waits_since, ticket.transfers) == ("dat-dai", "waiting", EIGHT, 1)
    assert center.call(2) == "A001"


def test_several_procedures_in_one_visit(center):
    center.ask(v.StartService(counter=1))
    for procedure in ("1.001193", "2.000635"):
        center.ask(v.AddProcedure(counter=1, procedure=procedure))
    assert center.ticket("A001").procedures == ("1.001193", "2.000635")


def test_every_stretch_of_a_visit_is_a_row(center):
    """Waited 4, walked 1, served 6, held 15, waited 2, walked 0, served 3 minutes."""
    center.after(minutes=1).ask(v.StartService(counter=1))
    center.after(minutes=6).ask(v.Hold(counter=1, reason="photo giấy tờ"))
    center.after(minutes=15).pass_time()
    center.after(minutes=2).call(2)
    center.ask(v.StartService(counter=2))
    center.after(minutes=3).ask(v.EndService(counter=2))
    rows = [(row.kind, row.seconds / 60, row.counter) for row in center.day.intervals if row.ticket == "A001"]
    assert rows == [("waiting", 4, 1), ("walking", 1, 1), ("served", 6, 1), ("held", 15, 1), ("waiting", 2, 2),
                    ("walking", 0, 2), ("served", 3, 2)]
    assert center.day.services["ho-tich"] == (360.0, 180.0)


def test_a_citizen_never_marked_as_arrived_was_served_all_the_same(center):
    facts = center.ask(v.EndService(counter=1))
    assert [type(fact).__name__ for fact in facts] == ["ServiceStarted", "ServiceEnded"]


def test_a_clock_set_back_makes_no_negative_stretch(center):
    center.ask(v.StartService(counter=1))
    center.after(minutes=-90).ask(v.EndService(counter=1))
    assert all(row.seconds >= 0 for row in center.day.intervals)


# Officials and counters --------------------------------------------------------------------------


def test_an_official_leaves_one_counter_by_taking_another():
    center = Center(manned=(1,))
    center.ask(v.SignIn(counter=2, official="cb01"))
    assert [center.day.desk(n).state for n in (1, 2)] == ["closed", "open"]
    assert center.day.open_counters(center.setup, "dat-dai") == [2]


def test_a_paused_counter_does_not_serve_its_field():
    center = Center(manned=(3,))
    center.ask(v.Pause(counter=3, reason="ăn trưa"))
    assert center.day.open_counters(center.setup) == []
    center.ask(v.Resume(counter=3))
    assert center.day.open_counters(center.setup) == [3]


def test_a_day_is_not_closed_over_somebody_at_a_counter(center):
    refused(center, v.CloseDay(official="cb00"), NotNow, "Còn công dân ở quầy 1")
    center.ask(v.EndService(counter=1))
    (closed,) = center.ask(v.CloseDay(official="cb00"))
    assert center.day.closed_by == "cb00"
    center.happen((replace(closed, head_seq=41, head_hash="c0ffee"),))
    assert (center.day.head_seq, center.day.head_hash) == (41, "c0ffee")


# By hand, while the box is away --------------------------------------------------------------------


def by_hand(ticket: str, **more) -> v.ServeByHand:
    times = {"started_at": EIGHT + timedelta(minutes=10), "ended_at": EIGHT + timedelta(minutes=18)}
    return v.ServeByHand(**{"ticket": ticket, "counter": 2, "official": "cb02", "field": "ho-tich", **times, **more})


def test_a_visit_typed_in_counts_with_its_wait(center):
    center.ask_alone(by_hand("a2"))
    assert (center.ticket("A002").state, center.day.desk(2).served_today) == ("done", 1)
    rows = [(row.kind, row.seconds / 60) for row in center.day.intervals if row.ticket == "A002"]
    assert rows == [("waiting", 10), ("served", 8)]


@pytest.mark.parametrize("arrived", [True, False])
def test_the_ticket_in_hand_is_ended_by_hand_at_its_own_counter(center, arrived):
    """Called at 4, the citizen stands there at 10 and leaves at 18, whatever the box had heard of the start."""
    if arrived:
        center.after(minutes=6).ask(v.StartService(counter=1))
    center.ask_alone(by_hand("A001", counter=1, official="cb01", field="dat-dai"))
    ticket = center.ticket("A001")
    assert (ticket.state, ticket.field, ticket.rating_state) == ("done", "ho-tich", "not_asked")
    assert (ticket.called_at, ticket.ended_at) == (EIGHT + timedelta(minutes=4), EIGHT + timedelta(minutes=18))
    assert (center.day.desk(1).ticket, center.day.desk(1).served_today) == (None, 1)
    rows = [(row.kind, row.seconds / 60) for row in center.day.intervals if row.ticket == "A001"]
    assert rows == [("waiting", 4), ("walking", 6), ("served", 8)]
    assert center.day.doubts == []
    assert center.call() == "A002"


def test_the_ticket_in_hand_is_not_ended_at_another_counter(center):
    refused(center, by_hand("A001", counter=2), NotNow, "quầy khác")
    with pytest.raises(NotNow):
        center.ask_alone(by_hand("A001", counter=2))


@pytest.mark.parametrize(("moved_on", "state", "served"), [
    ((v.NoShow(counter=1),), "done", 1), ((v.Hold(counter=1, reason="photo"),), "done", 1),
    ((v.StartService(counter=1), v.EndService(counter=1)), "done", 1),
    ((v.Transfer(counter=1, to_field="dat-dai"), v.CallTicket(counter=2, ticket="A001", reason="x")), "called", 0),
])  # fmt: skip
def test_a_box_that_moved_the_ticket_on_meanwhile_keeps_a_doubt(center, moved_on, state, served):
    """The answer to the last press was lost; the counter ends the visit that it still believes to have in hand."""
    alone = decide_alone(center.day, center.setup, by_hand("A001", counter=1, official="cb01"), center.at)
    center.after(minutes=11)
    for verb in moved_on:
        center.ask(verb)
    center.happen(alone)
    assert (center.ticket("A001").state, center.day.desk(1).served_today) == (state, served)
    assert [doubt.split(":")[0] for doubt in center.day.doubts] == ["ServedByHand A001"]


def test_a_no_show_who_comes_after_all_is_no_doubt(center):
    center.ask(v.NoShow(counter=1))
    center.ask_alone(by_hand("A001", counter=1, official="cb01"))
    assert (center.ticket("A001").state, center.day.doubts) == ("done", [])


def test_one_visit_by_hand_told_twice_counts_once(center):
    facts = center.ask_alone(by_hand("A001", counter=1, official="cb01"))
    before = canonical(center.day)
    center.happen(facts)
    assert canonical(center.day) == before


@pytest.mark.parametrize(("verb", "refusal"), [
    (by_hand("A001"), NotNow), (by_hand("không rõ"), Unreadable), (by_hand("A002", counter=9), NotOffered),
    (by_hand("A002", field="thue"), NotOffered), (by_hand("A002", ended_at=EIGHT), NotNow),
])  # fmt: skip
def test_what_cannot_be_typed_in(center, verb, refusal):
    refused(center, verb, refusal, ".")


def test_a_number_typed_in_and_given_to_somebody_later_still_waits(center):
    center.ask_alone(by_hand("A003"))
    center.ask(v.GrantLease(series="A", size=1, machine="kiosk-1"))
    given = center.ask_alone(v.TakeNumber(field="ho-tich", machine="kiosk-1"))[0].ticket
    assert given == "A999"
    mistyped = center.log[-1]
    center.happen((type(mistyped)(at=EIGHT + timedelta(hours=2), day=mistyped.day, ticket="A003", series="A", number=3,
                                  field="ho-tich", priority="thuong", machine="kiosk-2", leased=True),))
    assert center.ticket("A003").state == "waiting"
    assert center.day.doubts == ["ServedByHand A003: taken later"]


def test_alone_a_kiosk_gives_back_only_what_it_gave(center):
    center.ask(v.GrantLease(series="A", size=2, machine="kiosk-1"))
    mine = center.ask_alone(v.TakeNumber(field="ho-tich", machine="kiosk-1"))[0].ticket
    with pytest.raises(NotNow, match="mất kết nối"):
        center.ask_alone(v.CancelTicket(ticket="A002", machine="kiosk-1"))
    with pytest.raises(NotNow, match="mất kết nối"):
        center.ask_alone(v.CancelTicket(ticket=mine, machine="kiosk-2"))
    center.ask_alone(v.CancelTicket(ticket=mine, machine="kiosk-1"))
    assert center.ticket(mine).state == "cancelled"
