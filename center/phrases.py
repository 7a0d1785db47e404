"""Every phrase that leads to a procedure, by the words, things and pairs that it holds, and what each of them weighs.

A phrase is a procedure's name, a keyword, or something that people say when they mean it.
The rarer a word is among all phrases, the more it weighs.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import log

from center.meanings import Meanings, as_written
from center.near_words import Pairs

NAME, ASKED, KEYWORD, ELSEWHERE = "name", "asked", "keyword", "elsewhere"
_NOWHERE = array("i")
LONG = 12.0  # more than this much of a long official name nobody says


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to ask for the procedure at place `of` (places past the catalogue's end are matters of other offices)."""

    of: int
    text: str
    kind: str
    worth: float = 1.0


class Held:
    """In which phrases each feature stands, in one array: most stand in one or two, and lists are ten times that."""

    def __init__(self, numbers: dict[str, int], said: array, ends: array):
        """`said`: the features of all phrases in a row, by their number; `ends`: where in it each phrase ends."""
        self._numbers = numbers
        counts = array("i", bytes(said.itemsize * (len(numbers) + 1)))
        for number in said:
            counts[number + 1] += 1
        self._starts = array("i", accumulate(counts))
        self._places = array("i", bytes(said.itemsize * len(said)))
        following = self._starts[:]
        for place, (start, end) in enumerate(pairwise((0, *ends))):
            for number in said[start:end]:
                self._places[following[number]] = place
                following[number] += 1

    def get(self, key: str) -> array:
        """The places of the phrases that hold it, ascending; none for what nobody says."""
        number = self._numbers.get(key)
        return self._places[self._starts[number] : self._starts[number + 1]] if number is not None else _NOWHERE


class Phrases:
    """All phrases. `held`: in which phrases a feature stands; `whole`: the weight of all that a phrase holds.

    `uses` counts every word, `pairs` are the words seen beside each other. Kept small: an old PC shows it all day.
    """

    def __init__(self, phrases: Sequence[Phrase], meanings: Meanings):
        self.phrases = phrases
        self.uses: dict[str, int] = {}
        pairs: set[tuple[str, str]] = set()
        numbers: dict[str, int] = {}
        said, shares, ends = array("i"), array("d"), array("i")  # of all phrases in a row: features by number, shares
        uses = self.uses
        for phrase in phrases:
            line = as_written(phrase.text)
            letters = [word.plain for word in line]
            pairs.update(pairwise(letters))
            for word in letters:
                uses[word] = uses.get(word, 0) + 1
            for key, (share, _) in meanings.features(line).items():
                said.append(numbers.setdefault(key, len(numbers)))
                shares.append(share)
            ends.append(len(said))
        self.held = Held(numbers, said, ends)
        self.pairs = Pairs(pairs)
        self._numbers = numbers
        self._weights = weights = self._weigh()
        parts = array("d", [weights[one] * share for one, share in zip(said, shares, strict=True)])
        whole = (sum(parts[start:end]) for start, end in pairwise((0, *ends)))
        self.whole = array("d", [min(LONG, weight) or 1.0 for weight in whole])

    def _weigh(self) -> array:
        """By the features' numbers."""
        most = log(len(self.phrases) + 1.5)
        weights = {key: (most - log(len(self.held.get(key)) + 0.5)) / most for key in self._numbers if " " not in key}
        for key in self._numbers:
            one, _, two = key.partition(" ")
            if two:
                weights[key] = weights.get(one, 1.0) + weights.get(two, 1.0)
        return array("d", [weights[key] for key in self._numbers])

    def weight(self, key: str) -> float:
        """How much a word or thing says, 0 to 1, the rarer the more; a pair as much as its two together."""
        number = self._numbers.get(key)
        if number is None:
            return 2.0 if " " in key else 1.0
        return self._weights[number]
