"""Vietnamese letters from keys: Telex and VNI, both understood at once, so nobody has to choose.

`s f r x j z` and `1 2 3 4 5 0` set or take the tone; `aa ee oo dd`, `w` and `6 7 8 9` make â ê ô đ, ă ơ ư.
They may come anywhere in the word after the letter they change ("tieesng", "tiengse"), and the same key once
more takes its change back and stands for itself ("ass" → "as"). A key that would make no Vietnamese syllable
stands for itself, so that "wifi", "CT01" and "1.001193" need no trick. Finished letters and the tone marks of
the keyboard on the screen (U+0300 0301 0303 0309 0323) may be mixed in freely; a tone key pressed twice lets go.

The tone stands where the letterhead of every official paper puts it ("CỘNG HÒA", "thủy", "khỏe": the older of the
two customs, Unikey's own default and that of the catalogue of procedures), and moves as the word grows ("hóa", "hoán").
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from center.syllables import INITIALS, fits_a_rime, is_rime, vowel_under_tone

LONGEST_WORD = 14  # keys; the longest syllable needs 11 ("nghuowngxs" and a slip), so a longer word is none
HAT, BREVE, HORN = "\u0302", "\u0306", "\u031b"
GRAVE, ACUTE, TILDE, HOOK, DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
TONES = frozenset((GRAVE, ACUTE, TILDE, HOOK, DOT))
TONE_OF_KEY = dict(zip("sfrxjz123450", (ACUTE, GRAVE, HOOK, TILDE, DOT, "") * 2, strict=True))
SHAPED = {"â": "a", "ă": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}
_WORD = re.compile(r"[\w\u0300-\u036f]*\Z")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the box: the words `before`, and the word at its end: letters that `stand`, then `keys`."""

    before: str = ""
    stand: str = ""
    keys: str = ""

    @property
    def text(self) -> str:
        return self.before + compose(self.keys, self.stand)


def press(typed: Typed, key: str) -> Typed:
    """One key more. What is no letter, digit or tone ends the word."""
    if not (key.isalnum() or key in TONES):
        return Typed(typed.text + key)
    if len(typed.stand + typed.keys) >= LONGEST_WORD:
        return Typed(typed.text, keys=key)
    return replace(typed, keys=typed.keys + key)


def backspace(typed: Typed) -> Typed:
    """One letter less, as it is seen: from "việ" remains "vi", whatever keys had made the ệ."""
    return reopened(typed.text[:-1])


def reopened(text: str) -> Typed:
    """A text whose last word can be typed on."""
    cut = _WORD.search(text).start()
    word = text[cut:]
    return Typed(text[:cut], word) if len(word) <= LONGEST_WORD else Typed(text)


def composed(keys: str) -> str:
    """What a whole line of keys becomes."""
    typed = Typed()
    for key in keys:
        typed = press(typed, key)
    return typed.text


@dataclass(frozen=True, slots=True)
class _Word:
    """A word on its way: letters without tone ("tiêng"), its tone, the keys that were taken back."""

    letters: str = ""
    tone: str = ""
    back: str = ""
    changed: bool = False
    lone_w: bool = False

    @property
    def parts(self) -> tuple[str, str]:
        return _split(self.letters.lower())

    @property
    def sound(self) -> bool:
        """Whether a Vietnamese syllable can still come of it."""
        initial, rest = self.parts
        return initial in INITIALS and fits_a_rime(rest) and (bool(rest) or not self.tone)

    def add(self, letters: str) -> "_Word":
        return replace(self, letters=self.letters + letters)


@lru_cache(maxsize=2000)
def compose(keys: str, stand: str = "") -> str:
    """The word that these keys make behind letters that stand already."""
    word = _Word()
    for letter, tone in map(_without_tone, stand):
        word = replace(word.add(letter), tone=tone or word.tone)
    for key in keys:
        word = _take(word, key)
    if word.changed and not word.back and not word.sound and any(letter in "aeiouyăâêôơư" for letter in word.letters):
        return stand + "".join(key for key in keys if key not in TONES)
    return _written(word)


def _take(word: _Word, key: str) -> _Word:
    low = key.lower()
    if key in TONES:
        return replace(word, tone="" if word.tone == key else key) if word.parts[1] else word
    letter, tone = _without_tone(key)
    if tone:  # a finished letter such as ế
        return replace(word.add(letter), tone=tone)
    if low in word.back:
        return word.add(key)
    if low in TONE_OF_KEY:
        return _tone(word, key, TONE_OF_KEY[low])
    if low in "d9":
        return _bar(word, key)
    if low in "aeo6w78":
        return _shape(word, key)
    return _grown(word.add(key))


