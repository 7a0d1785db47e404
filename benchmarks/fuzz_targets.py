"""Everything of ours that reads what strangers hold before a reader, and what readers, boxes and signs say.

What printers, scanners and the network answer, and what stands in files, are rooms of their own; `TARGETS` has all.
"""

import random
import re
from datetime import date, timedelta
from types import SimpleNamespace

from benchmarks.fuzz_http import HTTP
from benchmarks.fuzz_inputs import Target, as_text, checked
from benchmarks.fuzz_kept import KEPT
from benchmarks.fuzz_printers import PRINTERS
from benchmarks.fuzz_scanners import SCANNERS
from center.cards import PROVINCES
from center.errors import Refusal
from center.people import read_person, ticket_class
from center.setup import PriorityClass
from center.slips import read_ticket_code
from devices.buttons import Pressed
from devices.checked_lines import CheckedLines, sealed
from devices.codes import LONGEST_CODE, Scan
from devices.drivers.hid_buttons import Report
from devices.drivers.serial_buttons import SerialButtons
from devices.drivers.serial_sign import SerialSign
from devices.framing import Framing
from devices.key_codes import EVENT_SIZES, LETTERS, KeyCodes
from devices.simulators.buttons import SimBox
from devices.simulators.sign import SimSigns
from devices.troubles import LinkLost
from devices.wedge import Key, Wedge

TODAY = date(2026, 11, 21)
CLASSES = (PriorityClass("tu_75", "", "", 1, age_from=75), PriorityClass("tre_em", "", "", 2, age_to=6))
CARD = "033085000012|145000012|Nguyễn Thử Nghiệm|02091985|Nam|Thôn Mẫu 1, Xã Mẫu, Hưng Yên|15042021"
CHILD = "033317000056||Lê Thị Bé Mẫu|01062017|Nữ|Thôn Mẫu 2|20082025||Lê Văn Giả Định|Phạm Thị Tưởng Tượng|"
MRZ = "IDVNM0850000124033085000012<<6\n8509026M2509024VNM<<<<<<<<<<<0\nNGUYEN<<THU<NGHIEM<<<<<<<<<<<<"
INSURED = "GD4330000000001|4e677579e1bb856e|01/01/1985|1|5468c3b46e|33 - 001|01/01/2026|31/12/2026|"
NEWLY_INSURED = "0123456789|4e677579e1bb856e|1985|2|5468c3b46e|33 - 001|01/01/2026|31/12/2026|1|2"
PLACES = sorted(PROVINCES)
FAMILIES, GIVEN = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng"), ("Văn An", "Thị Bé", "Đức Ưu", "Thuỵ", "Ngọc Ánh")


# People ---------------------------------------------------------------------------------------


def a_card(dice: random.Random) -> str:
    """A card that is right in itself."""
    born = TODAY - timedelta(days=int(dice.random() * 36_000) + 1)
    female, place = int(dice.random() * 2), dice.choice(PLACES)
    number = f"{place}{(born.year // 100 - 19) * 2 + female}{born:%y}{int(dice.random() * 1e6):06}"
    issued = born + (TODAY - born) * dice.random()
    name = f"{dice.choice(FAMILIES)} {dice.choice(GIVEN)}"
    fields = [number, dice.choice(("", "145000012")), name, f"{born:%d%m%Y}", ("Nam", "Nữ")[female], "Xã Mẫu"]
    return "|".join([*fields, f"{issued:%d%m%Y}", *[""] * int(dice.random() * 6)])


CARDS = tuple(one.encode() for one in (CARD, CHILD, *map(a_card, map(random.Random, range(20)))))


def read_people(text: str) -> bool:
    try:
        given = ticket_class(text, CLASSES, TODAY)
    finally:
        holder = read_person(text, TODAY)  # raises where there is no card at all, in whichever way
    assert given in (None, "tu_75", "tre_em")
    assert holder.born_on is not None and holder.born_on <= TODAY
    return True


