"""The papers of the queue: the ticket, and the slip that closes a day."""

import re
from collections.abc import Callable
from datetime import datetime

from center.day import Day
from center.errors import Unreadable
from center.hours import WEEKDAYS_VI, local
from center.numbering import spoken
from center.papers import Code, Cut, Document, Number, Pair, Rule, Space, Text
from center.ratings import sums
from center.setup import Setup
from center.tickets import CANCELLED, DONE, HELD, NO_SHOW, WAITING, Ticket
from center.waiting import Wait

# What a ticket says, Vietnamese first. A ticket in English keeps the Vietnamese name of the center.
WORDS = {
    "vi": {
        "title": "SỐ THỨ TỰ", "copy": "BẢN IN LẠI", "class": "Diện ưu tiên", "procedure": "Mã thủ tục",
        "time": "Lấy số lúc", "ahead": "Số người phía trước", "wait": "Thời gian chờ dự kiến",
        "minutes": "{low}–{high} phút", "counters": "Quầy phục vụ", "none_open": "Quầy chưa mở – xin chờ gọi số",
        "keep": "Xin giữ phiếu và chờ gọi số", "hotline": "Phản ánh, kiến nghị: gọi {hotline}",
    },
    "en": {
        "title": "YOUR NUMBER", "copy": "REPRINTED COPY", "class": "Priority", "procedure": "Procedure",
        "time": "Taken at", "ahead": "People ahead of you", "wait": "Expected wait",
        "minutes": "{low}–{high} min", "counters": "Served at counter",
        "none_open": "No counter open yet – please wait",
        "keep": "Please keep this ticket and wait for your call", "hotline": "Feedback: call {hotline}",
    },
}


TICKET = "[A-Z]{1,2}[0-9]{1,4}"
LONGEST_CODE = 512
NOT_OURS = "Mã vừa đọc không phải phiếu lấy số, cũng không phải thẻ căn cước hay thẻ BHYT."


def ticket_code(setup: Setup, day: Day, ticket: Ticket) -> str:
    """What the ticket's QR carries: the address where it can be followed, or the number itself."""
    if setup.ticket_url:
        return setup.ticket_url.replace("{day}", day.day.isoformat()).replace("{ticket}", ticket.id)
    return f"MC1|{setup.commune_code}|{day.day:%Y%m%d}|{ticket.id}"


def read_ticket_code(setup: Setup, day: Day, text: str) -> str:
    """The id of the ticket of today whose code this is. Raises Unreadable, for a ticket of another day or place too."""
    pattern = re.escape(setup.ticket_url or "MC1|{commune}|{day}|{ticket}").replace(r"\{", "{").replace(r"\}", "}")
    for name, form in (("commune", "[0-9A-Za-z-]{1,20}"), ("day", "[0-9]{4}-?[0-9]{2}-?[0-9]{2}"), ("ticket", TICKET)):
        pattern = pattern.replace("{" + name + "}", f"(?P<{name}>{form})", 1).replace("{" + name + "}", form)
    found = re.fullmatch(pattern, text) if len(text) <= LONGEST_CODE else None
    if found is None or "ticket" not in found.groupdict():
        raise Unreadable(NOT_OURS)
    said = found.groupdict()
    if said.get("commune", setup.commune_code) != setup.commune_code:
        raise Unreadable("Phiếu này của một trung tâm khác.")
    if said.get("day", f"{day.day:%Y%m%d}").replace("-", "") != f"{day.day:%Y%m%d}":
        raise Unreadable("Phiếu này không phải của hôm nay.")
    return said["ticket"]


