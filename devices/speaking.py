"""What a speaker promises: one sentence at a time, in turn, and silence at once when asked."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from devices import Health

MOST_WAITING = 6  # a call takes six or seven seconds: the last of them is heard within the minute


class Speaker(Protocol):
    def say(self, sounds: Sequence[Path], volume: float) -> None:
        """Play WAV files in one go and return when they were heard. volume: 0..1. Raises NoSound."""

    def hush(self) -> None:
        """Stop what is playing within 200 ms; callable from any thread."""

    def health(self) -> Health: ...

    def close(self) -> None: ...


class Volume:
    """How loud a speaker is: as configured, and for a while as somebody made it. 0.1 to 1.

    `back_seconds` after the last change it is as usual again; with 0 as soon as the person has left.
    """

    def __init__(self, usual: float = 0.8, back_seconds: float = 1800.0, clock: Callable[[], float] = time.monotonic):
        self._usual, self._back_seconds, self._clock = usual, back_seconds, clock
        self._made: float | None = None
        self._made_at = 0.0

    @property
    def level(self) -> float:
        if self._made is not None and self._back_seconds and self._clock() - self._made_at >= self._back_seconds:
            self._made = None
        return self._usual if self._made is None else self._made

    def change(self, step: float) -> None:
        self._made, self._made_at = round(max(0.1, min(1.0, self.level + step)), 2), self._clock()

    def person_left(self) -> None:
        if not self._back_seconds:
            self._made = None


class Calls:
    """Calls that wait for their turn to be spoken, in order, each with its chime; from one thread.

    Of more than MOST_WAITING the oldest is dropped (its future is cancelled): its number has stood on the screen
    longest and its counter can call again, while a voice that lags behind sends people to counters that have moved
    on. The same call again takes the place of the one that still waits.
    """

    def __init__(self):
        self._waiting: list[tuple[tuple[Path, ...], Future]] = []

    def add(self, sounds: tuple[Path, ...], said: Future) -> None:
        waiting = [(what, future) for what, future in self._waiting if not future.running() and not future.done()]
        for what, future in waiting:
            if what == sounds:
                future.cancel()
        waiting = [(what, future) for what, future in waiting if what != sounds]
        self._waiting = [*waiting, (sounds, said)]
        while len(self._waiting) > MOST_WAITING:
            self._waiting.pop(0)[1].cancel()
