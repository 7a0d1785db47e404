"""What `python -m devices` does for a technician: ask, watch, print, scan, read.

Listing is in listing.py, checking in checking.py.
"""

import argparse
import contextlib
import json
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from devices import Health, Power, listing
from devices.cabinet import Cabinet
from devices.capabilities import capabilities_of, words_of
from devices.codes import Scan
from devices.discovery import Discovery
from devices.opening import open_driver, shown
from devices.printing import Outcome
from devices.troubles import DeviceTrouble

CAMERA_SECONDS = 13.0  # a document camera on a slow hub takes six until its first picture
LISTENER_SECONDS = 2.0
SAYS_NOTHING = ("nobody", "a keyboard says nothing of itself")
POWERS = {
    Power.ONLINE: "có kết nối",
    Power.OFFLINE: "không kết nối",
    Power.UNKNOWN: "không rõ, thiết bị không báo",
}
OUTCOMES = {
    Outcome.CONFIRMED: "đã in xong, máy in xác nhận",
    Outcome.SENT: "đã gửi, máy in không xác nhận; xin xem phiếu",
    Outcome.FAILED: "không in được",
}


def probe(asked: argparse.Namespace) -> int:
    """How each device is, said by itself. 1 where one is in trouble or says nothing, unless that is intended."""
    worst = 0
    for name, uri in asked.devices.items():
        try:
            with closing(open_driver(name.partition(".")[0], uri)) as driver:
                health = _settled(driver)
                print(f"{name}  {shown(uri)}")
                print(f"  {_can(driver)}")
        except DeviceTrouble as trouble:
            print(f"{name}  {shown(uri)}\n  {trouble.code}: {trouble.remedy} ({trouble})")
            worst = 1
            continue
        _tell(health)
        worst = max(worst, 0 if health.well or health.source == "nobody" else 1)
    return worst


def _one(asked: argparse.Namespace, role: str) -> str:
    """The address of the first device of that role. Never a simulator in place of one that the file does not name."""
    for name, uri in asked.devices.items():
        if name.partition(".")[0] == role:
            print(f"{name}  {shown(uri)}", file=sys.stderr)
            return uri
    raise ValueError(f"Không có {listing.ROLES_IN_WORDS[role]} ([devices] {role}) trong những gì đã nêu.")


def _can(driver: Any) -> str:
    try:
        told = capabilities_of(driver)
    except DeviceTrouble as trouble:
        return f"{trouble.code}: {trouble}"
    return words_of(told) if told is not None else type(driver).__name__


def _settled(driver: Any) -> Health:
    """A driver that looks or listens in a thread of its own knows after a moment how its device is."""
    if hasattr(driver, "watch"):
        driver.watch(lambda _: None)
    moment = CAMERA_SECONDS if hasattr(driver, "latest") else LISTENER_SECONDS if hasattr(driver, "watch") else 0.0
    deadline = time.monotonic() + moment
    while (health := driver.health()).power is Power.UNKNOWN and health.source not in SAYS_NOTHING:
        if time.monotonic() >= deadline:
            break
        time.sleep(0.05)
    return health


def in_words(health: Health) -> str:
    """«online: có kết nối (DLE EOT)»"""
    words = "cố ý không có" if health.source == "nobody" else POWERS[health.power]
    return f"{health.power}: {words} ({health.source})"


def _tell(health: Health) -> None:
    print(f"  {in_words(health)}")
    for trouble in (*health.faults, *health.warnings):
        print(f"  {trouble.code}: {trouble.remedy} ({shown(str(trouble))})")


def watch(asked: argparse.Namespace) -> int:
    """Live until Ctrl-C or `seconds`: changes of health, what is plugged in or gone, codes and presses."""

    def say(words: str) -> None:
        print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)

    def changed(name: str, health: Health) -> None:
        troubles = " ".join(f"{trouble.code}: {trouble.remedy}" for trouble in (*health.faults, *health.warnings))
        say(f"{name}  {health.power}: {POWERS[health.power]}  {troubles or health.source}")

    def scanned(scan: Scan) -> None:
        text = "không phải UTF-8" if scan.text is None else scan.text if asked.show_text else "UTF-8"
        say(f"mã {len(scan.raw)} byte, {text}")

    buses = Discovery()
    buses.poll()
    with Cabinet(asked.devices, poll_seconds=1.0, at_once=False) as cabinet:
        cabinet.on_health(changed)
        cabinet.on_scan(scanned)
        cabinet.on_press(lambda pressed: say(f"nút {pressed.button}"))
        cabinet.begin()
        deadline = time.monotonic() + asked.seconds if asked.seconds else float("inf")
        try:
            while time.monotonic() < deadline:
                time.sleep(min(1.0, max(0.0, deadline - time.monotonic())))
                for change in buses.poll():
                    say(f"{'cắm vào' if change.attached else 'rút ra'}  {listing.in_words(change.found)}")
        except KeyboardInterrupt:
            pass
    return 0


