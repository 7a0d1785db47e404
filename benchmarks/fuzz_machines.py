"""Everything of ours that reads the answers of printers and scanners, a network's announcements, pages and settings.

Talks are had with the real drivers: only the line under them is exchanged for one that says what the input holds.
Nobody waits there: a silence is over at once, and no pause is kept.
"""

import io
import os
import random
import re
import socket
import tempfile
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch
from zlib import crc32

from benchmarks.fuzz_inputs import Target, as_text
from center.errors import SetupFault
from center.papers import Document
from center.setup_file import read_setup
from devices import ipp_states, ipp_words
from devices.buses import SERVICES, announced
from devices.check_kinds import blank_pdf
from devices.drivers import escl_words, escpos_printer, escpos_status, ipp_queue, sane_options
from devices.drivers.bounded_http import Answer, BoundedHttp, _Socket
from devices.drivers.escl_scanner import EsclScanner
from devices.drivers.escl_scanner import Patience as EsclPatience
from devices.drivers.escpos_printer import EscposPrinter
from devices.drivers.ipp_queue import Patience as IppPatience
from devices.drivers.queue_printer_ipp import IppQueuePrinter
from devices.drivers.scanimage import Scanimage
from devices.drivers.scanned_picture import page_of, pages_of_file
from devices.drivers.sound import join, seconds
from devices.opening import open_driver
from devices.printing import Outcome
from devices.sample import sample_ticket
from devices.scanning import Mode, Paper, ScanWish, Source
from devices.simulators.script import Script
from devices.transports import Transport, transport
from devices.troubles import AnswerUnreadable, LinkLost, Misconfigured, ScannerSilent
from sync.machine import read_machine
from sync.reference import defaults

# Ticket printers ------------------------------------------------------------------------------


class Printer(Transport):
    """To each question the next bytes of `said`: as many as the first of them tells, none at all among them.

    Its clock, `patience`, goes only while somebody listens in vain.
    """

    uri, answers, baud = "said:", True, None

    def __init__(self, said: bytes):
        self.said, self.heard, self.taken, self.now = said, b"", b"", 0.0

    def open(self, timeout: float = 2.0) -> None:
        pass

    def write(self, sent: bytes) -> None:
        self.taken += sent
        many = 1 if self.said[:1] in ANSWERED else len(self.said[:1]) and self.said[0] % 5
        self.heard, self.said = self.said[:many], self.said[max(1, many) :]

    def read(self, most: int, timeout: float) -> bytes:
        heard, self.heard = self.heard[:most], self.heard[most:]
        self.now += 0.0 if heard else max(timeout, 0.001)
        return heard

    def close(self, discard: bool = False) -> None:
        pass

    @contextmanager
    def patience(self) -> Iterator[None]:
        clock = SimpleNamespace(monotonic=lambda: self.now)
        with patch.object(escpos_status, "time", clock), patch.object(escpos_printer, "time", clock):
            yield


ANSWERED = [bytes([byte]) for byte in range(256) if escpos_status.is_status(byte)]
ANSWERS = (
    b"\x16\x12\x12\x12",
    b"\x12",
    b"\x1e\x16\x12\x7e",
    b"\x00\x12\x0f\x16",
    b"\x1a\x3e\x5a\x72",
    b"~\x12\x16\x12",
)
# Of a whole job: cleared and asked (four answers), each slice but the first asked before, the fence, asked again; and
# what printers throw in between: an automatic status of four bytes (GS a), a fault, silence.
TOLD = b"\x12" * 4
WELL = b"\0" + TOLD + b"\0" + (TOLD + b"\0") * 13 + b"\2\0" + TOLD
TALKS = tuple(WELL[:at] + odd + WELL[at:] for at in (0, 5, 26, 57) for odd in (b"", b"\4\x10\0\0\x0f", b"\x32", b"\0"))
TICKET = sample_ticket()


def read_status(stream: bytes) -> bool:
    link = Printer(stream)
    with link.patience():
        status = escpos_status.ask(link)
        assert status.answered or not status.faults
        escpos_status.await_fence(link, 1.0)
    return status.answered


class Hurried(EscposPrinter):
    """Its job is made once."""

    made: list = []

    def _encode(self, document: Document) -> tuple:
        if not self.made:
            self.made.append(super()._encode(TICKET))
        return self.made[0]


