"""What scanners and their programs answer, and the pages they send, through the real drivers."""

import io
import threading
from itertools import islice
from types import SimpleNamespace
from zlib import crc32

from benchmarks.fuzz_http import Talk, said
from benchmarks.fuzz_inputs import Target, as_text
from devices.check_kinds import blank_pdf
from devices.drivers import escl_words, sane_options
from devices.drivers.escl_scanner import EsclScanner
from devices.drivers.escl_scanner import Patience as EsclPatience
from devices.drivers.scanimage import Scanimage
from devices.drivers.scanned_picture import page_of, pages_of_file
from devices.scanning import Mode, Paper, ScanWish, Source
from devices.troubles import AnswerUnreadable

# eSCL -----------------------------------------------------------------------------------------

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


# Pages ----------------------------------------------------------------------------------------

ENDINGS = (".pdf", ".png", ".jpg", ".tif", ".bmp", ".docx", "")
PAGES = (
    b"\0" + blank_pdf(), b"\1" + picture("PNG"), b"\1" + picture("PNG", mode="L"), b"\1" + picture("PNG", mode="I;16"),
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


SCANNERS = (
    Target("eSCL answers", read_escl, (CAPABILITIES, FEEDER, STATUS, IDLE), 0.015, 4096),
    Target("a scan, whatever is answered", scan, SCANS, 0.008, 6000),
    Target("SANE options", as_text(read_sane), (OPTIONS,), 0.008),
    Target("scanimage's words", read_scanimage, SCANIMAGE, 0.015, 600),
    Target("pages and pictures", read_pages, PAGES, 0.004, 4096),
)
