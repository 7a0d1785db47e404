"""What a person meant to type: keys left uncomposed, a slip of the finger, a spelling as it is spoken.

A word is known if it stands anywhere in the catalogue or the word tables. For an unknown word, and for a
known one that makes no known pair with its neighbours, every known word one slip away is considered
(found by deleting one letter on both sides); of all ways to read the line the cheapest is taken, and a pair
of words that stands in the catalogue makes a way cheaper. So "xổ đỏ" is read "sổ đỏ", "ket hom" "kết hôn".
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from center.composing import compose
from center.spelling import has_marks, marked, plain, sound

# What a reading costs. A known pair of neighbouring words earns PAIR back.
STRANGE, SOUNDS_ALIKE, NEIGHBOUR_KEY, SLIP, DOUBT, PAIR = 2.4, 0.7, 1.0, 1.3, 1.5, 1.4
MOST_CANDIDATES = 12
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEAR_KEYS = {
    letter: frozenset(other for r in range(max(0, y - 1), y + 2) for other in _ROWS[r : r + 1] for other in
                      other[max(0, x - 1) : x + 2]) - {letter}
    for y, row in enumerate(_ROWS) for x, letter in enumerate(row)
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is understood. `mark` is "" when it was typed without marks or read differently."""

    plain: str
    mark: str = ""
    trust: float = 1.0
    known: bool = True


class Pairs:
    """Which words stand beside each other: after each word all that follow it, in one text. A set is ten times that."""

    def __init__(self, pairs: Iterable[tuple[str, str]]):
        self._after: dict[str, str] = {}
        for one, several in groupby(sorted(pairs), lambda pair: pair[0]):
            self._after[one] = " ".join(["", *(two for _, two in several), ""])

    def __contains__(self, pair: tuple[str, str]) -> bool:
        return f" {pair[1]} " in self._after.get(pair[0], "")