def print_ticket(stream: bytes) -> bool:
    """A whole job before a printer that says this: what is CONFIRMED was sent whole, and never printed twice."""
    printer = Hurried("said:", link := Printer(stream))
    with link.patience():
        receipt = printer.print(TICKET, "20261121-A015")
        taken = len(link.taken)
        if receipt.bytes_sent:
            assert printer.print(TICKET, "20261121-A015") is receipt and len(link.taken) == taken
        assert receipt.outcome is not Outcome.CONFIRMED or (receipt.bytes_sent and receipt.trouble is None)
        printer.health()
        return receipt.outcome is Outcome.CONFIRMED


# eSCL and HTTP --------------------------------------------------------------------------------

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
IDLE = STATUS.replace(b"Processing", b"Idle").replace(b"Aborted", b"Completed")


FEEDER = CAPABILITIES.replace(b"Platen>", b"Adf>").replace(b"PlatenInputCaps", b"AdfSimplexInputCaps")


def picture(form: str, size: tuple[int, int] = (9, 7), pages: int = 1, mode: str = "RGB") -> bytes:
    from PIL import Image

    kept = io.BytesIO()
    more = {"save_all": True, "append_images": [Image.new(mode, size)] * (pages - 1)} if pages > 1 else {}
    Image.new(mode, size).save(kept, form, dpi=(300, 300), **more)
    return kept.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""
    head = b"IHDR" + side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    chunk = len(head[4:]).to_bytes(4, "big") + head + crc32(head).to_bytes(4, "big")
    return picture("PNG")[:8] + chunk + picture("PNG")[33:]


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


BETWEEN = b"\n--\n"
CODES = (200, 201, 404, 503, 400, 409, 410, 500, 301, 204)


class Talk(BoundedHttp):
    """Every request is answered by the next piece of `said`: a digit for the status, two header lines, a body."""

    def __init__(self, said: bytes):
        super().__init__("said", 80, ScannerSilent)
        self.pieces = iter(said.split(BETWEEN))

    def wait(self, seconds: float) -> None:
        pass

    def ask(self, method: str, path: str, body: bytes = b"", *_more, **_named) -> Answer:
        piece = next(self.pieces, None)
        if piece is None:
            raise LinkLost("said all")
        location, _, rest = piece[1:].partition(b"\n")
        after, _, content = rest.partition(b"\n")
        code = CODES[piece[0] % len(CODES)] if piece else 200
        headers = {"location": location.decode("latin-1"), "retry-after": after.decode("latin-1")}
        return Answer(code, headers, content[:4] + body[4:8] + content[8:] if method == "POST" else content)


def said(*answers: tuple[int, bytes]) -> bytes:
    return BETWEEN.join(
        b"%c/eSCL/ScanJobs/7\n1\n%s" % (CODES.index(code) + 50 * (code == 200), content) for code, content in answers
    )


ESCL_PATIENCE = EsclPatience(pause=0.0, flatbed_again=0.0)
PAGE = picture("JPEG")
SCANS = (
    b"F" + said((200, CAPABILITIES), (200, IDLE), (201, b""), (200, PAGE), (200, IDLE)),
    b"A" + said((200, FEEDER), (200, IDLE), (503, b""), (200, IDLE), (201, b""), (200, PAGE), (404, b""), (200, IDLE)),
)


def scan(given: bytes) -> bool:
    """A whole scan; the pages that came are whole pictures."""
    scanner = EsclScanner("escl://said/eSCL", ESCL_PATIENCE)
    scanner._http = Talk(given[1:])
    wish = ScanWish(Source.FEEDER if given[:1] == b"A" else Source.FLATBED)
    count = 0
    for page in islice(scanner.scan(wish), 20):
        count += 1
        assert page.number == count and page.width_px > 0
    return count > 0


RESPONSES = (
    b"HTTP/1.1 201 Created\r\nLocation: http://x/eSCL/ScanJobs/7\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\n\r\n12345",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n3;a=b\r\n123\r\n0\r\nX: y\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 503 Busy\r\nRetry-After: 3\r\n\r\nlater",
)


