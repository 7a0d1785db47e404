"""The QR of a health-insurance card (BHYT): fields between "|", name and address as the hex of their UTF-8.

    GD4330000000001|4e6775…|01/01/1985|1|…|33 - 001|01/01/2026|31/12/2026|…

Number (two letters and 13 digits, or the 10 digits of the newer card), name, born (a day, or only its year), sex
(1 male, 2 female), address, hospital, valid from and until; what comes behind stays as it is.
"""

import re
from datetime import date

from center.errors import Unreadable
from center.holders import USE_THE_CARD, Doubt, Holder, day_of, is_name, looked_at

CARD = re.compile(r"(?:[A-Z]{2}[0-9]{13}|[0-9]{10})(?:\|[^|]{0,250}){4,24}")


def read_insurance(text: str, today: date) -> Holder:
    """The holder as the insurance card tells. Raises Unreadable for everything that is no such card."""
    text = looked_at(text)
    if not CARD.fullmatch(text):
        raise Unreadable(USE_THE_CARD)
    number, name, born, sex, address, *further = text.split("|")
    name_told, address_told = _from_hex(name), _from_hex(address)
    born_on = _date(born)
    until = _date(further[2]) if len(further) > 2 else None
    doubts = []
    if name_told is None or not is_name(name_told):
        doubts.append(Doubt.DAMAGED)
    if not (born_on is not None and born_on <= today) and not re.fullmatch(r"19[0-9]{2}|20[0-9]{2}", born):
        doubts.append(Doubt.BORN)
    if address_told is None:
        doubts.append(Doubt.ADDRESS)
    if until is not None and until < today:
        doubts.append(Doubt.EXPIRED)
    sex_told = {"1": "Nam", "2": "Nữ"}.get(sex, "")
    return Holder(
        "BHYT", number, name_told or "", born_on, sex_told, text, address_told or "", valid_until=until,
        doubts=tuple(doubts),
    )  # fmt: skip


def _from_hex(digits: str) -> str | None:
    """The text behind the hex of its UTF-8; None where it is neither."""
    if not re.fullmatch(r"(?:[0-9a-fA-F]{2})+", digits):
        return None
    try:
        return looked_at(bytes.fromhex(digits).decode("utf-8"))
    except (UnicodeDecodeError, Unreadable):
        return None


def _date(text: str) -> date | None:
    found = re.fullmatch(r"([0-9]{2})/([0-9]{2})/([0-9]{4})", text)
    return day_of(found[3], found[2], found[1]) if found else None
