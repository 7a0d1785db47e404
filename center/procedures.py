"""The catalogue of procedures: what to bring, where, how long, how much and what comes of it.

A mark per attribute says whether it was read in a source; `Procedure.says` gives the text of
what was, and «hỏi cán bộ» for everything else, so that no screen states a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from center.setup import Field

ASK = "hỏi cán bộ"

# Where the national portal shows a procedure. Seen in many public copies of its links up to 2026; the portal may
# move it, which is why it is written in this one place.
PORTAL_PAGE = "https://dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-hanh-chinh.html?ma_thu_tuc={code}"

# Attributes that carry a mark of their own. Anything without a mark counts as unverified.
MARKED = (
    "name",
    "papers",
    "replaced",
    "term",
    "fee",
    "result",
    "online_level",
    "receiver",
    "authority",
    "legal_basis",
    "any_boundary",
)
RECEIVERS = {
    "center": "Trung tâm Phục vụ hành chính công",
    "commune_police": "Công an cấp xã",
    "land_office": "Trung tâm Phục vụ hành chính công hoặc Chi nhánh Văn phòng Đăng ký đất đai",
    "social_insurance": "Cơ quan bảo hiểm xã hội cơ sở",
    "employment_center": "Trung tâm dịch vụ việc làm",
}
ONLINE_LEVELS = {
    "full": "toàn trình",
    "partial": "một phần",
    "mixed": "toàn trình hoặc một phần",
    "in_person": "trực tiếp",
    "unknown": "",
}
UNITS = {
    "working_days": "ngày làm việc",
    "calendar_days": "ngày",
    "months": "tháng",
    "hours": "giờ",
    "at_once": "ngay trong ngày",
    "unstated": "",  # the source gives no number, or no unit: nothing can be promised from it
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of a checklist. `present_only`: shown and taken home again ("chỉ xuất trình").

    `verified` is false for a line that was not read in a source although its list was.
    """

    name: str
    originals: int = 1
    copies: int = 0
    present_only: bool = False
    if_applicable: bool = False
    verified: bool = True

    @property
    def kind(self) -> str:
        """How it is handed over, in a few words: "1 bản chính, 2 bản sao", "chỉ xuất trình"."""
        if self.present_only:
            return "chỉ xuất trình"
        counted = ((self.originals, "bản chính"), (self.copies, "bản sao"))
        return ", ".join(f"{number} {word}" for number, word in counted if number)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A paper that must no longer be asked for, because the State already has what it says."""

    paper: str
    database: str
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """`amount_vnd` 0 is free of charge, None is not one plain amount; `text` is the whole rule."""

    amount_vnd: int | None
    text: str = ""

    def __str__(self) -> str:
        if self.text:
            return self.text
        if self.amount_vnd is None:
            return ""
        return f"{self.amount_vnd:,} đồng".replace(",", ".") if self.amount_vnd else "Miễn phí"


@dataclass(frozen=True, slots=True)
class Term:
    """How long it takes: `value` of a unit of UNITS. `cutoff_15h`: after 15:00 it counts as the next working day's."""

    value: int | None
    unit: str
    cutoff_15h: bool = False
    text: str = ""
    extension: str = ""

    @property
    def is_countable(self) -> bool:
        """Whether a day can be promised from it."""
        return self.unit == "at_once" or (self.value is not None and self.unit != "unstated")

    def __str__(self) -> str:
        if self.text:
            return self.text
        if self.unit == "at_once":
            return "Ngay trong ngày"
        return f"{self.value:02d} {UNITS[self.unit]}" if self.is_countable else ""


@dataclass(frozen=True)
class Procedure:
    """`verified` holds the marks by attribute (see MARKED); `remark` is for officials, never shown to citizens."""

    code: str
    name: str
    field: str
    authority: str
    term: Term
    fee: Fee
    official_name: str = ""
    receiver: str = "center"
    online_level: str = "unknown"
    papers: tuple[Paper, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    result: str = ""
    forms: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    essential: bool = False
    any_boundary: bool = False
    keywords: tuple[str, ...] = ()
    verified: Mapping[str, bool] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""
    source: str = ""
    remark: str = ""

    @property
    def portal_page(self) -> str:
        return PORTAL_PAGE.format(code=self.code)

    def is_verified(self, attribute: str) -> bool:
        return bool(self.verified.get(attribute))

    def is_valid(self, day: date) -> bool:
        """Whether it is in force on this day, both ends included."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def says(self, attribute: str) -> str:
        """The text of a marked attribute if it was verified and is not empty, else ASK."""
        return (self._text(attribute) if self.is_verified(attribute) else "") or ASK

    def _text(self, attribute: str) -> str:
        match attribute:
            case "receiver":
                return RECEIVERS[self.receiver]
            case "online_level":
                return ONLINE_LEVELS[self.online_level]
            case "any_boundary":
                return "không phụ thuộc nơi cư trú" if self.any_boundary else ""
            case "papers":
                return "; ".join(paper.name for paper in self.papers)
            case "replaced":
                return "; ".join(paper.paper for paper in self.replaced)
            case "legal_basis":
                return "; ".join(self.legal_basis)
            case _:
                return str(getattr(self, attribute))


@dataclass(frozen=True, slots=True)
class EssentialService:
    """One of the 25 of Decision 06/QĐ-TTg. `code` is "" where the catalogue has no procedure for it."""

    number: int
    ministry: str
    name: str
    code: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All procedures of one version; a higher version is newer, whatever its date."""

    version: int
    dated: date
    procedures: tuple[Procedure, ...]
    source: str = ""

    @cached_property
    def _by_code(self) -> dict[str, Procedure]:
        return {procedure.code: procedure for procedure in self.procedures}

    def find_procedure(self, code: str) -> Procedure | None:
        return self._by_code.get(code)

    def procedure(self, code: str) -> Procedure:
        """The procedure of this code. Raises KeyError when there is none."""
        return self._by_code[code]

    def in_field(self, name: str) -> tuple[Procedure, ...]:
        """The procedures of one field (lĩnh vực) in the order of the catalogue."""
        return tuple(procedure for procedure in self.procedures if procedure.field == name)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields in the order in which they first occur."""
        return tuple(dict.fromkeys(procedure.field for procedure in self.procedures))

    def valid_on(self, day: date) -> tuple[Procedure, ...]:
        return tuple(procedure for procedure in self.procedures if procedure.is_valid(day))


def ticket_field(procedure: Procedure, fields: tuple[Field, ...]) -> str:
    """The id of the center's field in whose line a person with this procedure waits.

    The field that lists the code, else the one that covers the procedure's field, else the one
    for guidance, else the first: nobody goes without a number because a catalogue grew.
    """
    for line in fields:
        if procedure.code in line.procedures:
            return line.id
    for line in fields:
        if procedure.field in line.covers:
            return line.id
    return next((line.id for line in fields if line.guide), fields[0].id)
