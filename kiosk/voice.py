"""The voice of a screen: lists of sounds become clips, spoken one list after the other in the background."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from devices import DeviceTrouble, Speaker
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
    """Speaks through one speaker from a thread of its own; nothing here blocks a screen.

    `on_trouble` is called from that thread with the trouble, or with None when sound works again.
    """

    def __init__(
        self,
        speaker: Speaker | None,
        recordings: Path | None = None,
        on_trouble: Callable[[DeviceTrouble | None], None] = lambda trouble: None,
    ):
        self.volume = 0.8
        self._speaker, self._recordings, self._on_trouble = speaker, recordings, on_trouble
        self._trouble: DeviceTrouble | None = None
        self._waiting: list[list[Path]] = []
        self._talking = self._closed = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)
        if speaker is not None:
            self._thread.start()

    @property
    def speaking(self) -> bool:
        return self._talking or bool(self._waiting)

    def say(self, sounds: Sequence[str], language: str = "vi") -> None:
        """Speak these sounds after what is being spoken now."""
        if self._speaker is None:
            return
        with self._change:
            self._waiting.append(clips(sounds, language, self._recordings))
            self._change.notify()

    def say_now(self, sounds: Sequence[str], language: str = "vi") -> None:
        """Break off what is being spoken and speak this instead: the person has moved on."""
        self.hush()
        self.say(sounds, language)

    def hush(self) -> None:
        with self._change:
            self._waiting.clear()
        if self._speaker is not None and self._talking:
            self._speaker.hush()

    def close(self) -> None:
        with self._change:
            self._closed = True
            self._change.notify()
        self.hush()

    def _work(self) -> None:
        while True:
            with self._change:
                self._talking = False
                self._change.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                files = self._waiting.pop(0)
                self._talking = True
            try:
                self._speaker.say(files, self.volume)
                self._tell(None)
            except DeviceTrouble as trouble:
                self._tell(trouble)

    def _tell(self, trouble: DeviceTrouble | None) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self._on_trouble(trouble)
