"""What the words of a line say: which say little, which together mean one thing, and which stand beside which.

Words that mean one thing at this counter ("bìa đỏ", "sổ hồng") become one thing, written "§sổ đỏ". Words of one
kind ("~người thân") keep their own meaning, but beside another word each counts for its kind as well, so that
"cụ mất" is understood because "bố mất" is known.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Generic, TypeVar

from center.near_words import Word
from center.spelling import marked, plain, split_words
from center.wishes import Words

# A pair of neighbours adds two fifths of its words' weight, a pair around another word a fifth; a word inside a thing
# counts for less, since the thing counts; of a word typed with marks a third of its weight hangs on the marks.
PAIR, GAP, INSIDE, MARKS = 0.4, 0.2, 0.6, 0.3

# The words, things and pairs of a line: each with the share of its weight that counts, and how far it is trusted.
Features = dict[str, tuple[float, float]]
_Value = TypeVar("_Value")
THING = "§"


class _Rows(Generic[_Value]):
    """Phrases with a value, the longest that stands in a line at some place found at once."""

    def __init__(self, rows: Sequence[tuple[str, _Value]]):
        self._long: dict[tuple[str, ...], list[tuple[tuple[str, ...], tuple[str, ...], _Value]]] = {}
        self._by_mark: dict[str, _Value] = {}
        self._by_letters: dict[str, _Value] = {}
        for said, value in rows:
            line = as_written(said)
            if len(line) == 1:
                self._by_mark.setdefault(line[0].mark, value)
                self._by_letters.setdefault(line[0].plain, value)
            elif line:
                letters = tuple([word.plain for word in line])
                self._long.setdefault(letters[:2], []).append((letters, tuple([word.mark for word in line]), value))
        for several in self._long.values():
            several.sort(key=lambda row: -len(row[0]))
        self.first_words = frozenset(two[0] for two in self._long) | frozenset(self._by_letters)

    def at(self, line: Sequence[Word], letters: tuple[str, ...], place: int) -> tuple[int, _Value | None]:
        """How many words of the line from this place are one row, and the row's value; (0, None) for none.

        Marks must agree where they were typed, save that two and more words together leave little doubt.
        """
        if (two := letters[place : place + 2]) in self._long:
            for said, marks, value in self._long[two]:
                length = len(said)
                if letters[place : place + length] == said:
                    wrong = [word.mark for word, mark in zip(line[place:], marks, strict=False) if word.mark != mark]
                    if not any(wrong) or len([mark for mark in wrong if mark]) * 2 <= length:
                        return length, value
        word = line[place]
        value = self._by_mark.get(word.mark) if word.mark else self._by_letters.get(word.plain)
        return (0, None) if value is None else (1, value)


class Meanings:
    """The word tables, ready to be asked what a line says."""

    def __init__(self, words: Words):
        named = [(THING + each.means, each.said) for each in words.synonyms]
        self.things = frozenset(thing for thing, _ in named)
        self._things = _Rows([(said, thing) for thing, several in named for said in several])
        self._common = _Rows(list(words.common.items()))
        self._beginnings = sorted(
            (" ".join([word.plain for word in as_written(said)]), said, thing)
            for thing, several in named
            for said in several
        )
        # A thing says as much as its own name does: "khai báo" no more than "đăng ký".
        self._says = {THING + each.means: words.common.get(each.means, 1.0) for each in words.synonyms}
        self._kinds = {self._link(said): kind.name for kind in words.kinds for said in kind.said}

    def begun(self, line: Sequence[Word]) -> list[tuple[list[Word], str, str]]:
        """The things whose names the last words of a line begin: the words before them, the thing, its name."""
        found = {}
        for length in range(min(3, len(line)), 0, -1):
            kept, last = list(line[:-length]), line[-length:]
            begun = " ".join([word.plain for word in last])
            start = bisect_left(self._beginnings, (begun,))
            end = bisect_left(self._beginnings, (begun + "\uffff",), start)
            for letters, said, thing in self._beginnings[start:end]:
                # A word that is whole agrees in its marks; of a half one nobody knows.
                pairs = zip(last, as_written(said), strict=False)
                agree = all(typed.plain != meant.plain or typed.mark in ("", meant.mark) for typed, meant in pairs)
                if letters != begun and agree:
                    found.setdefault(thing, (kept, thing, said))
        return list(found.values())

    def is_silent(self, word: Word) -> bool:
        return self._common.at([word], (word.plain,), 0)[1] == 0

    def _link(self, said: str) -> str:
        """What stands for these words beside others: the thing that they mean, else the first of them."""
        line = as_written(said)
        length, thing = self._things.at(line, tuple([word.plain for word in line]), 0)
        return thing if length == len(line) else line[0].plain

    def features(self, line: Sequence[Word], gaps: bool = False) -> Features:
        """The words, things and neighbouring pairs of a line, each once; with `gaps` also pairs around one word."""
        letters = tuple([word.plain for word in line])
        weights = self._weights(line, letters)
        first_words = self._things.first_words
        found: Features = {}
        chain: list[tuple[str, float, float]] = []  # what stands beside what, silence left out
        at = 0
        while at < len(line):
            length, thing = self._things.at(line, letters, at) if letters[at] in first_words else (0, None)
            if length > 1 or (length and weights[at]):
                trust = min([word.trust for word in line[at : at + length]])
                much = self._says[thing]
                chain.append((thing, much, trust))
                found[thing] = (much, trust)
                for word, weight in zip(line[at : at + length], weights[at : at + length], strict=True):
                    _keep_word(found, word, min(INSIDE * much, weight))
                at += length
            else:
                if weights[at]:
                    chain.append((letters[at], weights[at], line[at].trust))
                    _keep_word(found, line[at], weights[at])
                at += 1
        self._keep_pairs(found, chain, gaps)
        return found

    def _weights(self, line: Sequence[Word], letters: tuple[str, ...]) -> list[float]:
        weights = [1.0] * len(line)
        at = 0
        while at < len(line):
            length = 0
            if letters[at] in self._common.first_words:
                length, weight = self._common.at(line, letters, at)
                if length:
                    weights[at : at + length] = [weight] * length
            at += length or 1
        return weights

    def _keep_pairs(self, found: Features, chain: list[tuple[str, float, float]], gaps: bool) -> None:
        kinds = self._kinds
        of_a_kind = [(kinds[link[0]], *link[1:]) if link[0] in kinds else link for link in chain]
        for links in (chain,) if of_a_kind == chain else (chain, of_a_kind):
            for far, part in ((1, PAIR), (2, GAP))[: 1 + gaps]:
                for (one, share, trust), (two, other_share, other_trust) in zip(links, links[far:], strict=False):
                    key = f"{one} {two}"
                    if key not in found:
                        less = trust if trust < other_trust else other_trust
                        found[key] = (part * (share + other_share) / 2, less)


def _keep_word(found: Features, word: Word, share: float) -> None:
    if share and word.plain not in found:
        if word.mark:
            found["=" + word.mark] = (share * MARKS, word.trust)
            found[word.plain] = (share * (1 - MARKS), word.trust)
        else:
            found[word.plain] = (share, word.trust)


def as_written(text: str) -> list[Word]:
    """A phrase of ours: every word meant as it stands, with its marks."""
    return [Word(plain(word), marked(word)) for word in split_words(text)]