def read_holders(text: str) -> bool:
    """Of any paper, as an official sees it: nothing is told that the text does not say."""
    holder = read_person(text, TODAY)
    assert holder.sex in ("", "Nam", "Nữ") and holder.raw and holder.number in text
    return True


PLACES_OF_TICKETS = tuple(
    SimpleNamespace(ticket_url=url, commune_code="12268")
    for url in ("", "https://mau.example/{day}/{ticket}", "https://mau.example/?so={ticket}&ngay={day}")
)
TODAY_OF_TICKETS = SimpleNamespace(day=TODAY)
TICKETS = (
    b"MC1|12268|20261121|A015",
    b"https://mau.example/2026-11-21/A015",
    b"https://mau.example/?so=B7&ngay=2026-11-21",
)


def read_tickets(text: str) -> bool:
    """As a center with each of these addresses on its tickets would read it."""
    found = 0
    for setup in PLACES_OF_TICKETS:
        try:
            ticket = read_ticket_code(setup, TODAY_OF_TICKETS, text)
        except Refusal:
            continue
        assert ticket.isascii() and ticket.isalnum() and len(ticket) <= 6
        found += 1
    assert found <= 1
    return found > 0


# Readers --------------------------------------------------------------------------------------


def read_line(stream: bytes) -> bool:
    framing = Framing()
    middle = len(stream) // 3
    codes = framing.feed(stream[:middle]) + framing.feed(stream[middle:]) + framing.end()
    for code in codes:
        scan = Scan.of(code)
        assert code and len(code) <= LONGEST_CODE + 1
        assert scan.text is None or scan.text.encode() == scan.raw == code
    assert framing.end() == []
    return bool(codes)


KEYS = sorted(LETTERS)


def key_events(dice: random.Random) -> bytes:
    event = EVENT_SIZES[24]
    presses = [(dice.choice(KEYS), value) for _ in range(int(dice.random() * 20)) for value in (1, 0)]
    return b"".join(event.pack(1, 2, 1, code, value) for code, value in (*presses, (28, 1), (28, 0)))


def read_events(stream: bytes) -> bool:
    keys = KeyCodes(24)
    scans = keys.feed(stream[:100]) + keys.feed(stream[100:]) + keys.end()
    for scan in scans:
        assert scan.by_keys and scan.raw.isascii()
        assert scan.text is None or scan.text.encode() == scan.raw
    return bool(scans)


def read_typing(stream: bytes) -> bool:
    """Each byte a key and its time: nothing that was typed is lost or changes its order."""
    wedge: Wedge[int] = Wedge()
    at, known = 0.0, []
    for place, byte in enumerate(stream):
        at += (byte >> 5) * 0.012
        letter = chr(97 + byte % 26)
        known += wedge.press(Key(place, at, "" if byte % 16 == 13 else letter, byte % 16 == 13, byte % 32 == 31))
    known += wedge.due(at + 1)
    typed = [one.what for one in known if isinstance(one, Key)]
    scanned = sum(len(one.raw) + 1 for one in known if isinstance(one, Scan))
    assert typed == sorted(typed) and len(typed) + scanned == len(stream)
    return scanned > 0


# Boxes and signs ------------------------------------------------------------------------------


class Said:
    """A line on which `said` is heard in pieces, and then nothing any more: it breaks."""

    uri, answers, baud = "said:", True, None

    def __init__(self, said: bytes):
        self.said, self.written = said, b""

    def open(self, timeout: float = 2.0) -> None:
        pass

    def write(self, sent: bytes) -> None:
        self.written += sent

    def read(self, most: int, timeout: float) -> bytes:
        if not self.said:
            raise LinkLost("said all")
        heard, self.said = self.said[: min(most, 48)], self.said[min(most, 48) :]
        return heard

    def close(self, discard: bool = False) -> None:
        pass


def lines_of(*bodies: str) -> tuple[bytes, bytes]:
    """The same lines as they travel, and as `checked` makes them."""
    return b"\0" + b"".join(map(sealed, bodies)), b"\1" + "\n".join(bodies).encode()


HELLO = "HELLO MCB 1 4 7F3A"