class NearWords:
    """The known words and pairs, and the way from what was typed to them. Built once."""

    def __init__(self, uses: Mapping[str, int], pairs: Container[tuple[str, str]], common: Iterable[str] = ()):
        """`common` words stand beside anything: no neighbour makes them doubtful."""
        self.uses = uses
        self._common = frozenset(common)
        self.pairs = pairs
        self._ordered = sorted(uses)
        self._deleted: dict[str, list[str]] = {}
        self._alike: dict[str, list[str]] = {}
        for word in uses:
            self._alike.setdefault(sound(word), []).append(word)
            if len(word) > 1 and not word.isdigit():
                for short in {word, *deletions(word)}:
                    self._deleted.setdefault(short, []).append(word)

    def read(self, typed: list[str], half: bool = False) -> list[Word]:
        """The words that were meant, in their order. `half`: the last may be half typed, which is no slip."""
        words = [self._uncompose(word) for word in typed]
        unmarked = sum(map(has_marks, words)) * 4 < len(words)
        words = self._respaced(words, half)
        candidates = [self._candidates(words, place, unmarked) for place in range(len(words))]
        if half and candidates and self.begun(plain(words[-1])):
            candidates[-1] = [(0.0, candidates[-1][0][1])]
        return self._cheapest(candidates)

    def begun(self, letters: str) -> Sequence[str]:
        """The known words that begin with these letters, without the word itself."""
        start = bisect_right(self._ordered, letters)
        return self._ordered[start : bisect_left(self._ordered, letters + "\uffff", start)]

    def _uncompose(self, word: str) -> str:
        """Telex and VNI keys are tried only where the letters as they stand are no known word."""
        if plain(word) in self.uses or word.isdigit() or len(word) > 12:
            return word
        meant = compose(word)
        return meant if has_marks(meant) and meant.isalpha() else word

    def _respaced(self, words: list[str], half: bool) -> list[str]:
        """Words that ran together are cut ("khaisinh"), one that fell apart is joined ("kh ai")."""
        spaced: list[str] = []
        skip = False
        for place, word in enumerate(words):
            letters = plain(word)
            following = words[place + 1] if place + 1 < len(words) else ""
            if skip:
                skip = False
            elif letters in self.uses or word.isdigit() or (half and not following and self.begun(letters)):
                spaced.append(word)
            elif following and plain(following) not in self.uses and letters + plain(following) in self.uses:
                spaced.append(word + following)
                skip = True
            else:
                spaced += self._cut(word) or [word]
        return spaced

    def _cut(self, word: str) -> list[str] | None:
        """The word as two to six known ones of which each two neighbours are a known pair."""
        if not 4 <= len(word) <= 30:
            return None
        ways: dict[int, list[str]] = {0: []}
        for start in range(len(word)):
            for end in range(start + 2, min(len(word), start + 7) + 1):
                if start in ways and end not in ways and len(ways[start]) < 6:
                    part = word[start:end]
                    before = ways[start][-1:]
                    if plain(part) in self.uses and (not before or (plain(before[0]), plain(part)) in self.pairs):
                        ways[end] = [*ways[start], part]
        return ways.get(len(word))

    def _candidates(self, words: list[str], place: int, unmarked: bool) -> list[tuple[float, Word]]:
        """Every way to read the word at this place with its cost, the word as it stands first."""
        typed = words[place]
        letters = plain(typed)
        known = letters in self.uses
        mark = marked(typed) if has_marks(typed) or not unmarked else ""
        if typed.isdigit() or len(letters) < 2:
            return [(0.0, Word(letters, "", known=known))]
        stands = [(0.0 if known else STRANGE, Word(letters, mark, known=known))]
        if known and (letters in self._common or self._fits(words, place, letters)):
            return stands
        doubt = DOUBT if known else 0.0
        near = {other: SOUNDS_ALIKE for other in self._alike.get(sound(letters), ()) if other != letters}
        for short in {letters, *deletions(letters)}:
            for other in self._deleted.get(short, ()):
                if other not in near and other != letters and is_one_slip(letters, other):
                    near[other] = NEIGHBOUR_KEY if is_likely_slip(letters, other) else SLIP
        best = sorted(near.items(), key=lambda item: (item[1], -self.uses[item[0]]))[:MOST_CANDIDATES]
        return stands + [
            (cost + doubt, Word(other, "", (0.9 if cost == SOUNDS_ALIKE else 0.8) - 0.1 * known))
            for other, cost in best
        ]

    def _fits(self, words: list[str], place: int, letters: str) -> bool:
        """Whether a known word makes a known pair with a neighbour, so that nobody need doubt it."""
        before = plain(words[place - 1]) if place else ""
        after = plain(words[place + 1]) if place + 1 < len(words) else ""
        return (before, letters) in self.pairs or (letters, after) in self.pairs or len(words) == 1

    def _cheapest(self, candidates: list[list[tuple[float, Word]]]) -> list[Word]:
        """Of all combinations the cheapest (the way of Viterbi)."""
        ways: list[tuple[float, list[Word]]] = [(0.0, [])]
        for choices in candidates:
            best = []
            for cost, word in choices:
                totals = [
                    (spent + cost - (PAIR if said and (said[-1].plain, word.plain) in self.pairs else 0.0), at)
                    for at, (spent, said) in enumerate(ways)
                ]
                total, at = min(totals)
                best.append((total, [*ways[at][1], word]))
            ways = best
        return min(ways, key=lambda way: way[0])[1]


def deletions(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))] if len(word) <= 12 else []


def is_one_slip(typed: str, meant: str) -> bool:
    """One letter too many, too few, wrong, or two that changed places."""
    if len(typed) > len(meant):
        typed, meant = meant, typed
    if len(meant) - len(typed) > 1:
        return False
    at = next((i for i, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), len(typed))
    if len(typed) < len(meant):
        return typed[at:] == meant[at + 1 :]
    swapped = typed[at : at + 2] == meant[at : at + 2][::-1] and typed[at + 2 :] == meant[at + 2 :]
    return typed[at + 1 :] == meant[at + 1 :] or swapped


def is_likely_slip(typed: str, meant: str) -> bool:
    """A neighbouring key, a key held twice, two letters that changed places."""
    if len(typed) != len(meant):
        long, short = sorted((typed, meant), key=len, reverse=True)
        return any(long[at] == long[at - 1] and long[:at] + long[at + 1 :] == short for at in range(1, len(long)))
    wrong = [(one, other) for one, other in zip(typed, meant, strict=True) if one != other]
    return len(wrong) == 2 or all(other in _NEAR_KEYS.get(one, ()) for one, other in wrong)
