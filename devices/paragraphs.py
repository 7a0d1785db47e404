"""Text broken into the lines of a paper, whatever letters it is printed in."""

import re
import unicodedata
from typing import Protocol

BREAK = re.compile(r"[ \t\n]+")
DASH = re.compile(r"[ \t\n]+([–—·-](?=\s|$))")  # no line begins with a dash


class Face(Protocol):
    """Letters that know how many dots wide a text is in them."""

    def getlength(self, text: str) -> float: ...


def wrap(text: str, face: Face, width: int) -> list[str]:
    """Lines that fit, of nearly equal length: a ticket's last line should not be one lonely word."""
    words = _words(text, face, width)
    lines = _fill(words, face, width)
    if len(lines) < 2:
        return lines
    low, high = width // 2, width
    while high - low > 8:
        middle = (low + high) // 2
        tried = _fill(words, face, middle)
        fits = len(tried) == len(lines) and all(face.getlength(line) <= middle for line in tried)
        low, high = (low, middle) if fits else (middle, high)
    return _fill(words, face, high)


def fill(text: str, face: Face, width: int) -> list[str]:
    """Lines as full as they can be, as a list is read."""
    return _fill(_words(text, face, width), face, width)


def _words(text: str, face: Face, width: int) -> list[str]:
    together = DASH.sub("\N{NO-BREAK SPACE}\\1", unicodedata.normalize("NFC", text))
    return [piece for word in BREAK.split(together.strip()) for piece in _pieces(word, face, width)]


def _fill(words: list[str], face: Face, width: int) -> list[str]:
    together = " ".join(words)
    if words and face.getlength(together) <= width:
        return [together]
    lines: list[str] = []
    for word in words:
        if lines and face.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _pieces(word: str, face: Face, width: int) -> list[str]:
    """A word longer than the paper (an address, a code) breaks anywhere; others stay whole."""
    pieces = []
    while word and face.getlength(word) > width:
        fitting = next((n for n in range(len(word) - 1, 1, -1) if face.getlength(word[:n]) <= width), 1)
        pieces.append(word[:fitting])
        word = word[fitting:]
    return [*pieces, word] if word else pieces
