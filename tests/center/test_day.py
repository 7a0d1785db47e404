"""A Day is its facts: told at once or one by one, and whenever what cut-off machines wrote comes in."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center import facts as f
from center import verbs as v
from center.day import Day, fold
from center.errors import Refusal
from center.figures import by_hour, figures
from center.ratings import sums
from tests.center.a_center import EIGHT, TODAY, Center, canonical
from tests.center.test_queue import PRESSES, press


def test_facts_of_another_day_are_passed_over():
    tomorrow = f.NumberTaken(at=EIGHT, day=TODAY + timedelta(days=1), ticket="A001", series="A", number=1,
                             field="ho-tich", priority="thuong", machine="kiosk-1")
    day = fold(TODAY, [(7, tomorrow)])
    assert (day.tickets, day.seq) == ({}, 7)


def test_after_leaves_the_earlier_day_as_it_was():
    center = Center(manned=(1,))
    center.take()
    center.call()
    before = canonical(center.day)
    extra = [f.ServiceStarted(at=EIGHT, day=TODAY, ticket="A001", counter=1, official="cb01"),
             f.ServiceEnded(at=EIGHT, day=TODAY, ticket="A001", counter=1, official="cb01"),
             f.Rated(at=EIGHT, day=TODAY, ticket="A001", counter=1, value=5, machine="rate-1"),
             f.FreeRated(at=EIGHT, day=TODAY, value=1, machine="rate-1", nonce="x"),
             f.DeviceFaulted(at=EIGHT, day=TODAY, machine="kiosk-1", device="printer", fault="paper_out"),
             f.HelpAsked(at=EIGHT, day=TODAY, machine="kiosk-1"),
             f.LeaseGranted(at=EIGHT, day=TODAY, kiosk="kiosk-1", series="A", first=990, last=999),
             replace(center.log[1], ticket="A002", number=2), replace(center.log[1])]
    later = center.day.after((100 + n, one) for n, one in enumerate(extra))
    assert canonical(center.day) == before != canonical(later)


@pytest.mark.parametrize("fact", [
    f.ServiceStarted(at=EIGHT, day=TODAY, ticket="A009", counter=1, official="cb01"),
    f.ServiceStarted(at=EIGHT, day=TODAY, ticket="A001", counter=1, official="cb01"),
    f.TicketReleased(at=EIGHT, day=TODAY, ticket="A001", counter=1, official="cb01"),
    f.NumberTaken(at=EIGHT, day=TODAY, ticket="A001", series="A", number=1, field="ho-tich", priority="thuong",
                  machine="kiosk-1"),
    f.RatingReasonGiven(at=EIGHT, day=TODAY, ticket="A001", counter=1, reasons=("x",), machine="rate-1"),
])  # fmt: skip
def test_a_contradiction_is_counted_and_changes_nothing(fact):
    center = Center()
    center.take()
    before = {**canonical(center.day), "doubts": None}
    center.happen((fact,))
    assert len(center.day.doubts) == 1
    assert {**canonical(center.day), "doubts": None} == before


@given(PRESSES)
def test_told_at_once_or_one_by_one_it_is_the_same_day(presses):
    center = Center(manned=(1, 2, 3))
    stepwise = Day(TODAY)
    told = 0
    for one in presses:
        press(center, one)
        for fact in center.log[told:]:
            told += 1
            stepwise = stepwise.after([(told, fact)])
    assert canonical(stepwise) == canonical(center.day) == canonical(center.refold())
    assert stepwise.seq == center.day.seq == told
    assert center.day.waiting_count() == sum(t.state == "waiting" for t in center.day.tickets.values())


# What machines wrote while they were cut off ------------------------------------------------------


def cut_off_streams(center: Center, draw) -> list[list[f.Fact]]:
    """What two kiosks, a counter without the box, a rating screen and two devices may have written meanwhile."""
    streams = []
    for kiosk, first in (("kiosk-1", 991), ("kiosk-2", 981)):
        taken = [
            f.NumberTaken(
                at=EIGHT + timedelta(minutes=draw(st.integers(0, 50))), day=TODAY, ticket=f"A{n}", series="A", number=n,
                field="ho-tich", priority=draw(st.sampled_from(["thuong", "cao_tuoi"])), machine=kiosk, leased=True,
                nonce=f"{kiosk}{n}")
            for n in range(first, first + draw(st.integers(0, 5)))
        ]
        if taken and draw(st.booleans()):
            taken.append(f.TicketCancelled(at=EIGHT + timedelta(hours=1), day=TODAY, ticket=taken[0].ticket,
                                           by="citizen"))
        streams.append(taken)
    by_hand = []
    for kiosk in streams[:]:
        for taken in kiosk[1:4]:
            if isinstance(taken, f.NumberTaken) and draw(st.booleans()):
                began = taken.at + timedelta(minutes=draw(st.integers(-2, 20)))
                by_hand += [
                    f.ServedByHand(at=began, day=TODAY, ticket=taken.ticket, counter=3, official="cb03",
                                   field="dat-dai", started_at=began, ended_at=began + timedelta(minutes=5)),
                    f.RatingNotAsked(at=began, day=TODAY, ticket=taken.ticket, counter=3, why="by_hand"),
                ]
    streams.append(by_hand)
    rated = []
    for place, fact in enumerate(center.log):
        if isinstance(fact, f.ServiceEnded) and fact.counter == 1:
            answer = draw(st.sampled_from(["", "rated", "unanswered", "free"]))
            who = {"at": fact.at, "day": TODAY, "ticket": fact.ticket, "counter": 1, "machine": "rate-1"}
            if answer == "rated":
                rated += [(place, f.Rated(**who, value=5)),
                          (place, f.RatingReasonGiven(**who, reasons=("thai_do",)))]
            elif answer == "unanswered":
                rated.append((place, f.RatingUnanswered(**who)))
            elif answer == "free":
                rated.append((place, f.FreeRated(at=fact.at, day=TODAY, value=1, machine="rate-1", nonce=f"n{place}")))
    streams.append(rated)
    for machine in ("kiosk-1", "hall"):
        streams.append([
            draw(st.sampled_from([
                f.DeviceFaulted(at=EIGHT, day=TODAY, machine=machine, device="printer", fault="paper_out"),
                f.PaperChanged(at=EIGHT, day=TODAY, machine=machine, device="printer"),
                f.DeviceRecovered(at=EIGHT, day=TODAY, machine=machine, device="printer")]))
            for _ in range(draw(st.integers(0, 3)))
        ])
    return streams


def ended_by_hand(center: Center, draw) -> list[tuple[int, f.Fact]]:
    """What counters without the box may have told of the tickets in their hands; each follows its last call."""
    told = []
    for desk in center.day.counters.values():
        if desk.ticket is None or not draw(st.booleans()):
            continue
        *_, (place, call) = (
            (place, fact) for place, fact in enumerate(center.log)
            if isinstance(fact, f.TicketCalled | f.NoShowUndone) and fact.ticket == desk.ticket
        )
        began = call.at + timedelta(minutes=draw(st.integers(0, 20)))
        who = {"day": TODAY, "ticket": desk.ticket, "counter": desk.number}
        told += [
            (place, f.ServedByHand(**who, at=began, official=desk.official or "", field="dat-dai", started_at=began,
                                   ended_at=began + timedelta(minutes=5))),
            (place, f.RatingNotAsked(**who, at=began, why="by_hand")),
        ]
    return sorted(told, key=lambda row: row[0])


def with_asking(box: list[f.Fact], draw) -> list[f.Fact]:
    """The box's log with what it believed of the rating screen at counter 1 when it heard nothing of it."""
    log = []
    for fact in box:
        log.append(fact)
        if isinstance(fact, f.ServiceEnded) and fact.counter == 1:
            who = {"at": fact.at, "day": TODAY, "ticket": fact.ticket, "counter": 1}
            log += draw(st.sampled_from([
                [], [f.RatingAsked(**who, machine="rate-1")], [f.RatingNotAsked(**who, why="device_away")]]))
    return log


