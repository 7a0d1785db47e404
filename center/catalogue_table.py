"""The catalogue as the table that a clerk fills in: one row per procedure, one column per attribute.

Read here from rows of plain cells (text, number, date or nothing), so that CSV and Excel mean the
same. A cell with several papers has one per line: "Tờ khai | 1 bản chính, 2 bản sao | nếu có".
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from center.errors import CatalogueFault
from center.procedures import ONLINE_LEVELS, UNITS, Catalogue, Paper, Procedure
from center.settings import nearest, shown

Cell = str | int | float | bool | date | None
Row = tuple[int, tuple[Cell, ...]]  # line in the file (from 1), cells

EXCEL_DAY_0 = date(1899, 12, 30)
HEADER_WITHIN = 15  # a title and a few remarks may stand above the headings

# Key of the schema → heading. The order is that of the template.
COLUMNS = {
    "code": "Mã thủ tục",
    "name": "Tên thủ tục",
    "official_name": "Tên chính thức",
    "field": "Lĩnh vực",
    "authority": "Cơ quan thực hiện",
    "receiver": "Nơi tiếp nhận",
    "online_level": "Mức trực tuyến",
    "papers": "Giấy tờ cần mang",
    "replaced": "Giấy tờ thay bằng dữ liệu",
    "term.value": "Thời hạn",
    "term.unit": "Đơn vị thời hạn",
    "term.cutoff_15h": "Sau 15 giờ tính ngày sau",
    "term.text": "Thời hạn ghi đầy đủ",
    "term.extension": "Gia hạn",
    "fee.amount_vnd": "Phí, lệ phí (đồng)",
    "fee.text": "Phí, lệ phí ghi đầy đủ",
    "result": "Kết quả",
    "forms": "Biểu mẫu",
    "legal_basis": "Căn cứ pháp lý",
    "essential": "Dịch vụ thiết yếu",
    "any_boundary": "Không phụ thuộc địa giới",
    "keywords": "Từ khóa",
    "valid_from": "Hiệu lực từ",
    "valid_to": "Hiệu lực đến",
    "replaced_by": "Thay bằng mã",
    "verified": "Đã kiểm chứng",
    "source": "Nguồn",
    "remark": "Ghi chú nội bộ",
}
NEEDED = ("code", "name", "field", "authority", "term.unit")
RECEIVER_WORDS = {
    "center": "Trung tâm",
    "commune_police": "Công an cấp xã",
    "land_office": "Văn phòng đất đai",
    "social_insurance": "Bảo hiểm xã hội",
    "employment_center": "Dịch vụ việc làm",
}
UNIT_WORDS = {**UNITS, "at_once": "ngay", "unstated": "không rõ"}
MARK_WORDS = {
    "name": "tên",
    "papers": "giấy tờ",
    "replaced": "thay bằng dữ liệu",
    "term": "thời hạn",
    "fee": "lệ phí",
    "result": "kết quả",
    "online_level": "mức trực tuyến",
    "receiver": "nơi tiếp nhận",
    "authority": "cơ quan",
    "legal_basis": "căn cứ",
    "any_boundary": "địa giới",
}
YES = ("x", "có", "co", "1", "true", "đúng")
NO = ("", "không", "khong", "0", "false", "-")


@dataclass(frozen=True, slots=True)
class TableRead:
    """What `center.catalogue_file.read_catalogue` takes as procedures and places, and what no cell can mean."""

    procedures: list[dict]
    places: dict[int, str]
    faults: tuple[CatalogueFault, ...]


def read_table(rows: Iterable[Row]) -> TableRead:
    """The rows below the first one that has the heading "Mã thủ tục"; empty rows are skipped."""
    rows = [(line, tuple(_plain(cell) for cell in cells)) for line, cells in rows]
    faults: list[CatalogueFault] = []
    start, keys = _header(rows, faults)
    procedures, places = [], {}
    for line, cells in rows[start:]:
        if all(cell in ("", None) for cell in cells):
            continue
        place = f"Dòng {line}"
        row = _Row(place, dict(zip(keys, cells, strict=False)), faults)
        places[len(procedures)] = place
        procedures.append(row.procedure())
    return TableRead(procedures, places, tuple(faults))


def write_table(catalogue: Catalogue) -> list[list[Cell]]:
    """Headings and one row per procedure; `read_table` reads back the same procedures."""
    return [list(COLUMNS.values()), *(list(cells(procedure).values()) for procedure in catalogue.procedures)]


def cells(procedure: Procedure) -> dict[str, Cell]:
    """One procedure's cells by heading."""
    term, fee = procedure.term, procedure.fee
    values = {
        **{key: getattr(procedure, key) for key in COLUMNS if "." not in key},
        "receiver": RECEIVER_WORDS[procedure.receiver],
        "online_level": ONLINE_LEVELS[procedure.online_level],
        "papers": "\n".join(_paper_line(paper) for paper in procedure.papers),
        "replaced": "\n".join(
            " | ".join(filter(None, (paper.paper, paper.database, paper.legal_basis))) for paper in procedure.replaced
        ),
        "term.value": term.value,
        "term.unit": UNIT_WORDS[term.unit],
        "term.cutoff_15h": "x" if term.cutoff_15h else "",
        "term.text": term.text,
        "term.extension": term.extension,
        "fee.amount_vnd": fee.amount_vnd,
        "fee.text": fee.text,
        "forms": "\n".join(procedure.forms),
        "legal_basis": "\n".join(procedure.legal_basis),
        "essential": "x" if procedure.essential else "",
        "any_boundary": "x" if procedure.any_boundary else "",
        "keywords": ", ".join(procedure.keywords),
        "verified": "; ".join(word for key, word in MARK_WORDS.items() if procedure.is_verified(key)),
    }
    return {COLUMNS[key]: values[key] for key in COLUMNS}


