"""What a speaker promises: one sentence at a time, and silence at once when asked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from devices import Health


class Speaker(Protocol):
    def say(self, sounds: Sequence[Path], volume: float) -> None:
        """Play WAV files in one go and return when they were heard. volume: 0..1. Raises NoSound."""

    def hush(self) -> None:
        """Stop what is playing within 200 ms; callable from any thread."""

    def health(self) -> Health: ...

    def close(self) -> None: ...
