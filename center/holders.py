"""What a card says of its holder, and the look at a stranger's text that comes before any reading.

Whoever holds a code before a reader is a stranger, and the text is read as strictly: at most 512 characters, nothing
invisible, and then one grammar for the whole of it. What is well formed but contradicts itself is told as a doubt,
with the text as it was read beside it, because the official has the card in hand and can look.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from center.errors import Unreadable

LONGEST = 512
USE_THE_CARD = "Mã này không dùng để lấy số được. Mời ông/bà đưa mã QR trên thẻ căn cước, hoặc chọn trên màn hình."

# Every letter of a Vietnamese name, and those of names from elsewhere that a Vietnamese paper may carry. Ä and Æ are
# left out: they are what đ, ă, ơ and ư become when their bytes are taken for another alphabet.
_LETTERS = frozenset(
    "abcdefghijklmnopqrstuvwxyzăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹĩũỹàáâãçèéêëìíîïñòóôõöøùúûüýœß"
)
_BETWEEN = frozenset(" .'’-")


class Doubt(StrEnum):
    """Why a field should be looked at on the card itself: a sentence for the official."""

    PLACE = "Ba chữ số đầu của số định danh không phải mã tỉnh hay mã nước nào."
    YEAR = "Năm sinh không khớp với số định danh."
    SEX = "Giới tính không khớp với số định danh."
    BORN = "Ngày sinh không hợp lệ."
    ISSUED = "Ngày cấp không hợp lệ."
    EXPIRED = "Thẻ đã hết hạn."
    OLD_NUMBER = "Số CMND cũ không hợp lệ."
    ADDRESS = "Địa chỉ không đọc được."
    DAMAGED = "Họ tên bị sai ký tự: máy đọc mã đang đặt sai chế độ. Chuyển máy đọc sang chế độ USB-COM."
    NO_MARKS = "Họ tên và địa chỉ bị mất dấu: máy đọc mã đang ở chế độ bàn phím. Chuyển máy đọc sang chế độ USB-COM."
    CHECK = "Số kiểm tra không khớp: có ký tự đọc sai."


@dataclass(frozen=True, slots=True)
class Holder:
    """What an official sees of a card that was read: its fields, what contradicts itself, and the text as it was read.

    `paper`: "căn cước" | "MRZ" | "BHYT". A field that the paper does not carry, or that could not be read, is "" or
    None. `sex`: "Nam" | "Nữ" | "". Shown to the person at the counter and kept nowhere.
    """

    paper: str
    number: str
    name: str
    born_on: date | None
    sex: str
    raw: str
    address: str = ""
    old_number: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    doubts: tuple[Doubt, ...] = ()


def looked_at(text: str) -> str:
    """The text in composed letters. Raises Unreadable where it is empty, too long, or holds what cannot be seen."""
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST or any(map(_unseen, text)):
        raise Unreadable(USE_THE_CARD)
    return unicodedata.normalize("NFC", text)


def is_name(text: str) -> bool:
    """The letters of a Vietnamese name, and no sign that a reader in the wrong mode leaves."""
    return any(map(str.isalpha, text)) and all(letter in _LETTERS or letter in _BETWEEN for letter in text.lower())


def age_on(today: date, born_on: date) -> int:
    """Full years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def day_of(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _unseen(letter: str) -> bool:
    """Control, bidirectional and other invisible characters, and everything that is no character."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