class NearEnd(BoundedHttp):
    """A request whose whole answer lies on the line already."""

    def __init__(self, answer: bytes):
        super().__init__("said", 80, ScannerSilent)
        self._answer = answer

    def _connect(self, deadline: float, broken: threading.Event) -> socket.socket:
        near, self.far = socket.socketpair()
        self.far.sendall(self._answer)
        self.far.shutdown(socket.SHUT_WR)
        timed = _Socket(near.family, near.type, near.proto, near.detach())
        timed.settimeout(1.0)
        timed.deadline, timed.broken = deadline, broken
        return timed


def read_http(content: bytes) -> bool:
    line = NearEnd(content)
    try:
        answer = line.ask("GET", "/eSCL/ScannerStatus", seconds=2.0, most_bytes=1500)
    finally:
        line.far.close()
    assert len(answer.body) <= 1500 and all(name == name.lower() for name in answer.headers)
    return answer.well


# IPP ------------------------------------------------------------------------------------------


def ipp_answer(dice: random.Random, code: int = 0) -> bytes:
    typed = ipp_words.Typed
    job = {
        "job-id": typed(ipp_words.INTEGER, int(dice.random() * 1e6)),
        "job-name": typed(ipp_words.NAME, "mot-cua 20261121-A015"),
        "job-state": typed(ipp_words.ENUM, int(dice.random() * 12)),
        "job-state-reasons": (typed(ipp_words.KEYWORD, "media-empty-error"), typed(ipp_words.KEYWORD, "none")),
    }
    printer = {
        "printer-state": typed(ipp_words.ENUM, int(dice.random() * 7)),
        "printer-state-reasons": typed(ipp_words.KEYWORD, dice.choice(("none", "media-jam", "toner-low-warning"))),
        "printer-is-accepting-jobs": typed(ipp_words.BOOLEAN, 1),
        "printer-name": typed(ipp_words.NAME, "Máy in"),
        "document-format-supported": typed(ipp_words.MIME, "application/pdf"),
        "device-uri": typed(ipp_words.URI, dice.choice(("ipp://192.0.2.1/ipp/print", "usb://x", "ipp://[x"))),
    }
    if dice.random() < 0.5:
        del printer["device-uri"]
    return ipp_words.ipp_bytes(code, 7, [(ipp_words.OPERATION, {}), (ipp_words.JOB, job), (ipp_words.PRINTER, printer)])


def read_ipp(content: bytes) -> bool:
    message = ipp_words.parse_ipp(content)
    for attributes in message.all(ipp_words.JOB):
        ipp_states.job_state(attributes)
        ipp_states.troubles_of(ipp_words.words(attributes, "job-state-reasons"))
    ipp_states.printer_troubles(message.first(ipp_words.PRINTER))
    return True


IPP_ANSWERS = tuple(ipp_answer(random.Random(seed)) for seed in range(12))
FORMS = tuple(said(*((200, one) for one in IPP_ANSWERS[begin : begin + 6])) for begin in range(6))
IPP_PATIENCE = IppPatience(job=0.002, trouble=0.0005, lost=0.0005, cancel=0.0005, pause=0.0)
PDF = blank_pdf()


def print_form(content: bytes) -> bool:
    """A form before a printer that answers this; the printer behind a queue says what is left of it."""
    talk = Talk(content)
    with patch.object(ipp_queue, "BoundedHttp", lambda *_, **__: talk):
        printer = IppQueuePrinter("ipp://said/ipp/print", IPP_PATIENCE)
        receipt = printer.print(PDF, "20261121-A015")
        assert receipt.outcome is not Outcome.CONFIRMED or receipt.trouble is None
        printer.health()
        return receipt.outcome is not Outcome.FAILED


# SANE -----------------------------------------------------------------------------------------

OPTIONS = b"""    --mode Lineart|Gray|Color [Gray]
        Selects the scan mode.
    --resolution 75..1200dpi (in steps of 1) [300]
    --source Flatbed|Automatic Document Feeder|ADF Duplex [Flatbed]
    -x 0..215.9mm [210]
    -y 0..297mm [297]
    --page-width 0..355mm [210]
    --adf-mode Simplex|Duplex [Simplex]
"""
WISHES = [ScanWish(source, mode, 300, paper) for source in Source for mode in Mode for paper in Paper]


def read_sane(text: str) -> bool:
    options = sane_options.read_options(text)
    offered = options.offered("said")
    for wish in WISHES:
        if wish.source in offered.sources and wish.mode in offered.modes:
            arguments, dpi = sane_options.arguments_for(wish, options)
            assert 0 < dpi <= 9999 and not any("\n" in argument for argument in arguments)
    return bool(options.sources or options.dpis)