def mixed(box: list[f.Fact], streams: list[list], pick) -> list[f.Fact]:
    """One order in which all of it may reach the log: each stream keeps its own, a rating follows its visit."""
    waiting = [list(enumerate(box)), *(list(stream) for stream in streams)]
    order, told = [], -1
    while any(waiting):
        ready = [
            stream for n, stream in enumerate(waiting)
            if stream and not (n and isinstance(stream[0], tuple) and stream[0][0] > told)
        ]
        stream = pick(ready)
        one = stream.pop(0)
        if stream is waiting[0]:
            told, one = one
        order.append(one[1] if isinstance(one, tuple) else one)
    return order


@given(PRESSES, st.data(), st.randoms(use_true_random=False), st.randoms(use_true_random=False))
def test_whenever_cut_off_machines_are_heard_the_day_is_the_same(presses, data, one, other):
    center = Center(manned=(1, 2, 3))
    for pressed in presses:
        press(center, pressed)
    center.log = with_asking(center.log, data.draw)
    streams = [*cut_off_streams(center, data.draw), ended_by_hand(center, data.draw)]
    first = fold(TODAY, enumerate(mixed(center.log, streams, one.choice), 1))
    second = fold(TODAY, enumerate(mixed(center.log, streams, other.choice), 1))
    assert canonical(first) == canonical(second)
    assert sums(first) == sums(second)
    assert figures(first) == figures(second)
    assert by_hour(first) == by_hour(second)


def test_an_empty_day_can_be_read():
    day = Day(TODAY)
    assert (day.waiting("ho-tich"), day.waiting_count(), day.held(), day.desk(5).state) == ([], 0, [], "closed")


def test_refusals_are_sentences():
    """Each refusal met in these tests is checked in `press`; here: none is without words."""
    for verb in (v.CallNext(counter=9), v.TakeNumber(field="x"), v.Rate(ticket="A001", counter=1, value=5)):
        with pytest.raises(Refusal, match=r"^[A-ZĐ].*\.$"):
            Center().ask(verb)
