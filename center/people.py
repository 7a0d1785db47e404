"""What a ticket needs to know of a person: the age, and nothing else.

The QR of a citizen's card (CCCD 2021 on the front, căn cước 2024 on the back) is 7 to 12 fields
between "|": number, old number, name, born, sex, address, issued, and from 2024 up to five more.
It is a stranger's input and read as strictly: nothing of it but the age leaves this file.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from center.errors import Unreadable
from center.setup import PriorityClass

LONGEST = 512
USE_THE_CARD = "Mã này không dùng để lấy số được. Mời ông/bà đưa mã QR trên thẻ căn cước, hoặc chọn trên màn hình."
NOT_VALID = "Thông tin trong mã QR của thẻ không hợp lệ. Mời ông/bà đưa lại thẻ, hoặc chọn trên màn hình."
NUMBER_ONLY = "Đây mới là số căn cước, chưa phải mã QR. Mời ông/bà đưa mã QR trên thẻ, hoặc chọn trên màn hình."
INSURANCE = "Đây là thẻ bảo hiểm y tế. Mời ông/bà đưa mã QR trên thẻ căn cước, hoặc chọn trên màn hình."
DOSSIER = "Đây là mã hồ sơ. Mời ông/bà dùng mã này ở mục tra cứu hồ sơ, hoặc chọn trên màn hình để lấy số."
WRONG_KEYS = "Máy đọc mã đang đặt sai chế độ. Mời ông/bà chọn trên màn hình và báo giúp người hướng dẫn."

# The province codes of the numbers given since 2016; they outlive the merging of provinces. From 100 on: countries.
_CODES = (
    (1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45),
    (46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91),
    (92, 93, 94, 95, 96),
)
PROVINCES = frozenset(f"{code:03}" for row in _CODES for code in row)
_DATE = r"[0-9]{8}"
_CARD = re.compile(
    rf"(?P<number>[0-9]{{12}})\|(?:[0-9]{{9}}|[0-9]{{12}})?\|(?P<name>[^|]{{1,100}})\|(?P<born>{_DATE})\|(?P<sex>Nam|Nữ|N)"
    rf"\|[^|]{{0,250}}\|(?P<issued>{_DATE})(?:\|[^|]{{0,100}}){{0,5}}"
)
_INSURANCE = re.compile(r"[A-Z]{2}[0-9]{13}\|.*|[0-9]{10}\|[0-9a-f]+\|.*")
_DOSSIER = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9]+)+-[0-9]{6}-[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Card:
    """What is kept of a card: full years of age on the day asked."""

    age: int


@dataclass(frozen=True, slots=True)
class Birth:
    """What the 12 digits of a personal number say."""

    year: int
    female: bool


def read_card(text: str, today: date) -> Card:
    """The age of the holder of the card with this QR text. Raises Unreadable for everything else, and only that."""
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST or any(map(_unprintable, text)):
        raise Unreadable(USE_THE_CARD)
    text = unicodedata.normalize("NFC", text)
    card = _CARD.fullmatch(text)
    if card is None:
        raise Unreadable(_what_else(text))
    if any(letter.isdigit() for letter in card["name"]):
        raise Unreadable(WRONG_KEYS)  # "Nguye64n": an input method sat between the reader and us
    if not all(letter.isalpha() or unicodedata.combining(letter) or letter in " .'’-" for letter in card["name"]):
        raise Unreadable(NOT_VALID)
    birth = read_number(card["number"])
    born, issued = _day(card["born"]), _day(card["issued"])
    female = card["sex"] != "Nam"  # a keyboard reader may have lost the ữ
    if (birth.year, birth.female) != (born.year, female) or not born <= issued <= today:
        raise Unreadable(NOT_VALID)
    return Card(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


def read_number(text: str) -> Birth:
    """Check a 12-digit personal number: place, century and sex, year. Raises Unreadable."""
    if not re.fullmatch(r"[0-9]{12}", text) or (text[:3] not in PROVINCES and text[0] == "0"):
        raise Unreadable(NOT_VALID)
    century, sex = divmod(int(text[3]), 2)
    return Birth((19 + century) * 100 + int(text[4:6]), bool(sex))


def age_class(classes: Iterable[PriorityClass], age: int) -> str | None:
    """The id of the class that this age gives by itself; of several, the one of the highest rank."""
    fitting = [
        kind
        for kind in classes
        if (kind.age_from is not None or kind.age_to is not None)
        and (kind.age_from is None or age >= kind.age_from)
        and (kind.age_to is None or age <= kind.age_to)
    ]
    return min(fitting, key=lambda kind: kind.rank).id if fitting else None


def _what_else(text: str) -> str:
    if re.fullmatch(r"[0-9]{12}", text):
        return NUMBER_ONLY
    if _INSURANCE.fullmatch(text):
        return INSURANCE
    if _DOSSIER.fullmatch(text):
        return DOSSIER
    return USE_THE_CARD


def _unprintable(letter: str) -> bool:
    """Control, bidirectional and other invisible characters, and everything that is no character."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _day(digits: str) -> date:
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError as error:
        raise Unreadable(NOT_VALID) from error
