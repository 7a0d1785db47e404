"""What a counter sign promises: it shows one view at a time, or says that it cannot."""

from dataclasses import dataclass
from typing import Protocol

from center.signs import SignView
from devices import Health


@dataclass(frozen=True, slots=True)
class SignCapabilities:
    """`answers`: it says what it shows, so that silence is a trouble. `blinks`: a call can be told from a service."""

    profile: str
    answers: bool
    blinks: bool


class CounterSign(Protocol):
    def show(self, view: SignView) -> None:
        """Done when the sign shows it, or took it where signs do not answer; within 1.5 s.

        One line may carry the signs of several counters: each is told by `view.counter`. Raises NotConnected,
        SignSilent.
        """

    def health(self) -> Health: ...

    def close(self) -> None: ...
