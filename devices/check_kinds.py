"""What each kind of device promises besides what all do, as checks for a technician: (name, promise)."""

import time
from collections.abc import Callable
from pathlib import Path

from center.signs import SignView
from devices.buttons import Light
from devices.capabilities import words_of as can
from devices.checking import NO_HANDS, Examination, Examined, Failed, Finding, Needless, Skipped
from devices.hands import Hands
from devices.printing import Outcome
from devices.sample import sample_ticket
from devices.scanning import ScanWish, Source
from devices.troubles import FeederEmpty, NotOffered

CHIME = Path(__file__).parents[1] / "assets" / "sounds" / "vi" / "chime.wav"
HEAR_SECONDS = 20.0
PRINT_SECONDS, FORM_SECONDS, SCAN_SECONDS = 90.0, 300.0, 300.0  # then it hangs


def prints_once(examined: Examination) -> str:
    """A ticket, and the same job once more: one paper."""
    job = f"check-{time.time_ns()}"
    first, again = (examined.ask(lambda driver: driver.print(sample_ticket(), job), PRINT_SECONDS) for _ in range(2))
    if first.outcome is Outcome.FAILED:
        raise Failed(f"{first.trouble.code if first.trouble else 'failed'} sau {first.bytes_sent} byte")
    if again != first:
        raise Failed("cùng một lệnh in lại cho phiếu báo khác")
    if examined.hands.saw("one_ticket", "Có đúng một phiếu được in ra, chữ và mã đều rõ không?") is False:
        raise Failed("không phải đúng một phiếu đọc rõ")
    return f"{first.outcome}, {first.bytes_sent} byte"


def tells_open_cover(examined: Examination) -> str:
    # Printers without a sensor of their own for the cover tell an open one as "no paper".
    codes = ("cover_open", "scanner_open", "paper_out", "printer_failed")
    return examined.provoke(
        "open_cover", "Hãy mở nắp thiết bị", codes, "close_cover", "Hãy đóng nắp lại cho đến khi nghe tiếng «tách»"
    )


def tells_no_paper(examined: Examination) -> str:
    codes = ("paper_out", "tray_empty", "cover_open")
    return examined.provoke(
        "take_paper", "Hãy lấy hết giấy ra và đóng nắp", codes, "give_paper", "Hãy lắp giấy lại và đóng nắp"
    )


def prints_a_form(examined: Examination) -> str:
    job = f"check-{time.time_ns()}"
    first, again = (examined.ask(lambda driver: driver.print(blank_pdf(), job), FORM_SECONDS) for _ in range(2))
    if first.outcome is Outcome.FAILED:
        raise Failed(first.trouble.code if first.trouble else "không in được")
    if again != first:
        raise Failed("cùng một lệnh in lại cho phiếu báo khác")
    return str(first.outcome)