class Ended(Scanimage):
    """scanimage, which has said and printed this."""

    def __init__(self, code: int, printed: bytes, words: bytes):
        self._said, self._code, self._printed = io_path(words), code, printed

    def _reap(self) -> int:
        return self._code

    def heard(self, seconds: float, cancelled: threading.Event):
        yield from (self._printed[at : at + 7] for at in range(0, len(self._printed), 7))


def io_path(content: bytes) -> SimpleNamespace:
    """What opens like a path."""
    return SimpleNamespace(open=lambda mode: io.BytesIO(content))


SCANIMAGE = (
    b"\x07Scanned page 1. (scanner status = 5)\0scanimage: sane_start: Document feeder out of documents",
    b"\x01page00001.png\npage00002.png\n\0scanimage: open of device airscan:e0 failed: Device busy\n",
    b"\x06\0scanimage: sane_read: Document feeder jammed, double feed\nProgress: 12.3%\r",
)


def read_scanimage(given: bytes) -> bool:
    printed, _, words = given[1:].partition(b"\0")
    child = Ended(given[0] % 14 if given else 0, printed, words)
    lines = list(child.lines(1.0, threading.Event()))
    assert b"".join(line + b"\n" for line in lines) == printed[: printed.rfind(b"\n") + 1]
    trouble = child.trouble()
    assert (trouble is not None or child._code == 0) and len(str(trouble or "")) <= 200
    return bool(lines)


# The network, files, settings -----------------------------------------------------------------

ANNOUNCED = (
    b"\0Canon MF._uscan._tcp.local.\n192.168.1.60,fe80::1\nrs=eSCL\n80",
    b"\3M\xc3\xa1y in phi\xe1\xba\xbfu\n10.0.0.9\nrp=ipp/print\n9100",
)


def read_announced(given: bytes) -> bool:
    """What announces itself becomes an address that a config could hold, and nothing longer than its words."""
    kind = sorted(SERVICES)[given[0] % len(SERVICES)] if given else next(iter(SERVICES))
    name, addresses, words, port = (given[1:].split(b"\n", 3) + [b""] * 4)[:4]
    properties = dict(part.partition(b"=")[::2] for part in words.split(b"\xff"))
    told = announced(
        kind, name.decode("utf-8", "replace"), addresses.decode("utf-8", "replace").split(","),
        int.from_bytes(port[:2], "big"), properties,
    )  # fmt: skip
    if told is None:
        return False
    try:
        (transport if told.uri.startswith("tcp:") else lambda uri: open_driver(told.role, uri))(told.uri)
    except Misconfigured:
        return False
    return True


ADDRESSES = (
    b"serial:///dev/ttyUSB0?baud=19200", b"tcp://192.168.1.50:9100", b"usb://04b8:0e15", b"file:///dev/usb/lp0",
    b"hid://1a2b:3c4d?keys=1e,1f,20,21", b"hid://1a2b:3c4d?bits=1.0,1.1&lights=0.0", b"escls://[fe80::1]:443/eSCL",
    b"ipp://192.168.1.70/ipp/print", b"cups://Canon?server=localhost:631", b"folder:///C:/Scans?wait_seconds=120",
    b"serial://COM6?baud=9600&profile=mcs&signs=1:01,2:02", b"rtsp://user:pw@192.168.1.70/stream#watch=no&seconds=2",
    b"camera://0?width=1920&focus=auto&watch=yes", b"camera:rtsp://x/y", b"evdev:///dev/input/by-id/a-event-kbd",
    b"keyboard:", b"nobody", b"sane:airscan:e0:Canon", b"system:", b"silent:",
)  # fmt: skip
OPENED = ("documents", "scanner", "camera", "reader", "buttons", "sign", "speaker")


def read_address(uri: str) -> bool:
    """A config's address, in every role: a driver that has touched nothing yet, or a trouble that names the line."""
    opened = 0
    for role in OPENED:
        if "sim:" in uri:
            continue  # a simulator stays for as long as the program
        try:
            open_driver(role, uri).close()
            opened += 1
        except Misconfigured:
            pass
    try:
        transport(uri)
    except Misconfigured:
        pass
    return opened > 0


