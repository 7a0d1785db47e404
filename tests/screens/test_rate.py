"""The rating screen: asks by itself, one tap, kept before thanks, nothing left of the person before."""

from concurrent.futures import Future
from dataclasses import replace

import pytest

from center import rules
from center import verbs as v
from center.setup import Level
from kiosk.rate import Rate
from sync.answer import Answer
from sync.link import Link
from sync.troubles import DiskFull
from tests.screens.public_screen import PANELS, PublicScreen, morning


@pytest.fixture
def rating_at(folder, clock):
    """`rating_at(panel)`: the rating screen of counter 1; `.rate`, `.node`, `.asked` holds its verbs."""
    opened = []

    def open_rating(panel: str = "10.1", counter: int = 1, levels: int = 4) -> PublicScreen:
        screen = PublicScreen(panel)
        screen.node = morning(folder, clock, "rate-1", "rating", counter=1)
        if levels == 5:
            scale = (*screen.node.setup.rating.levels, Level(0, "Rất không hài lòng", "Very dissatisfied", "very_bad"))
            screen.node.setup = replace(screen.node.setup, rating=replace(screen.node.setup.rating, levels=scale))
        screen.asked = []
        screen.plain_ask = screen.node.ask

        def ask(verb):
            screen.asked.append(type(verb).__name__)
            return screen.plain_ask(verb)

        screen.node.ask = ask
        screen.rate = Rate(screen.node, screen.visitor, screen.touch, counter)
        screen.open("Rate.qml", {"rate": screen.rate, "visitor": screen.visitor})
        opened.append(screen)
        return screen

    yield open_rating
    for screen in opened:
        screen.rate.close()
        screen.close(screen.rate)
        screen.node.close()
        screen.node.book.close()


def serve(screen, counter: int = 1) -> str:
    """Somebody is served at the counter, by its official; the ticket."""
    ticket = screen.plain_ask(v.WalkUp(counter=counter, field="ho-tich")).result().ticket
    screen.node.now.forward(240)
    screen.plain_ask(v.EndService(counter=counter)).result()
    screen.settle()
    return ticket


def rating_of(screen, ticket: str):
    screen.settle()
    return screen.node.day.tickets[ticket]


@pytest.mark.parametrize("panel", PANELS)
def test_every_page_fits_every_panel(rating_at, panel):
    screen = rating_at(panel, levels=5)
    faults = []

    def look(page):
        screen.until(lambda: screen.rate.page == page)
        for language in ("vi", "en"):
            if screen.visitor.language != language:
                screen.rate.wish("language")
            for large in (False, True):
                for contrast in (False, True):
                    screen.theme.wear(large=large, contrast=contrast)
                    screen.settle()
                    where = f"{page} {language} large={large}"
                    faults.extend(f"{where}: {fault}" for fault in screen.faults())
        screen.theme.wear()

    look("idle")
    serve(screen)
    look("ask")
    screen.rate.choose(1)
    look("reasons")
    screen.rate.finish()
    look("thanks")
    screen.rate._turn("sorry")
    look("sorry")
    screen.node.show_link(Link("cut", screen.node.now()))
    screen.rate._turn("idle")
    look("idle")
    assert faults == []


def test_one_tap_rates_and_thanks(rating_at):
    screen = rating_at()
    ticket = serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    assert screen.rate.ticket == "A 001"
    screen.tap("face-4")
    screen.until(lambda: screen.rate.page == "thanks")
    assert (rating_of(screen, ticket).rating, rating_of(screen, ticket).rating_state) == (4, "rated")
    assert screen.asked == ["AskRating", "Rate"]


def test_a_low_value_may_be_explained_by_several_reasons(rating_at):
    screen = rating_at()
    serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    screen.tap("face-1")
    screen.until(lambda: screen.rate.page == "reasons")
    screen.tap("reason-cho-lau").tap("reason-thai-do").tap("reason-khac").tap("reason-thai-do")
    screen.tap("send")
    screen.until(lambda: screen.node.day.ratings and screen.node.day.ratings[-1].reasons)
    assert screen.rate.page == "thanks"
    assert screen.node.day.ratings[-1].reasons == ("cho-lau", "khac")


def test_the_reasons_may_be_skipped(rating_at):
    screen = rating_at()
    serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    screen.tap("face-1")
    screen.until(lambda: screen.rate.page == "reasons")
    screen.tap("skip")
    assert screen.rate.page == "thanks"
    assert "GiveReasons" not in screen.asked


def test_thanks_come_only_when_the_rating_is_kept(rating_at):
    screen = rating_at()
    serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    writing: Future = Future()
    screen.node.ask = lambda verb: writing
    screen.tap("face-3")
    assert (screen.rate.page, screen.rate.chosen) == ("ask", 3)
    writing.set_result(Answer((), 0))
    screen.until(lambda: screen.rate.page == "thanks")


