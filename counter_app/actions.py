"""What an official may do with one key, and why not just now.

`why_not` answers before anything is sent, from the day the screen already shows; the center's
rules have the last word and refuse with their own sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass

from center import verbs
from center.numbering import spoken
from center.tickets import CALLED, SERVING
from counter_app.post import Post
from screen.translation import translate


@dataclass(frozen=True, slots=True)
class Action:
    """`label` and `why_not` speak the window's language; `verb` is None where a question is asked first."""

    name: str
    key: str
    icon: str
    label: Callable[[Post], str]
    why_not: Callable[[Post], str]
    verb: Callable[[Post], verbs.Verb] | None = None


def _open_desk(post: Post) -> str:
    if not post.signed_in:
        return translate("Actions", "Quầy chưa có cán bộ đăng nhập.")
    if post.cut:
        return translate("Actions", "Đang mất kết nối máy chủ trung tâm: phục vụ bằng cách nhập số phiếu.")
    if post.desk.state == "paused":
        return translate("Actions", "Quầy đang tạm nghỉ. Bấm F4 để mở quầy.")
    return ""


def _free_to_call(post: Post) -> str:
    if no := _open_desk(post):
        return no
    ticket = post.ticket
    if ticket is not None and ticket.state == CALLED:
        return translate("Actions", "Số {number} đang được mời. Bấm F2 khi khách đến hoặc F10 nếu vắng mặt.").format(
            number=spoken(ticket.id)
        )
    return ""


def _in_hand(post: Post) -> str:
    if no := _linked(post):
        return no
    return "" if post.ticket else translate("Actions", "Quầy chưa gọi số nào. Bấm F8 để gọi số tiếp theo.")


def _linked(post: Post) -> str:
    if not post.signed_in:
        return translate("Actions", "Quầy chưa có cán bộ đăng nhập.")
    if post.cut:
        return translate("Actions", "Đang mất kết nối máy chủ trung tâm: việc này làm được khi có kết nối lại.")
    return ""


def _walking(post: Post) -> str:
    if no := _in_hand(post):
        return no
    if post.ticket.state != CALLED:
        return translate("Actions", "Việc này chỉ làm được khi công dân chưa đến quầy.")
    return ""


def _recall(post: Post) -> str:
    if no := _walking(post):
        return no
    rules, ticket = post.setup.rules, post.ticket
    if ticket.calls > rules.recall_max:
        return translate("Actions", "Đã gọi lại {times} lần. Bấm F10 nếu công dân vắng mặt.").format(
            times=rules.recall_max
        )
    if left := recall_seconds(post):
        return translate("Actions", "Chờ thêm {seconds} giây rồi hãy gọi lại.").format(seconds=left)
    return ""


def recall_seconds(post: Post) -> int:
    """Seconds until the ticket in hand may be called again; 0 if it may or there is none."""
    ticket = post.ticket
    if ticket is None or ticket.state != CALLED or ticket.called_at is None:
        return 0
    return max(0, post.setup.rules.recall_after_seconds - post.seconds_since(ticket.called_at))


def _recall_label(post: Post) -> str:
    left = recall_seconds(post)
    return (
        translate("Actions", "Mời lại ({seconds} s)").format(seconds=left) if left else translate("Actions", "Mời lại")
    )


def _call_label(post: Post) -> str:
    if post.ticket is not None and post.ticket.state == SERVING:
        return translate("Actions", "Xong, gọi số tiếp theo")
    return translate("Actions", "Gọi số tiếp theo")


def _paused(post: Post) -> bool:
    return bool(post.desk and post.desk.state == "paused")


CALL = Action(
    "call_next", "F8", "speakerphone", _call_label, _free_to_call, lambda post: verbs.CallNext(counter=post.number)
)
START = Action(
    "start_service",
    "F2",
    "user-check",
    lambda post: translate("Actions", "Khách đến"),
    _walking,
    lambda post: verbs.StartService(counter=post.number),
)
DONE = Action(
    "end_service",
    "F12",
    "check",
    lambda post: translate("Actions", "Xong"),
    _in_hand,
    lambda post: verbs.EndService(counter=post.number),
)
RECALL = Action("recall", "F9", "volume", _recall_label, _recall, lambda post: verbs.Recall(counter=post.number))
NO_SHOW = Action(
    "no_show",
    "F10",
    "user-x",
    lambda post: translate("Actions", "Vắng mặt"),
    _walking,
    lambda post: verbs.NoShow(counter=post.number),
)
HOLD = Action("hold", "F6", "hourglass", lambda post: translate("Actions", "Tạm giữ"), _in_hand)
TRANSFER = Action("transfer", "F7", "transfer", lambda post: translate("Actions", "Chuyển"), _in_hand)
PROCEDURE = Action("add_procedure", "F3", "", lambda post: translate("Actions", "Thêm thủ tục"), _in_hand)
PRIORITY = Action("change_priority", "F5", "", lambda post: translate("Actions", "Đổi ưu tiên"), _in_hand)
CHOSEN = Action("call_ticket", "F11", "", lambda post: translate("Actions", "Gọi số khác"), _free_to_call)
WALK_UP = Action("walk_up", "Ctrl+N", "", lambda post: translate("Actions", "Chưa có số"), _free_to_call)
PAUSE = Action(
    "pause",
    "F4",
    "player-pause",
    lambda post: translate("Actions", "Mở quầy") if _paused(post) else translate("Actions", "Tạm nghỉ"),
    _linked,
)

FIRST_ROW = (CALL, START, DONE)
SECOND_ROW = (RECALL, NO_SHOW, HOLD, TRANSFER)
THIRD_ROW = (PROCEDURE, PRIORITY, CHOSEN, WALK_UP)
EVERY = (*FIRST_ROW, *SECOND_ROW, *THIRD_ROW, PAUSE)


def next_step(post: Post) -> str:
    """The name of the action that most visits need now: the one strong button."""
    ticket = post.ticket
    if ticket is None or ticket.state == SERVING:
        return CALL.name
    return START.name
