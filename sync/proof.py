"""Whether a book is whole: its chain, its places, the tables drawn from it."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from center.errors import Unreadable
from center.facts import NumberTaken
from sync.troubles import Trouble, trouble_of
from sync.wire import ROOT, chain, decode_fact

if TYPE_CHECKING:
    from sync.reader import Reader

FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of the whole book found; `faults` are Vietnamese sentences, empty when it is whole."""

    facts: int
    head_seq: int
    head_hash: str
    faults: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.faults


def verify(book: "Reader") -> Report:
    """Read the whole book again: chain, places without gaps, numbers equal to the facts, SQLite's own check."""
    seen = {"facts": 0, "seq": 0, "hash": ROOT}
    faults = []
    try:
        for fault in _faults(book, seen):
            faults.append(fault)
            if len(faults) == FAULTS_SHOWN:
                break
    except Trouble as trouble:
        faults.append(f"{trouble} {trouble.detail}".strip())
    except sqlite3.Error as error:
        if (trouble := trouble_of(error)) is None:
            raise
        faults.append(f"{trouble} {trouble.detail}")
    return Report(seen["facts"], seen["seq"], seen["hash"].hex(), tuple(faults))


def _faults(book: "Reader", seen: dict) -> Iterator[str]:
    connection = book.connection
    for (line,) in connection.execute("PRAGMA integrity_check(5)").fetchall():
        if line != "ok":
            yield f"SQLite báo: {line}."
    epochs = book.epochs()
    if not epochs or epochs[0].first != 1:
        yield "Sổ không có phần mở đầu."
        return
    numbers = 0
    following = iter(epochs)
    epoch, upcoming = next(following), next(following, None)
    for seq, line, stored, day in book.rows():
        if seq != seen["seq"] + 1:
            yield f"Thiếu dòng {seen['seq'] + 1} đến {seq - 1}."
        while upcoming is not None and seq >= upcoming.first:
            if upcoming.parent != (epoch.epoch, upcoming.first - 1, seen["hash"].hex()):
                yield f"Đoạn sổ bắt đầu từ dòng {upcoming.first} không nối vào đoạn trước."
            epoch, upcoming = upcoming, next(following, None)
        if chain(seen["hash"], book.node, epoch.epoch, seq, line) != stored:
            yield f"Dòng {seq} không khớp mã kiểm tra: nội dung đã bị thay đổi."
        seen.update(seq=seq, hash=stored, facts=seen["facts"] + 1)
        try:
            fact = decode_fact(line.kind, line.v, line.text)
        except Unreadable as error:
            yield f"Dòng {seq} không đọc được: {error}"
            continue
        if fact.day.isoformat() != day:
            yield f"Dòng {seq} ghi sai ngày."
        if type(fact) is NumberTaken:
            numbers += 1
            drawn = connection.execute(
                "SELECT seq FROM numbers WHERE day = ? AND series = ? AND number = ?", (day, fact.series, fact.number)
            ).fetchone()
            if drawn != (seq,):
                yield f"Số {fact.ticket} ngày {day} không khớp bảng số."
    if connection.execute("SELECT count(*) FROM numbers").fetchone() != (numbers,):
        yield "Bảng số có số không nằm trong sổ."
    if connection.execute("SELECT count(*) FROM answers WHERE last > ?", (seen["seq"],)).fetchone() != (0,):
        yield "Bảng trả lời chỉ tới dòng không có trong sổ."