def test_a_full_disk_is_said_and_not_thanked_for(rating_at, expect_log):
    expect_log("could not be kept")
    screen = rating_at()
    serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    failing: Future = Future()
    failing.set_exception(DiskFull())
    screen.node.ask = lambda verb: failing
    screen.tap("face-3")
    screen.until(lambda: screen.rate.page == "sorry")


def test_a_second_tap_changes_nothing(rating_at):
    screen = rating_at()
    ticket = serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    screen.rate.choose(4)
    screen.rate.choose(1)
    screen.until(lambda: screen.rate.page == "thanks")
    assert screen.asked.count("Rate") == 1
    assert rating_of(screen, ticket).rating == 4


def test_two_taps_within_half_a_second_are_one(rating_at):
    screen = rating_at()
    serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    screen.touch.gap_seconds, screen.touch._last = 0.5, float("-inf")
    screen.tap("face-1")
    screen.until(lambda: screen.rate.page == "reasons")
    screen.tap("skip")
    assert screen.rate.page == "reasons"


def test_who_walks_away_is_unanswered_and_leaves_nothing(rating_at):
    screen = rating_at()
    ticket = serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    screen.rate.wish("language")
    screen.rate.wish("large")
    assert screen.rate._clear.interval() == 15_000
    screen.rate._clear.timeout.emit()
    screen.until(lambda: rating_of(screen, ticket).rating_state == "unanswered")
    assert (screen.rate.page, screen.rate.ticket, screen.rate.chosen) == ("idle", "", -1)
    assert (screen.visitor.language, screen.theme.large) == ("vi", False)


def test_reasons_chosen_and_not_sent_are_kept(rating_at):
    screen = rating_at()
    serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    screen.tap("face-2")
    screen.until(lambda: screen.rate.page == "reasons")
    screen.tap("reason-cho-lau")
    screen.rate._clear.timeout.emit()
    screen.until(lambda: screen.node.day.ratings[-1].reasons == ("cho-lau",))
    assert screen.rate.page == "idle"


def test_the_next_person_is_asked_even_if_the_last_one_did_not_answer(rating_at):
    screen = rating_at()
    first, second = serve(screen), serve(screen)
    screen.until(lambda: screen.rate.ticket.replace(" ", "") == second)
    screen.until(lambda: rating_of(screen, first).rating_state == "unanswered")
    screen.tap("face-4")
    screen.until(lambda: rating_of(screen, second).rating == 4)
    assert rating_of(screen, first).rating is None


def test_other_counters_are_not_asked_here(rating_at):
    screen = rating_at()
    serve(screen, counter=2)
    screen.rate.look()
    assert (screen.rate.page, screen.asked) == ("idle", [])


def test_a_service_that_ended_minutes_ago_is_not_asked_for(rating_at, clock):
    screen = rating_at()
    screen.node._wakes.clear()  # the line is slow
    serve(screen)
    clock.forward(120)
    screen.rate.look()
    assert (screen.rate.page, screen.asked) == ("idle", [])


def test_a_rating_is_kept_while_the_box_is_away(rating_at, clock):
    screen = rating_at()
    serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    kept = []

    def alone(verb) -> Future:
        done: Future = Future()
        kept.extend(rules.decide_alone(screen.node.day, screen.node.setup, verb, clock()))
        done.set_result(Answer(tuple(kept), 0, offline=True))
        return done

    screen.node.ask = alone
    screen.node.show_link(Link("cut", clock()))
    screen.rate.look()
    screen.settle()
    assert screen.find("banner") is not None
    screen.tap("face-4")
    screen.until(lambda: screen.rate.page == "thanks")
    assert [type(fact).__name__ for fact in kept] == ["Rated"]


def test_free_standing_taps_belong_to_no_ticket_and_keep_their_distance(rating_at):
    screen = rating_at(counter=0)
    assert screen.rate.page == "ask"
    screen.tap("face-1")
    screen.until(lambda: screen.rate.page == "thanks")
    assert screen.rate._clear.interval() >= 5_000
    screen.rate.choose(4)
    assert screen.asked == ["RateFreely"]
    screen.rate._clear.timeout.emit()
    screen.tap("face-4")
    screen.until(lambda: len(screen.node.day.ratings) == 2)
    assert [(row.value, row.ticket) for row in screen.node.day.ratings] == [(1, ""), (4, "")]


def test_after_a_bug_the_screen_rests(rating_at):
    screen = rating_at()
    serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    screen.rate.recover()
    assert screen.rate.page == "idle"
