"""How a Vietnamese word is compared: with its marks, without them, and by its sound.

`plain` keeps the letters only ("hoà", "hòa", "HOÀ" → "hoa"; "ký", "kí" → "ki"). `marked` also keeps
marks and tone, but not where the tone is written, and takes hỏi and ngã for one tone, because
people mix the two up in writing ("sữa nhà" for "sửa nhà"). `sound` joins what is mixed up in speech.
"""

import re
import unicodedata
from functools import lru_cache

_WORDS = re.compile(r"[0-9a-zà-ỹăâđêôơư\u0300-\u036f]+", re.IGNORECASE)
_TONES = {"\u0300": "2", "\u0301": "1", "\u0303": "3", "\u0309": "3", "\u0323": "5"}
_SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
_Y_IS_I = re.compile(r"(?<=[bcdghklmnpqrstvx])y$|(?<=qu)y")
# The north mixes l and n, ch and tr, s and x, gi, d and r; the order matters.
_SOUNDS = (("ngh", "ng"), ("gh", "g"), ("tr", "c"), ("ch", "c"), ("gi", "d"), ("r", "d"), ("x", "s"), ("l", "n"))


def split_words(text: str) -> list[str]:
    """The words and numbers of a text in lower case; everything else only separates."""
    return _WORDS.findall(unicodedata.normalize("NFC", text).lower())


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """The letters of one word without marks, y for i: "Thuỷ" → "thuy", "lý" → "li"."""
    return _letters(unicodedata.normalize("NFD", word.lower().replace("đ", "d")))


def _letters(decomposed: str) -> str:
    return _Y_IS_I.sub("i", "".join(letter for letter in decomposed if letter.isalnum()))


@lru_cache(maxsize=20_000)
def marked(word: str) -> str:
    """The word with its marks in an order of their own: "hoà" and "hòa" → "hoa2", "đất" → "dat-^1"."""
    word = unicodedata.normalize("NFD", word.lower())
    shapes = "".join(_SHAPES.get(letter, "") for letter in word)
    tone = "".join(_TONES.get(letter, "") for letter in word)
    return _letters(word.replace("đ", "d")) + ("-" if "đ" in word else "") + shapes + tone


def has_marks(word: str) -> bool:
    return not word.isascii()


@lru_cache(maxsize=20_000)
def sound(plain_word: str) -> str:
    """One spelling for all that sound alike in the north: "nàm" and "làm", "xổ" and "sổ", "trứng" and "chứng"."""
    for written, heard in _SOUNDS:
        if plain_word.startswith(written):
            return heard + plain_word[len(written) :]
    return plain_word
