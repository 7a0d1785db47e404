"""The center's TOML file, read into a Setup; every fault in it is named by its line."""

import re
from dataclasses import dataclass
from dataclasses import fields as parts_of
from datetime import date

from center.hours import Session
from center.settings import REQUIRED, Settings, Table, nearest
from center.setup import (
    CallRules,
    Counter,
    Field,
    Level,
    Official,
    PriorityClass,
    RatingForm,
    Reason,
    Setup,
)

WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
FACES = ("very_good", "good", "neutral", "bad", "very_bad")
GROUPS = ("emergency", "priority", "ordinary")
ORDINARY_CLASS = "thuong"  # the class of whoever asks for none
USUAL_LAST = 999
HIGHEST_NUMBER = 9999  # a ticket is a letter and three digits, four on a very full day

NAME_ID = r"[a-z0-9]+(?:[-_][a-z0-9]+)*"
NAME_ID_NEED = "tên viết thường không dấu, a–z, 0–9, gạch nối"
PIN_HASH = r"scrypt\$\d{1,6}\$\d{1,2}\$\d\$[0-9a-f]{32}\$[0-9a-f]{64}"  # as sync.trust.hash_pin makes it
PIN_NEED = 'chuỗi do lệnh "python -m sync pin" in ra'

# What each figure of [calls] may be: least, most, unit.
CALL_BOUNDS = {
    "priority_per_ordinary": (0, 20, "người"),
    "max_wait_minutes": (1, 480, "phút"),
    "recall_after_seconds": (0, 600, "giây"),
    "recall_max": (0, 20, "lần"),
    "late_minutes": (0, 480, "phút"),
    "undo_seconds": (0, 120, "giây"),
    "hold_minutes": (1, 480, "phút"),
    "appointment_early_minutes": (0, 240, "phút"),
    "appointment_late_minutes": (0, 240, "phút"),
    "lease_size": (5, 100, "số"),
    "lease_days_ahead": (0, 7, "ngày"),
}


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a center's file is silent (read from assets by `sync.reference`).

    `icons` empty: the names of icons are not checked.
    """

    classes: tuple[PriorityClass, ...]
    rating: RatingForm
    days_off: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    icons: tuple[str, ...] = ()


def read_setup(text: str, defaults: Defaults) -> Setup:
    """The center that this TOML text describes.

    Raises SetupFault for the topmost fault, with all others of the file in its `others`.
    """
    settings = Settings(text)
    root = settings.root
    center = root.table("center")
    if "center" not in root:
        root.blame("center", "còn thiếu bảng này, trong đó có id, commune và commune_code")
        center_texts = dict.fromkeys(("id", "commune", "commune_code"), "")
    else:
        center_texts = {
            "id": center.text("id", NAME_ID_NEED, match=NAME_ID, longest=40),
            "commune": center.text("commune", "tên đầy đủ, ví dụ «Xã Đông Tiền Hải»", longest=60),
            "commune_code": center.text("commune_code", "mã đơn vị hành chính gồm 5 chữ số", match=r"\d{5}"),
        }
    name = center.text("name", "tên trung tâm", "Trung tâm Phục vụ hành chính công", longest=80)
    province = center.text("province", "tên tỉnh", "Tỉnh Hưng Yên", longest=60)
    hotline = center.text("hotline", "số điện thoại, 3–15 chữ số", "1022", match=r"[0-9 .]{3,15}")
    ticket_url = center.text(
        "ticket_url", "địa chỉ bắt đầu bằng https://, hoặc để trống", "", match=r"https?://[^\s<>\"]+"
    )
    operator_pin_hash = center.text("operator_pin_hash", PIN_NEED, "", match=PIN_HASH)
    recordings = center.text("recordings", "đường dẫn thư mục", "")
    ticker = center.texts("ticker", expected="câu dài không quá 200 chữ")
    ticker_en = center.texts("ticker_en", expected="câu dài không quá 200 chữ")

    sessions = _read_sessions(root)
    days_off, make_up = _read_calendar(root.table("calendar"), defaults)
    rules = _read_calls(root.table("calls"))
    fields = _read_fields(root, defaults)
    counters = _read_counters(root, fields)
    classes = _read_classes(root, defaults)
    rating = _read_rating(root.table("rating"), defaults)
    officials = _read_officials(root)
    settings.settle()
    return Setup(
        **center_texts,
        name=name,
        province=province,
        fields=fields,
        counters=counters,
        classes=classes,
        rating=rating,
        sessions=sessions,
        officials=officials,
        rules=rules,
        hotline=hotline,
        ticket_url=ticket_url,
        ticker=ticker,
        ticker_en=ticker_en,
        days_off=days_off,
        make_up=make_up,
        operator_pin_hash=operator_pin_hash,
        recordings=recordings,
    )


class _Once:
    """Values that may stand once in the file; a repetition is blamed with the line of the first."""

    def __init__(self):
        self._first: dict[object, int] = {}

    def take(self, table: Table, key: str, value: object):
        if value in ("", None):
            return
        if value in self._first:
            table.blame(key, f"đã dùng ở dòng {self._first[value]}, cần một giá trị khác", value)
        else:
            self._first[value] = table.line(key)


def _read_sessions(root: Table) -> tuple[Session, ...]:
    if "hours" not in root:
        root.blame("hours", "còn thiếu giờ làm việc, cần ít nhất một bảng [[hours]]")
    sessions: list[Session] = []
    for table in root.tables("hours"):
        days = table.texts("weekdays", REQUIRED, expected=f"thứ trong tuần: {', '.join(WEEKDAYS)}", match="T[2-7]|CN")
        opens, closes = table.clock("opens"), table.clock("closes")
        weekdays = tuple(WEEKDAYS.index(day) for day in days)
        if opens is None or closes is None:
            continue
        if opens >= closes:
            table.blame("closes", f"giờ đóng cửa phải sau giờ mở cửa {opens:%H:%M}", f"{closes:%H:%M}")
            continue
        for other in sessions:
            if set(other.weekdays) & set(weekdays) and other.opens < closes and opens < other.closes:
                table.blame("opens", f"trùng giờ với buổi {other.opens:%H:%M}–{other.closes:%H:%M} đã ghi ở trên")
        sessions.append(Session(weekdays, opens, closes))
    return tuple(sessions)


def _read_calendar(table: Table, defaults: Defaults) -> tuple[frozenset[date], frozenset[date]]:
    national = table.flag("national", True)
    days_off, make_up = table.days("days_off"), table.days("make_up")
    both = days_off & make_up
    if both:
        table.blame("make_up", f"ngày {min(both):%d/%m/%Y} vừa ghi là nghỉ, vừa ghi là làm bù; chỉ chọn một")
    if national:
        return (defaults.days_off | days_off) - make_up, (defaults.make_up | make_up) - days_off
    return days_off, make_up


def _read_calls(table: Table) -> CallRules:
    usual = CallRules()
    return CallRules(
        **{
            part.name: table.number(part.name, least, most, getattr(usual, part.name), unit=unit)
            for part in parts_of(CallRules)
            for least, most, unit in (CALL_BOUNDS[part.name],)
        }
    )


def _read_icon(table: Table, default: str, defaults: Defaults) -> str:
    if defaults.icons:
        return table.choice("icon", defaults.icons, default)
    return table.text("icon", "tên hình, ví dụ home", default, match=NAME_ID)


def _read_fields(root: Table, defaults: Defaults) -> tuple[Field, ...]:
    if "fields" not in root:
        root.blame("fields", "còn thiếu lĩnh vực, cần ít nhất một bảng [[fields]]")
    ids, letters, fields = _Once(), _Once(), []
    guide_line = None
    for table in root.tables("fields"):
        made = Field(
            id=table.text("id", NAME_ID_NEED, match=NAME_ID, longest=40),
            letter=table.text("letter", "một hoặc hai chữ cái A–Z", match="[A-Z]{1,2}"),
            name=table.text("name", "tên lĩnh vực", longest=60),
            name_en=table.text("name_en", "tên tiếng Anh", longest=60),
            caption=table.text("caption", default="", longest=80),
            caption_en=table.text("caption_en", default="", longest=80),
            icon=_read_icon(table, "file-certificate", defaults),
            first=table.number("first", 1, HIGHEST_NUMBER, 1),
            last=table.number("last", 1, HIGHEST_NUMBER, USUAL_LAST),
            step=table.number("step", 1, 100, 1),
            daily_max=table.number("daily_max", 1, HIGHEST_NUMBER, None, unit="số mỗi ngày"),
            minutes=float(table.number("minutes", 0.5, 240, 8.0, whole=False, unit="phút")),
            guide=table.flag("guide", False),
            procedures=table.texts("procedures", expected='mã thủ tục dạng "1.001193"', match=r"\d\.\d{6}"),
            covers=table.texts("covers", expected="tên lĩnh vực trong danh mục thủ tục"),
        )
        ids.take(table, "id", made.id)
        letters.take(table, "letter", made.letter)
        if made.first > made.last:
            table.blame("last", f"số cuối phải từ số đầu ({made.first}) trở lên", made.last)
        if made.guide and guide_line:
            table.blame("guide", f"chỉ một lĩnh vực được là nơi hướng dẫn, đã có ở dòng {guide_line}")
        elif made.guide:
            guide_line = table.line("guide")
        fields.append(made)
    return tuple(fields)


def _read_counters(root: Table, fields: tuple[Field, ...]) -> tuple[Counter, ...]:
    if "counters" not in root:
        root.blame("counters", "còn thiếu quầy, cần ít nhất một bảng [[counters]]")
    known = tuple(field.id for field in fields if field.id)
    numbers, ratings, counters = _Once(), _Once(), []
    served: set[str] = set()
    for table in root.tables("counters"):
        number = table.number("number", 1, 99)
        listed = table.texts("fields", REQUIRED, expected="tên (id) của lĩnh vực")
        given = table.numbers("weights", 0.01, 100)
        if "fields" in table and not listed:
            table.blame("fields", "quầy phải phục vụ ít nhất một lĩnh vực")
        for key, names in (("fields", listed), ("weights", tuple(given))):
            for name in names:
                if name not in known:
                    table.blame(key, "không có lĩnh vực này trong [[fields]]", name, nearest(name, known))
        for name in given:
            if name in known and name not in listed:
                table.blame("weights", "lĩnh vực này chưa có trong mục fields của quầy", name)
        numbers.take(table, "number", number)
        rating = table.text("rating", "tên máy đánh giá, ví dụ «rate-1»", "", match=NAME_ID)
        ratings.take(table, "rating", rating)
        name = table.text("name", "tên quầy", f"Quầy {number}", longest=40)
        served.update(listed)
        counters.append(Counter(number or 0, name, {f: given.get(f, 1.0) for f in listed}, rating))
    if counters:
        for table, field in zip(root.tables("fields"), fields, strict=False):
            if field.id and field.id not in served:
                table.blame("id", "chưa có quầy nào phục vụ lĩnh vực này", field.id)
    return tuple(counters)


def _read_classes(root: Table, defaults: Defaults) -> tuple[PriorityClass, ...]:
    if "classes" not in root:
        return defaults.classes
    ids, classes = _Once(), []
    for table in root.tables("classes"):
        made = PriorityClass(
            id=table.text("id", NAME_ID_NEED, match=NAME_ID, longest=40),
            name=table.text("name", "tên nhóm", longest=80),
            name_en=table.text("name_en", "tên tiếng Anh", longest=80),
            rank=table.number("rank", 1, 99),
            group=table.choice("group", GROUPS, "priority"),
            offered=table.flag("offered", True),
            icon=_read_icon(table, "heart-handshake", defaults),
            age_from=table.number("age_from", 0, 150, None, unit="tuổi"),
            age_to=table.number("age_to", 0, 150, None, unit="tuổi"),
        )
        ids.take(table, "id", made.id)
        if made.age_from is not None and made.age_to is not None and made.age_from > made.age_to:
            table.blame("age_to", f"phải từ age_from ({made.age_from}) trở lên", made.age_to)
        if made.id == ORDINARY_CLASS and made.group not in ("ordinary", ""):
            table.blame("group", f"nhóm «{ORDINARY_CLASS}» phải thuộc ordinary", made.group)
        classes.append(made)
    if all(made.id != ORDINARY_CLASS for made in classes):
        root.blame("classes", f"còn thiếu nhóm «{ORDINARY_CLASS}» dành cho người không thuộc diện ưu tiên")
    return tuple(classes)


def _read_rating(table: Table, defaults: Defaults) -> RatingForm:
    values, reason_ids = _Once(), _Once()
    levels, reasons = [], []
    for level in table.tables("levels"):
        value = level.number("value", 0, 10)
        values.take(level, "value", value)
        levels.append(
            Level(
                value=value or 0,
                name=level.text("name", "tên mức", longest=30),
                name_en=level.text("name_en", "tên tiếng Anh", longest=30),
                face=level.choice("face", FACES),
            )
        )
    if "levels" in table and not 2 <= len(levels) <= 6:
        table.blame("levels", "cần từ 2 đến 6 mức", len(levels))
    for reason in table.tables("reasons"):
        made = Reason(
            id=reason.text("id", NAME_ID_NEED, match=NAME_ID, longest=40),
            name=reason.text("name", "lý do", longest=60),
            name_en=reason.text("name_en", "lý do bằng tiếng Anh", longest=60),
        )
        reason_ids.take(reason, "id", made.id)
        reasons.append(made)
    return RatingForm(
        levels=tuple(levels) or defaults.rating.levels,
        reasons=tuple(reasons) if "reasons" in table else defaults.rating.reasons,
        reasons_up_to=table.number("reasons_up_to", -1, 10, defaults.rating.reasons_up_to),
        clear_seconds=table.number("clear_seconds", 5, 120, defaults.rating.clear_seconds, unit="giây"),
    )


def _read_officials(root: Table) -> tuple[Official, ...]:
    codes, officials = _Once(), []
    for table in root.tables("officials"):
        made = Official(
            code=table.text("code", NAME_ID_NEED, match=NAME_ID, longest=20),
            name=table.text("name", "họ tên", longest=60),
            role=table.choice("role", ("official", "head"), "official"),
            pin_hash=table.text("pin_hash", PIN_NEED, "", match=PIN_HASH),
        )
        if re.fullmatch(r"\d{9}|\d{12}", made.code):
            table.blame("code", "không dùng số căn cước làm mã, cần mã riêng như «cb03»")
        codes.take(table, "code", made.code)
        officials.append(made)
    return tuple(officials)
