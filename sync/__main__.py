"""python -m sync: the center's box and everything that is done to its book.

Trouble, Refusal and SetupFault end a command with one clear sentence and exit code 2.
"""

import argparse
import logging
import re
import sqlite3
import sys
from datetime import date
from pathlib import Path

from center.errors import Refusal, SetupFault
from center.founding import MOST_COUNTERS
from sync import commands
from sync.troubles import Trouble, trouble_of

ROLES = ("kiosk", "counter", "hall", "rating")


def _counters(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_COUNTERS:
        return int(text)
    raise argparse.ArgumentTypeError(f"số quầy từ 1 đến {MOST_COUNTERS} / 1 to {MOST_COUNTERS} counters, not {text!r}")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"cổng từ 0 đến 65535 / a port from 0 to 65535, not {text!r}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"ngày dạng 2026-11-23 / a date like 2026-11-23, not {text!r}") from None


def _name(text: str) -> str:
    if re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", text):
        return text
    raise argparse.ArgumentTypeError(f"tên máy a–z, 0–9, gạch nối / lower-case letters, digits, hyphens, not {text!r}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sync", description="Máy chủ và sổ của trung tâm. / The center's box and its book."
    )
    listed = parser.add_subparsers(dest="command", required=True)

    def command(name: str, vietnamese: str, english: str, of_center: bool = True) -> argparse.ArgumentParser:
        made = listed.add_parser(name, help=f"{vietnamese} / {english}", description=f"{vietnamese}. / {english}.")
        made.set_defaults(run=getattr(commands, name))
        if of_center:
            made.add_argument(
                "--config", type=Path, metavar="FILE", help="tệp của trung tâm (center.toml) / the center's TOML file"
            )
            made.add_argument(
                "--data", type=Path, metavar="DIR", help="thư mục dữ liệu của máy chủ / the box's data folder"
            )
            made.add_argument("--sample", metavar="NAME", help="trung tâm mẫu / a sample center of assets/samples")
        return made

    new = command("new", "viết tệp cấu hình của một trung tâm mới", "write the TOML of a new center", False)
    new.add_argument(
        "--commune",
        required=True,
        metavar="NAME",
        help="tên xã, phường, có dấu hoặc không / commune, with or without marks",
    )
    new.add_argument("--counters", type=_counters, default=4, metavar="N", help="số quầy (4) / how many counters (4)")
    new.add_argument(
        "--out",
        type=Path,
        default=Path("center.toml"),
        metavar="FILE",
        help="tệp ghi ra, - là màn hình / file to write, - for standard output",
    )
    new.add_argument("--force", action="store_true", help="ghi đè tệp đã có / overwrite an existing file")

    serve = command("serve", "chạy máy chủ của trung tâm", "serve the center's box")
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="địa chỉ mở ra, 0.0.0.0 cho cả mạng nội bộ (127.0.0.1) / address to bind (127.0.0.1)",
    )
    serve.add_argument("--port", type=_port, default=8765, metavar="PORT", help="cổng (8765) / port (8765)")
    serve.add_argument(
        "--clock-ahead",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="trung tâm mẫu: đồng hồ đi trước bấy nhiêu giây / a sample only: its clock stands so far ahead",
    )
    serve.add_argument(
        "--mdns", action="store_true", help="để máy khác tự tìm thấy / let other machines find the box by mDNS"
    )

    command("status", "xem tình hình trung tâm", "how the center stands")
    command("verify", "kiểm tra toàn bộ sổ", "prove the whole book; exit code 1 when it is not whole")

    export = command("export", "xuất một ngày ra CSV, JSON", "write one day as CSV or JSON")
    export.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="ngày (mới nhất) / the day (newest)")
    export.add_argument("--format", choices=("csv", "json", "both"), default="csv", help="dạng / form (csv)")
    export.add_argument(
        "--out", type=Path, default=Path("."), metavar="DIR", help="thư mục ghi ra / folder to write to"
    )
    export.add_argument("--separator", choices=(",", ";"), default=",", help="dấu ngăn cột CSV / CSV separator")

    backup = command("backup", "sao lưu sổ, kể cả khi máy chủ đang chạy", "copy the book, also while the box runs")
    backup.add_argument("to", type=Path, metavar="TO", help="tệp hoặc thư mục / a file or a folder")
    restore = command("restore", "phục hồi sổ từ bản sao lưu", "put the book back from a backup")
    restore.add_argument("source", type=Path, metavar="FROM", help="bản sao lưu / the backup")

    enrol = command("enrol", "ghi danh một máy, in mã một lần", "enrol a machine and print its token once")
    enrol.add_argument("name", type=_name, metavar="NAME", help="tên máy, ví dụ kiosk-1 / the machine's name")
    enrol.add_argument("--role", choices=ROLES, required=True, help="vai trò / what it is")
    command("machines", "liệt kê các máy đã ghi danh", "list the enrolled machines")
    revoke = command("revoke", "thu hồi mã của một máy", "take a machine's token away")
    revoke.add_argument("name", type=_name, metavar="NAME", help="tên máy / the machine's name")
    listing = command("catalogue", "xem, kiểm tra, thay danh mục thủ tục", "check, import or show the procedures")
    listing.add_argument("action", choices=("check", "import", "show", "template"), help="việc / what to do")
    listing.add_argument(
        "what", nargs="?", default="", metavar="FILE|CODE", help="tệp .json .csv .xlsx, hoặc mã thủ tục"
    )
    listing.add_argument("--yes", action="store_true", help="ghi thật, không chỉ xem trước / write, not only a dry run")
    listing.add_argument("--force", action="store_true", help="nhận cả danh mục cũ hơn / take an older version too")
    listing.add_argument("--version", type=int, metavar="N", help="số của danh mục (số đang dùng + 1) / its version")
    listing.add_argument("--dated", type=_day, metavar="YYYY-MM-DD", help="ngày của danh mục (hôm nay) / its date")
    command("pin", "đổi PIN thành chuỗi ghi trong tệp cấu hình", "turn a PIN into its text for the TOML file", False)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may speak no Vietnamese
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except SetupFault as fault:
        print(f"Tệp {options.config or options.sample or 'center.toml'} có chỗ cần sửa:", file=sys.stderr)
        for each in (fault, *fault.others):
            print(f"  {each}", file=sys.stderr)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
    except Trouble as trouble:
        _tell(trouble)
    except KeyboardInterrupt:
        return 130
    except (OSError, sqlite3.Error) as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        _tell(trouble)
    return 2


def _tell(trouble: Trouble) -> None:
    print(f"{trouble} {trouble.remedy}", file=sys.stderr)
    if trouble.detail:
        print(f"({trouble.detail})", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