def _paper_line(paper: Paper) -> str:
    parts = [paper.name, paper.kind or "0 bản chính"]
    parts += ["nếu có"] * paper.if_applicable + ["chưa kiểm chứng"] * (not paper.verified)
    return " | ".join(parts)


def _plain(cell: Cell) -> Cell:
    """Text composed (NFC), without spaces at the ends of its lines; everything else as it is."""
    if not isinstance(cell, str):
        return cell
    text = unicodedata.normalize("NFC", cell).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = re.sub(r"[\u200b-\u200d\ufeff]", "", text)
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def _folded(text: object) -> str:
    return " ".join(str("" if text is None else text).lower().split())


def _header(rows: list[Row], faults: list[CatalogueFault]) -> tuple[int, list[str | None]]:
    """Index of the first row below the headings, and the key of each column."""
    by_heading = {_folded(heading): key for key, heading in COLUMNS.items()}
    for index, (line, found) in enumerate(rows[:HEADER_WITHIN]):
        if all(_folded(cell) != _folded(COLUMNS["code"]) for cell in found):
            continue
        keys = [by_heading.get(_folded(cell)) for cell in found]
        for cell, key in zip(found, keys, strict=True):
            if key is None and cell not in ("", None):
                near = nearest(_folded(cell), tuple(by_heading))
                hint = f"Có phải ý là «{COLUMNS[by_heading[near]]}»?" if near else ""
                faults.append(CatalogueFault(f"Dòng {line}", "không có cột mang tên này", shown(cell), hint))
        for key in dict.fromkeys(filter(None, keys)):
            if keys.count(key) > 1:
                faults.append(CatalogueFault(f"Dòng {line}", "cột này ghi hai lần", COLUMNS[key]))
        for key in NEEDED:
            if key not in keys:
                faults.append(CatalogueFault(f"Dòng {line}", f"còn thiếu cột «{COLUMNS[key]}»"))
        return index + 1, keys
    faults.append(CatalogueFault("Đầu bảng", f"không thấy dòng tiêu đề có cột «{COLUMNS['code']}»"))
    return len(rows), []


