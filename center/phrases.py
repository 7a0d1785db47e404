"""What is known of every phrase that leads to a procedure: which words and pairs it holds, and what each weighs.

A phrase is a procedure's name, a part of a long name, a keyword, or something that people say when they mean it.
The rarer a word is among all phrases, the more it weighs; a pair of neighbouring words weighs half of its two
words once more, because a Vietnamese word is mostly two syllables. Words that mean one thing at this counter
("bìa đỏ", "sổ hồng") count as one.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from center.near_words import Word
from center.spelling import marked, plain, split_words
from center.wishes import Words

PAIR, GAP, INSIDE, MARKS = 0.5, 0.2, 0.35, 0.3
NAME, PART, ASKED, KEYWORD, ELSEWHERE = "name", "part", "asked", "keyword", "elsewhere"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to ask for the procedure at place `of` (places past the catalogue's end are matters of other offices)."""

    of: int
    text: str
    kind: str
    worth: float = 1.0


# The words, things and pairs of a line: each with the share of its weight that counts, and how far it is trusted.
Features = dict[str, tuple[float, float]]


class Meanings:
    """Which words say little, and which mean the same thing."""

    def __init__(self, words: Words):
        self._things: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = {}
        self._common: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], float]]] = {}
        for synonym in words.synonyms:
            for said in synonym.said:
                self._learn(self._things, said, "§" + synonym.means)
        self._kinds = {key: kind.name for kind in words.kinds for said in kind.said if (key := self._key(said))}
        for said, weight in words.common.items():
            self._learn(self._common, said, weight)
        # A thing says as much as its own name does: "khai báo" no more than "đăng ký".
        self._says = {"§" + means: words.common.get(means, 1.0) for means in (each.means for each in words.synonyms)}
        for table in (self._things, self._common):
            for rows in table.values():
                rows.sort(key=lambda row: -len(row[0]))

    @staticmethod
    def _learn(table: dict, said: str, value: object) -> None:
        typed = split_words(said)
        letters = tuple(map(plain, typed))
        if letters:
            table.setdefault(letters[0], []).append((letters, tuple(map(marked, typed)), value))

    def _key(self, said: str) -> str:
        """What stands for these words in a line's chain: the thing that they mean, else the word itself."""
        line = as_written(said)
        length, thing = _longest(self._things, line, [word.plain for word in line], 0) if line else (0, "")
        return thing if length == len(line) else line[0].plain if len(line) == 1 else ""

    def features(self, line: Sequence[Word], gaps: bool = False) -> Features:
        """The words, things and neighbouring pairs of a line, each once; with `gaps` also pairs around one word."""
        letters = [word.plain for word in line]
        weights = [1.0] * len(line)
        at = 0
        while at < len(line):
            length, weight = _longest(self._common, line, letters, at)
            weights[at : at + length] = [weight] * length
            at += length or 1
        found: Features = {}
        chain: list[tuple[str, float, float]] = []  # what stands beside what, silence left out
        at = 0
        while at < len(line):
            length, thing = _longest(self._things, line, letters, at)
            if length and any(weights[at : at + length]):
                trust = min(word.trust for word in line[at : at + length])
                much = self._says.get(thing, 1.0)
                chain.append((thing, much, trust))
                found[thing] = (much, trust)
                share = INSIDE * much
            else:
                length, share = 1, weights[at]
                if share:
                    chain.append((letters[at], share, line[at].trust))
            for place in range(at, at + length):
                if less := min(share, weights[place]):
                    _keep_word(found, line[place], less)
            at += length
        _keep_pairs(found, chain, 1, PAIR)
        if gaps:
            _keep_pairs(found, chain, 2, GAP)
        if any(link[0] in self._kinds for link in chain):
            general = [(self._kinds.get(key, key), share, trust) for key, share, trust in chain]
            _keep_pairs(found, general, 1, PAIR)
            if gaps:
                _keep_pairs(found, general, 2, GAP)
        return found


def _keep_word(found: Features, word: Word, share: float) -> None:
    if found.get(word.plain, (0.0,))[0] < share:
        if word.mark:
            found["=" + word.mark] = (share * MARKS, word.trust)
            found[word.plain] = (share * (1 - MARKS), word.trust)
        else:
            found[word.plain] = (share, word.trust)


def _keep_pairs(found: Features, chain: list[tuple[str, float, float]], far: int, part: float) -> None:
    for (one, share, trust), (two, other_share, other_trust) in zip(chain, chain[far:], strict=False):
        key = f"{one} {two}"
        if key not in found:
            found[key] = (part * (share + other_share) / 2, min(trust, other_trust))


def _longest(table: dict, line: Sequence[Word], letters: list[str], at: int) -> tuple[int, object]:
    """How many words of the line from here are one row of the table, and the row's value.

    Marks must agree where they were typed, save that two and more words together leave no doubt.
    """
    for said, marks, value in table.get(letters[at], ()):
        end = at + len(said)
        if tuple(letters[at:end]) == said:
            wrong = sum(word.mark not in ("", mark) for word, mark in zip(line[at:end], marks, strict=True))
            if wrong == 0 or (len(said) > 1 and wrong * 2 <= len(said)):
                return len(said), value
    return 0, 1.0


def as_written(text: str) -> list[Word]:
    """A phrase of ours: every word meant as it stands, with its marks."""
    return [Word(plain(word), marked(word)) for word in split_words(text)]


class Phrases:
    """All phrases by what they hold."""

    def __init__(self, phrases: Iterable[Phrase], meanings: Meanings):
        self.phrases = list(phrases)
        self.held: dict[str, list[int]] = {}
        self.uses: dict[str, int] = {}
        self.pairs: set[tuple[str, str]] = set()
        features = []
        for place, phrase in enumerate(self.phrases):
            line = as_written(phrase.text)
            letters = [word.plain for word in line]
            self.pairs.update(itertools.pairwise(letters))
            for word in letters:
                self.uses[word] = self.uses.get(word, 0) + 1
            features.append(meanings.features(line))
            for key in features[-1]:
                self.held.setdefault(key, []).append(place)
        most = log(len(self.phrases) + 1.5)
        self._rarity = {key: (most - log(len(held) + 0.5)) / most for key, held in self.held.items()}
        self.whole = [sum(self.weight(key) * share for key, (share, _) in each.items()) or 1.0 for each in features]

    def weight(self, key: str) -> float:
        """How much a word or thing says, 0 to 1, the rarer the more; a pair as much as its two together."""
        one, _, two = key.partition(" ")
        if two:
            return self._rarity.get(one, 1.0) + self._rarity.get(two, 1.0)
        return self._rarity.get(key, 1.0)
