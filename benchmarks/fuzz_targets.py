"""Everything of ours that reads what strangers and devices say, as one function from an input to nothing.

Each may raise a Refusal or a DeviceTrouble and nothing else; what it promises besides is asserted here.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

from center.cards import PROVINCES
from center.errors import Refusal
from center.people import read_person, ticket_class
from center.setup import PriorityClass
from center.slips import read_ticket_code
from devices import ipp_states, ipp_words
from devices.buttons import Pressed
from devices.checked_lines import CheckedLines, sealed
from devices.codes import LONGEST_CODE, Scan
from devices.drivers import escl_words, escpos_status, sane_options
from devices.drivers.hid_buttons import Report
from devices.drivers.serial_buttons import SerialButtons
from devices.drivers.serial_sign import SerialSign
from devices.framing import Framing
from devices.key_codes import EVENT_SIZES, LETTERS, KeyCodes
from devices.simulators.buttons import SimBox
from devices.simulators.sign import SimSigns
from devices.troubles import AnswerUnreadable, LinkLost
from devices.wedge import Key, Wedge

TODAY = date(2026, 11, 21)
CLASSES = (PriorityClass("tu_75", "", "", 1, age_from=75), PriorityClass("tre_em", "", "", 2, age_to=6))
CARD = "033085000012|145000012|Nguyễn Thử Nghiệm|02091985|Nam|Thôn Mẫu 1, Xã Mẫu, Hưng Yên|15042021"
CHILD = "033317000056||Lê Thị Bé Mẫu|01062017|Nữ|Thôn Mẫu 2|20082025||Lê Văn Giả Định|Phạm Thị Tưởng Tượng|"
MRZ = "IDVNM0850000124033085000012<<6\n8509026M2509024VNM<<<<<<<<<<<0\nNGUYEN<<THU<NGHIEM<<<<<<<<<<<<"
INSURED = "GD4330000000001|4e677579e1bb856e|01/01/1985|1|5468c3b46e|33 - 001|01/01/2026|31/12/2026|"
PLACES = sorted(PROVINCES)
FAMILIES, GIVEN = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng"), ("Văn An", "Thị Bé", "Đức Ưu", "Thuỵ", "Ngọc Ánh")


@dataclass(frozen=True, slots=True)
class Target:
    """`read(input)` says whether something came of it. `share` of all inputs; `separator` of the fields in `seeds`."""

    name: str
    read: Callable[[str | bytes], bool]
    seeds: Sequence[str | bytes]
    separator: str | bytes
    share: float
    grammar: Callable[[random.Random], str | bytes] | None = None


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


def read_people(text: str) -> bool:
    try:
        given = ticket_class(text, CLASSES, TODAY)
    finally:
        holder = read_person(text, TODAY)  # raises where there is no card at all, in whichever way
    assert given in (None, "tu_75", "tre_em")
    assert holder.born_on is not None and holder.born_on <= TODAY
    return True


PLACES_OF_TICKETS = tuple(
    SimpleNamespace(ticket_url=url, commune_code="12268")
    for url in ("", "https://mau.example/{day}/{ticket}", "https://mau.example/?so={ticket}&ngay={day}")
)
TODAY_OF_TICKETS = SimpleNamespace(day=TODAY)


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


def box_lines(dice: random.Random) -> bytes:
    bodies = ["HELLO MCB 1 4 7F3A"]
    for _ in range(int(dice.random() * 6)):
        bodies.append(f"P {1 + int(dice.random() * 9)} {int(dice.random() * 300)}")
    return b"".join(map(sealed, bodies))


def read_box(stream: bytes) -> bool:
    presses: list[Pressed] = []
    driver = SerialButtons(link := Said(stream))
    try:
        driver._read(presses.append)
    except LinkLost:
        pass
    assert all(1 <= press.button <= 9 for press in presses)
    assert link.written.count(b"K ") >= len(presses)
    return bool(presses)


def read_sign(stream: bytes) -> bool:
    try:
        return SerialSign("said:", Said(stream))._heard("03 OK")
    except LinkLost:
        return False


def write_lines(dice: random.Random) -> bytes:
    words = ("?", "K 1", "L 0 on", "L 4 blink", "L 9 off", "03 B A015 3", "03 D", "03 ?", "99 N - 1", "L 1", "K", "03")
    return b"".join(sealed(dice.choice(words)) for _ in range(1 + int(dice.random() * 4)))


def read_firmware(stream: bytes) -> bool:
    """What our simulated box and sign, which are the protocols' references, do with the same bytes."""
    box, sign = SimBox(), SimSigns()
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


# Printers and scanners ------------------------------------------------------------------------


class Printer(Said):
    """To each question the next bytes of `said`: as many as the first of them tells, none at all among them."""

    heard = b""

    def write(self, sent: bytes) -> None:
        many = 1 if self.said[:1] in ANSWERED else len(self.said[:1]) and self.said[0] % 5
        self.heard, self.said = self.said[:many], self.said[max(1, many) :]

    def read(self, most: int, timeout: float) -> bytes:
        heard, self.heard = self.heard[:most], self.heard[most:]
        return heard


ANSWERED = [bytes([byte]) for byte in range(256) if escpos_status.is_status(byte)]


def read_status(stream: bytes) -> bool:
    status = escpos_status.ask(Printer(stream), 0.0005)
    assert status.answered or not status.faults
    escpos_status.hear_fence(Printer(stream), 0.0)
    return status.answered


