"""What the search stands on, made once when it is first asked for: catalogue, finding rule, events, work calendar."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from center import composing, spelling
from center.deadlines import WorkCalendar
from center.finding import Finder, life_events
from center.hours import local_day
from center.procedures import Catalogue, Procedure
from center.wishes import LifeEvent, Words

_CODE = re.compile(r"(?<![0-9.])[0-9]\.[0-9]{6}(?![0-9])")


@dataclass(frozen=True)
class Library:
    """`procedures` are those in force, in the catalogue's order."""

    catalogue: Catalogue
    finder: Finder
    calendar: WorkCalendar
    procedures: tuple[Procedure, ...]
    essential: tuple[Procedure, ...]
    events: tuple[tuple[LifeEvent, tuple[Procedure, ...]], ...]

    def forget(self) -> None:
        """What the rules remember of words somebody typed."""
        for remembered in (composing.compose, spelling.plain, spelling.marked, spelling.sound):
            remembered.cache_clear()

    def procedure_in(self, code: str) -> Procedure | None:
        """The procedure that a scanned code names: its number, or a page of the portal or the board about it."""
        named = _CODE.search(code) if len(code) <= 512 else None
        return self.catalogue.find_procedure(named[0]) if named else None


def library_of(
    catalogue: Catalogue, words: Words, calendar: WorkCalendar, essential: tuple[str, ...], day: date
) -> Library:
    """`essential` are the codes of the 25 essential services, `day` decides what is in force."""
    found = (catalogue.find_procedure(code) for code in essential)
    made = Library(
        catalogue, Finder(catalogue, words), calendar, catalogue.valid_on(day),
        tuple(p for p in found if p is not None), life_events(words, catalogue),
    )  # fmt: skip
    made.forget()  # every word of the tables was read
    return made


def open_library(node) -> Callable[[], Library]:
    """The library of this machine, made at the first call, and anew once catalogue, setup or day are others."""
    from sync import reference
    from sync.catalogue import Shelf

    shelf = Shelf(node.machine.folder)
    made: list[tuple[tuple, Library]] = []

    def library() -> Library:
        stands_on = (shelf.mark, node.setup, local_day(node.now()))
        if made and made[0][0] == stands_on:
            return made[0][1]
        day, calendar = stands_on[2], reference.work_calendar(node.setup)
        if made and made[0][0][0] == shelf.mark:  # the finding rule is the catalogue's, whatever the day
            fresh = replace(made[0][1], calendar=calendar, procedures=shelf.catalogue.valid_on(day))
        else:
            essential = tuple(service.code for service in reference.essential_services() if service.code)
            fresh = library_of(shelf.catalogue, reference.words(), calendar, essential, day)
        made[:] = [(stands_on, fresh)]
        return made[0][1]

    return library
