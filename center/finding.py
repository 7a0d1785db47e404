"""Which procedure somebody means, told in their own words; half words and whole questions by the same rule.

How the order comes about:
1. The words are read as they were meant (near_words): without marks, in uncomposed Telex or VNI, with a slip.
2. Every phrase that leads to a procedure (its name, its keywords, what people say when they mean it) is compared
   with them: the weight of all words, things and pairs in common, less if only a part of the phrase was said.
   Rare words weigh much, "làm", "giấy", "xin" little, "ạ" nothing; "bìa đỏ" and "sổ hồng" are one thing.
3. A procedure is as good as its best phrase, plus something for each word that its names, papers and result hold,
   more for a word that few procedures have.
4. Marks that were typed and agree count more; marks that were not typed cost nothing.
5. If two are nearly equal, the one asked for more often today at this center comes first.
`nothing` is said when another office's matter fits better, or when too little of what was said is known here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from center.meanings import Features, Meanings, as_written
from center.missed_words import Spelt, spelt_pairs, what_may_be_counted
from center.near_words import NearWords, Word
from center.phrases import NAME, Phrases
from center.procedures import Catalogue, Procedure
from center.spelling import plain, split_words
from center.ways_to_ask import ways_to_ask, words_held
from center.wishes import LifeEvent, Words

MOST_WORDS = 60  # a pasted page is a question of its first sixty words
# An end that may only be meant counts less, the more so if the word is one as it stands; in longer lines it is one.
HALF, WHOLE, MOST_ENDINGS, SHORT = 0.7, 0.2, 6, 3
COMPLETE = 0.35  # how much a phrase loses that is said in part: half of it counts 0.5 ** COMPLETE
COMPLETE_ELSEWHERE = 0.6  # half of another office's matter silences nobody
BACKGROUND = 1.0  # what a word found anywhere in a procedure's texts adds
POPULAR = 0.02  # the most that being asked for today adds
OLD = 0.7  # a procedure that another has replaced
# An answer is clear from CLEAR on: up to 1 for a complete phrase, 1 for every word explained, STRONG a unit of weight.
# Measured on tests/center/queries: higher says «hỏi cán bộ» to more questions of other offices, and to more of ours.
STRONG, CLEAR = 0.4, 1.3
FOREIGN = 1.0  # how much more a word counts for another office's matter if it is never said of ours
_WHOLE_CODE = re.compile(r"(?<![0-9.])[0-9]\.[0-9]{6}(?![0-9])")
_CODE = re.compile(r"\s*[0-9]([0-9.]*[0-9.])?(\.H[0-9]{2})?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure that fits, and in a few Vietnamese words why it was found."""

    procedure: Procedure
    why: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, the likeliest first. `nothing`: the catalogue does not answer this; `hits` are only the nearest.

    `elsewhere` names the matter of another office that was recognised, "" otherwise. `clearness`: see CLEAR.
    """

    hits: tuple[Hit, ...] = ()
    nothing: bool = False
    elsewhere: str = ""
    clearness: float = 0.0

    @property
    def sure(self) -> bool:
        return bool(self.hits) and not self.nothing


class Finder:
    """The catalogue and the word tables, ready to be asked. Pure and never changed once built."""

    def __init__(self, catalogue: Catalogue, words: Words):
        self.catalogue = catalogue
        self.words = words
        self._procedures = catalogue.procedures
        self._meanings = Meanings(words)
        self._phrases = Phrases(ways_to_ask(self._procedures, words), self._meanings)
        self._background = words_held(self._procedures, words)
        said = [*(said for each in words.synonyms for said in each.said), *words.common]
        uses = {plain(word): 1 for text in said for word in split_words(text)} | self._phrases.uses
        self._near = NearWords(uses, self._phrases.pairs, map(plain, words.common))

    @cached_property
    def _spelt(self) -> Spelt:
        return spelt_pairs(phrase.text for phrase in self._phrases.phrases)

    def what_may_be_counted(self, text: str) -> tuple[str, ...]:
        """What the province may learn of a search that found nothing (see center.missed_words)."""
        return what_may_be_counted(self._near.read(split_words(text[:2000])[:MOST_WORDS]), self._meanings, self._spelt)

    def find(self, text: str, most: int = 8, popular: Mapping[str, int] | None = None) -> Answer:
        """The procedures that are meant by a code, half a word, some words or a whole question."""
        if code := _CODE.fullmatch(text) or _WHOLE_CODE.search(text):
            return self._of_code(code[0], most)
        typed = split_words(text[:2000])[:MOST_WORDS]
        if not typed:
            return Answer()
        half = text[-1:].isalnum()
        line = self._near.read(typed, half)
        whole = line[-1].known and len(line[-1].plain) > 2 and len(line) > 1
        said = self._meanings.features(line, gaps=True)
        endings = self._endings(line) if half else []
        best, phrase_of = self._by_phrases(said, endings, WHOLE if whole else HALF)
        background = self._by_background(said)
        scores = {
            place: best.get(place, 0.0) + BACKGROUND * background.get(place, 0.0)
            for place in best.keys() | background.keys()
        }
        ranked = self._ranked(scores, popular or {})
        hits = tuple(
            Hit(self._procedures[place], self._why(phrase_of.get(place)), score) for place, score in ranked[:most]
        )
        if not hits:
            return Answer(nothing=True, elsewhere=self._other(best, said, 0.0) or "")
        unfinished = () if whole else endings
        first = ranked[0][0]
        other = self._other(best, said, max([best.get(place, 0.0) for place, _ in ranked]))
        clear = max(self._clearness(first, phrase_of.get(first), each) for each in (said, *unfinished))
        return Answer(hits, other is not None or clear < CLEAR, other or "", clear)

    # -- the steps -------------------------------------------------------------------------------------------

    def _endings(self, line: Sequence[Word]) -> list[Features]:
        """What the line says if its last word is only half typed: the likeliest words and things that begin so."""
        last = line[-1]
        silent = len(last.plain) > 1 and self._meanings.is_silent(last)
        if last.known and (len(line) > SHORT or silent):
            return []
        uses, held = self._phrases.uses, self._phrases.held
        before = line[-2].plain if len(line) > 1 else ""
        begun = self._near.begun(last.plain)
        words = [word for word in begun if (before, word) in self._phrases.pairs] or ([] if last.known else begun)
        things = sorted(self._meanings.begun(line), key=lambda ending: -len(held.get(ending[1])))
        named = [(kept, as_written(said)) for kept, _, said in things]
        # A thing's name of which two words were begun is meant; else what was seen beside the word before.
        lines = [[*kept, *name] for kept, name in named if len(line) - len(kept) > 1][:MOST_ENDINGS]
        if not lines:
            lines = [
                [*line[:-1], Word(word)] for word in sorted(words, key=lambda word: -uses.get(word, 0))[:MOST_ENDINGS]
            ]
            beside = [
                [*kept, *name]
                for kept, name in named
                if not kept or (kept[-1].plain, name[0].plain) in self._phrases.pairs
            ]
            lines += beside[:MOST_ENDINGS]
        return [self._meanings.features(each, gaps=True) for each in lines]

    def _by_phrases(
        self, said: Features, endings: Sequence[Features], likely: float
    ) -> tuple[dict[int, float], dict[int, int]]:
        """The worth of the best phrase of every procedure, and which phrase that is."""
        common = self._in_common(said)
        best: dict[int, float] = {}
        phrase_of: dict[int, int] = {}
        least = max(common.values(), default=0.0) * 0.25
        self._keep_best([(place, weight) for place, weight in common.items() if weight >= least], best, phrase_of)
        for ending in endings:
            more = self._in_common({key: much for key, much in ending.items() if key not in said})
            together = [
                (place, weight * likely + common.get(place, 0.0))
                for place, weight in more.items()
                if self._phrases.phrases[place].of < len(self._procedures)
            ]
            self._keep_best(together, best, phrase_of)
        return best, phrase_of

    def _in_common(self, said: Features) -> dict[int, float]:
        """The weight that every phrase has in common with what was said."""
        phrases = self._phrases
        common: dict[int, float] = {}
        for key, (share, trust) in said.items():
            held = phrases.held.get(key)
            if held:
                weight = phrases.weight(key) * share * trust
                for place in held:
                    common[place] = common.get(place, 0.0) + weight
        return common

    def _keep_best(self, common: list[tuple[int, float]], best: dict[int, float], phrase_of: dict[int, int]) -> None:
        phrases, whole = self._phrases.phrases, self._phrases.whole
        for place, weight in common:
            phrase = phrases[place]
            part = COMPLETE if phrase.of < len(self._procedures) else COMPLETE_ELSEWHERE
            score = weight * min(1.0, weight / whole[place]) ** part * phrase.worth
            if score > best.get(phrase.of, 0.0):
                best[phrase.of] = score
                phrase_of[phrase.of] = place

    def _by_background(self, said: Features) -> dict[int, float]:
        """How much of what was said stands in all texts of a procedure, the fewer procedures have a word the more."""
        scores: dict[int, float] = {}
        most = log(1 + len(self._procedures))
        for key, (share, trust) in said.items():
            held = self._background.get(key)
            if held:
                weight = log(1 + len(self._procedures) / len(held)) / most * share * trust
                for place, strength in held.items():
                    scores[place] = scores.get(place, 0.0) + weight * strength
        return scores

    def _ranked(self, scores: dict[int, float], popular: Mapping[str, int]) -> list[tuple[int, float]]:
        """Places of procedures with their scores, the best first."""
        most = max(popular.values(), default=0)
        ranked = []
        for place, score in scores.items():
            if place < len(self._procedures):
                procedure = self._procedures[place]
                score *= OLD if procedure.replaced_by else 1.0
                if most:
                    score *= 1 + POPULAR * popular.get(procedure.code, 0) / most
                ranked.append((place, score))
        return sorted(ranked, key=lambda pair: (-pair[1], not self._procedures[pair[0]].essential, pair[0]))

    def _other(self, best: Mapping[int, float], said: Features, least: float) -> str | None:
        """The matter of another office that fits better than `least`, "" when it is no office's at all.

        What is only said of such matters counts more: «visa» decides, however much of the rest we know.
        """
        others = {place: score for place, score in best.items() if place >= len(self._procedures)}
        phrases = self._phrases
        for key, (share, trust) in said.items():
            held = phrases.held.get(key)  # those of other offices come last
            if held and phrases.phrases[held[0]].of >= len(self._procedures) and key not in self._background:
                for place in {phrases.phrases[place].of for place in held} & others.keys():
                    others[place] += FOREIGN * phrases.weight(key) * share * trust
        first = max(others, key=others.__getitem__, default=None)
        if first is None or others[first] <= least:
            return None
        return self.words.elsewhere[first - len(self._procedures)].topic

    def _clearness(self, first: int, place: int | None, said: Features) -> float:
        """How sure the first procedure is: how complete its phrase, how much it explains, how much that is."""
        phrases = self._phrases
        common = told = known = 0.0
        for key, (share, trust) in said.items():
            if key[0] != "=":
                weight = phrases.weight(key) * share
                in_phrase = place is not None and place in phrases.held.get(key)
                if in_phrase:
                    common += weight * trust
                if " " not in key:
                    told += weight
                    if in_phrase or first in self._background.get(key, ()):
                        known += weight * trust
        complete = min(1.0, common / phrases.whole[place]) if place is not None else 0.0
        return complete + (known / told if told else 0.0) + STRONG * min(common, 3.0)

    def _why(self, place: int | None) -> str:
        if place is None:
            return "trong giấy tờ, kết quả có những chữ này"
        phrase = self._phrases.phrases[place]
        if phrase.kind == NAME:
            return "đúng những chữ trong tên thủ tục"
        return f"người dân hay gọi: «{phrase.text}»"

    def _of_code(self, text: str, most: int) -> Answer:
        """By a code or its beginning, with its dots or without."""
        digits = "".join(letter for letter in text.upper().partition(".H")[0] if letter.isdigit())
        found = [
            procedure
            for procedure in self._procedures
            if (own := procedure.code.replace(".", "")).startswith(digits) or digits.startswith(own)
        ]
        hits = tuple(Hit(procedure, f"mã {procedure.code}", 1.0) for procedure in found[:most])
        return Answer(hits, nothing=not hits)


def life_events(words: Words, catalogue: Catalogue) -> tuple[tuple[LifeEvent, tuple[Procedure, ...]], ...]:
    """Every life event with those of its procedures that the catalogue has."""
    return tuple(
        (event, tuple(found for code in event.codes if (found := catalogue.find_procedure(code))))
        for event in words.life_events
    )
