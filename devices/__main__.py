"""Try the devices of a machine from the command line: python -m devices --help"""

import argparse
import sys
import time
from pathlib import Path

from devices import Health
from devices.opening import open_driver
from devices.printing import Outcome
from devices.simulated import serve_paper_printer
from devices.troubles import DeviceTrouble


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m devices", description="Thử các thiết bị của máy này.")
    commands = parser.add_subparsers(dest="command", required=True)
    uri = argparse.ArgumentParser(add_help=False)
    uri.add_argument(
        "--uri",
        default="sim://printer",
        help="tcp://host:9100 | serial://COM3?baud=19200 | usb://04b8:0e15 | file:///dev/usb/lp0 | winspool://Name | "
        "sim://printer?fault=paper_out ; tuỳ chọn: profile=TM-T20II width_dots=576 number=native|drawn status=no",
    )
    sample = commands.add_parser("print-sample", parents=[uri], help="in một phiếu mẫu")
    sample.add_argument("--picture", type=Path, help="chỉ vẽ phiếu ra tệp PNG này, không in")
    commands.add_parser("probe", parents=[uri], help="hỏi máy in xem tình trạng thế nào")
    commands.add_parser("list", help="liệt kê cổng nối tiếp, máy in USB và loại máy in đã biết")
    simulate = commands.add_parser("simulate", help="mở một máy in giả lập trên mạng, lưu phiếu thành PNG")
    simulate.add_argument("--port", type=int, default=9100)
    simulate.add_argument("--folder", type=Path, default=Path("tickets"))
    simulate.add_argument("--width", type=int, default=576, help="bề rộng giấy (điểm): 576 là 80 mm, 384 là 58 mm")
    simulate.add_argument("--fault", default="", help="paper_out, cover_open, cutter_stuck, silent, garbage, slow…")
    asked = parser.parse_args(arguments)
    try:
        match asked.command:
            case "print-sample":
                return print_sample(asked.uri, asked.picture)
            case "probe":
                return probe(asked.uri)
            case "list":
                return list_devices()
            case _:
                return serve_printer(asked.port, asked.folder, asked.width, asked.fault)
    except DeviceTrouble as trouble:
        print(f"{trouble.remedy}\n({trouble.code}: {trouble})", file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


def print_sample(uri: str, picture: Path | None) -> int:
    from devices.drawing import Paper, design
    from devices.sample import sample_ticket

    printer = open_driver("printer", uri)
    try:
        if picture:
            paper = Paper(printer.capabilities.width_dots, printer.capabilities.dots_per_mm)
            design(sample_ticket(), paper).save(picture)
            return 0
        started = time.monotonic()
        receipt = printer.print(sample_ticket(), f"sample-{time.time_ns()}")
        print(f"{receipt.outcome}: {receipt.bytes_sent} byte, {time.monotonic() - started:.2f} s")
        if receipt.trouble:
            print(f"{receipt.trouble.remedy} ({receipt.trouble.code})")
        return 1 if receipt.outcome is Outcome.FAILED else 0
    finally:
        printer.close()


def probe(uri: str) -> int:
    printer = open_driver("printer", uri)
    try:
        print(printer.capabilities)
        return _tell(printer.health())
    finally:
        printer.close()


def _tell(health: Health) -> int:
    print(f"{health.power} ({health.source})")
    for trouble in (*health.faults, *health.warnings):
        print(f"{trouble.code}: {trouble.remedy}")
    return 0 if health.well else 1


def list_devices() -> int:
    from escpos.capabilities import CAPABILITIES
    from serial.tools import list_ports

    for port in list_ports.comports():
        print(f"serial://{port.device}?baud=19200    {port.description}")
    try:
        import usb.core

        for device in usb.core.find(find_all=True):
            if any(interface.bInterfaceClass == 7 for setting in device for interface in setting):
                print(f"usb://{device.idVendor:04x}:{device.idProduct:04x}")
    except (ImportError, ValueError, OSError) as error:  # pyusb's own errors are OSError and ValueError
        print(f"usb: {error}")
    print("profile=" + " | ".join(sorted(CAPABILITIES["profiles"])))
    return 0


def serve_printer(port: int, folder: Path, width: int, fault: str) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    kept = 0

    def keep(page) -> None:
        nonlocal kept
        kept += 1
        page.picture.save(folder / f"{kept:04}.png")
        print(folder / f"{kept:04}.png", flush=True)

    try:
        server = serve_paper_printer(port, keep, width, list(filter(None, fault.split(","))))
    except OSError:
        print(
            f"Không mở được cổng {port}: có chương trình khác đang dùng. Chọn cổng khác bằng --port.", file=sys.stderr
        )
        return 2
    with server:
        print(server.uri, flush=True)
        try:
            while True:
                time.sleep(1)
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
