"""The card that a citizen in front handed over, as it was read: to be looked at, and to be gone with its citizen."""

from collections.abc import Callable

from center.holders import Holder
from counter_app.sheet import Question
from screen.translation import translate


def holder_question(holder: Holder, close: Callable[[], None]) -> Question:
    """The fields of a card, what contradicts itself first, and the text as it was read. Nothing of it is kept."""
    doubts = [f"•  {doubt}" for doubt in holder.doubts]
    if doubts:
        doubts.insert(0, translate("Holder", "Xin đối chiếu với thẻ:"))
    lines = [
        *doubts,
        *([""] if doubts else []),
        *(f"{title}: {value}" for title, value in _fields(holder) if value),
        "",
        translate("Holder", "Nguyên văn đọc được: {text}").format(text=holder.raw),
    ]
    return Question(
        "holder", holder.name or holder.number, "\n".join(lines), translate("Holder", "Đóng"), (), lambda _: close()
    )


def _fields(holder: Holder) -> tuple[tuple[str, str], ...]:
    return (
        (translate("Holder", "Giấy tờ"), {"BHYT": translate("Holder", "thẻ BHYT")}.get(holder.paper, holder.paper)),
        (translate("Holder", "Số"), holder.number),
        (translate("Holder", "Số CMND cũ"), holder.old_number),
        (translate("Holder", "Ngày sinh"), f"{holder.born_on:%d/%m/%Y}" if holder.born_on else ""),
        (translate("Holder", "Giới tính"), holder.sex),
        (translate("Holder", "Nơi cư trú"), holder.address),
        (translate("Holder", "Ngày cấp"), f"{holder.issued_on:%d/%m/%Y}" if holder.issued_on else ""),
        (translate("Holder", "Có giá trị đến"), f"{holder.valid_until:%d/%m/%Y}" if holder.valid_until else ""),
    )
