"""`sim://name` as a speaker: it remembers what was said. Option: seconds, how long each call lasts."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from devices import Health, Power

_speakers: dict[str, "SimSpeaker"] = {}


def simulated_speaker(name: str = "speaker", seconds: float = 0.0) -> "SimSpeaker":
    """The speaker of that name, shared by whoever listens and the cabinet that speaks."""
    return _speakers.setdefault(name, SimSpeaker(seconds))


class SimSpeaker:
    def __init__(self, seconds: float = 0.0):
        self.said: list[tuple[str, ...]] = []  # names of sounds without folder and ending
        self.volumes: list[float] = []
        self._seconds = seconds
        self._hushed = threading.Event()

    def say(self, sounds: Sequence[Path], volume: float = 1.0) -> None:
        self._hushed.clear()
        self.said.append(tuple(Path(sound).stem for sound in sounds))
        self.volumes.append(volume)
        self._hushed.wait(self._seconds)

    def hush(self) -> None:
        self._hushed.set()

    def health(self) -> Health:
        return Health(Power.ONLINE, checked_at=datetime.now(UTC), source="simulated")

    def close(self) -> None:
        self.hush()