SCRIPTS = (b"2jobs:paper_out;10s:ok;again", b"0.5s:near_end , cover_open; 3 bytes:ok", b"1s:a;2jobs:ok")


def follow_script(text: str) -> bool:
    """A day of a simulated device."""
    now = [0.0]
    try:
        script = Script(text, ("paper_out", "near_end", "cover_open", "a"), ("jobs", "bytes"), lambda: now[0])
    except ValueError:
        return False
    for happening in ("jobs", "bytes", "jobs"):
        now[0] += 20_000.0
        script.happened(happening, 2000 if happening == "bytes" else 1)
        script.look()
        assert script.left("jobs") is None or script.left("jobs") >= 0
    return True


ENDINGS = (".pdf", ".png", ".jpg", ".tif", ".bmp", ".docx", "")
PAGES = (
    b"\0" + PDF, b"\1" + picture("PNG"), b"\1" + picture("PNG", mode="L"), b"\1" + picture("PNG", mode="I;16"),
    b"\2" + picture("JPEG"), b"\2" + picture("JPEG", mode="CMYK"), b"\3" + picture("TIFF", pages=3),
    b"\3" + picture("TIFF", mode="1"), b"\4" + picture("BMP"), b"\7" + picture("JPEG"), b"\7" + bomb(50_000),
)  # fmt: skip


def read_pages(given: bytes) -> bool:
    """A scanner's page, or a file of a watched folder."""
    kind, content = given[0] % 8 if given else 0, given[1:]
    pages = [page_of(content, 1, WISHES[0], 300)] if kind == 7 else pages_of_file(content, ENDINGS[kind], WISHES[0])
    for page in pages:
        assert page.content and 72 <= page.dpi <= 1200
    return bool(pages)


def sound(rate: int = 8000, channels: int = 1) -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as written:
        written.setnchannels(channels)
        written.setsampwidth(2)
        written.setframerate(rate)
        written.writeframes(b"\1\2" * 40 * channels)
    return kept.getvalue()


def read_sound(content: bytes) -> bool:
    """A center's own recording, behind our chime."""
    descriptor, name = tempfile.mkstemp(suffix=".wav")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        return seconds(join([Path(name)], 0.5)) >= 0
    finally:
        os.unlink(name)


SAMPLE = Path(__file__).parent.parent / "assets" / "samples" / "village-morning"
SETTINGS = tuple(
    re.sub(rb"(?m)\s*#.*$", b"", (SAMPLE / name).read_bytes()) for name in ("kiosk.toml", "rate-1.toml", "center.toml")
)
DEFAULTS = defaults()


def read_settings(text: str) -> bool:
    """A machine's or a center's settings, as somebody saved them: read, or every fault named by its line."""
    for read in (lambda: read_machine(text, SAMPLE), lambda: read_setup(text, DEFAULTS)):
        try:
            read()
            return True
        except SetupFault:
            pass
    return False


MACHINES = (
    Target("DLE EOT answers", read_status, ANSWERS, 0.006, 64),
    Target("a ticket, whatever is answered", print_ticket, TALKS, 0.0015, 300),
    Target("eSCL answers", read_escl, (CAPABILITIES, FEEDER, STATUS, IDLE), 0.015, 4096),
    Target("a scan, whatever is answered", scan, SCANS, 0.008, 6000),
    Target("HTTP answers", read_http, RESPONSES, 0.01, 2000),
    Target("IPP answers", read_ipp, IPP_ANSWERS, 0.025),
    Target("a form, whatever is answered", print_form, FORMS, 0.003, 6000),
    Target("SANE options", as_text(read_sane), (OPTIONS,), 0.008),
    Target("scanimage's words", read_scanimage, SCANIMAGE, 0.015, 600),
    Target("announced on the network", read_announced, ANNOUNCED, 0.015, 400),
    Target("addresses in a config", as_text(read_address), ADDRESSES, 0.004, 200),
    Target("scripts of simulators", as_text(follow_script), SCRIPTS, 0.015, 300),
    Target("pages and pictures", read_pages, PAGES, 0.004, 4096),
    Target("recordings", read_sound, (sound(), sound(44100, 2)), 0.006, 1000),
    Target("saved settings", as_text(read_settings), SETTINGS, 0.005, 3000),
)
