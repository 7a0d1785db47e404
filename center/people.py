"""What a code held before a reader says of a person: everything to the official, the class alone to a ticket.

A kiosk asks `ticket_class` and learns whether the holder's age gives a priority class: no name, number or date leaves
this file on that way. A counter asks `read_person` and sees the fields with what contradicts itself.
"""

import re
from collections.abc import Iterable
from datetime import date

from center.cards import CARD, read_card
from center.errors import Unreadable
from center.holders import USE_THE_CARD, Doubt, Holder, age_on, looked_at
from center.insurance import CARD as INSURANCE_CARD
from center.insurance import read_insurance
from center.mrz import is_mrz, read_mrz
from center.setup import PriorityClass

NOT_VALID = "Thông tin trong mã QR của thẻ không hợp lệ. Mời ông/bà đưa lại thẻ, hoặc chọn trên màn hình."
NUMBER_ONLY = "Đây mới là số căn cước, chưa phải mã QR. Mời ông/bà đưa mã QR trên thẻ, hoặc chọn trên màn hình."
INSURANCE = "Đây là thẻ bảo hiểm y tế. Mời ông/bà đưa mã QR trên thẻ căn cước, hoặc chọn trên màn hình."
DOSSIER = "Đây là mã hồ sơ. Mời ông/bà dùng mã này ở mục tra cứu hồ sơ, hoặc chọn trên màn hình để lấy số."
WRONG_KEYS = "Máy đọc mã đang đặt sai chế độ. Mời ông/bà chọn trên màn hình và báo giúp người hướng dẫn."

# What says nothing against the age: a new province code, a name without marks, a card that ran out.
_HARMLESS = frozenset({Doubt.PLACE, Doubt.NO_MARKS, Doubt.EXPIRED})
_DOSSIER = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9]+)+-[0-9]{6}-(?:[A-Z]{2})?[0-9]{4,6}")


def read_person(text: str, today: date) -> Holder:
    """The holder of the card with this text, for the official who has it in hand. Raises Unreadable for all else."""
    if isinstance(text, str) and is_mrz(text):
        return read_mrz(text, today)
    text = looked_at(text)
    if CARD.fullmatch(text):
        return read_card(text, today)
    if INSURANCE_CARD.fullmatch(text):
        return read_insurance(text, today)
    raise Unreadable(_what_else(text))


def ticket_class(text: str, classes: Iterable[PriorityClass], today: date) -> str | None:
    """The id of the class that the age of a card's holder gives, None for the ordinary one; and nothing else of them.

    Raises Unreadable for everything that is no citizen's card, and for a card that contradicts itself.
    """
    holder = read_person(text, today)
    if holder.paper == "BHYT":
        raise Unreadable(INSURANCE)
    if Doubt.DAMAGED in holder.doubts:
        raise Unreadable(WRONG_KEYS)
    if holder.born_on is None or not _HARMLESS.issuperset(holder.doubts):
        raise Unreadable(NOT_VALID)
    return age_class(classes, age_on(today, holder.born_on))


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
    """The sentence for what is no card at all but is known."""
    if re.fullmatch(r"[0-9]{12}", text):
        return NUMBER_ONLY
    if _DOSSIER.fullmatch(text):
        return DOSSIER
    return USE_THE_CARD
