"""What people told, kept in queries/*.csv, and what a keyboard or a hurry makes of it.

everyday, told_events and unanswerable were looked at while the rule and the word tables were made. held_out was written
before them and written_last after them, and their single failures were not looked at: those figures are to be trusted.
"""

import csv
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).parent / "queries"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TONE_KEYS = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
_SPOKEN = (("tr", "ch"), ("ch", "tr"), ("s", "x"), ("x", "s"), ("l", "n"), ("n", "l"), ("gi", "d"), ("d", "gi"))


@dataclass(frozen=True, slots=True)
class Query:
    """`codes` are the procedures that answer it, none if the catalogue cannot."""

    text: str
    kind: str
    codes: frozenset[str]


def queries(*names: str) -> list[Query]:
    """The rows of everyday, told_events, unanswerable, held_out or written_last."""
    found = []
    for name in names:
        with (QUERIES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found += [Query(r["query"], r["kind"], frozenset(r["codes"].split())) for r in csv.DictReader(file)]
    return found


def without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def in_telex(text: str) -> str:
    """The keys of Telex, the tone at the end of each word: "sổ đỏ" → "soor ddor"."""
    return " ".join(_keys(word, 0) for word in text.split())


def in_vni(text: str) -> str:
    """The keys of VNI: "sổ đỏ" → "so63 d9o3"."""
    return " ".join(_keys(word, 1) for word in text.split())


def _keys(word: str, way: int) -> str:
    keys, tone, vowel = "", "", ""
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONE_KEYS:
            tone = _TONE_KEYS[letter][way]
        elif letter == "\u0302":
            keys += (vowel, "6")[way]
        elif letter in "\u0306\u031b":
            keys += ("w", "8" if letter == "\u0306" else "7")[way]
        else:
            vowel = letter
            keys += {"đ": ("dd", "d9")[way]}.get(letter, letter)
    return keys + tone


def with_a_slip(text: str, chance: random.Random) -> str:
    """One letter left out, doubled by a neighbouring key, hit beside, or two in the wrong order."""
    places = [place for place, letter in enumerate(text) if letter.isalpha()]
    if not places:
        return text
    at = chance.choice(places)
    letter = without_marks(text[at]).lower()
    row = next((row for row in _ROWS if letter in row), "as")
    beside = row[max(0, row.find(letter) - 1)] if row.find(letter) > 0 else row[1]
    slips: tuple[Callable[[], str], ...] = (
        lambda: text[:at] + text[at + 1 :],
        lambda: text[:at] + beside + text[at:],
        lambda: text[:at] + beside + text[at + 1 :],
        lambda: text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
    )
    return chance.choice(slips)()


def as_spoken(text: str, chance: random.Random) -> str:
    """One word spelt as it is heard in the north: "lộp hồ sơ", "xổ đỏ", "chường học"."""
    words = text.split()
    for at in chance.sample(range(len(words)), len(words)):
        for written, heard in _SPOKEN:
            if words[at].lower().startswith(written) and not words[at].lower().startswith(("ng", "nh")):
                words[at] = heard + words[at][len(written) :]
                return " ".join(words)
    return text


def half_typed(text: str) -> str:
    """The last word only begun: "làm sổ đỏ" → "làm sổ đ"."""
    before, _, last = text.rpartition(" ")
    return f"{before} {last[: max(1, (len(last) + 1) // 2)]}".strip()
