"""The facts that every machine carries in assets/: communes, classes, holidays, scale, fields, procedures."""

import csv
import json
from functools import cache
from pathlib import Path

from center.catalogue_file import read_catalogue
from center.communes import Commune, read_communes
from center.deadlines import WorkCalendar
from center.founding import read_classes, read_holiday_names, read_holidays, read_new_fields, read_rating
from center.procedures import Catalogue, EssentialService, Replaced
from center.setup import Field, Setup
from center.setup_file import Defaults
from center.wishes import Words, read_words

ASSETS = Path(__file__).resolve().parent.parent / "assets"


def _read(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def communes() -> tuple[Commune, ...]:
    """The 104 communes and wards of Hưng Yên."""
    return read_communes(_read("communes.csv"))


@cache
def defaults() -> Defaults:
    """What holds where a center's file is silent."""
    days_off, make_up = read_holidays(_read("holidays.csv"))
    return Defaults(
        classes=read_classes(_read("priority_classes.csv")),
        rating=read_rating(_read("satisfaction.toml")),
        days_off=days_off,
        make_up=make_up,
        icons=tuple(sorted(path.stem for path in (ASSETS / "icons").glob("*.svg"))),
    )


@cache
def catalogue() -> Catalogue:
    """The catalogue that came with the program; a center's own newer one is kept by `sync.catalogue`."""
    return read_catalogue(json.loads(_read("catalogue/catalogue.json")))


@cache
def words() -> Words:
    """How people call things: what the finding rule knows beside the catalogue."""
    files = ("asked", "synonyms", "elsewhere", "common_words", "life_events")
    return read_words(*(_read(f"catalogue/{name}.csv") for name in files))


@cache
def essential_services() -> tuple[EssentialService, ...]:
    """The 25 essential services of Decision 06/QĐ-TTg, in its order."""
    rows = csv.DictReader(_read("catalogue/essential_services.csv").splitlines())
    return tuple(EssentialService(int(row["number"]), row["ministry"], row["name"], row["code"]) for row in rows)


@cache
def replaced_papers() -> dict[str, tuple[Replaced, ...]]:
    """All papers that data has replaced, by procedure code, also of procedures that no commune receives."""
    found: dict[str, list[Replaced]] = {}
    for row in csv.DictReader(_read("catalogue/replaced_papers.csv").splitlines()):
        found.setdefault(row["code"], []).append(Replaced(row["paper"], row["database"], row["legal_basis"]))
    return {code: tuple(papers) for code, papers in found.items()}


def work_calendar(setup: Setup) -> WorkCalendar:
    """The working days of this center, with the names of the national holidays."""
    names, settled_until = read_holiday_names(_read("holidays.csv"))
    return WorkCalendar(setup.sessions, setup.days_off, setup.make_up, names, settled_until)


def new_fields(counters: int) -> tuple[Field, ...]:
    """The fields that a new center with so many counters starts with."""
    return read_new_fields(_read("fields.toml"), counters)


def samples() -> tuple[str, ...]:
    """The names of the sample centers."""
    return tuple(sorted(path.parent.name for path in (ASSETS / "samples").glob("*/center.toml")))


def sample_folder(name: str) -> Path:
    """The folder of a sample center. Raises KeyError when there is none of this name."""
    if name not in samples():
        raise KeyError(name)
    return ASSETS / "samples" / name
