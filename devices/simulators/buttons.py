"""`sim://name` as the button box of button_box.md: the same firmware without hardware, and with its faults.

Faults: bouncing (contacts that its firmware does not debounce), silent (answers nothing, presses nothing), deaf (its
lights do not answer), garbage (noise between its lines), spoiled (every second line with a wrong check), newer (speaks
version 2), restarts (powered up anew before every press), unplugged.
"""

from devices.checked_lines import CheckedLines, sealed
from devices.simulators.line import LineDevice

REPEAT_SECONDS, TRIES, DEAF_SECONDS = 0.25, 3, 15.0

_boxes: dict[str, "SimBox"] = {}


def simulated_box(name: str = "buttons", buttons: int = 4) -> "SimBox":
    """The box of that name, shared by whoever presses it and the cabinet that listens."""
    return _boxes.setdefault(name, SimBox(buttons))


class SimBox(LineDevice):
    """`lights`: button → off | on | blink. `press` is a finger. `unheard`: presses that it gave up telling."""

    FAULTS = ("bouncing", "silent", "deaf", "garbage", "spoiled", "newer", "restarts", "unplugged")
    COUNTED = ("presses",)

    def __init__(self, buttons: int = 4):
        super().__init__()
        self.buttons = buttons
        self.lights = dict.fromkeys(range(1, buttons + 1), "off")
        self.lit: list[tuple[int, str]] = []  # every change, in order
        self.unheard = 0
        self._boot, self._seq, self._lines_said = 0x7F3A, 0, 0
        self._waiting: tuple[int, int] | None = None  # button and seq of the press without an answer
        self._tries, self._said_at, self._heard_at = 0, 0.0, 0.0
        self._lines = CheckedLines()

    def press(self, button: int) -> None:
        """A finger on a button; from any thread."""
        with self.changed:
            self.look()
            self.happened("presses")
            if "unplugged" in self.faults or "silent" in self.faults:
                return
            if "restarts" in self.faults:
                self.power_up()
            for _ in range(5 if "bouncing" in self.faults else 1):
                if self._waiting is None or "bouncing" in self.faults:
                    self._seq = (self._seq + 1) % 256
                    self._waiting, self._tries = (button, self._seq), 0
                    self._say_press()

    def power_up(self) -> None:
        with self.changed:
            self._boot, self._seq, self._waiting = (self._boot * 31 + 7) & 0xFFFF, 0, None
            self.lights = dict.fromkeys(self.lights, "off")
            self._hello()

    def begin(self) -> None:
        self._heard_at = self.clock()

    def plug_in(self) -> None:
        super().plug_in()
        self.power_up()

    def hear(self, heard: bytes) -> None:
        for body in self._lines.feed(heard):
            self._heard_at = self.clock()
            if "silent" not in self.faults:
                self._obey(body.split(" "))

    def turn(self, at: float) -> None:
        if self._waiting and at - self._said_at >= REPEAT_SECONDS:
            if self._tries < TRIES:
                self._say_press()
            else:
                self._waiting = None
                self.unheard += 1
        if at - self._heard_at > DEAF_SECONDS:
            self.lights = dict.fromkeys(self.lights, "off")

    def _obey(self, words: list[str]) -> None:
        match words:
            case ["?"]:
                self._hello()
            case ["K", seq] if self._waiting and seq == str(self._waiting[1]):
                self._waiting = None
            case ["K", _]:
                pass
            case ["L", _, _] if "deaf" in self.faults:
                pass
            case ["L", button, "off" | "on" | "blink" as light] if button in map(str, range(self.buttons + 1)):
                for number in self.lights if button == "0" else (int(button),):
                    self.lights[number] = light
                    self.lit.append((number, light))
                self._line(f"OK L {button} {light}")
            case _:
                self._line("ERR not understood")

    def _hello(self) -> None:
        version = 2 if "newer" in self.faults else 1
        self._line(f"HELLO MCB {version} {self.buttons} {self._boot:04X}")

    def _say_press(self) -> None:
        if self._waiting:
            self._tries, self._said_at = self._tries + 1, self.clock()
            self._line(f"P {self._waiting[0]} {self._waiting[1]}")

    def _line(self, body: str) -> None:
        line = sealed(body)
        self._lines_said += 1
        if "spoiled" in self.faults and self._lines_said % 2:
            line = bytes([line[0] ^ 0x01]) + line[1:]
        if "garbage" in self.faults:
            line = b"\xff\x00P 9 9*00\n\x80" + b"x" * 100 + b"\n" + line
        self.say(line)
