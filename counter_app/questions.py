"""What is asked before an action that needs more than its key: hold, transfer, priority, and their like.

Reasons are chosen, never typed, so that nothing about a person can get into the book.
"""

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP

from center import verbs
from center.numbering import spoken, typed
from center.setup import PriorityClass
from counter_app.post import Post
from counter_app.sheet import Choice, Question
from screen.translation import translate

HOLD_REASONS = (
    QT_TRANSLATE_NOOP("Questions", "Khách bổ sung giấy tờ"),
    QT_TRANSLATE_NOOP("Questions", "Khách đi sao chụp, chứng thực"),
    QT_TRANSLATE_NOOP("Questions", "Chờ ý kiến bộ phận chuyên môn"),
    QT_TRANSLATE_NOOP("Questions", "Chờ hệ thống dịch vụ công"),
    QT_TRANSLATE_NOOP("Questions", "Khách tạm ra ngoài"),
)
HOLD_MINUTES = (5, 10, 15, 30, 60, 120)
PRIORITY_REASONS = (
    QT_TRANSLATE_NOOP("Questions", "Theo giấy tờ khách xuất trình"),
    QT_TRANSLATE_NOOP("Questions", "Khách chọn nhầm khi lấy số"),
    QT_TRANSLATE_NOOP("Questions", "Trường hợp khẩn cấp tại chỗ"),
)
CHOSEN_REASONS = (
    QT_TRANSLATE_NOOP("Questions", "Khách quay lại sau khi bổ sung giấy tờ"),
    QT_TRANSLATE_NOOP("Questions", "Trường hợp khẩn cấp tại chỗ"),
    QT_TRANSLATE_NOOP("Questions", "Lãnh đạo trung tâm yêu cầu"),
    QT_TRANSLATE_NOOP("Questions", "Gọi nhầm số trước đó"),
)
PAUSE_REASONS = (
    QT_TRANSLATE_NOOP("Questions", "Nghỉ giữa giờ"),
    QT_TRANSLATE_NOOP("Questions", "Xử lý hồ sơ tại bàn"),
    QT_TRANSLATE_NOOP("Questions", "Họp, hội ý"),
    QT_TRANSLATE_NOOP("Questions", "Sự cố thiết bị"),
    QT_TRANSLATE_NOOP("Questions", "Hết giờ nhận số"),
)

Done = Callable[[object], None]


