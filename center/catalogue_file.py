"""A catalogue as read from a file (JSON values), checked and made into a Catalogue; every fault is named by its place.

The schema is described for people in assets/catalogue/README.md and is what is written here.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from center.errors import CatalogueFault
from center.procedures import (
    ASK,
    MARKED,
    ONLINE_LEVELS,
    RECEIVERS,
    UNITS,
    Catalogue,
    Fee,
    Paper,
    Procedure,
    Replaced,
    Term,
)
from center.settings import nearest, shown

SCHEMA = 1
CODE = r"\d\.\d{6}"
LONGEST_NAME = 1500  # the longest real one (1.013980) has 1,095 letters
LONGEST_TEXT = 1000
MOST_PROCEDURES = 10_000
REQUIRED = object()
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def read_catalogue(
    values: object, places: Mapping[int, str] | None = None, titles: Mapping[str, str] | None = None
) -> Catalogue:
    """The catalogue that these JSON values describe.

    `places` says where the n-th procedure stands in what a person has before them ("Dòng 12"), `titles` in
    which column each key does ("term.value" → "Thời hạn").
    Raises CatalogueFault for the first fault, with all others in its `others`.
    """
    faults: list[CatalogueFault] = []
    root = _Record(values if isinstance(values, dict) else {}, "Đầu danh mục", faults, "", titles or {})
    if not isinstance(values, dict):
        root.blame(None, "cần một bảng có version, dated và procedures", values)
    schema = root.whole("schema", 1, 999)
    if schema is not None and schema > SCHEMA:
        raise CatalogueFault("Đầu danh mục", f"phần mềm này đọc được dạng {SCHEMA}, cần cập nhật phần mềm", str(schema))
    version = root.whole("version", 1, 999_999_999)
    dated = root.day("dated", REQUIRED)
    source = root.text("source", "")
    procedures = _read_procedures(root, places or {})
    root.finish()
    if faults:
        first, *others = faults
        first.others = tuple(others)
        raise first
    return Catalogue(version, dated, procedures, source)


def write_catalogue(catalogue: Catalogue) -> dict:
    """The JSON values that `read_catalogue` reads back as this very catalogue."""
    return {
        "schema": SCHEMA,
        "version": catalogue.version,
        "dated": catalogue.dated.isoformat(),
        "source": catalogue.source,
        "procedures": [plain(procedure) for procedure in catalogue.procedures],
    }


def plain(part: object) -> object:
    """A procedure, or a part of one, as JSON values; keys in the order of the class."""
    if isinstance(part, date):
        return part.isoformat()
    if isinstance(part, Mapping):
        return dict(part)
    if isinstance(part, tuple):
        return [plain(each) for each in part]
    if hasattr(part, "__dataclass_fields__"):
        return {name: plain(getattr(part, name)) for name in part.__dataclass_fields__}
    return part


def _read_procedures(root: "_Record", places: Mapping[int, str]) -> tuple[Procedure, ...]:
    rows = root.listed("procedures")
    if "procedures" not in root.values:
        root.blame("procedures", "còn thiếu danh sách thủ tục")
    elif not rows:
        root.blame("procedures", "cần ít nhất một thủ tục")
    elif len(rows) > MOST_PROCEDURES:
        root.blame("procedures", f"nhiều nhất {MOST_PROCEDURES} thủ tục", len(rows))
        return ()
    seen: dict[str, str] = {}
    made = []
    for index, row in enumerate(rows):
        place = places.get(index, f"Thủ tục thứ {index + 1}")
        if not isinstance(row, dict):
            root.faults.append(CatalogueFault(place, "cần một bảng ghi các mục của thủ tục", shown(row)))
            continue
        code = row.get("code")
        if isinstance(code, str) and re.fullmatch(CODE, code):
            place += f" ({code})"
        record = _Record(row, place, root.faults, "", root.titles)
        procedure = _read_procedure(record)
        if procedure.code in seen:
            record.blame("code", f"mã đã dùng ở {seen[procedure.code]}, mỗi mã ghi một lần", procedure.code)
        elif procedure.code:
            seen[procedure.code] = place
        made.append((record, procedure))
    for record, procedure in made:
        if procedure.replaced_by and procedure.replaced_by not in seen:
            record.blame("replaced_by", "không có thủ tục mang mã này trong danh mục", procedure.replaced_by)
    return tuple(procedure for _, procedure in made)


def _read_procedure(record: "_Record") -> Procedure:
    faults_before = len(record.faults)
    code = record.text("code", REQUIRED, match=CODE, expected='mã thủ tục dạng "1.001193"')
    name = record.text("name", REQUIRED, longest=LONGEST_NAME)
    made = Procedure(
        code=code,
        name=name,
        official_name=record.text("official_name", "", longest=LONGEST_NAME),
        field=record.text("field", REQUIRED, longest=100),
        authority=record.text("authority", REQUIRED, longest=200),
        receiver=record.choice("receiver", tuple(RECEIVERS), "center"),
        online_level=record.choice("online_level", tuple(ONLINE_LEVELS), "unknown"),
        term=_read_term(record.table("term")),
        fee=_read_fee(record.table("fee")),
        papers=tuple(_read_paper(paper) for paper in record.tables("papers")),
        replaced=tuple(_read_replaced(paper) for paper in record.tables("replaced")),
        result=record.text("result", ""),
        forms=record.texts("forms"),
        legal_basis=record.texts("legal_basis"),
        essential=record.flag("essential"),
        any_boundary=record.flag("any_boundary"),
        keywords=record.texts("keywords"),
        verified=_read_marks(record.table("verified")),
        valid_from=record.day("valid_from", None),
        valid_to=record.day("valid_to", None),
        replaced_by=record.text("replaced_by", "", match=CODE, expected='mã thủ tục dạng "1.001193"'),
        source=record.text("source", ""),
        remark=record.text("remark", ""),
    )
    if made.valid_from and made.valid_to and made.valid_from > made.valid_to:
        record.blame("valid_to", f"phải từ ngày có hiệu lực {made.valid_from:%d/%m/%Y} trở đi", f"{made.valid_to}")
    if made.replaced_by and made.replaced_by == code:
        record.blame("replaced_by", "thủ tục không thể thay thế chính nó", code)
    if len(record.faults) == faults_before:  # else what is empty may only be at fault
        _check_marks(record, made)
    record.finish()
    return made


def _check_marks(record: "_Record", made: Procedure):
    for attribute, called in (("term", "thời hạn"), ("papers", "giấy tờ"), ("fee", "lệ phí"), ("result", "kết quả")):
        if made.is_verified(attribute) and made.says(attribute) == ASK:
            record.blame("verified", f"{called} ghi là đã kiểm chứng nhưng để trống")


def _read_term(record: "_Record") -> Term:
    unit = record.choice("unit", tuple(UNITS), REQUIRED)
    value = record.whole("value", 1, 3660, None)
    if (
        unit in ("working_days", "calendar_days", "months", "hours")
        and value is None
        and not record.is_at_fault("value")
    ):
        record.blame("value", f"còn thiếu, cần số {UNITS[unit]}")
    if unit == "at_once" and value is not None:
        record.blame("value", "thủ tục giải quyết ngay thì để trống", value)
    made = Term(value, unit, record.flag("cutoff_15h"), record.text("text", ""), record.text("extension", ""))
    record.finish()
    return made


def _read_fee(record: "_Record") -> Fee:
    made = Fee(record.whole("amount_vnd", 0, 1_000_000_000, None, unit="đồng"), record.text("text", ""))
    record.finish()
    return made


def _read_paper(record: "_Record") -> Paper:
    made = Paper(
        name=record.text("name", REQUIRED, longest=LONGEST_TEXT),
        originals=record.whole("originals", 0, 20, 1),
        copies=record.whole("copies", 0, 20, 0),
        present_only=record.flag("present_only"),
        if_applicable=record.flag("if_applicable"),
        verified=record.flag("verified", True),
    )
    if made.present_only and (made.originals or made.copies):
        record.blame("present_only", "giấy tờ chỉ xuất trình thì số bản chính và bản sao là 0")
    record.finish()
    return made


def _read_replaced(record: "_Record") -> Replaced:
    made = Replaced(record.text("paper", REQUIRED), record.text("database", REQUIRED), record.text("legal_basis", ""))
    record.finish()
    return made


def _read_marks(record: "_Record") -> dict[str, bool]:
    marks = {name: record.flag(name) for name in MARKED}
    record.finish()
    return marks


class _Record:
    """One table of values. Each asking notes what is wrong and answers with something harmless."""

    def __init__(self, values: dict, place: str, faults: list[CatalogueFault], path: str, titles: Mapping[str, str]):
        self.values, self.place, self.faults = values, place, faults
        self.path, self.titles = path, titles
        self._asked: dict[str, None] = {}
        self._faulty: set[str | None] = set()

    def blame(self, key: str | None, expected: str, found: object = None, near: str = ""):
        hint = f"Có phải ý là «{near}»?" if near else ""
        self._faulty.add(key)
        place = self.place if key is None else self._named(key)
        self.faults.append(CatalogueFault(place, expected, None if found is None else shown(found), hint))

    def _named(self, key: str) -> str:
        """The place of a key; within a column the keys have no names of their own."""
        title = self.titles.get(self.path + key)
        if title:
            return f"{self.place}, cột «{title}»"
        return f"{self.place}, mục {key}" if key and not self.titles else self.place

    def _inner(self, key: str, values: dict, number: int | None = None) -> "_Record":
        place = self._named(key) if number is None else f"{self._named(key)} thứ {number}"
        return _Record(values, place, self.faults, f"{self.path}{key}.", self.titles)

    def is_at_fault(self, key: str) -> bool:
        return key in self._faulty

    def _ask(self, key: str, kind: type, expected: str, default):
        """(value, whether it is sound); null stands for an absent value."""
        self._asked[key] = None
        value = self.values.get(key)
        if value is None:
            if default is REQUIRED:
                self.blame(key, f"còn thiếu, cần {expected}")
                return None, False
            return default, False
        if type(value) is not kind:
            self.blame(key, f"cần {expected}", value)
            return (None if default is REQUIRED else default), False
        return value, True

    def text(self, key: str, default, *, match: str = "", expected: str = "chữ", longest: int = LONGEST_TEXT) -> str:
        """A text in one line, NFC, without spaces at its ends; "" when at fault."""
        value, sound = self._ask(key, str, expected, default)
        if not sound:
            return value or ""
        value = unicodedata.normalize("NFC", value).strip()
        if default is REQUIRED and not value:
            self.blame(key, f"không được để trống, cần {expected}")
        elif len(value) > longest:
            self.blame(key, f"dài quá {longest} chữ", value)
        elif _CONTROL.search(value):
            self.blame(key, "có xuống dòng hoặc ký tự điều khiển, cần chữ thường trên một dòng", value)
        elif match and value and not re.fullmatch(match, value):
            self.blame(key, f"cần {expected}", value)
        else:
            return value
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        found = enumerate(self.listed(key), 1)
        kept = [self._inner(key, {"": value}, number).text("", REQUIRED) for number, value in found]
        return tuple(text for text in kept if text)

    def choice(self, key: str, allowed: tuple[str, ...], default) -> str:
        listed = "một trong: " + ", ".join(allowed)
        value, sound = self._ask(key, str, listed, default)
        if sound and value not in allowed:
            self.blame(key, f"cần {listed}", value, nearest(value, allowed))
            return allowed[-1]
        return value or allowed[-1]

    def whole(self, key: str, least: int, most: int, default=REQUIRED, unit: str = "") -> int | None:
        expected = f"số nguyên từ {least} đến {most}{' ' + unit if unit else ''}"
        value, sound = self._ask(key, int, expected, default)
        if sound and not least <= value <= most:
            self.blame(key, f"cần {expected}", value)
            return None if default is REQUIRED else default
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        return self._ask(key, bool, "true (có) hoặc false (không)", default)[0]

    def day(self, key: str, default) -> date | None:
        value, sound = self._ask(key, str, "ngày dạng 2026-11-24", default)
        if sound:
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.blame(key, "cần ngày dạng 2026-11-24", value)
                return None
        return None

    def listed(self, key: str) -> list:
        return self._ask(key, list, "danh sách trong dấu [ ]", [])[0]

    def table(self, key: str) -> "_Record":
        value, sound = self._ask(key, dict, "bảng trong dấu { }", {})
        return self._inner(key, value if sound else {})

    def tables(self, key: str) -> list["_Record"]:
        made = []
        for number, value in enumerate(self.listed(key), 1):
            inner = self._inner(key, value if isinstance(value, dict) else {}, number)
            if isinstance(value, dict):
                made.append(inner)
            else:
                inner.blame(None, "cần bảng trong dấu { }", value)
        return made

    def finish(self):
        """Notes every key that nobody asked for, with the nearest name that exists."""
        for key in self.values:
            if key not in self._asked:
                known = tuple(self._asked)
                near = nearest(str(key), known)
                listed = "" if near else ", các mục dùng được: " + ", ".join(known)
                self.blame(str(key), f"không có mục này{listed}", near=near)
