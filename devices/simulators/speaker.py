"""`sim://name?fault=…&script=…` as a speaker: it remembers what was said. Option: seconds, how long each call lasts.

Faults: silent (no sound comes out, and it says so), slow (a call takes three seconds longer).
"""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from devices import Health, Power
from devices.simulators.script import Befallen
from devices.troubles import NoSound

SLOW_SECONDS = 3.0

_speakers: dict[str, "SimSpeaker"] = {}


def simulated_speaker(name: str = "speaker", options: dict[str, str] | None = None) -> "SimSpeaker":
    """The speaker of that name, shared by whoever listens and the cabinet that speaks. Raises ValueError."""
    options = options or {}
    speaker = _speakers.setdefault(name, SimSpeaker(float(options.get("seconds", "0"))))
    speaker.befall(options)
    return speaker


class SimSpeaker(Befallen):
    FAULTS = ("silent", "slow")
    COUNTED = ("calls",)

    def __init__(self, seconds: float = 0.0):
        super().__init__()
        self.said: list[tuple[str, ...]] = []  # names of sounds without folder and ending
        self.volumes: list[float] = []
        self._seconds = seconds
        self._hushed = threading.Event()

    def say(self, sounds: Sequence[Path], volume: float = 1.0) -> None:
        self._hushed.clear()
        self.look()
        if "silent" in self.faults:
            raise NoSound("simulated: silent")
        self.said.append(tuple(Path(sound).stem for sound in sounds))
        self.volumes.append(volume)
        self._hushed.wait(self._seconds + (SLOW_SECONDS if "slow" in self.faults else 0.0))
        self.happened("calls")

    def hush(self) -> None:
        self._hushed.set()

    def health(self) -> Health:
        self.look()
        silent = "silent" in self.faults
        warnings = (NoSound("simulated: silent"),) if silent else ()
        return Health(Power.UNKNOWN if silent else Power.ONLINE, (), warnings, datetime.now(UTC), "simulated")

    def close(self) -> None:
        self.hush()
