"""Two hundred days of the false center keep every promise; planted mistakes break one within a few days."""

import pytest

from center import numbering, queue
from center.day import Day
from center.tickets import IN_HAND
from sync import intake, view
from sync.book import Book
from sync.journal import Journal
from tests.simulation.days import live

DAYS_IN_A_ROW = 10


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 200, DAYS_IN_A_ROW))
def test_every_day_keeps_every_promise(first, watch):
    broken = {}
    for seed in range(first, first + DAYS_IN_A_ROW):
        lived = live(seed)
        if lived.faults:
            broken[f"python -m tests.simulation --seed {seed} --story"] = lived.faults[:5]
    assert not broken
    watch.seen = [text for text in watch.seen if "the clock leapt" not in text]


def test_the_days_are_full_of_what_can_happen(watch):
    """A false center in which nothing goes wrong would prove nothing."""
    seen = sum((live(seed).seen for seed in range(3, 43, 4)), start=live(0).seen)
    for kind in ("NumberTaken", "ServedByHand", "Rated", "NoShowUndone", "TicketTransferred", "LateComerReturned",
                 "TicketHeld", "TicketCancelled", "FreeRated", "TicketRecalled", "leased"):
        assert seen[kind] > 2, kind
    watch.seen = [text for text in watch.seen if "the clock leapt" not in text]
    assert seen["days"] > 12 and seen["leased"] > seen["papers"] // 20


# Planted mistakes: each must be noticed, or the days prove nothing -----------------------------------


def first_noticed(seeds: range, *words: str) -> str:
    """The first fault on these days that speaks of one of these words."""
    for seed in seeds:
        for fault in live(seed).faults:
            if any(word in fault for word in words):
                return fault
    raise AssertionError(f"nothing noticed on {len(seeds)} days")


@pytest.fixture
def planted(monkeypatch, watch):
    yield monkeypatch
    watch.seen = []  # planted mistakes may well be logged


def test_a_forgotten_nonce_is_noticed(planted):
    """A press repeated over a bad line would be answered with a second ticket that nobody holds."""
    planted.setattr(Journal, "find_answer", lambda self, nonce: None)
    planted.setattr(Journal, "keep_answer", lambda self, nonce, first, last: None)
    assert first_noticed(range(40), "ghost")


def test_a_lease_given_twice_is_noticed(planted):
    """The kiosk forgets what the box took in and has not told back."""
    planted.setattr(view.View, "_not_echoed", lambda self, echoed: [])
    assert first_noticed(range(60), "papers", "NumberTwice")


def test_numbers_that_ignore_leases_are_noticed(planted):
    planted.setattr(numbering, "_top", lambda day, field: field.last)
    planted.setattr(numbering, "lease_left", lambda day, field, kiosk: list(range(1, 30)))
    assert first_noticed(range(40), "papers", "set aside", "NumberTwice")


def test_an_intake_without_marks_is_noticed(planted):
    planted.setattr(intake.Intake, "_move_mark", lambda self, batch, to, known: None)
    # The table itself refuses the second copy: the box would answer every repetition with an error.
    assert first_noticed(range(20), "crash: IntegrityError", "times at the box")


def test_a_double_call_is_noticed(planted):
    """The rule looks at the ticket's waiting, but not at who has it in hand."""

    def choose(day: Day, setup, counter, at):
        in_hand = [t for t in day.tickets.values() if t.state in IN_HAND and t.field in counter.weights]
        found = in_hand or list(queue._heads(day, counter, at))
        return queue.Choice(found[0], "ordinary", 0) if found else None

    planted.setattr(queue, "choose", choose)
    assert first_noticed(range(20), "while at", "contradiction")


def test_an_overtaking_is_noticed(planted):
    """The newest first, however long the others wait."""

    def choose(day: Day, setup, counter, at):
        heads = list(queue._heads(day, counter, at))
        return queue.Choice(max(heads, key=lambda t: t.waits_since), "ordinary", 0) if heads else None

    planted.setattr(queue, "choose", choose)
    assert first_noticed(range(20), "overtakes")


def test_a_twin_left_in_the_line_is_noticed(planted):
    planted.setattr(Book, "_withdraw_twin", lambda self, entry: None)
    assert first_noticed(range(40), "ghost")