CAPABILITIES = b"""<?xml version="1.0" encoding="UTF-8"?><scan:ScannerCapabilities
 xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">
<pwg:Version>2.63</pwg:Version><pwg:MakeAndModel>Sim 1</pwg:MakeAndModel><scan:Platen><scan:PlatenInputCaps>
<scan:MinWidth>8</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth><scan:MaxHeight>3508</scan:MaxHeight>
<scan:SettingProfiles><scan:SettingProfile><scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode>
<scan:ColorMode>Grayscale8</scan:ColorMode></scan:ColorModes><scan:DocumentFormats>
<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:DocumentFormats><scan:SupportedResolutions>
<scan:DiscreteResolutions><scan:DiscreteResolution><scan:XResolution>300</scan:XResolution>
<scan:YResolution>300</scan:YResolution></scan:DiscreteResolution></scan:DiscreteResolutions>
</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles></scan:PlatenInputCaps></scan:Platen>
</scan:ScannerCapabilities>"""
STATUS = b"""<?xml version="1.0" encoding="UTF-8"?><scan:ScannerStatus
 xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">
<pwg:Version>2.63</pwg:Version><pwg:State>Processing</pwg:State><scan:AdfState>ScannerAdfLoaded</scan:AdfState>
<scan:Jobs><scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/7</pwg:JobUri><pwg:JobState>Aborted</pwg:JobState>
<pwg:ImagesCompleted>3</pwg:ImagesCompleted><pwg:JobStateReasons><pwg:JobStateReason>JobCanceledByUser
</pwg:JobStateReason></pwg:JobStateReasons></scan:JobInfo></scan:Jobs></scan:ScannerStatus>"""


def read_escl(content: bytes) -> bool:
    well = False
    try:
        escl_words.parse_capabilities(content).offered()
        well = True
    except AnswerUnreadable:
        pass
    status = escl_words.parse_status(content)
    status.trouble()
    for job in status.jobs:
        escl_words.trouble_of_job(job)
    return well or bool(status.state)


def ipp_answer(dice: random.Random) -> bytes:
    typed = ipp_words.Typed
    job = {
        "job-id": typed(ipp_words.INTEGER, int(dice.random() * 1e6)),
        "job-state": typed(ipp_words.ENUM, int(dice.random() * 12)),
        "job-state-reasons": (typed(ipp_words.KEYWORD, "media-empty-error"), typed(ipp_words.KEYWORD, "none")),
    }
    printer = {
        "printer-state": typed(ipp_words.ENUM, int(dice.random() * 7)),
        "printer-state-reasons": typed(ipp_words.KEYWORD, dice.choice(("none", "media-jam", "toner-low-warning"))),
        "printer-is-accepting-jobs": typed(ipp_words.BOOLEAN, 1),
        "printer-name": typed(ipp_words.NAME, "Máy in"),
    }
    return ipp_words.ipp_bytes(0, 7, [(ipp_words.OPERATION, {}), (ipp_words.JOB, job), (ipp_words.PRINTER, printer)])


def read_ipp(content: bytes) -> bool:
    message = ipp_words.parse_ipp(content)
    for attributes in message.all(ipp_words.JOB):
        ipp_states.job_state(attributes)
        ipp_states.troubles_of(ipp_words.words(attributes, "job-state-reasons"))
    ipp_states.printer_troubles(message.first(ipp_words.PRINTER))
    return True


OPTIONS = """    --mode Lineart|Gray|Color [Gray]
        Selects the scan mode.
    --resolution 75..1200dpi (in steps of 1) [300]
    --source Flatbed|Automatic Document Feeder|ADF Duplex [Flatbed]
    -x 0..215.9mm [210]
    -y 0..297mm [297]
    --page-width 0..355mm [210]
"""


def read_sane(text: str) -> bool:
    options = sane_options.read_options(text)
    return bool(options.sources or options.dpis)


ANSWERS = (
    b"\x16\x12\x12\x12",
    b"\x12",
    b"\x1e\x16\x12\x7e",
    b"\x00\x12\x0f\x16",
    b"\x1a\x3e\x5a\x72",
    b"~\x12\x16\x12",
)
TICKETS = (
    "MC1|12268|20261121|A015",
    "https://mau.example/2026-11-21/A015",
    "https://mau.example/?so=B7&ngay=2026-11-21",
)
TARGETS = (
    Target("cards, insurance, MRZ", read_people, (CARD, CHILD, MRZ, INSURED, "H31.117-261121-0001"), "|", 0.3, a_card),
    Target("ticket codes", read_tickets, TICKETS, "|", 0.04),
    Target("serial reader", read_line, (CARD.encode() + b"\r\n", MRZ.encode() + b"\r", b"A01\r\nB02\r\n"), b"\r", 0.12),
    Target("keys of an input device", read_events, (key_events(random.Random(1)),), b"\0", 0.08, key_events),
    Target("typed or scanned", read_typing, (bytes(range(40)), b"abcd\x0d" * 4), b"\x0d", 0.06),
    Target("button box", read_box, (box_lines(random.Random(2)),), b" ", 0.1, box_lines),
    Target("button box, HID", read_report, (bytes(8), b"\0\0\x1e\0\0\0\0\0", b"\1" + bytes(63)), b"\0", 0.05),
    Target("counter sign", read_sign, (sealed("03 OK"), sealed("03 HELLO MCS 1") + sealed("03 OK")), b" ", 0.07),
    Target("their firmware", read_firmware, (write_lines(random.Random(3)),), b" ", 0.05, write_lines),
    Target("DLE EOT answers", read_status, ANSWERS, b"\x12", 0.07),
    Target("eSCL answers", read_escl, (CAPABILITIES, STATUS), b"><", 0.03),
    Target("IPP answers", read_ipp, (ipp_answer(random.Random(4)),), b"\0", 0.05, ipp_answer),
    Target("SANE options", read_sane, (OPTIONS,), "\n", 0.02),
)  # fmt: skip
