"""What the search pages say of procedures and of this center, as rows of words, in the language on the screen."""

from datetime import date, datetime

from center.day import Day
from center.deadlines import Promise, WorkCalendar, find_promise, month_grid
from center.hours import WEEKDAYS_EN, is_open, local, local_day
from center.procedures import Catalogue, Procedure
from center.setup import Field, Setup
from kiosk import phrases
from screen.translation import translate

LONGEST_NAME = 130  # letters of a name in a list or as a title; the page itself gives the whole of it


def short_name(name: str, most: int = LONGEST_NAME) -> str:
    """The name, or its beginning up to a whole word and "…"."""
    if len(name) <= most:
        return name
    return name[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-(") + "…"


def field_of(setup: Setup, procedure: Procedure) -> Field | None:
    """The field whose number one takes for this procedure; the guide's when no field covers it."""
    own = (f for f in setup.fields if procedure.code in f.procedures or procedure.field in f.covers)
    return next(own, next((f for f in setup.fields if f.guide), None))


def counters_of(setup: Setup, field: Field | None) -> tuple[int, ...]:
    return tuple(c.number for c in setup.counters if field is not None and field.id in c.weights)


def is_received(setup: Setup, day: Day, now: datetime, procedure: Procedure) -> bool:
    """Whether a number for it can be had now."""
    field = field_of(setup, procedure)
    opened = is_open(setup.sessions, setup.days_off, setup.make_up, now)
    return field is not None and opened and not phrases.closed_reason(day, setup, field)


def row(kind: str, text: str, note: str = "", icon: str = "") -> dict:
    return {"kind": kind, "text": text, "note": note, "icon": icon}


def heading(icon: str, text: str) -> dict:
    return row("heading", text, icon=icon)


def hit_row(procedure: Procedure) -> dict:
    """A procedure in a list: its name, its field, how long it takes."""
    told = [procedure.field, said(procedure, "term") if procedure.is_verified("term") else ""]
    caption = "  •  ".join(short_name(part, 60) for part in told if part)
    return {"id": procedure.code, "title": short_name(procedure.name), "caption": caption}


def count_line(count: int) -> str:
    text = translate("Find", "1 thủ tục") if count == 1 else translate("Find", "%1 thủ tục")
    return text.replace("%1", str(count))


def said(procedure: Procedure, attribute: str) -> str:
    """What was verified, else that an official knows it."""
    text = procedure.says(attribute) if procedure.is_verified(attribute) else ""
    return text or translate("Find", "Hỏi cán bộ")


def promise_line(promise: Promise, today: date, language: str) -> str:
    if language == "vi":
        return promise.sentence(today) + "."
    due = local(promise.due_at)
    when = f"{due:%H:%M}, {WEEKDAYS_EN[promise.due_on.weekday()]} {promise.due_on:%d/%m/%Y}"
    return translate("Find", "Nộp hôm nay, nhận trước %1.").replace("%1", when)


def procedure_card(procedure: Procedure, catalogue: Catalogue, setup: Setup, now: datetime, calendar: WorkCalendar,
                   language: str) -> dict:  # fmt: skip
    """The page of one procedure, its answers in the order in which people ask."""
    today = local_day(now)
    promise = find_promise(now, procedure, calendar)
    return {
        "code": procedure.code,
        "title": short_name(procedure.name),
        "rows": [
            *_what_to_bring(procedure),
            *_where(procedure, setup),
            *_how_long(procedure, promise, today, language),
            heading("receipt", translate("Find", "Lệ phí")),
            row("line", said(procedure, "fee")),
            heading("certificate", translate("Find", "Nhận được")),
            row("line", said(procedure, "result")),
            *_source(procedure, catalogue),
        ],
        "month": month_card(promise, today, calendar, language) if promise is not None else {},
    }


def _what_to_bring(procedure: Procedure) -> list[dict]:
    rows = [heading("list-check", translate("Find", "Cần mang"))]
    if not procedure.is_verified("papers"):
        rows.append(row("line", translate("Find", "Danh sách giấy tờ chưa được kiểm chứng: xin hỏi cán bộ.")))
    elif not procedure.papers:
        rows.append(row("line", translate("Find", "Không cần mang giấy tờ.")))
    else:
        rows += [row("check", paper.name, _handed_over(paper)) for paper in procedure.papers]
    if procedure.replaced and procedure.is_verified("replaced"):
        for spared in procedure.replaced:
            text = translate("Find", "Không cần mang: %1").replace("%1", spared.paper)
            rows.append(row("no", text, translate("Find", "Nhà nước đã có: %1").replace("%1", spared.database)))
    return rows


def _handed_over(paper) -> str:
    if not paper.verified:
        return translate("Find", "Hỏi cán bộ")
    pieces = [translate("Find", "chỉ xuất trình, mang về")] if paper.present_only else []
    if not paper.present_only and paper.originals:
        pieces.append(translate("Find", "%1 bản chính").replace("%1", str(paper.originals)))
    if not paper.present_only and paper.copies:
        pieces.append(translate("Find", "%1 bản sao").replace("%1", str(paper.copies)))
    if paper.if_applicable:
        pieces.insert(0, translate("Find", "nếu có"))
    return ", ".join(pieces)


def _where(procedure: Procedure, setup: Setup) -> list[dict]:
    field = field_of(setup, procedure)
    counters = phrases.counters_line(list(counters_of(setup, field)))
    at = translate("Find", "Quầy %1 tại trung tâm này").replace("%1", counters) if counters else ""
    online = procedure.says("online_level") if procedure.is_verified("online_level") else ""
    return [
        heading("map-pin", translate("Find", "Nộp ở đâu")),
        row("line", said(procedure, "receiver"), at),
        *([row("quiet", translate("Find", "Nộp trực tuyến: %1").replace("%1", online))] if online else []),
    ]


def _how_long(procedure: Procedure, promise: Promise | None, today: date, language: str) -> list[dict]:
    rows = [heading("clock", translate("Find", "Bao lâu")), row("line", said(procedure, "term"))]
    if promise is not None:
        rows += [row("strong", promise_line(promise, today, language)), row("calendar", "")]
    return rows


def _source(procedure: Procedure, catalogue: Catalogue) -> list[dict]:
    told = translate("Find", "Theo danh mục thủ tục bản %1 ngày %2.").replace("%1", str(catalogue.version))
    rows = [row("quiet", told.replace("%2", f"{catalogue.dated:%d/%m/%Y}"))]
    if short_name(procedure.name) != procedure.name:
        whole = translate("Find", "Tên đầy đủ: %1").replace("%1", procedure.name)
        rows.append(row("quiet", whole))
    code = translate("Find", "Mã thủ tục: %1").replace("%1", procedure.code)
    return [*rows, row("quiet", code)]


def month_card(promise: Promise, today: date, calendar: WorkCalendar, language: str) -> dict:
    """The month in which the result is due: names of the weekdays, and each day's look and number."""
    due = promise.due_on
    names = ["M", "T", "W", "T", "F", "S", "S"] if language == "en" else ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    days = []
    for week in month_grid(due.year, due.month, today, promise, calendar):
        for square in week:
            look = "due" if square.is_due else "today" if square.is_today else "counted" if square.is_counted else ""
            days.append({
                "day": square.day.day,
                "look": look or ("off" if square.why_off else "plain"),
                "inside": square.in_month,
            })  # fmt: skip
    title = translate("Find", "Tháng %1 năm %2").replace("%1", str(due.month)).replace("%2", str(due.year))
    return {"title": title, "names": names, "days": days}