def _reasons(sources: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Kept in Vietnamese whatever language the window speaks."""
    return tuple((source, translate("Questions", source)) for source in sources)


def _number(post: Post) -> str:
    return spoken(post.ticket.id) if post.ticket else ""


def hold(post: Post, done: Done) -> Question:
    minutes = tuple((m, translate("Questions", "{n} phút").format(n=m)) for m in HOLD_MINUTES)
    return Question(
        "hold",
        translate("Questions", "Tạm giữ số {number}").format(number=_number(post)),
        translate("Questions", "Hết thời gian, số tự vào lại hàng chờ ở đúng chỗ cũ."),
        translate("Questions", "Tạm giữ"),
        (
            Choice("reason", translate("Questions", "Lý do"), _reasons(HOLD_REASONS)),
            Choice("minutes", translate("Questions", "Trong bao lâu"), minutes, "combo", post.setup.rules.hold_minutes),
        ),
        lambda chosen: post.press("hold", verbs.Hold(counter=post.number, **chosen), done),
    )


def transfer(post: Post, done: Done) -> Question:
    def counters(chosen) -> dict[str, tuple]:
        serving = [c for c in post.setup.counters if chosen["to_field"] in c.weights and c.number != post.number]
        anyone = (None, translate("Questions", "Quầy nào rảnh trước"))
        named = tuple((c.number, translate("Questions", "Quầy {n}").format(n=c.number)) for c in serving)
        return {"to_counter": (anyone, *named)}

    fields = [f for f in post.setup.fields if not f.guide]
    first = next((f.id for f in fields if post.ticket and f.id != post.ticket.field), None)
    return Question(
        "transfer",
        translate("Questions", "Chuyển số {number}").format(number=_number(post)),
        translate("Questions", "Khách giữ nguyên số và thời gian đã chờ."),
        translate("Questions", "Chuyển"),
        (
            Choice(
                "to_field",
                translate("Questions", "Sang lĩnh vực"),
                tuple((f.id, post.name(f)) for f in fields),
                chosen=first,
            ),
            Choice("to_counter", translate("Questions", "Đến quầy"), kind="combo"),
        ),
        lambda chosen: post.press("transfer", verbs.Transfer(counter=post.number, **chosen), done),
        counters,
    )


def _classes(post: Post) -> tuple[tuple[str, str], ...]:
    def by_rank(c: PriorityClass) -> tuple:
        return c.group == "ordinary", c.rank

    return tuple((c.id, post.name(c)) for c in sorted(post.setup.classes, key=by_rank))


def change_priority(post: Post, done: Done) -> Question:
    ticket = post.ticket.id
    return Question(
        "change_priority",
        translate("Questions", "Đổi diện ưu tiên của số {number}").format(number=_number(post)),
        "",
        translate("Questions", "Đổi"),
        (
            Choice("priority", translate("Questions", "Diện ưu tiên"), _classes(post), chosen=post.ticket.priority),
            Choice("reason", translate("Questions", "Lý do"), _reasons(PRIORITY_REASONS), "combo"),
        ),
        lambda chosen: post.press(
            "change_priority", verbs.ChangePriority(counter=post.number, ticket=ticket, **chosen), done
        ),
    )


def add_procedure(post: Post, done: Done) -> Question:
    field = post.setup.field_by_id.get(post.ticket.field)
    known = tuple((code, code) for code in (field.procedures if field else ()) if code not in post.ticket.procedures)
    listed = (Choice("listed", translate("Questions", "Thủ tục thường gặp"), known),) if known else ()

    def do(chosen):
        procedure = chosen["procedure"] or chosen.get("listed") or ""
        post.press("add_procedure", verbs.AddProcedure(counter=post.number, procedure=procedure), done)

    return Question(
        "add_procedure",
        translate("Questions", "Thêm thủ tục cho số {number}").format(number=_number(post)),
        translate("Questions", "Một lượt đến có thể làm nhiều thủ tục."),
        translate("Questions", "Thêm"),
        (
            *listed,
            Choice(
                "procedure",
                translate("Questions", "Hoặc nhập mã thủ tục") if known else translate("Questions", "Mã thủ tục"),
                kind="entry",
            ),
        ),
        do,
    )


def call_ticket(post: Post, done: Done, ticket: str = "") -> Question:
    def do(chosen):
        number = typed(chosen["ticket"])
        if number is None:
            post.refused.emit(translate("Questions", "Xin nhập số phiếu, ví dụ A015."))
        else:
            post.press(
                "call_ticket", verbs.CallTicket(counter=post.number, ticket=number, reason=chosen["reason"]), done
            )

    return Question(
        "call_ticket",
        translate("Questions", "Gọi số chỉ định"),
        translate("Questions", "Lý do được ghi lại cùng lượt gọi."),
        translate("Questions", "Gọi"),
        (
            Choice("ticket", translate("Questions", "Số phiếu"), kind="entry", chosen=spoken(ticket) if ticket else ""),
            Choice("reason", translate("Questions", "Lý do"), _reasons(CHOSEN_REASONS)),
        ),
        do,
    )


def walk_up(post: Post, done: Done) -> Question:
    own = set(post.field_ids)
    fields = sorted(post.setup.fields, key=lambda f: f.id not in own)
    return Question(
        "walk_up",
        translate("Questions", "Khách chưa có số"),
        translate("Questions", "Cấp số và phục vụ ngay tại quầy này."),
        translate("Questions", "Phục vụ"),
        (
            Choice("field", translate("Questions", "Lĩnh vực"), tuple((f.id, post.name(f)) for f in fields)),
            Choice("priority", translate("Questions", "Diện ưu tiên"), _classes(post), "combo", "thuong"),
        ),
        lambda chosen: post.press("walk_up", verbs.WalkUp(counter=post.number, **chosen), done),
    )


def pause(post: Post, done: Done) -> Question:
    return Question(
        "pause",
        translate("Questions", "Tạm nghỉ quầy {n}").format(n=post.number),
        translate("Questions", "Số đang ở quầy vẫn được phục vụ tiếp; quầy không gọi số mới."),
        translate("Questions", "Tạm nghỉ"),
        (Choice("reason", translate("Questions", "Lý do"), _reasons(PAUSE_REASONS)),),
        lambda chosen: post.press("pause", verbs.Pause(counter=post.number, **chosen), done),
    )


QUESTIONS = {
    "hold": hold,
    "transfer": transfer,
    "change_priority": change_priority,
    "add_procedure": add_procedure,
    "call_ticket": call_ticket,
    "walk_up": walk_up,
    "pause": pause,
}