def print_sample(asked: argparse.Namespace) -> int:
    """A ticket with every kind of block; with `picture` only drawn."""
    from devices.sample import sample_ticket

    with closing(open_driver("printer", _one(asked, "printer"))) as printer:
        if asked.picture:
            printer.preview(sample_ticket()).save(asked.picture)
            return 0
        started = time.monotonic()
        receipt = printer.print(sample_ticket(), f"sample-{time.time_ns()}")
    took = time.monotonic() - started
    print(f"{receipt.outcome}: {OUTCOMES[receipt.outcome]}; {receipt.bytes_sent} byte, {took:.2f} s")
    if receipt.trouble:
        print(f"{receipt.trouble.remedy} ({receipt.trouble.code}: {shown(str(receipt.trouble))})")
    return 1 if receipt.outcome is Outcome.FAILED else 0


def scan_sample(asked: argparse.Namespace) -> int:
    """Scan what lies there into files; the pages that came before a trouble are kept."""
    from devices.scanning import Mode, Paper, ScanWish, Source

    endings = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}
    wish = ScanWish(Source(asked.source), Mode(asked.mode), asked.dpi, Paper(asked.paper))
    asked.folder.mkdir(parents=True, exist_ok=True)
    with closing(open_driver("scanner", _one(asked, "scanner"))) as scanner:
        started = time.monotonic()
        for page in scanner.scan(wish):
            file = asked.folder / f"page-{page.number:03}.{endings.get(page.media_type, 'bin')}"
            file.write_bytes(page.content)
            size = f"{page.width_px} × {page.height_px}" if page.width_px else page.media_type
            print(f"{file}  {size}  {page.dpi} dpi  {time.monotonic() - started:.1f} s", flush=True)
    return 0


def read(asked: argparse.Namespace) -> int:
    """One JSON line per code: of pictures, or of a reader until Ctrl-C or `count`. 1 where a picture has none."""
    return _read_pictures(asked.pictures) if asked.pictures else _read_reader(asked)


def _read_pictures(pictures: list[Path]) -> int:
    from devices.decoding import read_codes

    missed = 0
    for path in pictures:
        try:
            codes = read_codes(path, budget_seconds=8.0)
        except OSError as error:
            print(f"{path}: không mở được ảnh ({error})", file=sys.stderr)
            missed = 2
            continue
        missed = missed or (0 if codes else 1)
        for code in codes:
            corners = [[round(x, 1), round(y, 1)] for x, y in code.corners]
            _tell_code({"picture": str(path), "format": code.format, "corners": corners}, code.text, code.raw)
    return missed


def _read_reader(asked: argparse.Namespace) -> int:
    uri, seen = _one(asked, "reader"), 0
    if uri.startswith("keyboard:"):
        raise ValueError("Đầu đọc này gõ như bàn phím, chỉ đọc được trong cửa sổ của máy lấy số và của quầy.")
    with closing(open_driver("reader", uri)) as reader:

        def tell(scan: Scan) -> None:
            nonlocal seen
            seen += 1
            _tell_code({"reader": shown(uri)}, scan.text, scan.raw)

        reader.watch(tell)
        deadline = time.monotonic() + asked.seconds if asked.seconds else float("inf")
        before: Health | None = None
        with contextlib.suppress(KeyboardInterrupt):
            while time.monotonic() < deadline and (not asked.count or seen < asked.count):
                if not (health := reader.health()).same_as(before):
                    troubles = " ".join(trouble.remedy for trouble in (*health.faults, *health.warnings))
                    print(f"{in_words(health)} {troubles}".rstrip(), file=sys.stderr)
                    before = health
                time.sleep(0.05)
    return 0 if seen else 1


def _tell_code(place: dict[str, Any], text: str | None, raw: bytes) -> None:
    print(json.dumps({**place, "text": text, "raw": raw.hex()}, ensure_ascii=False), flush=True)
