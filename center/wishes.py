"""How people say what they come for: the word tables of assets/catalogue, as they are read.

    asked.csv         code,name,asked      what citizens call a procedure, phrases between ";"
    synonyms.csv      means,said           words that mean one thing at this counter, between ";"; with "~" before
                                           `means`, words of one kind that are not the same thing
    elsewhere.csv     topic,asked          what people ask for here and another office does; no topic: nobody's matter
    common_words.csv  weight,words         words that say little (0 nothing at all), between ";"
    life_events.csv   event,icon,codes,asked,english   what happens in a life, and the procedures it brings

A code is given anew now and then, so a row of asked.csv also finds its procedure by its name.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field

KIND = "~"


@dataclass(frozen=True, slots=True)
class Asked:
    """What people say when they mean the procedure of this code, or of this name."""

    code: str
    name: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonym:
    """`said` are other words for `means`, which is always the first of them."""

    means: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """Words that behave alike beside another word, as all relatives do beside "mất"."""

    name: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A matter that is brought to another office, or with an empty `topic` to none."""

    topic: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happens in a life; `codes` in the order in which people need them."""

    name: str
    icon: str
    codes: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    name_en: str = ""


@dataclass(frozen=True)
class Words:
    """All word tables of one center."""

    asked: tuple[Asked, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    kinds: tuple[Kind, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    common: Mapping[str, float] = field(default_factory=dict)  # word or phrase → weight, 0 says nothing
    life_events: tuple[LifeEvent, ...] = ()


def read_words(asked: str, synonyms: str, elsewhere: str, common: str, life_events: str) -> Words:
    """The texts of the five files as one table each."""
    return Words(
        tuple(Asked(row["code"], row["name"], _list(row["asked"])) for row in _rows(asked)),
        tuple(
            Synonym(row["means"], (row["means"], *_list(row["said"])))
            for row in _rows(synonyms)
            if not row["means"].startswith(KIND)
        ),
        tuple(Kind(row["means"], _list(row["said"])) for row in _rows(synonyms) if row["means"].startswith(KIND)),
        tuple(Elsewhere(row["topic"], _list(row["asked"])) for row in _rows(elsewhere)),
        {word: float(row["weight"]) for row in _rows(common) for word in _list(row["words"])},
        tuple(
            LifeEvent(
                row["event"], row["icon"], tuple(row["codes"].split()), _list(row["asked"]), row.get("english") or ""
            )
            for row in _rows(life_events)
        ),
    )


def _rows(text: str) -> csv.DictReader:
    return csv.DictReader(text.splitlines(), strict=True)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in cell.split(";") if part.strip())
