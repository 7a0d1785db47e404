"""Our own button box on a line, as button_box.md describes it.

A press is told once, whatever its contacts do and however often the box repeats it. A light that is asked for is
shown or is a trouble; nothing waits for it but the one who asked.
"""

import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from devices import Health, Power
from devices.buttons import BoxCapabilities, Light, OnePress, Pressed
from devices.checked_lines import CheckedLines, sealed
from devices.listening import Listening
from devices.transports import Transport
from devices.troubles import AnswerUnreadable, BoxSilent, DeviceTrouble, NotConnected

VERSION = 1
ANSWER_SECONDS, TRIES = 0.25, 3
MOST_ANSWERS = 32  # a good box has no more than that
HELLO = re.compile(r"HELLO MCB ([0-9]{1,3}) ([1-9]) ([0-9A-F]{4})")
PRESS = re.compile(r"P ([1-9]) ([0-9]{1,3})")


class SerialButtons:
    """Listens in a thread of its own until `close`; a box that is unplugged is looked for again, ever more rarely."""

    def __init__(self, link: Transport):
        self._link = link
        self._listening = Listening("button-box")
        self._said = threading.Condition()
        self._answers: set[str] = set()  # what the box said
        self._greeted, self._boot = False, ""
        self._version = self._buttons = 0
        self._last_seq = ""
        self._one_press = OnePress()

    @property
    def capabilities(self) -> BoxCapabilities:
        return BoxCapabilities(self._buttons, lights=True)

    def watch(self, on_press: Callable[[Pressed], None]) -> None:
        self._listening.begin(lambda: self._listen(on_press))

    def light(self, button: int, light: Light) -> None:
        self._ask(f"L {button} {light}", f"OK L {button} {light}")

    def health(self) -> Health:
        """Asks the box who it is, within 1.5 s."""
        if not self._listening.connected:
            return self._listening.health("MCB")
        try:
            self._ask("?", "HELLO")
            if self._version != VERSION:
                raise AnswerUnreadable(f"the box speaks version {self._version}, this program version {VERSION}")
        except DeviceTrouble as trouble:
            return Health(Power.OFFLINE, (trouble,), checked_at=datetime.now(UTC), source="MCB")
        return Health(Power.ONLINE, checked_at=datetime.now(UTC), source="MCB")

    def close(self) -> None:
        self._listening.closing.set()
        with self._said:
            self._said.notify_all()
        self._listening.end()
        self._link.close()

    def _ask(self, body: str, answer: str) -> None:
        """Until the box has answered, three times at most. Raises NotConnected, BoxSilent."""
        closing = self._listening.closing
        for _ in range(TRIES):
            if not self._listening.connected:
                raise self._listening.trouble or NotConnected(f"{self._link.uri}: not open")
            with self._said:
                self._answers.discard(answer)
                self._link.write(sealed(body))
                self._said.wait_for(lambda: answer in self._answers or closing.is_set(), ANSWER_SECONDS)
                if answer in self._answers:
                    return
                if closing.is_set():
                    raise NotConnected(f"{self._link.uri}: closed")
        raise BoxSilent(f"{self._link.uri}: no answer to {body!r}")

    def _listen(self, on_press: Callable[[Pressed], None]) -> None:
        try:
            self._link.open()
            self._greeted = False  # presses of before are not heard: first it says who it is
            self._link.write(sealed("?"))
            self._listening.here()
            self._read(on_press)
        except DeviceTrouble:
            self._link.close()
            raise

    def _read(self, on_press: Callable[[Pressed], None]) -> None:
        lines = CheckedLines()
        while not self._listening.closing.is_set():
            for body in lines.feed(self._link.read(256, 0.15)):
                if hello := HELLO.fullmatch(body):
                    self._version, self._buttons = int(hello[1]), int(hello[2])
                    if hello[3] != self._boot:  # the same box after a line that broke goes on repeating its last press
                        self._boot, self._last_seq = hello[3], ""
                    self._greeted = True
                    self._answered("HELLO")
                elif press := PRESS.fullmatch(body):
                    self._hear_press(int(press[1]), press[2], on_press)
                else:
                    self._answered(body)

    def _answered(self, answer: str) -> None:
        with self._said:
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            self._answers.add(answer)
            self._said.notify_all()

    def _hear_press(self, button: int, seq: str, on_press: Callable[[Pressed], None]) -> None:
        if self._version != VERSION or not self._greeted:
            return
        self._link.write(sealed(f"K {seq}"))
        if seq != self._last_seq:
            self._last_seq, at = seq, time.monotonic()
            if self._one_press.is_new(button, at):
                on_press(Pressed(button, at))
