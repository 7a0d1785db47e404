"""The sound of this PC: a player program of the system on Linux, winsound on Windows.

PipeWire, PulseAudio and ALSA each have a player; one that is installed may have no server behind it, so the next is
tried when one fails, and the one that played is kept.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from devices import Health, Power
from devices.drivers.sound import join, seconds
from devices.troubles import DeviceTrouble, NoSound

PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))
SLACK_SECONDS = 3.0  # a player that is this much longer than its sound hangs


class PlayerSpeaker:
    def __init__(self, uri: str = "system:"):
        self._players = [player for player in PLAYERS if shutil.which(player[0])]
        self._hushed = threading.Event()
        self._trouble: DeviceTrouble | None = None
        self._played = False

    def say(self, sounds: Sequence[Path], volume: float = 1.0) -> None:
        self._hushed.clear()
        try:
            self._play(join(sounds, volume))
            self._trouble, self._played = None, True
        except NoSound as trouble:
            self._trouble = trouble
            raise

    def hush(self) -> None:
        self._hushed.set()

    def health(self) -> Health:
        """ONLINE once something was played: a player program that is installed may have no sound card behind it."""
        able = self._players or sys.platform == "win32"
        trouble = self._trouble or (None if able else NoSound("no player program on this machine"))
        power = Power.ONLINE if self._played and not trouble else Power.UNKNOWN
        source = "winsound" if sys.platform == "win32" else self._players[0][0] if self._players else "no player"
        return Health(power, (), (trouble,) if trouble else (), datetime.now(UTC), source)

    def close(self) -> None:
        self.hush()

    def _play(self, wav: bytes) -> None:
        if sys.platform != "win32" and not self._players:
            raise NoSound("no player program on this machine")
        name = _file_of(wav)
        try:
            if sys.platform == "win32":
                self._play_winsound(name, seconds(wav))
            else:
                self._play_by_any(name, seconds(wav) + SLACK_SECONDS)
        finally:
            Path(name).unlink(missing_ok=True)

    def _play_by_any(self, name: str, longest: float) -> None:
        failed = ""
        for player in tuple(self._players):
            try:
                self._play_program(player, name, longest)
            except NoSound as trouble:
                failed = f"{failed} {trouble}".strip()
            else:
                self._players.sort(key=lambda one: one != player)
                return
        raise NoSound(failed)

    def _play_program(self, player: tuple[str, ...], name: str, longest: float) -> None:
        try:
            playing = subprocess.Popen(
                [*player, name], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise NoSound(str(error)) from error
        deadline = time.monotonic() + longest
        while playing.poll() is None:
            if self._hushed.wait(0.05) or time.monotonic() > deadline:
                playing.kill()
                playing.wait(1.0)
                if self._hushed.is_set():
                    return
                raise NoSound(f"{player[0]} did not end")
        if playing.returncode:
            raise NoSound(f"{player[0]} ended with {playing.returncode}")

    def _play_winsound(self, name: str, length: float) -> None:
        import winsound

        try:
            winsound.PlaySound(name, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        except RuntimeError as error:
            raise NoSound(str(error)) from error
        self._hushed.wait(length + 0.1)
        winsound.PlaySound(None, 0)


def _file_of(wav: bytes) -> str:
    try:
        handle, name = tempfile.mkstemp(suffix=".wav")
        with os.fdopen(handle, "wb") as file:
            file.write(wav)
    except OSError as error:  # a full disk silences the voice and nothing else
        raise NoSound(str(error)) from error
    return name
