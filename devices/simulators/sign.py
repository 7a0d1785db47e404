"""`sim://name` as the LED signs of one line, by the protocol mcs: what stands on each, and what goes wrong.

Faults: silent (shows nothing, says nothing), mute (shows, but its answers are lost), garbage (noise on the bus before
each answer), unplugged.
"""

from devices.checked_lines import CheckedLines, sealed
from devices.simulators.line import LineDevice

DARK_SECONDS = 30.0

_signs: dict[str, "SimSigns"] = {}


def simulated_sign(name: str = "sign") -> "SimSigns":
    """The line of that name, shared by the window that shows it and the cabinet that speaks to it."""
    return _signs.setdefault(name, SimSigns())


class SimSigns(LineDevice):
    """`shown`: address → what stands there: "A015 3", "A015 3 blinking", "3" or "". `all`: the same, ever since."""

    FAULTS = ("silent", "mute", "garbage", "unplugged")
    COUNTED = ("shows",)

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[int, str] = {}
        self.without_power: set[int] = set()  # addresses whose sign is dead, while the others of the line are well
        self.all: list[tuple[int, str]] = []
        self._heard_at: dict[int, float] = {}
        self._lines = CheckedLines()

    def hear(self, heard: bytes) -> None:
        for body in self._lines.feed(heard):
            address = int(body[:2]) if body[:2].isdigit() else 0
            if address and "silent" not in self.faults and address not in self.without_power:
                self._obey(address, body[3:].split(" "))

    def turn(self, at: float) -> None:
        for address, heard_at in self._heard_at.items():
            if at - heard_at > DARK_SECONDS:
                self.shown[address] = ""

    def _obey(self, address: int, words: list[str]) -> None:
        self._heard_at[address] = self.clock()
        match words:
            case ["?"]:
                return self._answer(f"{address:02} HELLO MCS 1")
            case ["D"]:
                text = ""
            case ["N" | "B" as way, ticket, counter]:
                text = f"{'' if ticket == '-' else ticket} {counter}{' blinking' if way == 'B' else ''}".strip()
            case _:
                return self._answer(f"{address:02} ERR")
        self.shown[address] = text
        self.all.append((address, text))
        self.happened("shows")
        self._answer(f"{address:02} OK")

    def _answer(self, body: str) -> None:
        if "garbage" in self.faults:
            self.say(b"\xff\x80\x0099 OK*00\n" + b"\x55" * 90 + b"\n")
        if "mute" not in self.faults:
            self.say(sealed(body))
