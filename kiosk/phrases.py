"""The sentences of the kiosk that depend on figures, in the language on the screen."""

from datetime import datetime

from center.day import Day
from center.errors import Refusal
from center.hours import WEEKDAYS_EN, WEEKDAYS_VI, local
from center.numbering import spoken
from center.opening import hours_table, next_opening
from center.setup import Field, PriorityClass, Setup
from center.slips import ticket_code
from center.tickets import Ticket
from center.waiting import Wait, estimate
from screen.translation import translate

# What each page says in voice mode: a clip of assets/sounds.
SOUNDS = {
    "home": "trang_lay_so",
    "fields": "trang_lay_so",
    "classes": "trang_uu_tien",
    "closed": "trang_het_gio",
    "stay": "trang_con_do",
    "no_number": "trang_het_so",
    "cancelled": "trang_huy_so",
    "unread": "trang_khong_doc_duoc",
    "help": "trang_ho_tro",
    "cut": "trang_mat_ket_noi",
    "trouble": "trang_khong_in",
}


def field_name(field: Field, language: str) -> str:
    return field.name_en if language == "en" and field.name_en else field.name


def class_name(known: PriorityClass, language: str) -> str:
    return known.name_en if language == "en" and known.name_en else known.name


def date_line(at: datetime, language: str) -> str:
    here = local(at)
    weekday = (WEEKDAYS_EN if language == "en" else WEEKDAYS_VI)[here.weekday()]
    return f"{weekday}, {here:%d/%m/%Y}"


def wait_line(wait: Wait | None) -> str:
    """The wait as one says it, e.g. 10–20 phút; nothing when no counter is open."""
    if wait is None:
        return ""
    if wait.optimistic_minutes == wait.pessimistic_minutes:
        return translate("Take", "%1 phút").replace("%1", str(wait.pessimistic_minutes))
    minutes = f"{wait.optimistic_minutes}–{wait.pessimistic_minutes}"
    return translate("Take", "%1 phút").replace("%1", minutes)


def people(count: int) -> str:
    return translate("Take", "1 người") if count == 1 else translate("Take", "%1 người").replace("%1", str(count))


def counters_line(counters: list[int]) -> str:
    """[1, 2, 3, 5] → "1–3, 5"."""
    runs: list[list[int]] = []
    for counter in counters:
        if runs and counter == runs[-1][-1] + 1:
            runs[-1].append(counter)
        else:
            runs.append([counter])
    pieces = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(pieces)


def usual_wait(day: Day, setup: Setup) -> Wait | None:
    """The wait of the line in which most people stand now: what the next person will most likely meet."""
    open_fields = [f for f in setup.fields if day.open_counters(setup, f.id)]
    if not open_fields:
        return None
    busiest = max(open_fields, key=lambda f: day.waiting_count(f.id))
    return estimate(day, setup, busiest.id)


def closed_reason(day: Day, setup: Setup, field: Field) -> str:
    """Why no number of this field can be taken today, or nothing when it can."""
    if field.daily_max is not None and day.taken.get(field.id, 0) >= field.daily_max:
        return translate("Take", "Hôm nay đã phát đủ số")
    if not any(field.id in counter.weights for counter in setup.counters):
        return translate("Take", "Hôm nay không tiếp nhận")
    return ""


def tiles(day: Day, setup: Setup, language: str) -> list[dict]:
    """One entry per field for the grid: the guide last, closed fields saying why."""
    entries = []
    for field in sorted(setup.fields, key=lambda f: f.guide):
        reason = closed_reason(day, setup, field)
        caption = (field.caption_en if language == "en" else field.caption) or ""
        entries.append({
            "id": field.id,
            "title": field_name(field, language),
            "caption": reason or caption,
            "icon": field.icon,
            "kind": "guide" if field.guide else "tile",
            "closed": bool(reason),
        })  # fmt: skip
    return entries


def class_tiles(setup: Setup, language: str) -> list[dict]:
    offered = sorted((c for c in setup.classes if c.offered and c.group != "ordinary"), key=lambda c: c.rank)
    plain = {"caption": "", "kind": "priority", "closed": False}
    return [{"id": c.id, "title": class_name(c, language), "icon": c.icon, **plain} for c in offered]


def hours_lines(setup: Setup, language: str) -> list[dict]:
    names = WEEKDAYS_EN if language == "en" else WEEKDAYS_VI
    return [
        {
            "label": names[first] if first == last else f"{names[first]} – {names[last]}",
            "value": ",  ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in stretches),
        }
        for first, last, stretches in hours_table(setup.sessions)
    ]


def opens_line(setup: Setup, at: datetime, language: str) -> str:
    opens = next_opening(setup.sessions, setup.days_off, setup.make_up, at)
    if opens is None:
        return translate("Take", "Xin xem lịch tiếp nhận tại cửa trung tâm.")
    here = local(opens)
    sentence = translate("Take", "Mời ông/bà trở lại lúc %1, %2.")
    return sentence.replace("%1", f"{here:%H:%M}").replace("%2", date_line(opens, language))


def banner_line(link) -> str:
    """What people should know of the line to the box; nothing while all is well."""
    if link.state == "cut":
        return translate("Take", "Mất kết nối máy chủ trung tâm – vẫn lấy số bình thường")
    if link.state == "behind" and link.since is not None:
        return translate("Take", "Chưa cập nhật từ %1").replace("%1", f"{local(link.since):%H:%M}")
    return ""


def live_card(node) -> dict:
    """How things stand now, as the first page shows it."""
    day, setup = node.day, node.setup
    return {
        "waiting": people(day.waiting_count()),
        "wait": wait_line(usual_wait(day, setup)),
        "counters": counters_line(day.open_counters(setup)),
        "banner": banner_line(node.link),
        "cut": node.link.state != "linked",
        "help": node.machine.id in day.help,
    }


def center_card(setup: Setup, at: datetime, language: str) -> dict:
    """Who we are and when we receive people."""
    return {
        "name": setup.name,
        "commune": f"{setup.commune} – {setup.province}",
        "hotline": setup.hotline,
        "hours": hours_lines(setup, language),
        "opens": opens_line(setup, at, language),
    }


def result_card(setup: Setup, day: Day, ticket: Ticket, wait: Wait | None, ahead: int, language: str) -> dict:
    """What the citizen reads with the number."""
    known = setup.class_by_id.get(ticket.priority)
    return {
        "number": spoken(ticket.id),
        "field": field_name(setup.field_by_id[ticket.field], language),
        "class": class_name(known, language) if known and known.group != "ordinary" else "",
        "ahead": people(ahead),
        "wait": wait_line(wait),
        "counters": counters_line(day.open_counters(setup, ticket.field)),
        "code": ticket_code(setup, day, ticket),
    }


def refusal_line(refusal: Refusal, language: str) -> str:
    """What the rules said, as they said it; in English by its kind, because the rules speak Vietnamese."""
    if language != "en":
        return str(refusal)
    return {
        "no_number_left": "All numbers of this field have been given out today. Please ask at the guidance desk.",
        "lease_spent": "This machine cannot give numbers now. Please take a paper number at the guidance desk.",
        "not_offered": "This is not offered here today. Please choose again or ask at the guidance desk.",
        "not_now": "This cannot be done any more for this number.",
        "unknown_ticket": "There is no such number today.",
        "unreadable": "This code could not be read. Please try again or choose on the screen.",
    }.get(refusal.code, "This is not possible now. Please ask at the guidance desk.")
