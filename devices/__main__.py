"""Try the devices of a machine from the command line: python -m devices --help"""

import argparse
import logging
import sys
from pathlib import Path

from center.attached import ROLES
from center.errors import SetupFault
from devices import check_report, commands, listing, serving
from devices.addresses import forms_in_words
from devices.named import named_devices
from devices.troubles import DeviceTrouble


def parser_of_all() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m devices", description="Thử các thiết bị của máy này.")
    listed = parser.add_subparsers(dest="command", required=True)
    which = _which()
    found = _add(
        listed, "list", listing.list_devices, "liệt kê những gì đang cắm vào máy, kèm địa chỉ để ghi vào cấu hình"
    )
    found.add_argument("--network", action="store_true", help="hỏi cả máy quét, máy in trong mạng (khoảng 10 giây)")

    _add(listed, "probe", commands.probe, "hỏi từng thiết bị xem tình trạng thế nào", which)

    live = _add(listed, "watch", commands.watch, "xem trực tiếp: tình trạng, mã đọc được, nút bấm, cắm và rút", which)
    live.add_argument("--seconds", type=float, default=0.0, help="tự dừng sau chừng ấy giây (mặc định: Ctrl-C)")
    live.add_argument("--show-text", action="store_true", help="hiện cả nội dung mã (có thể là thông tin cá nhân)")

    sample = _add(listed, "print-sample", commands.print_sample, "in một phiếu mẫu", which)
    sample.add_argument("--picture", type=Path, help="chỉ vẽ phiếu ra tệp PNG này, không in")

    scan = _add(listed, "scan-sample", commands.scan_sample, "quét những gì đang đặt trên máy quét ra tệp", which)
    scan.add_argument("--folder", type=Path, default=Path("scans"), help="thư mục nhận ảnh (mặc định: scans)")
    scan.add_argument(
        "--source", choices=("flatbed", "feeder", "duplex"), default="flatbed", help="mặt kính, khay, hai mặt"
    )
    scan.add_argument("--mode", choices=("colour", "gray"), default="colour", help="màu hoặc xám")
    scan.add_argument("--paper", choices=("A4", "A5", "card"), default="A4", help="khổ giấy; card: thẻ căn cước")
    scan.add_argument("--dpi", type=int, default=300, help="điểm trên inch (mặc định: 300)")

    read = _add(listed, "read", commands.read, "đọc mã trong ảnh hoặc từ đầu đọc, mỗi mã một dòng JSON", which)
    read.add_argument("pictures", nargs="*", type=Path, metavar="ẢNH", help="tệp ảnh; không có: nghe đầu đọc")
    read.add_argument("--count", type=int, default=0, help="dừng sau chừng ấy mã (mặc định: Ctrl-C)")
    read.add_argument("--seconds", type=float, default=0.0, help="dừng sau chừng ấy giây")

    check = _add(
        listed, "check", check_report.check, "kiểm tra thiết bị từng bước, có hướng dẫn, và viết báo cáo", which
    )
    check.add_argument("--report", type=Path, help="viết báo cáo ra TÊN.txt và TÊN.json (không có thông tin cá nhân)")
    check.add_argument("--unattended", action="store_true", help="không hỏi người: bỏ qua các bước cần mở nắp, rút dây")

    paper = _add(listed, "simulate", serving.serve_printer, "mở một máy in giả lập trên mạng, lưu phiếu thành PNG")
    paper.add_argument("--port", type=_port, default=9100, help="cổng (mặc định: 9100)")
    paper.add_argument("--folder", type=Path, default=Path("tickets"), help="thư mục nhận phiếu (mặc định: tickets)")
    paper.add_argument("--width", type=int, default=576, help="bề rộng giấy (điểm): 576 là 80 mm, 384 là 58 mm")
    paper.add_argument("--fault", default="", help="paper_out, cover_open, cutter_stuck, silent, garbage, slow…")
    paper.add_argument("--script", default="", help="hỏng theo kịch bản, ví dụ «2jobs:paper_out;10s:ok;again»")
    sheets = _add(listed, "simulate-scanner", serving.serve_network_scanner, "mở một máy quét mạng giả lập (eSCL)")
    sheets.add_argument("--port", type=_port, default=8088, help="cổng (mặc định: 8088)")
    sheets.add_argument("--feed", default="3", help="tờ trong khay: số tờ, hoặc tên như form,skewed_letter,blank")
    forms = _add(listed, "simulate-documents", serving.serve_form_printer, "mở một máy in giấy giả lập (IPP)")
    forms.add_argument("--port", type=_port, default=8631, help="cổng (mặc định: 8631)")
    for made, faults in ((sheets, "jam, cover_open, double_feed, busy, silent…"), (forms, "tray_empty, jam, silent…")):
        made.add_argument("--fault", default="", help=f"hỏng sẵn: {faults}")
        made.add_argument("--script", default="", help="hỏng theo kịch bản, ví dụ «2pages:jam;10s:ok;again»")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("cổng là một số từ 0 đến 65535")
    return int(text)


def _which() -> argparse.ArgumentParser:
    which = argparse.ArgumentParser(add_help=False)
    which.add_argument("--role", choices=ROLES, help="loại thiết bị của --uri; cùng --config: chỉ loại này")
    which.add_argument("--uri", default="", help="địa chỉ của một thiết bị (xem dưới)")
    which.add_argument("--config", type=Path, help="tệp cấu hình của máy: mọi thiết bị trong [devices]")
    which.add_argument(
        "--sample", default="", metavar="TÊN[/MÁY]", help="máy của một trung tâm mẫu: village-morning/kiosk"
    )
    return which


def _add(listed, name: str, run, words: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    made = listed.add_parser(
        name,
        help=words,
        description=words,
        parents=parents,
        epilog=forms_in_words() if parents else None,
        formatter_class=formatter,
    )
    made.set_defaults(run=run)
    return made


def main(arguments: list[str] | None = None) -> int:
    logging.basicConfig(level=logging.ERROR)  # what a device says is told in Vietnamese, not by the log as well
    asked = parser_of_all().parse_args(arguments)
    try:
        asked.devices = named_devices(asked) if hasattr(asked, "uri") else {}
        return asked.run(asked)
    except DeviceTrouble as trouble:
        print(f"{trouble.remedy}\n({trouble.code}: {trouble})", file=sys.stderr)
        return 1
    except SetupFault as fault:
        print("\n".join(map(str, (fault, *fault.others))), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Đã dừng.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "), file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
