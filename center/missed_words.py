"""What may be kept of a search that found nothing, so that the word tables grow: never who searched, nor the sentence.

Kept are things of the word tables ("sổ đỏ") and pairs of words that stand side by side in the catalogue or the
tables, spelt as they stand there. A name, a number, a village, a word of the person's own is none of these. The
order of the alphabet replaces the order of the sentence, and MOST ends it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from center.meanings import THING, Meanings
from center.near_words import Word
from center.spelling import plain, split_words

MOST = 6


def spelt_pairs(texts: Iterable[str]) -> dict[tuple[str, str], str]:
    """Each pair of neighbouring words in our own texts by its letters, with the marks that it has there."""
    found: dict[tuple[str, str], str] = {}
    for text in texts:
        for one, two in pairwise(split_words(text)):
            if not (one + two).isdigit():
                found.setdefault((plain(one), plain(two)), f"{one} {two}")
    return found


def what_may_be_counted(
    line: Sequence[Word], meanings: Meanings, spelt: Mapping[tuple[str, str], str]
) -> tuple[str, ...]:
    """At most MOST things and known pairs of a line, in the order of the alphabet."""
    features = meanings.features(line)
    things = {key.removeprefix(THING) for key in meanings.things & features.keys()}
    letters = [word.plain for word in line if word.known]
    pairs = {spelt[pair] for pair in pairwise(letters) if pair in spelt and {*pair} <= features.keys()}
    return tuple(sorted(things | pairs)[:MOST])
