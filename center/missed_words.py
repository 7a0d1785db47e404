"""What may be kept of a search that found nothing, so that the word tables grow: never who searched, nor the sentence.

Kept are things of the word tables ("sổ đỏ") and pairs of words that stand side by side in the catalogue or the
tables, spelt as they stand there. A name, a number, a village, a word of the person's own is none of these. The
order of the alphabet replaces the order of the sentence, and MOST ends it.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from center.meanings import THING, Meanings, as_written
from center.near_words import Word
from center.spelling import split_words

MOST = 6


# Pairs of neighbouring words by their letters: the words as they stand in our own texts.
Spelt = dict[tuple[str, str], list[tuple[Word, Word, str]]]


def spelt_pairs(texts: Iterable[str]) -> Spelt:
    """Every pair of neighbouring words in our own texts."""
    found: Spelt = {}
    for text in texts:
        spelt = split_words(text)
        for (one, two), (written, following) in zip(pairwise(as_written(text)), pairwise(spelt), strict=True):
            known = found.setdefault((one.plain, two.plain), [])
            if not (one.plain.isdigit() or two.plain.isdigit() or any(each[:2] == (one, two) for each in known)):
                known.append((one, two, f"{written} {following}"))
    return found


def what_may_be_counted(line: Sequence[Word], meanings: Meanings, spelt: Spelt) -> tuple[str, ...]:
    """At most MOST things and known pairs of a line, in the order of the alphabet."""
    features = meanings.features(line)
    found = {key.removeprefix(THING) for key in meanings.things & features.keys()}
    for one, two in pairwise(line):
        for known, following, written in spelt.get((one.plain, two.plain), ()):
            if {one.plain, two.plain} <= features.keys() and _agree(one, known) and _agree(two, following):
                found.add(written)
                break
    return tuple(sorted(found)[:MOST])


def _agree(typed: Word, ours: Word) -> bool:
    return typed.known and typed.mark in ("", ours.mark)