def read_box(given: bytes) -> bool:
    presses: list[Pressed] = []
    driver = SerialButtons(link := Said(checked(given)))
    try:
        driver._read(presses.append)
    except LinkLost:
        pass
    assert all(1 <= press.button <= 9 for press in presses)
    assert link.written.count(b"K ") >= len(presses)
    return bool(presses)


def read_sign(given: bytes) -> bool:
    try:
        return SerialSign("said:", Said(checked(given)))._heard("03 OK")
    except LinkLost:
        return False


def read_firmware(given: bytes) -> bool:
    """What our simulated box and sign, which are the protocols' references, do with the same bytes."""
    box, sign, stream = SimBox(), SimSigns(), checked(given)
    box.hear(stream)
    sign.hear(stream)
    answers = CheckedLines().feed(box.listened(10_000)) + CheckedLines().feed(sign.listened(10_000))
    assert set(box.lights.values()) <= {"off", "on", "blink"} and all(0 <= address <= 99 for address in sign.shown)
    return bool(answers)


REPORTS = (Report({"keys": "1e,1f,20,21"}), Report({"bits": "0.0,1.7,2.3,63.7"}))


def read_report(report: bytes) -> bool:
    down = set.union(*(one.down(report) for one in REPORTS))
    assert down <= {1, 2, 3, 4}
    return bool(down)


EVENTS = tuple(key_events(random.Random(seed)) for seed in range(6))
PRESSED = (*lines_of(HELLO, "P 1 0", "P 4 17"), *lines_of(HELLO, "P 9 299", "OK L 1 on"))
WRITTEN = lines_of("?", "K 1", "L 0 on", "L 4 blink", "L 9 off", "03 B A015 3", "03 D", "03 ?", "99 N - 1", "L 1", "03")
OTHER_PAPERS = tuple(one.encode() for one in (MRZ, MRZ.replace("\n", ""), INSURED, NEWLY_INSURED, "H31.117-261121-01"))
TARGETS = (
    Target("cards", as_text(read_people), CARDS, 0.25, 600),
    Target("cards, insurance, MRZ", as_text(read_holders), (*CARDS, *OTHER_PAPERS), 0.3, 600),
    Target("ticket codes", as_text(read_tickets), TICKETS, 0.15, 600),
    Target("serial reader", read_line, (CARDS[0] + b"\r\n", MRZ.encode() + b"\r", b"A01\r\nB02\r\n"), 0.06, 1200),
    Target("keys of an input device", read_events, EVENTS, 0.04),
    Target("typed or scanned", read_typing, (bytes(range(40)), b"abcd\x0d" * 4), 0.03, 300),
    Target("button box", read_box, PRESSED, 0.03),
    Target("button box, HID", read_report, (bytes(8), b"\0\0\x1e\0\0\0\0\0", b"\1" + bytes(63)), 0.02, 80),
    Target("counter sign", read_sign, (*lines_of("03 OK"), *lines_of("03 HELLO MCS 1", "03 OK")), 0.02, 300),
    Target("their firmware", read_firmware, WRITTEN, 0.008),
    *PRINTERS,
    *SCANNERS,
    *HTTP,
    *KEPT,
)  # fmt: skip


# The controls ---------------------------------------------------------------------------------


def trusts_dates(text: str) -> bool:
    """A card reader that believes that eight digits are a day: what the guard in holders.day_of is there for."""
    fields = text.split("|")
    if len(fields) >= 7 and re.fullmatch(r"[0-9]{8}", fields[3]):
        date(int(fields[3][4:]), int(fields[3][2:4]), int(fields[3][:2]))
    return True


def never_ends(text: str) -> bool:
    """A card reader whose pattern tries every way to part the fields: years for a card with one wrong sign."""
    return re.fullmatch(r"(?:(?:[^|]+)*\|?)*\d", text) is not None


PLANTED = (
    Target("planted: trusts dates", as_text(trusts_dates), CARDS, 1.0, 600),
    Target("planted: never ends", as_text(never_ends), (CARD.encode(),), 1.0, 600),
)