def ticket_slip(
    setup: Setup, day: Day, ticket: Ticket, wait: Wait | None, lang: str = "vi", *, copy: bool = False,
    name_of: Callable[[str], str] = lambda code: "",
) -> Document:  # fmt: skip
    """The citizen's ticket: never a name, never an ID number. `copy` marks a reprint.

    `name_of` gives the name of a procedure by its code, "" where it is not known.
    """
    words = WORDS[lang]
    field = setup.field_by_id[ticket.field]
    taken = local(ticket.taken_at or ticket.state_since)
    known = setup.class_by_id.get(ticket.priority)
    blocks = [
        Text(setup.name.upper(), 2.6, bold=True),
        Text(f"{setup.commune} – {setup.province}", 2.6),
        Space(1.5),
        Rule(),
        Space(1.5),
        Text(words["title"], 3.2, bold=True),
        *((Text(words["copy"], 3.2, bold=True),) if copy else ()),
        Space(1.0),
        Number(spoken(ticket.id), 15.0),
        Space(1.5),
        Text(field.name if lang == "vi" else field.name_en, 3.6, bold=True),
    ]
    if known is not None and known.group != "ordinary":
        blocks.append(Text(f"{words['class']}: {known.name if lang == 'vi' else known.name_en}", 2.6))
    blocks += [Space(1.5), Rule(dashed=True), Space(1.0)]
    if ticket.procedures:
        blocks.append(Pair(words["procedure"], ", ".join(ticket.procedures), 2.6))
        blocks += [Text(name, 2.6, bold=True, align="left") for name in map(name_of, ticket.procedures) if name]
    blocks.append(Pair(words["time"], f"{taken:%H:%M  %d/%m/%Y}", 2.6))
    if wait is not None:
        blocks.append(Pair(words["ahead"], str(wait.ahead), 2.6, bold=True))
        minutes = words["minutes"].format(low=wait.optimistic_minutes, high=wait.pessimistic_minutes)
        blocks.append(Pair(words["wait"], minutes, 2.6, bold=True))
    counters = day.open_counters(setup, ticket.field)
    if counters:
        blocks.append(Pair(words["counters"], ", ".join(map(str, counters)), 2.6, bold=True))
    else:
        blocks.append(Text(words["none_open"], 2.6))
    blocks += [
        Space(2.0),
        Code(ticket_code(setup, day, ticket), 20.0),
        Space(1.5),
        Text(words["keep"], 2.6),
        Text(words["hotline"].format(hotline=setup.hotline), 2.6, bold=True),
        Cut(),
    ]
    return Document(f"ticket {ticket.id}", tuple(blocks))


def day_close_slip(setup: Setup, day: Day, at: datetime, head_seq: int, head_hash: str) -> Document:
    """What the head of the center files at the end of the day.

    The last line of the book (its number and hash) is on paper, so that facts taken away later
    would show.
    """
    tickets = list(day.tickets.values())
    states = [t.state for t in tickets]
    rated = sums(day)
    now = local(at)
    blocks = [
        Text(setup.name.upper(), 2.6, bold=True),
        Text(f"{setup.commune} – {setup.province}", 2.6),
        Space(1.5),
        Rule(),
        Space(1.0),
        Text("PHIẾU CHỐT NGÀY", 4.0, bold=True),
        Text(f"{WEEKDAYS_VI[day.day.weekday()]}, {day.day:%d/%m/%Y}", 3.0),
        Space(1.5),
        Pair("Số đã phát", str(len(tickets)), 2.8, bold=True),
        Pair("Đã phục vụ", str(states.count(DONE)), 2.8, bold=True),
        Pair("Vắng mặt", str(states.count(NO_SHOW)), 2.8),
        Pair("Đã huỷ", str(states.count(CANCELLED)), 2.8),
        Pair("Chưa được gọi", str(states.count(WAITING)), 2.8),
        *((Pair("Còn tạm giữ", str(states.count(HELD)), 2.8),) if HELD in states else ()),
        Rule(dashed=True),
    ]
    for field in setup.fields:
        mine = [t for t in tickets if t.field == field.id]
        if mine:
            done = sum(1 for t in mine if t.state == DONE)
            blocks.append(Pair(f"{field.letter}  {field.name}", f"{done}/{len(mine)}", 2.6))
    blocks.append(Rule(dashed=True))
    for level in setup.rating.levels:
        blocks.append(Pair(level.name, str(rated.by_value.get(level.value, 0)), 2.6))
    blocks += [
        Pair("Đã hỏi / đã trả lời", f"{rated.asked} / {rated.answered}", 2.6),
        Pair("Không được hỏi", str(rated.not_asked), 2.6),
        Rule(dashed=True),
        Pair("Dòng cuối của sổ", str(head_seq), 2.6),
        Text(f"Mã kiểm: {head_hash}", 2.2),
        Pair("In lúc", f"{now:%H:%M  %d/%m/%Y}", 2.6),
        Space(10.0),
        Text("Người phụ trách ký, ghi rõ họ tên", 2.6),
        Space(12.0),
        Cut(),
    ]
    return Document(f"day {day.day.isoformat()}", tuple(blocks))
