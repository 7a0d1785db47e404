"""What the hall shows and says of the calls: each one in its turn, none overwritten by the next.

A call is on the board the moment it is heard of: as the newest one, or, while others have
their turn, in the rows below. Each is the newest for `HOLD_SECONDS` at least.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from center.tickets import Call

HOLD_SECONDS = 10
# A voice that never ends (a dead sound card) does not stop the board.
VOICE_SECONDS = 30
# What was called longer ago, while this screen was cut off or not yet started, is shown and not spoken.
STALE_SECONDS = 180
KEPT = 24


@dataclass(frozen=True, slots=True)
class Board:
    """The calls as the hall has them now.

    newest: the call shown large since `since`. queue: heard of, its turn to come.
    previous: had its turn, latest first. seq: the last call heard of.
    """

    newest: Call | None = None
    since: datetime | None = None
    spoken: bool = False
    queue: tuple[Call, ...] = ()
    previous: tuple[Call, ...] = ()
    seq: int = 0

    def rows(self, most: int) -> tuple[Call, ...]:
        """What stands below the newest call: those whose turn comes next, then those who had it; one row per ticket."""
        seen = {self.newest.ticket} if self.newest else set()
        rows = []
        for call in (*self.queue, *self.previous):
            if call.ticket not in seen:
                seen.add(call.ticket)
                rows.append(call)
        return tuple(rows[:most])


def hear(board: Board, calls: Iterable[Call], now: datetime, *, live: bool) -> Board:
    """The board after it heard of these calls; those it knows already are passed over.

    live: this screen was up to date when they came, so they are fresh whatever its clock says.
    A ticket called again before its turn keeps its place and is announced once, to the last counter.
    """
    queue, missed = list(board.queue), []
    for call in calls:
        if call.seq <= board.seq:
            continue
        board = replace(board, seq=call.seq)
        place = next((n for n, other in enumerate(queue) if other.ticket == call.ticket), None)
        if place is not None:
            queue[place] = replace(call, recall=queue[place].recall)
        elif not live and now - call.called_at > timedelta(seconds=STALE_SECONDS):
            missed.append(call)
        else:
            queue.append(call)
    board = replace(board, queue=tuple(queue))
    if not missed:
        return board
    *older, last = missed
    had = (board.newest,) if board.newest else ()
    previous = (*reversed(older), *had, *board.previous)[:KEPT]
    return replace(board, newest=last, since=now, spoken=False, previous=previous)


def advance(board: Board, now: datetime, *, speaking: bool = False) -> Board:
    """The board with the next call as the newest if its turn has come; the same object if not.

    A new object with `spoken` True is what has to be announced now.
    """
    if not board.queue:
        return board
    if board.newest is not None and board.since is not None:
        shown = (now - board.since).total_seconds()
        # A clock that was set back starts the turn anew instead of freezing the board.
        if 0 <= shown < (HOLD_SECONDS if board.spoken else 0) or (speaking and 0 <= shown < VOICE_SECONDS):
            return board
        if shown < 0:
            return replace(board, since=now)
    following, *queue = board.queue
    had = (board.newest,) if board.newest else ()
    return replace(
        board, newest=following, since=now, spoken=True, queue=tuple(queue), previous=(*had, *board.previous)[:KEPT]
    )
