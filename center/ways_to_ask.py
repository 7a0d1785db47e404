"""All ways that lead to a procedure, gathered from the catalogue and the word tables: phrases, and single words."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from center.phrases import ASKED, ELSEWHERE, KEYWORD, NAME, Phrase
from center.procedures import Procedure
from center.spelling import marked, plain, split_words
from center.wishes import Elsewhere, Words

WORTH = {NAME: 1.0, ASKED: 1.0, KEYWORD: 0.95, ELSEWHERE: 1.0}
SHARED_BY = 3  # a phrase that more procedures share tells less
# How much a word of a text says of its procedure; papers and results are much alike.
STRENGTH = {"name": 1.0, "asked": 0.8, "field": 0.4, "papers": 0.3, "result": 0.3}


def ways_to_ask(procedures: Sequence[Procedure], words: Words) -> list[Phrase]:
    """Every phrase for each procedure, and after the last procedure's place those for matters of other offices."""
    asked = _asked_by_place(procedures, words)
    phrases = [*_of_procedures(procedures, asked), *_of_others(words.elsewhere, procedures)]
    return _weighed(phrases)


def words_held(procedures: Sequence[Procedure], words: Words) -> dict[str, dict[int, float]]:
    """Every word of a procedure's texts by its place, with the strength of the strongest text that holds it."""
    asked = _asked_by_place(procedures, words)
    held: dict[str, dict[int, float]] = {}
    for place, procedure in enumerate(procedures):
        texts = (
            (STRENGTH["result"], procedure.result),
            (STRENGTH["papers"], " ".join(paper.name for paper in procedure.papers)),
            (STRENGTH["field"], procedure.field),
            (STRENGTH["asked"], " ".join((*procedure.keywords, *asked.get(place, ())))),
            (STRENGTH["name"], f"{procedure.name} {procedure.official_name}"),
        )
        for strength, text in texts:
            for word in set(split_words(text)):
                held.setdefault(plain(word), {})[place] = strength
    return held


def _asked_by_place(procedures: Sequence[Procedure], words: Words) -> dict[int, list[str]]:
    """What people say by the place of the procedure that they mean, found by its code, else by its name."""
    by_code = {procedure.code: place for place, procedure in enumerate(procedures)}
    by_name = {_key(procedure.name): place for place, procedure in enumerate(procedures)}
    asked: dict[int, list[str]] = {}
    for row in words.asked:
        place = by_code.get(row.code, by_name.get(_key(row.name)))
        if place is not None:
            asked.setdefault(place, []).extend(row.phrases)
    for event in words.life_events:
        for code in event.codes:
            if code in by_code:
                asked.setdefault(by_code[code], []).extend(event.phrases)
    return asked


def _key(name: str) -> str:
    return " ".join(map(plain, split_words(name)))


def _of_procedures(procedures: Sequence[Procedure], asked: Mapping[int, list[str]]) -> Iterator[Phrase]:
    for place, procedure in enumerate(procedures):
        name = procedure.name.removeprefix("Thủ tục ")
        yield Phrase(place, name, NAME)
        if procedure.official_name and _key(procedure.official_name.removeprefix("Thủ tục ")) != _key(name):
            yield Phrase(place, procedure.official_name, NAME)
        yield from (Phrase(place, keyword, KEYWORD) for keyword in procedure.keywords)
        yield from (Phrase(place, phrase, ASKED) for phrase in asked.get(place, ()))


def _of_others(topics: Sequence[Elsewhere], procedures: Sequence[Procedure]) -> Iterator[Phrase]:
    """Matters of other offices, but for what this catalogue has in a name after all."""
    names = " | ".join(" ".join(map(marked, split_words(each.name))) for each in procedures)
    words_here = frozenset(names.split())
    lines = {text: tuple(map(marked, split_words(text))) for each in topics for text in (each.topic, *each.phrases)}
    here = frozenset(
        line
        for line in (lines[phrase] for topic in topics for phrase in topic.phrases)
        if len(line) > 1 and words_here.issuperset(line) and f" {' '.join(line)} " in f" {names} "
    )
    for place, topic in enumerate(topics, len(procedures)):
        for phrase in (topic.topic, *topic.phrases):
            line = lines[phrase]
            parts = (line[start:end] for start in range(len(line)) for end in range(start + 2, len(line) + 1))
            if line and here.isdisjoint(parts):
                yield Phrase(place, phrase, ELSEWHERE)


def _weighed(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases with their worth: one that many procedures share tells them apart no more."""
    shared: dict[str, int] = {}
    for phrase in phrases:
        shared[phrase.text] = shared.get(phrase.text, 0) + 1
    return [Phrase(each.of, each.text, each.kind, _worth(each.kind, shared[each.text])) for each in phrases]


@cache
def _worth(kind: str, shared: int) -> float:
    return WORTH[kind] * min(1.0, SHARED_BY / shared) ** 0.5
