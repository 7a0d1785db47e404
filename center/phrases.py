"""Every phrase that leads to a procedure, by the words, things and pairs that it holds, and what each of them weighs.

A phrase is a procedure's name, a keyword, or something that people say when they mean it.
The rarer a word is among all phrases, the more it weighs.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from center.meanings import Meanings, as_written

NAME, ASKED, KEYWORD, ELSEWHERE = "name", "asked", "keyword", "elsewhere"
LONG = 12.0  # more than this much of a long official name nobody says


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to ask for the procedure at place `of` (places past the catalogue's end are matters of other offices)."""

    of: int
    text: str
    kind: str
    worth: float = 1.0


class Phrases:
    """All phrases. `held`: in which phrases a feature stands; `whole`: the weight of all that a phrase holds.

    `uses` counts every word, `pairs` are the words seen beside each other.
    """

    def __init__(self, phrases: Sequence[Phrase], meanings: Meanings):
        self.phrases = phrases
        self.held: dict[str, list[int]] = {}
        self.uses: dict[str, int] = {}
        self.pairs: set[tuple[str, str]] = set()
        numbers: dict[str, int] = {}
        kept: list[tuple[array, array]] = []  # by number: thousands of pairs and shares are small so, and soon gone
        held, uses = self.held, self.uses
        for place, phrase in enumerate(phrases):
            line = as_written(phrase.text)
            letters = [word.plain for word in line]
            self.pairs.update(pairwise(letters))
            for word in letters:
                uses[word] = uses.get(word, 0) + 1
            features = meanings.features(line)
            for key in features:
                if key in held:
                    held[key].append(place)
                else:
                    numbers[key] = len(held)
                    held[key] = [place]
            shares = array("d", [share for share, _ in features.values()])
            kept.append((array("l", [numbers[key] for key in features]), shares))
        self._weights = self._weigh()
        weights = [self._weights[key] for key in held]
        whole = [sum([weights[one] * share for one, share in zip(*each, strict=True)]) for each in kept]
        self.whole = [min(LONG, weight) or 1.0 for weight in whole]

    def _weigh(self) -> dict[str, float]:
        most = log(len(self.phrases) + 1.5)
        weights = {key: (most - log(len(held) + 0.5)) / most for key, held in self.held.items() if " " not in key}
        for key in self.held:
            one, _, two = key.partition(" ")
            if two:
                weights[key] = weights.get(one, 1.0) + weights.get(two, 1.0)
        return weights

    def weight(self, key: str) -> float:
        """How much a word or thing says, 0 to 1, the rarer the more; a pair as much as its two together."""
        return self._weights.get(key, 2.0 if " " in key else 1.0)