def blank_pdf() -> bytes:
    """The smallest A4 page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    pdf, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj%sendobj\n" % (number, content)
    table = len(pdf)
    pdf += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(pdf + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table)


def scans_the_glass(examined: Examination) -> str:
    examined.hands.please("lay_sheet", "Hãy đặt một tờ giấy trắng có chữ lên mặt kính")
    try:
        pages = examined.ask(lambda driver: list(driver.scan(ScanWish(Source.FLATBED, dpi=150))), SCAN_SECONDS)
    except NotOffered as trouble:
        raise Needless("không có mặt kính") from trouble
    if len(pages) != 1:
        raise Failed(f"{len(pages)} trang từ một tờ")
    return f"{pages[0].width_px} × {pages[0].height_px}, {len(pages[0].content)} byte, {pages[0].dpi} dpi"


def scans_the_feeder(examined: Examination) -> str:
    if Source.FEEDER not in examined.ask(lambda driver: driver.ask_capabilities()).sources:
        raise Needless("không có khay nạp")
    examined.hands.please("load_feeder", "Hãy đặt ba tờ giấy vào khay nạp")
    try:
        count = examined.ask(lambda driver: sum(1 for _ in driver.scan(ScanWish(Source.FEEDER, dpi=150))), SCAN_SECONDS)
    except (NotOffered, FeederEmpty) as trouble:
        raise Skipped(trouble.code) from trouble
    return f"{count} trang"


def takes_a_still(examined: Examination) -> str:
    """A JPEG of what it sees now; the picture itself is not kept."""
    still = examined.ask(lambda driver: driver.still())
    if not still.startswith(b"\xff\xd8"):
        raise Failed("ảnh không phải JPEG")
    return f"{len(still)} byte, {can(examined.driver.capabilities)}"


def tells_a_covered_lens(examined: Examination) -> str:
    kept_watch = not examined.uri.startswith(("camera:", "file:", "folder:")) or "watch=yes" in examined.uri
    if not kept_watch:
        raise Needless("chỉ camera sảnh (watch=yes) báo ống kính bị che")
    codes = ("lens_covered", "camera_dark")
    return examined.provoke("cover_lens", "Hãy che kín ống kính", codes, "free_lens", "Hãy bỏ tay ra", 30.0)


def reads_a_code(examined: Examination) -> str:
    wanted = "Hãy đưa mã QR của một phiếu mẫu trước đầu đọc (không dùng thẻ căn cước)"
    scan = _heard(examined, "show_code", wanted)
    if scan.text is None:
        raise Failed(f"{len(scan.raw)} byte không phải UTF-8: đặt đầu đọc ở chế độ USB-COM, UTF-8, không chuyển mã")
    return f"{len(scan.raw)} byte UTF-8"


def tells_a_press(examined: Examination) -> str:
    return f"nút {_heard(examined, 'press_button', 'Hãy bấm nút số 1 một lần').button}"


def lights_up(examined: Examination) -> str:
    examined.ask(lambda driver: driver.light(1, Light.ON))
    shown = examined.hands.saw("light", "Đèn của nút số 1 có sáng không?")
    examined.ask(lambda driver: driver.light(1, Light.OFF))
    if shown is False:
        raise Failed("hộp nút báo đèn sáng mà đèn không sáng")
    return "bật và tắt"


def _heard(examined: Examination, deed: str, words: str):
    if examined.uri.startswith("keyboard:"):
        raise Needless("đầu đọc gõ như bàn phím: thử trong cửa sổ của máy lấy số")
    before = len(examined.heard)
    examined.await_health(lambda health: not health.faults)
    if not examined.hands.please(deed, words):
        raise Skipped(NO_HANDS)
    deadline = time.monotonic() + HEAR_SECONDS
    while len(examined.heard) == before:
        if time.monotonic() > deadline:
            raise Failed(f"không nhận được gì trong {HEAR_SECONDS:.0f} giây")
        time.sleep(0.05)
    time.sleep(0.5)
    if len(examined.heard) != before + 1:
        raise Failed(f"{len(examined.heard) - before} lần thay vì một lần")
    return examined.heard[-1]


def shows_a_number(examined: Examination) -> str:
    examined.ask(lambda driver: driver.show(SignView(1, "A015", calling=True)))
    seen = examined.hands.saw("number_shown", "Bảng có hiện số A 015 và nhấp nháy không?")
    examined.ask(lambda driver: driver.show(SignView(1, dark=True)))
    if seen is False:
        raise Failed("bảng không hiện số")
    return "đã hiện" if seen else "đã gửi"


def is_heard(examined: Examination) -> str:
    examined.ask(lambda driver: driver.say([CHIME], 0.8))
    if examined.hands.saw("heard", "Có nghe tiếng chuông rõ không?") is False:
        raise Failed("không nghe thấy")
    return ""


KIND_CHECKS: dict[str, tuple[tuple[str, Callable[[Examination], str]], ...]] = {
    "printer": (("in đúng một phiếu", prints_once), ("mở nắp", tells_open_cover), ("hết giấy", tells_no_paper)),
    "documents": (("in một trang A4", prints_a_form), ("hết giấy", tells_no_paper)),
    "scanner": (("quét mặt kính", scans_the_glass), ("quét khay nạp", scans_the_feeder), ("mở nắp", tells_open_cover)),
    "camera": (("ảnh tĩnh", takes_a_still), ("che ống kính", tells_a_covered_lens)),
    "reader": (("đọc một mã", reads_a_code),),
    "buttons": (("bấm một lần", tells_a_press), ("đèn", lights_up)),
    "sign": (("hiện số", shows_a_number),),
    "speaker": (("phát chuông", is_heard),),
}


def examine(name: str, uri: str, hands: Hands, told: Callable[[Finding], None] = lambda finding: None) -> Examined:
    """Every check of one device. `told` hears each finding as it is made."""
    return Examination(name, uri, hands, told).walk(KIND_CHECKS.get(name.partition(".")[0], ()))
