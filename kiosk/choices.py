"""What the search lets one choose from without typing: what happens in life, fields, and lists of procedures."""

from collections.abc import Sequence

from center.procedures import Procedure
from center.setup import Field, Setup
from center.wishes import LifeEvent
from kiosk import leaflets, phrases
from kiosk.library import Library
from screen.translation import translate

PLAIN_TILE = {"caption": "", "kind": "tile", "closed": False}
NO_LIST = {"title": "", "subtitle": "", "rows": [], "said": ""}


def event_name(event: LifeEvent, language: str) -> str:
    return (event.name_en if language == "en" else "") or event.name


def event_tiles(library: Library, language: str) -> list[dict]:
    """Only what has procedures in force."""
    return [
        {"id": event.name, "title": event_name(event, language), "icon": event.icon, **PLAIN_TILE}
        for event, procedures in library.events
        if procedures
    ]


def field_tiles(setup: Setup, library: Library, language: str) -> list[dict]:
    """Only what has procedures in force."""
    known = {leaflets.field_of(setup, procedure) for procedure in library.procedures}
    return [
        {"id": field.id, "title": phrases.field_name(field, language), "icon": field.icon, **PLAIN_TILE}
        for field in setup.fields
        if field in known
    ]


def procedures_of(setup: Setup, library: Library, field: Field) -> list[Procedure]:
    return [p for p in library.procedures if leaflets.field_of(setup, p) is field]


def choice_list(title: str, procedures: Sequence[Procedure]) -> dict:
    """A list somebody opened by a tile."""
    count = leaflets.count_line(len(procedures))
    return {"title": title, "subtitle": count, "rows": list(map(leaflets.hit_row, procedures)), "said": ""}


def found_list(procedures: Sequence[Procedure], only_nearest: bool, library: Library, said: str) -> dict:
    """A list of what was found; `said` is the sentence of a language server, "" for none."""
    title = translate("Find", "Gần nhất") if only_nearest else translate("Find", "Thủ tục tìm thấy")
    told = translate("Find", "Theo danh mục thủ tục bản %1.").replace("%1", str(library.catalogue.version))
    return {"title": title, "subtitle": told, "rows": list(map(leaflets.hit_row, procedures)), "said": said}
