"""The QR of a citizen's card: căn cước công dân of 2021 (on its front) and căn cước of 2024 (on its back).

7 to 12 fields between "|": number, old number, name, born, sex, address, issued, and from 2024 up to five more, whose
order no source tells (cancelled number, parents). The first seven are read by their place, the others stay as they
are. The 12 digits say place, century with sex, and year of birth (Circular 59/2021); nothing else checks them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from center.errors import Unreadable
from center.holders import USE_THE_CARD, Doubt, Holder, day_of, is_name, looked_at

# The province codes of the numbers given since 2016; they outlive the merging of provinces. From 100 on: countries.
_CODES = (
    (1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45),
    (46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91),
    (92, 93, 94, 95, 96),
)
PROVINCES = frozenset(f"{code:03}" for row in _CODES for code in row)
CARD = re.compile(r"[0-9]{12}(?:\|[^|]{0,250}){6,11}")
_DATE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Birth:
    """What the 12 digits of a personal number say. `place_known`: the first three are a code that was ever given."""

    year: int
    female: bool
    place_known: bool


def read_number(text: str) -> Birth:
    """What a 12-digit personal number says of itself. Raises Unreadable for what is no such number."""
    if not re.fullmatch(r"[0-9]{12}", text):
        raise Unreadable(USE_THE_CARD)
    century, sex = divmod(int(text[3]), 2)
    return Birth((19 + century) * 100 + int(text[4:6]), bool(sex), text[:3] in PROVINCES or text[0] != "0")


def read_card(text: str, today: date) -> Holder:
    """The holder as the card's QR text tells. Raises Unreadable for everything that is no such card."""
    text = looked_at(text)
    if not CARD.fullmatch(text):
        raise Unreadable(USE_THE_CARD)
    number, old_number, name, born, sex, address, issued = text.split("|")[:7]
    birth, born_on, issued_on = read_number(number), _date(born), _date(issued)
    sex_told = {"Nam": "Nam", "Nữ": "Nữ", "N": "Nữ"}.get(sex, "")  # a keyboard reader may have lost the ữ
    doubts = list(_number_doubts(birth, born_on, sex_told))
    if born_on is None or born_on > today:
        doubts.append(Doubt.BORN)
    if issued_on is None or issued_on > today or (born_on and issued_on < born_on):
        doubts.append(Doubt.ISSUED)
    if not re.fullmatch(r"[0-9]{9}|[0-9]{12}|", old_number):
        doubts.append(Doubt.OLD_NUMBER)
    if not is_name(name):
        doubts.append(Doubt.DAMAGED)
    elif (name + address + sex).isascii():
        doubts.append(Doubt.NO_MARKS)  # no address of the country is without marks, and so no true card
    return Holder(
        "căn cước", number, name, born_on, sex_told, text, address, old_number, issued_on,
        doubts=tuple(doubts),
    )  # fmt: skip


def _number_doubts(birth: Birth, born_on: date | None, sex: str) -> Iterator[Doubt]:
    if not birth.place_known:
        yield Doubt.PLACE
    if born_on is not None and born_on.year != birth.year:
        yield Doubt.YEAR
    if sex != ("Nữ" if birth.female else "Nam"):
        yield Doubt.SEX


def _date(digits: str) -> date | None:
    found = _DATE.fullmatch(digits)
    return day_of(found[3], found[2], found[1]) if found else None