class _Row:
    """One row's cells by key, turned into a procedure's JSON values."""

    def __init__(self, place: str, values: dict[str, Cell], faults: list[CatalogueFault]):
        self.place, self.values, self.faults = place, values, faults

    def blame(self, key: str, expected: str, found: Cell, near: str = ""):
        hint = f"Có phải ý là «{near}»?" if near else ""
        self.faults.append(CatalogueFault(f"{self.place}, cột «{COLUMNS[key]}»", expected, shown(found), hint))

    def procedure(self) -> dict:
        return {
            "code": self.code("code"),
            **{key: self.text(key) for key in ("name", "official_name", "field", "authority", "result")},
            "receiver": self.word("receiver", RECEIVER_WORDS, "center"),
            "online_level": self.word("online_level", ONLINE_LEVELS, "unknown"),
            "papers": [self.paper(line) for line in self.lines("papers")],
            "replaced": [self.replaced(line) for line in self.lines("replaced")],
            "term": {
                "value": self.whole("term.value"),
                "unit": self.word("term.unit", UNIT_WORDS, None),
                "cutoff_15h": self.flag("term.cutoff_15h"),
                "text": self.text("term.text"),
                "extension": self.text("term.extension"),
            },
            "fee": {"amount_vnd": self.amount("fee.amount_vnd"), "text": self.text("fee.text")},
            "forms": self.lines("forms"),
            "legal_basis": self.lines("legal_basis"),
            "essential": self.flag("essential"),
            "any_boundary": self.flag("any_boundary"),
            "keywords": [word.strip() for word in re.split(r"[,;\n]", self.text("keywords")) if word.strip()],
            "verified": self.marks("verified"),
            "valid_from": self.day("valid_from"),
            "valid_to": self.day("valid_to"),
            "replaced_by": self.code("replaced_by"),
            "source": self.text("source"),
            "remark": self.text("remark"),
        }

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value)

    def lines(self, key: str) -> list[str]:
        return [line for line in self.text(key).split("\n") if line]

    def code(self, key: str) -> str:
        """Excel turns 1.012780 into the number 1.01278, and shows it with a comma in Vietnamese."""
        value = self.values.get(key)
        if isinstance(value, float):
            return f"{value:.6f}"
        text = self.text(key).lstrip("'")
        found = re.fullmatch(r"(\d)[.,](\d{4,6})", text)
        return f"{found[1]}.{found[2]:0<6}" if found else text

    def flag(self, key: str) -> bool:
        value = self.values.get(key)
        if isinstance(value, bool):
            return value
        word = _folded(self.text(key))
        if word not in YES + NO:
            self.blame(key, "cần x (có) hoặc để trống (không)", value)
        return word in YES

    def whole(self, key: str) -> int | None:
        value = self.values.get(key)
        if value in ("", None):
            return None
        text = self.text(key)
        if not re.fullmatch(r"\d{1,4}", text):
            self.blame(key, "cần một số nguyên, ví dụ 3", value)
            return None
        return int(text)

    def amount(self, key: str) -> int | None:
        """8000, "8.000 đ", "8,000"; "miễn phí" is 0."""
        value = self.values.get(key)
        if value in ("", None):
            return None
        text = re.sub(r"\s*(đ|đồng|vnd|vnđ)$", "", _folded(self.text(key)))
        if text in ("miễn", "miễn phí", "không", "không thu"):
            return 0
        if not re.fullmatch(r"\d{1,10}|\d{1,3}([.,]\d{3}){1,3}", text):
            self.blame(key, "cần số tiền bằng đồng, ví dụ 8000; trường hợp khác ghi ở cột bên cạnh", value)
            return None
        return int(re.sub(r"\D", "", text))

    def day(self, key: str) -> str | None:
        """A date cell, Excel's day number, 24/11/2026 or 2026-11-24."""
        value = self.values.get(key)
        if value in ("", None):
            return None
        if isinstance(value, datetime):
            return value.date().isoformat()
        if isinstance(value, date):
            return value.isoformat()
        text = self.text(key)
        if re.fullmatch(r"[2-9]\d{4}", text):  # 1954 to 2173
            return (EXCEL_DAY_0 + timedelta(days=int(text))).isoformat()
        for pattern in (r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})", r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"):
            found = re.fullmatch(pattern + r"(?:[ T]00:00:00)?", text)
            if found:
                try:
                    return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
                except ValueError:
                    break
        self.blame(key, "cần ngày dạng 24/11/2026", value)
        return None

    def word(self, key: str, words: dict[str, str], default: str | None) -> str | None:
        found = _folded(self.text(key))
        if not found and default is not None:
            return default
        for value, word in words.items():
            if found and found in (_folded(word), value):
                return value
        listed = tuple(filter(None, words.values()))
        self.blame(key, f"cần một trong: {', '.join(listed)}", self.text(key), nearest(found, listed))
        return default or next(reversed(words))

    def marks(self, key: str) -> dict[str, bool]:
        found = [_folded(word) for word in re.split(r"[;,\n]", self.text(key)) if word.strip()]
        known = tuple(MARK_WORDS.values())
        for word in found:
            if word not in known:
                self.blame(key, f"cần các từ trong: {'; '.join(known)}", word, nearest(word, known))
        return {name: word in found for name, word in MARK_WORDS.items()}

    def paper(self, line: str) -> dict:
        name, *parts = [part.strip() for part in line.split("|")]
        made = {"name": name, "originals": 0 if parts else 1, "copies": 0, "present_only": False}
        made |= {"if_applicable": False, "verified": True}
        for part in [piece.strip() for each in parts for piece in each.split(",")]:
            counted = re.fullmatch(r"(\d{1,2}) bản (chính|sao)", part)
            if counted:
                made["originals" if counted[2] == "chính" else "copies"] = int(counted[1])
            elif part == "chỉ xuất trình":
                made["present_only"] = True
            elif part == "nếu có":
                made["if_applicable"] = True
            elif part == "chưa kiểm chứng":
                made["verified"] = False
            else:
                self.blame("papers", "sau dấu | cần «1 bản chính», «1 bản sao», «chỉ xuất trình» hoặc «nếu có»", part)
        return made

    def replaced(self, line: str) -> dict:
        parts = [part.strip() for part in line.split("|")]
        if not 2 <= len(parts) <= 3:
            self.blame("replaced", "mỗi dòng cần «giấy tờ | cơ sở dữ liệu | căn cứ»", line)
            parts = [parts[0], "?"]
        return {"paper": parts[0], "database": parts[1], "legal_basis": parts[2] if len(parts) == 3 else ""}
