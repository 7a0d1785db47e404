"""The 104 communes and wards of Hưng Yên, found by name with or without marks."""

import csv
import difflib
import unicodedata
from dataclasses import dataclass

from center.errors import NotOffered


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune or ward. kind: "Xã" | "Phường"; `code` of the statistics office, five digits."""

    code: str
    kind: str
    name: str
    former_province: str
    name_in_resolution: str  # spelled differently from `name` in six units (Thuỵ, Thụy)

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def slug(self) -> str:
        return fold(self.name).replace(" ", "-")


def fold(text: str) -> str:
    """Lower case without marks, one space between words: "Đông  Tiền Hải" → "dong tien hai"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    words = "".join(ch if ch.isalnum() else " " for ch in plain if not unicodedata.combining(ch))
    return " ".join(words.split())


def read_communes(text: str) -> tuple[Commune, ...]:
    """The rows of assets/communes.csv."""
    return tuple(
        Commune(row["code"], row["type"], row["name"], row["former_province"], row["name_in_resolution"])
        for row in csv.DictReader(text.splitlines())
    )


def commune(communes: tuple[Commune, ...], asked: str) -> Commune:
    """The commune that was asked for: "Đông Tiền Hải", "xa dong tien hai" or "12988".

    Raises NotOffered, naming the nearest ones.
    """
    sought = fold(asked)
    for prefix in ("xa ", "phuong ", "thi tran ", "ubnd xa ", "ubnd phuong "):
        sought = sought.removeprefix(prefix)
    found = {fold(name): each for each in communes for name in (each.name_in_resolution, each.name)}
    found |= {each.code: each for each in communes}
    if sought in found:
        return found[sought]
    near = [found[name] for name in difflib.get_close_matches(sought, found, 3, 0.6)]
    near = near or [each for name, each in found.items() if sought and sought in name][:3]
    hint = " Có phải ý là " + " hoặc ".join(f"«{name}»" for name in dict.fromkeys(n.full_name for n in near)) + "?"
    raise NotOffered(f"Tỉnh Hưng Yên không có xã, phường nào tên «{asked[:60]}».{hint if near else ''}")
