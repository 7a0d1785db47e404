"""One day of a center as tables for people (CSV) or as one document for programs (JSON)."""

import csv
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

from center.day import Day, fold
from center.hours import local
from center.setup import Setup
from center.tickets import Ticket
from sync.journal import Entry, Reader
from sync.troubles import trouble_of

STATES = {
    "waiting": "đang chờ",
    "called": "đang mời",
    "serving": "đang phục vụ",
    "held": "tạm giữ",
    "no_show": "vắng mặt",
    "done": "xong",
    "cancelled": "đã hủy",
}
KINDS = {"waiting": "chờ", "walking": "đi tới quầy", "served": "phục vụ", "held": "tạm giữ"}
RATING_STATES = {"asked": "đang hỏi", "rated": "đã đánh giá", "unanswered": "không trả lời", "not_asked": "không hỏi"}


def export_day(
    book: Reader, day: date, setup: Setup | None, folder: Path, form: str = "csv", separator: str = ","
) -> tuple[Path, ...]:
    """Writes the day's files ("csv": four tables, "json": one document) and names them; raises Trouble.

    The log is written word for word; the rest is folded from it. `setup` gives ids their names.
    """
    entries = list(book.entries(day=day))
    folded = fold(day, ((entry.seq, entry.fact) for entry in entries))
    stem = f"{setup.id if setup else book.node}-{day.isoformat()}"
    if form == "json":
        texts = {f"{stem}.json": _document(folded, entries, book.node)}
    else:
        tables = {
            "tickets": _tickets(folded, setup),
            "intervals": _intervals(folded, setup),
            "ratings": _ratings(folded, setup),
            "log": _log(entries),
        }
        # The mark makes Excel read UTF-8.
        texts = {f"{stem}-{name}.csv": "\ufeff" + table(rows, separator) for name, rows in tables.items()}
    return tuple(_write(folder / name, text) for name, text in texts.items())


def table(rows: Iterable[tuple], separator: str = ",") -> str:
    """Rows as CSV. A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    out = StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M:%S")
    if (isinstance(value, str) and value.lstrip()[:1] in ("=", "+", "-", "@")) or str(value)[:1] in ("\t", "\r", "\n"):
        return "'" + str(value)
    return value


def _write(path: Path, text: str) -> Path:
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(text.encode("utf-8"))
        os.replace(part, path)
    except OSError as error:
        raise trouble_of(error) or error from error
    return path


def _field_name(setup: Setup | None, field: str) -> str:
    return setup.field_by_id[field].name if setup and field in setup.field_by_id else field


def _seconds(day: Day, kind: str) -> dict[str, int]:
    sums: dict[str, float] = {}
    for row in day.intervals:
        if row.kind == kind:
            sums[row.ticket] = sums.get(row.ticket, 0) + row.seconds
    return {ticket: round(seconds) for ticket, seconds in sums.items()}


def _tickets(day: Day, setup: Setup | None) -> list[tuple]:
    waited, served = _seconds(day, "waiting"), _seconds(day, "served")
    classes = setup.class_by_id if setup else {}

    def row(t: Ticket) -> tuple:
        priority = classes[t.priority].name if t.priority in classes else t.priority
        return (
            t.id, _field_name(setup, t.field), priority, STATES[t.state], t.taken_at, t.called_at, t.started_at,
            t.ended_at, t.counter, t.official, waited.get(t.id), served.get(t.id), t.calls, t.transfers,
            RATING_STATES.get(t.rating_state, ""), t.rating, t.channel, t.machine, " ".join(t.procedures),
        )  # fmt: skip

    head = (
        "Số", "Lĩnh vực", "Diện", "Trạng thái", "Lấy số lúc", "Gọi lần cuối", "Bắt đầu", "Kết thúc", "Quầy", "Cán bộ",
        "Chờ (giây)", "Phục vụ (giây)", "Số lần gọi", "Số lần chuyển", "Đánh giá", "Mức", "Kênh", "Máy", "Thủ tục",
    )  # fmt: skip
    return [head, *(row(t) for t in day.tickets.values())]


def _intervals(day: Day, setup: Setup | None) -> list[tuple]:
    head = ("Số", "Giai đoạn", "Lĩnh vực", "Quầy", "Cán bộ", "Từ", "Đến", "Giây")
    return [
        head,
        *(
            (i.ticket, KINDS[i.kind], _field_name(setup, i.field), i.counter or None, i.official, i.started_at,
             i.ended_at, round(i.seconds))
            for i in day.intervals
        ),
    ]  # fmt: skip


def _ratings(day: Day, setup: Setup | None) -> list[tuple]:
    levels = {level.value: level.name for level in setup.rating.levels} if setup else {}
    reasons = {reason.id: reason.name for reason in setup.rating.reasons} if setup else {}
    head = ("Lúc", "Mức", "Tên mức", "Số", "Quầy", "Cán bộ", "Lĩnh vực", "Lý do", "Máy")
    return [
        head,
        *(
            (r.at, r.value, levels.get(r.value, ""), r.ticket, r.counter or None, r.official,
             _field_name(setup, r.field), "; ".join(reasons.get(each, each) for each in r.reasons), r.machine)
            for r in day.ratings
        ),
    ]  # fmt: skip


def _log(entries: list[Entry]) -> list[tuple]:
    head = ("Dòng", "Loại", "Lúc", "Máy ghi", "Nội dung", "Mã kiểm tra")
    return [
        head,
        *((e.seq, _kind(e), e.fact.at, e.origin.node if e.origin else "", e.text, e.hash.hex()) for e in entries),
    ]


def _kind(entry: Entry) -> str:
    return getattr(entry.fact, "kind", type(entry.fact).__name__)


def _document(day: Day, entries: list[Entry], node: str) -> str:
    def plain(value: object) -> str:
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return str(value)

    values = {
        "node": node,
        "day": day.day,
        "head": {"seq": entries[-1].seq, "hash": entries[-1].hash.hex()} if entries else None,
        "closed_by": day.closed_by,
        "tickets": [asdict(ticket) for ticket in day.tickets.values()],
        "intervals": [{**asdict(row), "seconds": row.seconds} for row in day.intervals],
        "ratings": [asdict(rating) for rating in day.ratings],
        "doubts": day.doubts,
        "facts": [
            {
                "seq": e.seq,
                "kind": _kind(e),
                "origin": e.origin._asdict() if e.origin else None,
                "hash": e.hash.hex(),
                "body": json.loads(e.text),
            }
            for e in entries
        ],
    }
    return json.dumps(values, ensure_ascii=False, indent=1, default=plain) + "\n"
