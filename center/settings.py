"""A settings file (TOML) read key by key, so that every fault is named by its line.

Each asking notes what is wrong and answers with something harmless, so that one reading
finds all faults of a file; `Settings.settle` raises them, the topmost first.
"""

import difflib
import re
import tomllib
from datetime import date, time

from center.errors import SetupFault
from center.toml_lines import Path, line_numbers

REQUIRED = object()

_SYNTAX = (
    ("Expected '=' after a key", "cần dấu = sau tên mục"),
    ("Expected newline or end of document", "thừa chữ sau giá trị; mỗi mục một dòng"),
    ("Cannot overwrite a value", "mục này đã ghi ở trên, mỗi mục chỉ ghi một lần"),
    ("Cannot declare", "bảng này đã ghi ở trên, mỗi bảng chỉ ghi một lần"),
    ("Duplicate inline table key", "mục này ghi hai lần trong cùng dấu { }"),
    ("Illegal character", "chữ chưa đóng ngoặc kép, hoặc có ký tự lạ"),
    ("Unterminated string", "chữ chưa đóng ngoặc kép"),
    ("Unclosed array", "danh sách chưa đóng bằng dấu ]"),
    ("Unclosed inline table", "bảng chưa đóng bằng dấu }"),
    ("Unescaped '\\'", "trong ngoặc kép, dấu \\ phải viết hai lần: \\\\"),
    ("Invalid statement", "cần tên mục, dấu = và giá trị"),
    ("Invalid initial character for a key", "tên mục chỉ gồm a–z, 0–9, dấu - và _"),
    ("Invalid value", "cần một giá trị; chữ phải đặt trong ngoặc kép"),
    ("Expected ']' at the end of a table", "tên bảng cần đóng bằng dấu ]"),
    ("Expected ']]' at the end of an array", "tên bảng lặp cần đóng bằng dấu ]]"),
    ("Invalid date or datetime", "ngày giờ không có thật"),
)


def shown(value: object) -> str:
    """A found value as a fault quotes it: short, and as it is written in TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "một bảng"
    if isinstance(value, list):
        return "một danh sách"
    text = "".join(ch if ch.isprintable() else "?" for ch in str(value))
    return text if len(text) <= 40 else text[:37] + "…"


def nearest(word: str, known: tuple[str, ...]) -> str:
    """The known word that was probably meant, or ""."""
    return next(iter(difflib.get_close_matches(word, known, 1, 0.6)), "")


class Settings:
    """One file's text: `root` is asked, `settle` ends the reading.

    Raises SetupFault at once when the text is no TOML at all.
    """

    def __init__(self, text: str):
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")  # Notepad's mark and line ends
        try:
            values = tomllib.loads(text)
        except ValueError as error:  # a TOMLDecodeError, or a whole number of thousands of digits
            raise _syntax_fault(str(error), text) from None
        except RecursionError:
            raise SetupFault(1, "", "có danh sách lồng nhau quá sâu") from None
        self._lines = line_numbers(text)
        self.faults: list[SetupFault] = []
        self.root = Table(self, (), values)

    def line(self, path: Path) -> int:
        """The line of the path, or of the nearest table around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def blame(self, path: Path, expected: str, found: object = None, near: str = ""):
        """Note a fault of the value at this path; `near` is the known word that was probably meant."""
        key = ".".join(shown(part) for part in path if isinstance(part, str))
        text = None if found is None else shown(found)
        hint = f"Có phải ý là «{near}»?" if near else ""
        self.faults.append(SetupFault(self.line(path), key, expected, text, hint))

    def settle(self):
        """Raises the topmost SetupFault, the other ones in its `others`."""
        self.root.finish()
        if self.faults:
            first, *others = sorted(self.faults, key=lambda fault: fault.line)
            first.others = tuple(others)
            raise first


