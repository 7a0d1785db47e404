"""The three lines of 30 signs on the back of a card (ICAO 9303, TD1), as a reader of such lines sends them.

    IDVNM ddddddddd c nnnnnnnnnnnn << c     document number (the last nine of the twelve), its check; the twelve, theirs
    YYMMDD c M YYMMDD c VNM <<<<<<<<<<< c   born, sex, valid until, and one check over all of it
    FAMILY<<MIDDLE<GIVEN                    without marks: MRZ has none

Weights 7, 3, 1; digits count as themselves, A to Z as 10 to 35, "<" as 0.
"""

import re
from datetime import date

from center.cards import read_number
from center.errors import Unreadable
from center.holders import USE_THE_CARD, Doubt, Holder, day_of, looked_at

LINE = 30
_LINES = re.compile(
    r"(?P<top>IDVNM(?P<document>[0-9]{9})(?P<document_check>[0-9])(?P<number>[0-9]{12})<<(?P<number_check>[0-9]))"
    r"(?P<middle>(?P<born>[0-9]{6})(?P<born_check>[0-9])(?P<sex>[MF])(?P<until>[0-9]{6})(?P<until_check>[0-9])"
    r"VNM<{11}(?P<check>[0-9]))(?P<name>[A-Z][A-Z<]{29})"
)
_APART = re.compile(r"(.{30})(?:\r\n|\r|\n)?" * 3)


def check_digit(signs: str) -> int:
    """The digit behind `signs`."""
    return sum(int(sign, 36) * (7, 3, 1)[place % 3] for place, sign in enumerate(signs.replace("<", "0"))) % 10


def is_mrz(text: str) -> bool:
    """Three lines of this kind, whatever separates them."""
    return re.match(r"I[A-Z<][A-Z<]{3}[A-Z0-9<]{25}", text) is not None and len(_joined(text)) == 3 * LINE


def read_mrz(text: str, today: date) -> Holder:
    """The holder as the three lines tell, their name without marks. Raises Unreadable for everything else."""
    text = looked_at(_joined(text))
    found = _LINES.fullmatch(text)
    if found is None:
        raise Unreadable(USE_THE_CARD)
    birth = read_number(found["number"])
    born_on = day_of(f"{birth.year // 100}{found['born'][:2]}", found["born"][2:4], found["born"][4:])
    until = day_of(f"20{found['until'][:2]}", found["until"][2:4], found["until"][4:])
    doubts = []
    whole = found["top"][5:] + found["middle"][:7] + found["middle"][8:15] + found["middle"][18:29]
    parts = (("document", "document_check"), ("number", "number_check"), ("born", "born_check"))
    pairs = [*((found[part], found[check]) for part, check in parts), (found["until"], found["until_check"])]
    right = all(check_digit(signs) == int(digit) for signs, digit in (*pairs, (whole, found["check"])))
    if not right or found["document"] != found["number"][3:]:
        doubts.append(Doubt.CHECK)
    if not birth.place_known:
        doubts.append(Doubt.PLACE)
    if born_on is None or born_on > today:
        doubts.append(Doubt.BORN)
    elif born_on.year != birth.year:
        doubts.append(Doubt.YEAR)
    if (found["sex"] == "F") is not birth.female:
        doubts.append(Doubt.SEX)
    if until is None or until < today:
        doubts.append(Doubt.EXPIRED)
    name = " ".join(found["name"].replace("<", " ").split())
    return Holder(
        "MRZ", found["number"], name, born_on, "Nữ" if found["sex"] == "F" else "Nam", text, valid_until=until,
        doubts=tuple(doubts),
    )  # fmt: skip


def _joined(text: str) -> str:
    """The lines without what a reader puts between and behind them; what stands elsewhere stays, and is refused."""
    found = _APART.fullmatch(text)
    return "".join(found.groups()) if found else text
