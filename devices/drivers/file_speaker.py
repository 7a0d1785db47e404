"""Speakers that make no sound: `silent:` and `file:///folder`, which keeps each call as a WAV."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from devices import Health, Power
from devices.drivers.sound import join
from devices.transports import file_path
from devices.troubles import NoSound, NotConnected


class SilentSpeaker:
    def say(self, sounds: Sequence[Path], volume: float = 1.0) -> None:
        pass

    def hush(self) -> None:
        pass

    def health(self) -> Health:
        """Nothing is wrong with what is silent by intention."""
        return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="nobody")

    def close(self) -> None:
        pass


class FileSpeaker(SilentSpeaker):
    """Call n of this program becomes 0001.wav and so on."""

    def __init__(self, uri: str):
        self._folder = file_path(uri)
        self._said = 0

    def say(self, sounds: Sequence[Path], volume: float = 1.0) -> None:
        self._said += 1
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"{self._said:04}.wav").write_bytes(join(sounds, volume))
        except OSError as error:
            raise NoSound(str(error)) from error

    def health(self) -> Health:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            trouble = NotConnected(str(error))
            return Health(Power.OFFLINE, (trouble,), checked_at=datetime.now(UTC), source="folder")
        return Health(Power.ONLINE, checked_at=datetime.now(UTC), source="folder")
