"""What a new center starts with: fields, counters and hours that most centers can keep."""

import csv
import tomllib
from datetime import date, time, timedelta

from center.communes import Commune
from center.hours import Session
from center.setup import Counter, Field, Level, PriorityClass, RatingForm, Reason, Setup
from center.setup_file import Defaults

SMALL_COUNTERS = 5  # up to here a center keeps fewer, broader fields
MOST_COUNTERS = 40

# Common hours of the offices of the Red River delta (recalled, not fixed by a text): a center writes its own.
USUAL_SESSIONS = (
    Session((0, 1, 2, 3, 4), time(7, 30), time(11, 30)),
    Session((0, 1, 2, 3, 4), time(13, 30), time(17, 0)),
)


def found(commune: Commune, counters: int, fields: tuple[Field, ...], defaults: Defaults) -> Setup:
    """A center of this commune with so many counters.

    Every field has a main counter (weight 2) and, from two counters up, a second one
    (weight 1), so that one closed counter stops no field; whoever needs guidance is
    called by any counter.
    """
    lines = [field for field in fields if not field.guide]
    guides = [field for field in fields if field.guide]
    weights: list[dict[str, float]] = [{} for _ in range(counters)]
    for place in range(max(counters, len(lines))):
        field = lines[place % len(lines)]
        weights[place % counters][field.id] = 2.0 if counters > 1 else 1.0
        weights[(place + 1) % counters].setdefault(field.id, 1.0)
    for served in weights:
        served.update((guide.id, 1.0) for guide in guides)
    return Setup(
        id=commune.slug,
        name="Trung tâm Phục vụ hành chính công",
        commune=commune.full_name,
        commune_code=commune.code,
        province="Tỉnh Hưng Yên",
        fields=fields,
        counters=tuple(Counter(number, f"Quầy {number}", served) for number, served in enumerate(weights, 1)),
        classes=defaults.classes,
        rating=defaults.rating,
        sessions=USUAL_SESSIONS,
        ticker=(
            "Mời ông/bà lấy số thứ tự tại máy lấy số và chờ gọi theo số.",
            "Người cao tuổi, người khuyết tật, phụ nữ mang thai bấm «Số ưu tiên» trước khi chọn lĩnh vực.",
            "Phản ánh, kiến nghị về thủ tục hành chính: gọi 1022.",
        ),
        ticker_en=(
            "Please take a number at the kiosk and wait to be called.",
            "Elderly people, people with disabilities and pregnant women: press “Priority number” first.",
            "Questions or complaints: call 1022.",
        ),
        days_off=defaults.days_off,
        make_up=defaults.make_up,
    )


def read_new_fields(text: str, counters: int) -> tuple[Field, ...]:
    """The fields of assets/fields.toml that a center with so many counters starts with."""
    size = "small" if counters <= SMALL_COUNTERS else "large"
    fields = []
    for row in tomllib.loads(text)["fields"]:
        kept = row.pop("size")
        del row["verified"]
        if kept in ("all", size):
            fields.append(Field(**{**row, "minutes": float(row["minutes"]), "covers": tuple(row["covers"])}))
    return tuple(fields)


def read_classes(text: str) -> tuple[PriorityClass, ...]:
    """The rows of assets/priority_classes.csv."""
    return tuple(
        PriorityClass(
            id=row["id"],
            name=row["name"],
            name_en=row["name_en"],
            rank=int(row["rank"]),
            group=row["group"],
            offered=row["offered"] == "1",
            icon=row["icon"],
            age_from=int(row["age_from"]) if row["age_from"] else None,
            age_to=int(row["age_to"]) if row["age_to"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


def read_rating(text: str) -> RatingForm:
    """The scale of assets/satisfaction.toml."""
    values = tomllib.loads(text)
    return RatingForm(
        levels=tuple(Level(**row) for row in values["levels"]),
        reasons=tuple(Reason(**row) for row in values["reasons"]),
        reasons_up_to=values["reasons_up_to"],
        clear_seconds=values["clear_seconds"],
    )


def read_holidays(text: str) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up days of assets/holidays.csv; days only recalled (verified "no") are left out."""
    days = [
        (date.fromisoformat(row["date"]), row["is_working"] == "1")
        for row in csv.DictReader(text.splitlines())
        if row["verified"] != "no"
    ]
    return frozenset(day for day, working in days if not working), frozenset(day for day, working in days if working)


def read_holiday_names(text: str) -> tuple[dict[date, str], date]:
    """The names of the days off of assets/holidays.csv, and the day before the first that is only projected."""
    rows = list(csv.DictReader(text.splitlines()))
    names = {date.fromisoformat(row["date"]): row["name"] for row in rows if row["is_working"] == "0"}
    projected = min(date.fromisoformat(row["date"]) for row in rows if row["verified"] == "projection")
    return names, projected - timedelta(days=1)
