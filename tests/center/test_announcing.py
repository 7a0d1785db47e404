"""Every call has its ten seconds, whatever comes in between."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from center.announcing import HOLD_SECONDS, Board, advance, hear
from center.tickets import Call

EIGHT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return EIGHT + timedelta(seconds=seconds)


def call(seq: int, ticket: str, counter: int = 1, seconds: float = 0, recall: bool = False) -> Call:
    return Call(seq, ticket, counter, at(seconds), recall)


def play(arrivals: dict[int, list[Call]], until: int, live: bool = True) -> list[tuple[int, Call]]:
    """(second, call) of every announcement, with the board looked at once a second."""
    board, told = Board(), []
    for second in range(until):
        board = hear(board, arrivals.get(second, ()), at(second), live=live)
        after = advance(board, at(second))
        if after is not board:
            told.append((second, after.newest))
        board = after
    return told


def test_the_first_call_is_announced_at_once():
    assert play({3: [call(1, "A001")]}, 10) == [(3, call(1, "A001"))]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12), st.integers(1, 8)), min_size=20, max_size=20),
)
def test_in_a_burst_every_call_is_the_newest_for_ten_seconds(burst):
    arrivals: dict[int, list[Call]] = {}
    for seq, (second, ticket, counter) in enumerate(sorted(burst), start=1):
        arrivals.setdefault(second, []).append(call(seq, f"A{ticket:03}", counter, second))
    told = play(arrivals, 260)
    moments = [second for second, _ in told]
    assert all(later - earlier >= HOLD_SECONDS for earlier, later in pairwise(moments))
    assert {c.ticket for _, c in told} == {f"A{ticket:03}" for _, ticket, _ in burst}
    for ticket in {c.ticket for _, c in told}:
        last = [c for calls in arrivals.values() for c in calls if c.ticket == ticket][-1]
        assert [c for _, c in told if c.ticket == ticket][-1].counter == last.counter


def test_a_call_that_waits_for_its_turn_is_in_the_rows_already():
    board = advance(hear(Board(), [call(1, "A001"), call(2, "B001"), call(3, "A002")], at(0), live=True), at(0))
    assert board.newest.ticket == "A001"
    assert [c.ticket for c in board.rows(4)] == ["B001", "A002"]


def test_a_ticket_called_twice_before_its_turn_is_announced_once_to_the_last_counter():
    told = play({0: [call(1, "A001"), call(2, "B001", 2)], 5: [call(3, "B001", 4, recall=True)]}, 60)
    assert [(c.ticket, c.counter, c.recall) for _, c in told] == [("A001", 1, False), ("B001", 4, False)]


def test_a_recall_of_what_is_shown_is_announced_again():
    told = play({0: [call(1, "A001")], 4: [call(2, "A001", recall=True)]}, 60)
    assert told == [(0, call(1, "A001")), (10, call(2, "A001", recall=True))]


def test_what_was_called_while_the_screen_was_cut_off_is_shown_and_not_spoken():
    missed = [call(1, "A001", seconds=0), call(2, "B001", seconds=30), call(3, "A002", seconds=590)]
    board = advance(hear(Board(), missed, at(600), live=False), at(600))
    assert (board.newest.ticket, board.spoken) == ("A002", True)
    assert [c.ticket for c in board.rows(4)] == ["B001", "A001"]
    old = hear(Board(), missed[:2], at(600), live=False)
    assert advance(old, at(600)) is old
    assert (old.newest.ticket, old.spoken) == ("B001", False)


def test_a_screen_whose_clock_is_wrong_still_speaks_what_comes_live():
    assert play({0: [call(1, "A001", seconds=-4000)]}, 5) != []


def test_a_clock_set_back_does_not_freeze_the_board():
    board = advance(hear(Board(), [call(1, "A001"), call(2, "A002")], at(0), live=True), at(0))
    for second in range(-3600, -3585):
        board = advance(board, at(second))
    assert board.newest.ticket == "A002"


def test_the_next_call_waits_for_the_voice_but_not_for_ever():
    board = advance(hear(Board(), [call(1, "A001"), call(2, "A002")], at(0), live=True), at(0))
    assert advance(board, at(15), speaking=True) is board
    assert advance(board, at(31), speaking=True).newest.ticket == "A002"


def test_rows_show_each_ticket_once():
    board = Board()
    for seq, ticket in enumerate(["A001", "A002", "A001", "A003"], start=1):
        board = advance(hear(board, [call(seq, ticket)], at(seq * 20), live=True), at(seq * 20))
    assert board.newest.ticket == "A003"
    assert [c.ticket for c in board.rows(4)] == ["A001", "A002"]
