"""What `python -m devices` does for a technician: look, ask, watch, print, scan, read. Checking is in checking.py."""

import argparse
import json
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from devices import Health
from devices.buses import ASKED, Found
from devices.cabinet import Cabinet
from devices.capabilities import capabilities_of, words_of
from devices.codes import Scan
from devices.discovery import Discovery
from devices.opening import open_driver, shown
from devices.printing import Outcome
from devices.troubles import DeviceTrouble


def list_devices(asked: argparse.Namespace) -> int:
    """Everything plugged in, each with the address a config would name it by."""
    from escpos.capabilities import CAPABILITIES

    buses = Discovery()
    buses.poll()
    for found in buses.here:
        _tell_found(found)
    for bus, ask in ASKED.items() if asked.network else ():
        try:
            for found in ask():
                _tell_found(found)
        except (OSError, ValueError, ImportError) as error:
            buses.faults[bus] = str(error)
    for bus, fault in buses.faults.items():
        print(f"{bus}: không hỏi được ({fault})")
    print("profile=" + " | ".join(sorted(CAPABILITIES["profiles"])))
    return 0


def _tell_found(found: Found, sign: str = "") -> None:
    print(f"{sign}{found.uri}    {found.called}    {found.role}".rstrip())


def probe(asked: argparse.Namespace) -> int:
    """How each device is, said by itself. 1 where one is in trouble or says nothing."""
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
        worst = max(worst, 0 if health.well else 1)
    return worst


def _can(driver: Any) -> str:
    try:
        told = capabilities_of(driver)
    except DeviceTrouble as trouble:
        return f"{trouble.code}: {trouble}"
    return words_of(told) if told is not None else type(driver).__name__


def _settled(driver: Any, seconds: float = 2.0) -> Health:
    """A driver that listens in a thread of its own knows after a moment how its device is."""
    if hasattr(driver, "watch"):
        driver.watch(lambda _: None)
        deadline = time.monotonic() + seconds
        while not (driver.health().well or driver.health().faults) and time.monotonic() < deadline:
            time.sleep(0.05)
    return driver.health()


def _tell(health: Health) -> None:
    print(f"  {health.power} ({health.source})")
    for trouble in (*health.faults, *health.warnings):
        print(f"  {trouble.code}: {trouble.remedy}")


def watch(asked: argparse.Namespace) -> int:
    """Live until Ctrl-C or `seconds`: changes of health, what is plugged in or gone, codes and presses."""

    def say(words: str) -> None:
        print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)

    def changed(name: str, health: Health) -> None:
        troubles = " ".join(f"{trouble.code}: {trouble.remedy}" for trouble in (*health.faults, *health.warnings))
        say(f"{name}  {health.power}  {troubles or health.source}")

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
                    say(f"{'cắm vào' if change.attached else 'rút ra'}  {change.found.uri}  {change.found.called}")
        except KeyboardInterrupt:
            pass
    return 0


def print_sample(asked: argparse.Namespace) -> int:
    """A ticket with every kind of block; with `picture` only drawn."""
    from devices.sample import sample_ticket

    with closing(open_driver("printer", asked.uri or asked.devices.get("printer", "sim://printer"))) as printer:
        if asked.picture:
            printer.preview(sample_ticket()).save(asked.picture)
            return 0
        started = time.monotonic()
        receipt = printer.print(sample_ticket(), f"sample-{time.time_ns()}")
    print(f"{receipt.outcome}: {receipt.bytes_sent} byte, {time.monotonic() - started:.2f} s")
    if receipt.trouble:
        print(f"{receipt.trouble.remedy} ({receipt.trouble.code})")
    return 1 if receipt.outcome is Outcome.FAILED else 0


def scan_sample(asked: argparse.Namespace) -> int:
    """Scan what lies there into files; the pages that came before a trouble are kept."""
    from devices.scanning import Mode, Paper, ScanWish, Source

    endings = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}
    wish = ScanWish(Source(asked.source), Mode(asked.mode), asked.dpi, Paper(asked.paper))
    asked.folder.mkdir(parents=True, exist_ok=True)
    with closing(open_driver("scanner", asked.uri or asked.devices.get("scanner", "sim://scanner"))) as scanner:
        started = time.monotonic()
        for page in scanner.scan(wish):
            file = asked.folder / f"page-{page.number:03}.{endings.get(page.media_type, 'bin')}"
            file.write_bytes(page.content)
            size = f"{page.width_px} × {page.height_px}" if page.width_px else page.media_type
            print(f"{file}  {size}  {page.dpi} dpi  {time.monotonic() - started:.1f} s", flush=True)
    return 0


def check(asked: argparse.Namespace) -> int:
    """The conformance of every device named, with a technician's hands; a report to send home. 1 where one fails."""
    from devices.check_kinds import examine
    from devices.checking import SIGNS, Finding, report_of, report_text
    from devices.hands import hands_for

    def tell(finding: Finding) -> None:
        print(f"  {SIGNS[finding.verdict]:6}  {finding.check}  {finding.said}", flush=True)

    examined = []
    for name, uri in asked.devices.items():
        print(f"{name}  {shown(uri)}", flush=True)
        examined.append(examine(name, uri, hands_for(name.partition(".")[0], uri, asked.unattended), tell))
    report = report_of(examined)
    if asked.report:
        asked.report.parent.mkdir(parents=True, exist_ok=True)
        asked.report.with_suffix(".txt").write_text(report_text(examined), "utf-8")
        asked.report.with_suffix(".json").write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
        print(f"Báo cáo: {asked.report.with_suffix('.txt')} và {asked.report.with_suffix('.json')}")
    print("KẾT QUẢ: đạt" if report["passed"] else "KẾT QUẢ: có mục hỏng")
    return 0 if report["passed"] else 1


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
    seen: list[Scan] = []
    with closing(open_driver("reader", asked.uri or asked.devices.get("reader", "sim://reader"))) as reader:

        def tell(scan: Scan) -> None:
            seen.append(scan)
            _tell_code({"reader": shown(asked.uri)}, scan.text, scan.raw)

        reader.watch(tell)
        deadline = time.monotonic() + asked.seconds if asked.seconds else float("inf")
        try:
            while time.monotonic() < deadline and (not asked.count or len(seen) < asked.count):
                time.sleep(0.05)
        except KeyboardInterrupt:
            pass
    return 0 if seen else 1


def _tell_code(place: dict[str, Any], text: str | None, raw: bytes) -> None:
    print(json.dumps({**place, "text": text, "raw": raw.hex()}, ensure_ascii=False), flush=True)
