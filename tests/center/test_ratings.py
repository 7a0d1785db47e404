"""One rating per served ticket, whoever tells it first and however often."""

import pytest

from center import verbs as v
from center.errors import AlreadyRated, NotNow, NotOffered
from center.ratings import sums, to_ask
from tests.center.a_center import Center


@pytest.fixture
def center() -> Center:
    """A001 was served at counter 1, which has a rating screen; A002 at counter 2, which has none."""
    center = Center(manned=(1, 2))
    center.take()
    center.take()
    center.serve(1)
    center.serve(2)
    return center


def test_a_screen_asks_for_the_ticket_just_ended(center):
    assert to_ask(center.day, 1, center.at).id == "A001"
    assert to_ask(center.day, 2, center.at) is None  # said at once: nobody can be asked here
    center.after(minutes=11)
    assert to_ask(center.day, 1, center.at) is None


def test_one_tap_is_one_rating(center):
    center.ask(v.AskRating(ticket="A001", counter=1, machine="rate-1"))
    assert not center.ask(v.AskRating(ticket="A001", counter=1, machine="rate-1"))
    center.ask(v.Rate(ticket="A001", counter=1, value=5, machine="rate-1"))
    for again in (v.Rate(ticket="A001", counter=1, value=1), v.AskRating(ticket="A001", counter=1)):
        with pytest.raises(AlreadyRated):
            center.ask(again)
    assert sums(center.day).by_value == {5: 1}
    assert to_ask(center.day, 1, center.at) is None


@pytest.mark.parametrize(("verb", "refusal"), [
    (v.Rate(ticket="A001", counter=1, value=3), NotOffered),
    (v.RateFreely(value=0), NotOffered),
    (v.GiveReasons(ticket="A001", counter=1, reasons=("cho_lau",)), NotNow),
])  # fmt: skip
def test_what_is_no_rating(center, verb, refusal):
    with pytest.raises(refusal):
        center.ask(verb)


def test_nobody_rates_before_the_end(center):
    center.take()
    center.call()
    with pytest.raises(NotNow, match="chưa được phục vụ xong"):
        center.ask(v.Rate(ticket="A003", counter=1, value=5))


def test_reasons_are_of_the_list_and_the_last_choice_counts(center):
    center.ask(v.Rate(ticket="A001", counter=1, value=1))
    assert not center.ask(v.GiveReasons(ticket="A001", counter=1, reasons=("chửi bậy",)))
    center.ask(v.GiveReasons(ticket="A001", counter=1, reasons=("cho_lau", "la")))
    center.ask(v.GiveReasons(ticket="A001", counter=1, reasons=("cho_lau", "thai_do")))
    assert sums(center.day).reasons == {"cho_lau": 1, "thai_do": 1}


def test_an_answer_after_the_screen_gave_up_still_counts(center):
    center.ask(v.AskRating(ticket="A001", counter=1))
    center.ask(v.LeaveUnanswered(ticket="A001", counter=1))
    center.ask(v.Rate(ticket="A001", counter=1, value=5))
    assert not center.ask(v.LeaveUnanswered(ticket="A001", counter=1))
    assert (center.ticket("A001").rating_state, sums(center.day).unanswered) == ("rated", 0)


def test_the_three_ways_of_no_answer_are_told_apart(center):
    center.take()
    center.serve(1)
    center.ask(v.AskRating(ticket="A001", counter=1))
    center.ask(v.LeaveUnanswered(ticket="A001", counter=1))
    center.after(minutes=11)
    assert [(fact.ticket, fact.why) for fact in center.pass_time()] == [("A003", "device_away")]
    assert not center.pass_time()
    total = sums(center.day)
    assert (total.served, total.asked, total.answered, total.unanswered, total.not_asked) == (3, 1, 0, 1, 2)


def test_free_taps_are_counted_apart_and_each_once(center):
    tap = v.RateFreely(value=5, machine="rate-1", nonce="ab12")
    center.ask(tap)
    center.ask_alone(tap)  # the answer was lost on the way, the screen wrote it down itself
    center.ask(v.RateFreely(value=5, machine="rate-1", nonce="cd34"))
    total = sums(center.day)
    assert (total.free_by_value, total.by_value, total.answered) == ({5: 2}, {}, 0)


def test_a_tap_told_twice_is_no_contradiction_and_another_one_is(center):
    (fact,) = center.ask(v.Rate(ticket="A001", counter=1, value=5, machine="rate-1"))
    center.happen((fact,))
    assert not center.day.doubts
    center.happen((type(fact)(at=fact.at, day=fact.day, ticket="A001", counter=1, value=1, machine="rate-2"),))
    assert center.day.doubts == ["Rated A001: twice"]
    assert sums(center.day).by_value == {5: 1}


def test_sums_of_one_counter_and_one_official(center):
    center.ask(v.Rate(ticket="A001", counter=1, value=5))
    assert (sums(center.day, counter=1).answered, sums(center.day, counter=2).answered) == (1, 0)
    assert (sums(center.day, official="cb02").served, sums(center.day, official="cb01").by_value) == (1, {5: 1})
