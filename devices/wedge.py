"""Typed by a person, or by a code reader that pretends to be a keyboard: told apart by time. No window, no clock.

Keys at most 50 ms apart that end with Enter or Tab are a scan, if they are four or more (a reader needs 1 to 20 ms for
a key, the fastest typist about 60). Everything else was typed, and comes out as it went in and in the same order.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from devices.codes import LONGEST_CODE, Scan

GAP_SECONDS = 0.05
SHORTEST = 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """One press or release. `what` is the caller's own and comes back to it when the key was typed.

    `letter`: what the press writes, "" for Shift and for releases. `ends`: Enter or Tab. `alone`: a key that no code
    contains (an arrow, Ctrl and a letter, one that repeats because it is held down): nothing before it was a scan.
    """

    what: T
    at: float
    letter: str = ""
    ends: bool = False
    alone: bool = False


class Wedge(Generic[T]):
    """Holds keys back until time has told. `press` and `due` give what is now known: Key (typed) or Scan, in order."""

    def __init__(self, gap_seconds: float = GAP_SECONDS, shortest: int = SHORTEST):
        self._gap, self._shortest = gap_seconds, shortest
        self._held: list[Key[T]] = []
        self._letters: list[str] = []
        self._last = 0.0

    @property
    def holds(self) -> bool:
        return bool(self._held)

    def press(self, key: Key[T]) -> list[Key[T] | Scan]:
        known: list[Key[T] | Scan] = list(self.due(key.at))
        if key.alone:
            return [*known, *self._give_back(), key]
        if key.ends:
            if len(self._letters) >= self._shortest:
                return [*known, self._scan()]
            return [*known, *self._give_back(), key]
        if key.letter:
            self._last = key.at
            if len(self._letters) <= LONGEST_CODE:
                self._letters.append(key.letter)
                self._held.append(key)
        elif self._held:
            self._held.append(key)
        else:
            known.append(key)
        return known

    def due(self, at: float) -> list[Key[T]]:
        """What was typed, where the last letter is longer ago than a reader ever pauses."""
        return self._give_back() if self._held and at - self._last > self._gap else []

    def _give_back(self) -> list[Key[T]]:
        typed, self._held = self._held, []
        # Nobody types more than a code's length in one breath: the rest of a flood goes where its end went.
        if len(self._letters) > LONGEST_CODE:
            typed = []
        self._letters.clear()
        return typed

    def _scan(self) -> Scan:
        raw = "".join(self._letters).encode("utf-8", "replace")
        self._held, self._letters = [], []
        # What is not ASCII was put together by an input method, or by a reader guessing at one: damaged.
        return Scan(raw.decode() if raw.isascii() and len(raw) <= LONGEST_CODE else None, raw, by_keys=True)