def _grown(word: _Word) -> _Word:
    """uơ is a rime of its own ("thuở"); with anything after it, it is ươ ("thương")."""
    grown = re.sub(r"([uU])([ơƠ])(?=[^\W\d_])", lambda two: ("ư" if two[1] == "u" else "Ư") + two[2], word.letters)
    initial, rest = _split(grown.lower())
    return replace(word, letters=grown) if initial != "qu" and fits_a_rime(rest) else word


def _tone(word: _Word, key: str, tone: str) -> _Word:
    rest = word.parts[1]
    if not rest or not word.sound:
        return word.add(key)
    if word.tone == tone:
        # A z or 0 without any tone has nothing to take away: it stands for itself.
        return replace(word.add(key), tone="", back=word.back + key.lower()) if tone else word.add(key)
    return replace(word, tone=tone, changed=True)


def _bar(word: _Word, key: str) -> _Word:
    first = word.letters[:1]
    if first in ("đ", "Đ") and word.changed and (not word.letters[1:] or word.sound):
        plain = ("d" if first == "đ" else "D") + word.letters[1:]
        return replace(word, letters=plain + key, back=word.back + key.lower())
    barred = replace(word, letters=("đ" if first == "d" else "Đ") + word.letters[1:], changed=True)
    return barred if first in ("d", "D") and (not word.letters[1:] or barred.sound) else word.add(key)


# What a key may make of which letters, the likelier first.
_MADE = {
    "a": {"a": "â"}, "e": {"e": "ê"}, "o": {"o": "ô"}, "6": {"a": "â", "e": "ê", "o": "ô"},
    "7": {"u": "ư", "o": "ơ"}, "8": {"a": "ă"}, "w": {"u": "ư", "o": "ơ", "a": "ă"},
}  # fmt: skip


def _shape(word: _Word, key: str) -> _Word:
    low, made = key.lower(), _MADE[key.lower()]
    if not word.sound:
        return word.add(key)
    for changed in _shapings(word.letters, made):
        candidate = replace(word, letters=changed, changed=True)
        if candidate.sound:
            return candidate
    undone = {shaped: plain for plain, shaped in made.items()}
    if any(letter in undone for letter in word.letters.lower()) and word.changed:
        plain = "".join(_cased(undone[c.lower()], c) if c.lower() in undone else c for c in word.letters)
        plain = plain[:-1] if word.lone_w else plain
        return replace(word, letters=plain + key, back=word.back + low)
    if low == "w":
        alone = replace(word, letters=word.letters + _cased("ư", key), changed=True, lone_w=True)
        return alone if alone.sound and not word.parts[1] else word.add(key)
    return _grown(word.add(key))


def _shapings(letters: str, made: dict[str, str]):
    """The word with this change made, the likelier places first."""
    low = letters.lower()
    start = len(_split(low)[0])
    if "u" in made and (place := low.find("uo", start)) >= 0:
        horned = "ươ" if low[place + 2 :] else "uơ"
        yield letters[:place] + "".join(map(_cased, horned, letters[place : place + 2])) + letters[place + 2 :]
    if "u" in made and (place := low.find("ưo", start)) >= 0:
        yield letters[: place + 1] + _cased("ơ", letters[place + 1]) + letters[place + 2 :]
    for plain, shaped in made.items():
        for place in range(len(low) - 1, start - 1, -1):
            if low[place] != shaped and SHAPED.get(low[place], low[place]) == plain:
                yield letters[:place] + _cased(shaped, letters[place]) + letters[place + 1 :]


def _cased(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter


def _split(low: str) -> tuple[str, str]:
    """Initial and rime: in "qu" and, before a vowel, "gi" the second letter belongs to the initial."""
    for initial in ("ngh", "gi", "qu", *(two for two in INITIALS if len(two) == 2 and two not in ("gi", "qu"))):
        if low.startswith(initial) and (initial != "gi" or low[2:3] in tuple("aeouyăâêôơư")):
            return initial, low[len(initial) :]
    return (low[0], low[1:]) if low[:1] in INITIALS and low else ("", low)


def _without_tone(letter: str) -> tuple[str, str]:
    pieces = unicodedata.normalize("NFD", letter)
    tone = next((piece for piece in pieces if piece in TONES), "")
    return (unicodedata.normalize("NFC", pieces.replace(tone, "")), tone) if tone else (letter, "")


def _written(word: _Word) -> str:
    initial, rest = word.parts
    if not word.tone or not rest:
        return word.letters
    place = len(initial) + vowel_under_tone(rest)
    toned = unicodedata.normalize("NFC", word.letters[: place + 1] + word.tone)
    return toned + word.letters[place + 1 :]


def is_syllable(word: str) -> bool:
    """Whether the word is a whole Vietnamese syllable."""
    letters = "".join(_without_tone(letter)[0] for letter in unicodedata.normalize("NFC", word.lower()))
    initial, rest = _split(letters)
    return initial in INITIALS and is_rime(rest)