class Table:
    """One table of a settings file. Keys nobody asked for are faults when it is finished."""

    def __init__(self, settings: Settings, path: Path, values: dict):
        self._settings = settings
        self.path = path
        self._values = values
        self._asked: dict[str, None] = {}
        self._inner: list[Table] = []
        self._repeated: dict[str, tuple[Table, ...]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """The keys as written, for tables whose keys are names."""
        return tuple(self._values)

    def line(self, key: str | None = None) -> int:
        return self._settings.line((*self.path, key) if key else self.path)

    def blame(self, key: str | None, expected: str, found: object = None, near: str = ""):
        self._settings.blame((*self.path, key) if key else self.path, expected, found, near)

    def _ask(self, key: str, kinds: tuple[type, ...], expected: str, default):
        """The value, or `default`; (value, whether it is sound)."""
        self._asked[key] = None
        if key not in self._values:
            if default is REQUIRED:
                self.blame(key, f"còn thiếu, cần {expected}")
                return None, False
            return default, False
        value = self._values[key]
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            self.blame(key, f"cần {expected}", value)
            return (None if default is REQUIRED else default), False
        return value, True

    def text(self, key: str, expected: str = "chữ trong ngoặc kép", default=REQUIRED, *, match: str = "", longest=200):
        """A text that wholly matches the pattern `match`, if one is given; "" when at fault."""
        value, sound = self._ask(key, (str,), expected, default)
        if not sound:
            return value or ""
        if default is REQUIRED and not value.strip():
            self.blame(key, f"không được để trống, cần {expected}")
        elif len(value) > longest:
            self.blame(key, f"dài quá {longest} chữ", value)
        elif re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", value):
            self.blame(key, "có ký tự điều khiển, cần chữ thường", value)
        elif match and value != default and not re.fullmatch(match, value):
            self.blame(key, f"cần {expected}", value)
        else:
            return value
        return ""

    def choice(self, key: str, allowed: tuple[str, ...], default=REQUIRED) -> str:
        """One of the allowed words, "" when at fault; a near miss is met with the nearest."""
        value, sound = self._ask(key, (str,), "một trong: " + ", ".join(allowed), default)
        if sound and value not in allowed:
            listed = ", ".join(allowed) if len(allowed) <= 14 else f"{', '.join(allowed[:12])}…"
            self.blame(key, f"cần một trong: {listed}", value, nearest(value, allowed))
            return ""
        return value or ""

    def number(self, key: str, least: float, most: float, default=REQUIRED, *, whole=True, unit=""):
        """A number within least..most; `whole` refuses a fraction. None when required and at fault."""
        expected = f"{'số nguyên' if whole else 'số'} từ {least:g} đến {most:g}{' ' + unit if unit else ''}"
        value, sound = self._ask(key, (int,) if whole else (int, float), expected, default)
        if sound and not least <= value <= most:
            self.blame(key, f"cần {expected}", value)
            return None if default is REQUIRED else default
        return value

    def flag(self, key: str, default: bool) -> bool:
        return self._ask(key, (bool,), "true (có) hoặc false (không)", default)[0]

    def clock(self, key: str) -> time | None:
        """A time of day, written "7:30" or 07:30:00."""
        value, sound = self._ask(key, (str, time), 'giờ dạng "7:30"', REQUIRED)
        if isinstance(value, str):
            found = re.fullmatch(r"([01]?\d|2[0-3])[:hg]([0-5]\d)", value.strip())
            if not found:
                self.blame(key, 'cần giờ dạng "7:30"', value)
                return None
            return time(int(found[1]), int(found[2]))
        return value if sound else None

    def days(self, key: str) -> frozenset[date]:
        """A list of dates, written 2026-11-24 (with or without quotes); empty when absent."""
        found = set()
        for index, value in enumerate(self._ask(key, (list,), "danh sách ngày", [])[0] or []):
            day = value if type(value) is date else None
            if isinstance(value, str):
                try:
                    day = date.fromisoformat(value)
                except ValueError:
                    day = None
            if day is None:
                self._settings.blame((*self.path, key, index), "cần ngày dạng 2026-11-24", value)
            else:
                found.add(day)
        return frozenset(found)

    def texts(self, key: str, default=(), *, expected="chữ trong ngoặc kép", match: str = "", longest=200):
        """A list of texts, each checked as `text` does."""
        asked = "danh sách trong dấu [ ]"
        values, _ = self._ask(key, (list,), asked, default if default is REQUIRED else list(default))
        kept = []
        for index, value in enumerate(values or []):
            fits = isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()
            if not fits or (match and not re.fullmatch(match, value)):
                self._settings.blame((*self.path, key, index), f"cần {expected}", value)
            else:
                kept.append(value)
        return tuple(kept)

    def table(self, key: str) -> "Table":
        """The table of this name; an empty one when it is absent."""
        values, sound = self._ask(key, (dict,), f"bảng [{key}]", {})
        inner = Table(self._settings, (*self.path, key), values if sound else {})
        self._inner.append(inner)
        return inner

    def tables(self, key: str) -> tuple["Table", ...]:
        """The tables [[key]] in the order written."""
        if key in self._repeated:
            return self._repeated[key]
        values, _ = self._ask(key, (list,), f"bảng lặp [[{key}]]", [])
        made: list[Table] = []
        for index, value in enumerate(values or []):
            if isinstance(value, dict):
                made.append(Table(self._settings, (*self.path, key, index), value))
            else:
                self._settings.blame((*self.path, key, index), f"cần bảng [[{key}]]", value)
        self._inner.extend(made)
        return self._repeated.setdefault(key, tuple(made))

    def numbers(self, key: str, least: float, most: float) -> dict[str, float]:
        """An inline table of name → number, any names; empty when absent."""
        values, _ = self._ask(key, (dict,), "bảng dạng { ten = số }", {})
        kept = {}
        for name, value in (values or {}).items():
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
                self._settings.blame((*self.path, key, name), f"cần số từ {least:g} đến {most:g}", value)
            else:
                kept[name] = float(value)
        return kept

    def plain(self, key: str):
        """A value taken as it is: text, whole number, number or flag."""
        return self._ask(key, (str, int, float, bool), "chữ, số, true hoặc false", "")[0]

    def is_text(self, key: str) -> bool:
        return isinstance(self._values.get(key), str)

    def offer(self, *keys: str):
        """Names keys that may be there although nobody asked, for the hint at a misspelled one."""
        self._asked.update(dict.fromkeys(keys))

    def finish(self):
        """Notes every key that nobody asked for, with the nearest name that exists."""
        for key in self._values:
            if key not in self._asked:
                near = nearest(key, tuple(self._asked))
                known = "" if near else ", các mục dùng được: " + ", ".join(self._asked)
                self.blame(key, f"không có mục này{known}", near=near)
        for inner in self._inner:
            inner.finish()


def _syntax_fault(message: str, text: str) -> SetupFault:
    at = re.search(r"at line (\d+)", message)
    line = int(at[1]) if at else len(text.rstrip().splitlines()) or 1
    for said, expected in _SYNTAX:
        if message.startswith(said):
            return SetupFault(line, "", expected)
    return SetupFault(line, "", "không đúng cách viết TOML; so với tệp mẫu trong assets/samples")
