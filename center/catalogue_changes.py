"""What a new catalogue changes against the one in use: procedures added, removed, and changed column by column."""

from dataclasses import dataclass

from center.catalogue_table import cells
from center.procedures import Catalogue, Procedure


@dataclass(frozen=True, slots=True)
class Change:
    """One attribute of one procedure, as its cell read and reads."""

    heading: str
    before: str
    after: str

    def lines(self) -> tuple[str, ...]:
        """What is gone (−) and what is new (+); of a list only the lines that differ."""
        before, after = self.before.split("\n"), self.after.split("\n")
        gone = [f"− {line}" for line in before if line and line not in after]
        new = [f"+ {line}" for line in after if line and line not in before]
        return (*gone, *new) or ("thứ tự thay đổi",)


@dataclass(frozen=True, slots=True)
class Changes:
    added: tuple[Procedure, ...]
    removed: tuple[Procedure, ...]
    changed: tuple[tuple[Procedure, tuple[Change, ...]], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def changes(old: Catalogue, new: Catalogue) -> Changes:
    """In the order of the catalogues; versions and dates are not compared."""
    changed = []
    for procedure in new.procedures:
        known = old.find_procedure(procedure.code)
        if known is None or known == procedure:
            continue
        before, after = cells(known), cells(procedure)
        differing = tuple(
            Change(heading, _shown(before[heading]), _shown(after[heading]))
            for heading in after
            if before[heading] != after[heading]
        )
        if differing:
            changed.append((procedure, differing))
    return Changes(
        added=tuple(each for each in new.procedures if old.find_procedure(each.code) is None),
        removed=tuple(each for each in old.procedures if new.find_procedure(each.code) is None),
        changed=tuple(changed),
    )


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)
