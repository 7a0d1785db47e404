"""`python -m devices check`: each device examined, told as it goes, and a report to send home."""

import argparse
import json
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devices.check_kinds import examine
from devices.checking import SIGNS, Examined, Finding
from devices.hands import hands_for
from devices.opening import shown


def check(asked: argparse.Namespace) -> int:
    """The conformance of every device named, with a technician's hands. 1 where one fails or Ctrl-C ended it."""
    examined = []
    for name, uri in asked.devices.items():
        print(f"{name}  {shown(uri)}", flush=True)
        examined.append(examine(name, uri, hands_for(name.partition(".")[0], uri, asked.unattended), _tell))
        if examined[-1].broken_off:
            break
    if asked.report:
        _keep(asked.report, examined)
    print(result_of(examined))
    return 0 if all(one.passed for one in examined) else 1


def report_of(examined: list[Examined]) -> dict[str, Any]:
    """To send home: nothing in it names a person or what a paper or a code says."""
    return {
        "checked_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "passed": all(one.passed for one in examined),
        "unchecked": sum(one.unchecked for one in examined),
        "devices": [{**asdict(one), "passed": one.passed} for one in examined],
    }


def report_text(examined: list[Examined]) -> str:
    lines = []
    for one in examined:
        lines.append(f"{one.name}  {one.uri}  {one.model}".rstrip())
        lines += [f"{_line(finding)}  {finding.seconds:.2f} s" for finding in one.findings]
    return "\n".join([*lines, result_of(examined)]) + "\n"


def result_of(examined: list[Examined]) -> str:
    """What was not tried is said beside what passed: a device of which nothing was asked has not passed by that."""
    unchecked = sum(one.unchecked for one in examined)
    rest = f"; {unchecked} mục chưa kiểm tra" if unchecked else ""
    if any(one.broken_off for one in examined):
        return "KẾT QUẢ: bị dừng giữa chừng" + rest
    return ("KẾT QUẢ: đạt" if all(one.passed for one in examined) else "KẾT QUẢ: có mục hỏng") + rest


def _keep(report: Path, examined: list[Examined]) -> None:
    text, table = report.with_name(f"{report.name}.txt"), report.with_name(f"{report.name}.json")
    report.parent.mkdir(parents=True, exist_ok=True)
    text.write_text(report_text(examined), "utf-8")
    table.write_text(json.dumps(report_of(examined), ensure_ascii=False, indent=1), "utf-8")
    print(f"Báo cáo: {text} và {table}")


def _tell(finding: Finding) -> None:
    print(_line(finding), flush=True)


def _line(finding: Finding) -> str:
    return f"  {SIGNS[finding.verdict]:6}  {finding.check}  {finding.said}".rstrip()
