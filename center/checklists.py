"""The list of papers that a citizen takes home: one column, boxes to tick, and only what was verified."""

from datetime import date

from center.deadlines import Promise
from center.papers import Check, Code, Cut, Document, Pair, Rule, Space, Text
from center.procedures import ASK, Catalogue, Paper, Procedure
from center.setup import Setup

WORDS = {
    "vi": {
        "title": "GIẤY TỜ CẦN MANG", "code": "Mã thủ tục", "ask": "Hỏi cán bộ", "none": "Không cần mang giấy tờ",
        "if": "nếu có", "shown": "chỉ xuất trình", "not": "Không cần mang (Nhà nước đã có dữ liệu)",
        "where": "Nộp ở", "counters": "Quầy", "term": "Thời hạn", "fee": "Lệ phí", "result": "Nhận được",
        "portal": "Quét mã để xem trên Cổng Dịch vụ công quốc gia", "hotline": "Cần hỏi thêm: gọi {hotline}",
        "source": "Danh mục thủ tục bản {version}, {dated}. In ngày {today}.",
    },
    "en": {
        "title": "WHAT TO BRING", "code": "Procedure", "ask": "Ask an official", "none": "No papers are needed",
        "if": "if it applies", "shown": "only shown", "not": "No longer needed (the State has the data)",
        "where": "Hand in at", "counters": "Counter", "term": "Time", "fee": "Fee", "result": "You receive",
        "portal": "Scan to read it on the National Public Service Portal", "hotline": "Questions: call {hotline}",
        "source": "Catalogue version {version}, {dated}. Printed on {today}.",
    },
}  # fmt: skip


def paper_line(paper: Paper, words: dict[str, str]) -> str:
    """A paper with how it is handed over, e.g. "Giấy chứng sinh (1 bản chính)"."""
    if not paper.verified:
        return f"{paper.name} ({words['ask'].lower()})"
    kind = words["shown"] if paper.present_only else paper.kind
    said = ", ".join(part for part in (kind, words["if"] if paper.if_applicable else "") if part)
    return f"{paper.name} ({said})" if said else paper.name


def checklist(
    setup: Setup,
    catalogue: Catalogue,
    procedure: Procedure,
    today: date,
    promise: Promise | None = None,
    counters: tuple[int, ...] = (),
    lang: str = "vi",
) -> Document:
    """The answers in the order in which people ask: what to bring, where, how long, how much, what comes of it.

    `counters` of this center receive it. What the catalogue did not verify says to ask an official.
    """
    words = WORDS[lang]

    def said(attribute: str) -> str:
        text = procedure.says(attribute)
        return words["ask"] if text == ASK else text

    blocks = [
        Text(setup.name.upper(), 2.6, bold=True),
        Text(f"{setup.commune} – {setup.province}", 2.4),
        Space(1.0),
        Rule(),
        Space(1.0),
        Text(words["title"], 3.4, bold=True),
        Text(procedure.name, 3.0, bold=True),
        Text(f"{words['code']}: {procedure.code}", 2.4),
        Space(1.0),
    ]
    if not procedure.is_verified("papers"):
        blocks.append(Check(words["ask"], 2.5))
    elif procedure.papers:
        blocks += [Check(paper_line(paper, words), 2.5) for paper in procedure.papers]
    else:
        blocks.append(Text(words["none"], 2.5, align="left"))
    if procedure.replaced and procedure.is_verified("replaced"):
        spared = "; ".join(dict.fromkeys(each.paper for each in procedure.replaced))
        blocks += [Space(0.8), Text(f"{words['not']}: {spared}", 2.4, align="left")]
    blocks += [Space(1.0), Rule(dashed=True), Space(0.8)]
    place = said("receiver") + (f" – {words['counters']} {', '.join(map(str, counters))}" if counters else "")
    for label, text in (("where", place), ("term", said("term")), ("fee", said("fee")), ("result", said("result"))):
        blocks.append(_answer(words[label], text))
    if promise is not None and lang == "vi":
        blocks.append(Text(promise.sentence(today) + ".", 2.6, bold=True, align="left"))
    dated = words["source"].format(
        version=catalogue.version, dated=f"{catalogue.dated:%d/%m/%Y}", today=f"{today:%d/%m/%Y}"
    )
    blocks += [
        Space(1.0),
        Code(procedure.portal_page, 20.0),
        Text(words["portal"], 2.4),
        Text(words["hotline"].format(hotline=setup.hotline), 2.4, bold=True),
        Text(dated, 2.0),
        Cut(),
    ]
    return Document(f"checklist {procedure.code}", tuple(blocks))


def _answer(label: str, text: str) -> Pair | Text:
    """Short answers share a line with their label; long ones are a paragraph."""
    return Pair(label, text, 2.6) if len(label) + len(text) <= 36 else Text(f"{label}: {text}", 2.6, align="left")
