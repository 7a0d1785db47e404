"""LED signs above the counters on one RS-232 or RS-485 line, by the protocol their maker gave them.

`serial://COM6?baud=9600&profile=mcs&signs=1:01,2:02`. `signs` gives each counter the address of its sign; without it
the address is the counter's number. Profiles:

mcs     Our own. Checked lines (devices/checked_lines.py), 9600 8N1, addresses 01 to 99. The PC says
            aa N A015 3     show ticket A015 at counter 3, steady      aa B A015 3     the same, blinking 2 a second
            aa N - 3        nobody is there: the counter's number      aa D            dark
            aa ?            are you there
        and within 0.1 s the sign with address aa, and no other, answers `aa OK`, or `aa HELLO MCS 1` to the question.
        A sign that was not spoken to for 30 s goes dark by itself: an old number is worse than none.
alpha   Alpha/BetaBrite signs (Alpha Sign Communications Protocol, revision F): text file A, mode hold or flash, with
        its checksum. 9600 7E1; the parity is put into the eighth bit here, so the port stays at 8N1. Does not answer.
plain   Simple text signs: address in two digits, the text on the left of `width` places, CR. They cannot blink and
        do not answer.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from center.signs import SignView
from devices import Health, Power
from devices.checked_lines import CheckedLines, sealed
from devices.signs import SignCapabilities
from devices.transports import Transport
from devices.troubles import DeviceTrouble, NotConnected, SignSilent

OPEN_SECONDS, ANSWER_SECONDS, TRIES = 0.5, 0.3, 3
PATIENT_SECONDS = 2.0  # of one look at all signs: from then on each is asked once
NULS, SOH, STX, ETX, EOT, ESC = b"\0" * 5, b"\x01", b"\x02", b"\x03", b"\x04", b"\x1b"


def text_of(view: SignView) -> str:
    """What a sign without fields of its own shows: "A015 3", or the counter alone."""
    return "" if view.dark else f"{view.ticket} {view.counter}".strip()


def mcs(address: int, view: SignView) -> bytes:
    if view.dark:
        return sealed(f"{address:02} D")
    return sealed(f"{address:02} {'B' if view.calling else 'N'} {view.ticket or '-'} {view.counter}")


def alpha(address: int, view: SignView) -> bytes:
    mode = b"c" if view.calling else b"b"  # flash, hold; 0x20: the middle line
    block = STX + b"AA" + ESC + b" " + mode + text_of(view).encode("ascii", "replace") + ETX
    packet = NULS + SOH + b"Z%02X" % address + block + b"%04X" % (sum(block) & 0xFFFF) + EOT
    return bytes(byte | 0x80 if byte.bit_count() % 2 else byte for byte in packet)


def plain(address: int, view: SignView, width: int = 6) -> bytes:
    return b"%02d%s\r" % (address, text_of(view)[:width].ljust(width).encode("ascii", "replace"))


class SerialSign:
    """Used from one thread at a time, which is its own in a cabinet. The line is opened at the first need."""

    def __init__(self, uri: str, link: Transport):
        options = {key: values[-1] for key, values in parse_qs(urlsplit(uri).query).items()}
        width = int(options.get("width", "6"))
        profiles: dict[str, Callable[[int, SignView], bytes]] = {
            "mcs": mcs, "alpha": alpha, "plain": lambda address, view: plain(address, view, width),
        }  # fmt: skip
        profile = options.get("profile", "mcs")
        if profile not in profiles:
            raise ValueError(f"profile {profile!r}: known are {', '.join(profiles)}")
        self._encode, self._answers = profiles[profile], profile == "mcs"
        self.capabilities = SignCapabilities(profile, answers=self._answers, blinks=profile != "plain")
        self._addresses = read_addresses(options["signs"]) if "signs" in options else None
        self._link, self._open = link, False
        self._shown: dict[int, bytes] = {}  # address → what it was last told

    def show(self, view: SignView) -> None:
        address = self._address(view.counter)
        if address is None:
            return  # a counter without a sign
        self._shown[address] = self._encode(address, view)
        self._tell(self._shown[address], f"{address:02} OK")

    def health(self) -> Health:
        """Of signs that answer, all that are named or were shown something; of others whether the line is there still.

        What stands on a sign is said again, so that one that was without power for a moment is right again and none
        goes dark. One that is dead holds up no other: the line is OFFLINE only where none of them answers.
        """
        silent: list[int] = []
        try:
            if self._answers:
                silent = self._silent()
            elif not self._open:
                for address in self._shown:
                    self._tell(self._shown[address], "")
            self._connect()
            self._link.read(256, 0.0)  # a line that is gone says so
        except NotConnected as trouble:
            self._lose()
            return Health(Power.OFFLINE, (trouble,), checked_at=datetime.now(UTC), source="sign")
        power = Power.ONLINE if self._answers and self._known else Power.UNKNOWN
        if silent and len(silent) == len(self._known):
            power = Power.OFFLINE
        faults = (self._dead(silent),) if silent else ()
        return Health(power, faults, checked_at=datetime.now(UTC), source="sign")

    def close(self) -> None:
        if self._open:
            for address in self._shown:
                try:
                    self._link.write(self._encode(address, SignView(0, dark=True)))
                except DeviceTrouble:
                    break  # it goes dark by itself
        self._link.close()
        self._open = False

    @property
    def _known(self) -> set[int]:
        return {*self._shown, *(self._addresses or {}).values()}

    def _silent(self) -> list[int]:
        """Those that do not answer. Raises NotConnected."""
        silent, patient_until = [], time.monotonic() + PATIENT_SECONDS
        for address in sorted(self._known):
            if address in self._shown:
                sent, answer = self._shown[address], f"{address:02} OK"
            else:
                sent, answer = sealed(f"{address:02} ?"), f"{address:02} HELLO MCS 1"
            try:
                self._tell(sent, answer, TRIES if time.monotonic() < patient_until else 1)
            except SignSilent:
                silent.append(address)
        return silent

    def _dead(self, silent: list[int]) -> SignSilent:
        """One sentence for the clerk, who has to know which of them to look at."""
        counters = {address: counter for counter, address in (self._addresses or {}).items()}
        named = ", ".join(str(counters.get(address, address)) for address in silent)
        trouble = SignSilent(f"{self._link.uri}: no answer from {', '.join(map(str, silent))}")
        trouble.remedy = trouble.remedy.replace("của quầy", f"của quầy {named}", 1)
        return trouble

    def _address(self, counter: int) -> int | None:
        if self._addresses is not None:
            return self._addresses.get(counter)
        return counter if 1 <= counter <= 99 else None

    def _connect(self) -> None:
        if not self._open:
            self._link.open(OPEN_SECONDS)
            self._open = True

    def _lose(self) -> None:
        self._link.close()
        self._open = False

    def _tell(self, sent: bytes, answer: str, tries: int = TRIES) -> None:
        """Again and again until the sign answers. Raises NotConnected, SignSilent."""
        try:
            self._connect()
            for _ in range(tries):
                self._link.read(256, 0.0)  # what was said to an earlier question
                self._link.write(sent)
                if not self._answers or self._heard(answer):
                    return
        except NotConnected:
            self._lose()
            raise
        raise SignSilent(f"{self._link.uri}: no {answer!r}")

    def _heard(self, answer: str) -> bool:
        lines, deadline = CheckedLines(), time.monotonic() + ANSWER_SECONDS
        while (left := deadline - time.monotonic()) > 0:
            if answer in lines.feed(self._link.read(64, left)):
                return True
        return False


def read_addresses(text: str) -> dict[int, int]:
    """ "1:01,2:07" as {1: 1, 2: 7}. Raises ValueError."""
    pairs = [tuple(map(int, pair.split(":"))) for pair in text.split(",")]
    if any(len(pair) != 2 or not 1 <= pair[1] <= 99 for pair in pairs):
        raise ValueError(f"signs={text}: expected counter:address,counter:address with addresses from 1 to 99")
    return {pair[0]: pair[1] for pair in pairs}
