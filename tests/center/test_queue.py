"""Who is called next, and why: examples as an official would tell them, then whatever may happen."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center import verbs as v
from center.errors import NobodyWaiting, NotNow, NotSignedIn, Refusal, UnknownTicket
from center.facts import TicketCalled
from center.queue import why
from center.tickets import WAITING
from tests.center.a_center import EIGHT, Center


def a_hall(*arrivals: str, counter: int = 1, **rules) -> Center:
    """People who came a minute apart: "A" for civil status, "B" for land; then a class ("A cao_tuoi")."""
    center = Center(manned=(counter,), **rules)
    for arrival in arrivals:
        letter, *priority = arrival.split()
        center.take({"A": "ho-tich", "B": "dat-dai"}[letter], *priority)
        center.after(minutes=1)
    return center


def called(center: Center, counter: int = 1) -> list[str]:
    """The whole hall, in the order in which this counter calls it."""
    order = []
    while center.day.waiting_count():
        order.append(center.serve(counter, minutes=0.1))
    return order


@pytest.mark.parametrize(("hall", "order"), [
    (["A", "A", "A"], "A001 A002 A003"),
    (["A", "A cao_tuoi"], "A002 A001"),
    (["A con_nho", "A cao_tuoi"], "A002 A001"),  # the smaller rank first
    (["A", "A", "A cao_tuoi", "A cao_tuoi", "A cao_tuoi"], "A003 A004 A001 A005 A002"),  # two, then one ordinary
    (["A cao_tuoi"] * 4, "A001 A002 A003 A004"),  # nobody else waits
])  # fmt: skip
def test_the_order_at_one_counter(hall, order):
    assert " ".join(called(a_hall(*hall))) == order


def test_whoever_waits_beyond_the_maximum_is_overtaken_by_nobody():
    center = a_hall("A", max_wait_minutes=30)
    center.after(minutes=29)
    center.take(priority="cao_tuoi")
    assert center.call() == "A001"
    assert "quá mức chờ tối đa 30 phút" in why(center.day, center.setup, "A001")


def test_an_emergency_comes_before_priority_but_not_before_the_overdue():
    center = a_hall("A", "A", "A cao_tuoi", max_wait_minutes=30)
    center.ask(v.ChangePriority(ticket="A002", priority="cap_cuu", counter=1))
    assert center.call() == "A002"
    assert "khẩn cấp" in why(center.day, center.setup, "A002")


def test_weights_multiply_the_minutes_waited():
    """Counter 3 counts land twice: three minutes there weigh more than five minutes here."""
    center = Center(manned=(3,))
    center.take("ho-tich")
    center.after(minutes=2).take("dat-dai")
    center.after(minutes=3)
    assert center.call(3) == "B001"


def test_a_counter_calls_only_its_fields():
    center = a_hall("B")
    with pytest.raises(NobodyWaiting, match="không có ai"):
        center.call(1)


def test_a_ticket_sent_to_one_counter_is_called_only_there():
    center = a_hall("A", "A")
    center.call(1)
    center.ask(v.Transfer(counter=1, to_field="ho-tich", to_counter=2))
    assert center.call(1) == "A002"
    center.ask(v.SignIn(counter=2, official="cb02"))
    assert center.call(2) == "A001"


def test_an_appointment_waits_for_its_time_and_then_goes_first():
    center = Center(manned=(1, 2))
    booked = center.take(appointment_at=EIGHT + timedelta(minutes=30))
    ordinary = center.take()
    assert center.serve() == ordinary
    with pytest.raises(NobodyWaiting):
        center.call()
    center.take()
    center.after(minutes=20)
    assert center.call() == booked
    assert "đến giờ hẹn" in why(center.day, center.setup, booked)


def test_a_number_dated_ahead_by_a_wrong_clock_is_not_left_behind():
    center = Center(manned=(1,))
    center.after(minutes=180)
    ahead = center.take()
    center.after(minutes=-170)
    center.take()
    assert center.call() == ahead
    assert "đồng hồ" in why(center.day, center.setup, ahead)


def test_arrivals_under_a_clock_of_another_date_keep_their_order():
    center = Center(manned=(1,))
    first = center.take()
    center.after(minutes=-24 * 60)
    second = center.take()
    center.after(minutes=24 * 60 + 5)
    third = center.take()
    assert called(center) == [first, second, third]


@pytest.mark.parametrize(("prepare", "verb", "refusal", "sentence"), [
    ([], v.CallNext(counter=1), NotSignedIn, "chưa có cán bộ"),
    ([v.SignIn(counter=1, official="cb01"), v.Pause(counter=1)], v.CallNext(counter=1), NotNow, "Mở quầy"),
    ([v.SignIn(counter=1, official="cb01"), v.CallNext(counter=1)], v.CallNext(counter=1), NotNow, "F2"),
    ([v.SignIn(counter=1, official="cb01")], v.CallTicket(counter=1, ticket="A001", reason=" "), NotNow, "lý do"),
    ([v.SignIn(counter=1, official="cb01")], v.CallTicket(counter=1, ticket="A009", reason="x"), UnknownTicket, "A009"),
])  # fmt: skip
def test_what_a_counter_may_not_do_now(prepare, verb, refusal, sentence):
    center = Center()
    center.take()
    for step in prepare:
        center.ask(step)
    with pytest.raises(refusal, match=sentence):
        center.ask(verb)


def test_calling_the_next_ends_the_visit_in_hand():
    center = a_hall("A", "A")
    center.call()
    center.ask(v.StartService(counter=1))
    assert center.call() == "A002"
    assert center.ticket("A001").state == "done"
    center.ask(v.StartService(counter=1))
    facts = center.ask(v.CallNext(counter=1))  # nobody is left: the visit is ended all the same
    assert [type(fact).__name__ for fact in facts] == ["ServiceEnded"]


def test_a_given_ticket_out_of_order_keeps_its_reason():
    center = a_hall("A", "A")
    center.ask(v.CallTicket(counter=1, ticket="A002", reason="đi cấp cứu"))
    assert why(center.day, center.setup, "A002") == "Cán bộ gọi A 002 ngoài thứ tự, lý do: đi cấp cứu."


def test_a_walk_up_has_a_number_for_the_book():
    center = Center(manned=(2,))
    center.ask(v.WalkUp(counter=2, field="dat-dai", priority="cap_cuu"))
    assert center.day.desk(2).ticket == "B001"
    assert center.ticket("B001").state == "serving"
    assert "đến thẳng quầy" in why(center.day, center.setup, "B001")


# Whatever people do ---------------------------------------------------------------------------

PRESSES = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sampled_from(["ho-tich", "dat-dai"]),
                  st.sampled_from(["thuong", "thuong", "cao_tuoi", "con_nho"])),
        st.tuples(st.just("next"), st.integers(1, 3)),
        st.tuples(st.just("end"), st.integers(1, 3)),
        st.tuples(st.just("absent"), st.integers(1, 3)),
        st.tuples(st.just("send"), st.integers(1, 3), st.sampled_from([None, 1, 2, 3])),
        st.tuples(st.just("urgent"), st.integers(1, 40)),
        st.tuples(st.just("pass"), st.integers(1, 25)),
    ),
    min_size=15, max_size=90,
)  # fmt: skip


def press(center: Center, one: tuple) -> None:
    try:
        match one:
            case ("take", field, priority):
                center.take(field, priority)
            case ("next", counter):
                center.call(counter)
            case ("end", counter):
                center.ask(v.EndService(counter=counter))
            case ("absent", counter):
                center.ask(v.NoShow(counter=counter))
            case ("send", counter, to):
                center.ask(v.Transfer(counter=counter, to_field="dat-dai", to_counter=to))
            case ("urgent", number):
                center.ask(v.ChangePriority(ticket=f"A{number:03d}", priority="cap_cuu", counter=1))
            case ("pass", minutes):
                center.after(minutes=minutes)
    except Refusal as no:
        assert str(no)[0].isupper() and str(no).rstrip().endswith((".", "!"))


@given(PRESSES)
def test_nobody_beyond_the_maximum_wait_is_overtaken(presses):
    center = Center(manned=(1, 2, 3), max_wait_minutes=20)
    for one in presses:
        before, told = center.day.after(()), len(center.log)
        press(center, one)
        for call in center.log[told:]:
            if not isinstance(call, TicketCalled):
                continue
            mine = before.tickets[call.ticket].waits_since
            overtaken = [
                t.id for t in before.tickets.values()
                if t.state == WAITING and t.waits_since < mine and t.to_counter in (None, call.counter)
                and t.field in center.setup.counter_by_number[call.counter].weights
                and center.at - t.waits_since >= timedelta(minutes=20)
            ]
            assert not overtaken
            sentence = why(center.day, center.setup, call.ticket)
            assert sentence.startswith("Gọi ") and sentence.endswith(".") and sentence.count(". ") == 0


@given(PRESSES, st.integers(1, 4))
def test_the_ratio_between_the_groups_is_kept(presses, ratio):
    """At no counter more than so many priority calls in a row while an ordinary citizen waits for it."""
    center = Center(manned=(1, 2, 3), max_wait_minutes=10_000, priority_per_ordinary=ratio)
    run = dict.fromkeys((1, 2, 3), 0)
    for one in presses:
        before, told = center.day.after(()), len(center.log)
        press(center, one)
        for call in center.log[told:]:
            if isinstance(call, TicketCalled) and call.rule in ("priority", "ratio", "ordinary"):
                weights = center.setup.counter_by_number[call.counter].weights
                ordinary = any(
                    t.state == WAITING and t.priority == "thuong" and t.field in weights
                    and t.to_counter in (None, call.counter) for t in before.tickets.values())
                if call.rule == "priority":
                    assert not (ordinary and run[call.counter] >= ratio)
                    run[call.counter] += 1
                else:
                    run[call.counter] = 0


@given(PRESSES)
def test_nobody_is_at_two_counters(presses):
    center = Center(manned=(1, 2, 3))
    for one in presses:
        press(center, one)
        in_hand = [desk.ticket for desk in center.day.counters.values() if desk.ticket]
        assert len(set(in_hand)) == len(in_hand)
        assert {t.id for t in center.day.tickets.values() if t.state in ("called", "serving")} == set(in_hand)
    assert not center.day.doubts


def test_a_long_line_slows_no_call_down():
    """What is asked at every press looks at the heads of the lines, not at everybody in them."""
    center = Center(manned=(1,))
    for _ in range(999):
        center.take()
    looked = 0

    class Watched(dict):
        def __getitem__(self, key):
            nonlocal looked
            looked += 1
            return super().__getitem__(key)

    center.day.tickets = Watched(center.day.tickets)
    center.call()
    assert looked < 20
