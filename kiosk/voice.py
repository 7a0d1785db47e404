"""The voice of a screen: lists of sounds become clips, spoken one list after the other."""

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from devices.speaking import Volume
from screen import ASSETS

SOUNDS = ASSETS / "sounds"


def clips(sounds: Sequence[str], language: str, recordings: Path | None = None) -> list[Path]:
    """The file of each sound; the center's own recording (`<recordings>/<language>/<sound>.wav`) comes first.

    A sound without any clip is left out: a call with a gap is better than no call.
    """
    folders = [folder / language for folder in (recordings, SOUNDS) if folder is not None]
    found = (next((f for folder in folders if (f := folder / f"{name}.wav").is_file()), None) for name in sounds)
    return [file for file in found if file is not None]


class Voice:
    """Speaks through a machine's cabinet, whose speaker has a thread of its own; nothing here blocks a screen."""

    def __init__(self, cabinet, recordings: Path | None = None, volume: Volume | None = None):
        self.volume = volume or Volume()
        self._cabinet, self._recordings = cabinet, recordings
        self._said: list[Future] = []

    @property
    def speaking(self) -> bool:
        self._said = [said for said in self._said if not said.done()]
        return bool(self._said)

    def say(self, sounds: Sequence[str], language: str = "vi") -> None:
        """Speak these sounds after what is being spoken now."""
        if files := clips(sounds, language, self._recordings):
            self._said.append(self._cabinet.say(files, self.volume.level))

    def say_now(self, sounds: Sequence[str], language: str = "vi") -> None:
        """Break off what is being spoken and speak this instead: the person has moved on."""
        self.hush()
        self.say(sounds, language)

    def hush(self) -> None:
        if self.speaking:
            for said in self._said:
                said.cancel()
            self._cabinet.hush()
