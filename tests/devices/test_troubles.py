"""The tree of troubles: drawn as it is, each with a code of its own and a remedy for a clerk that a fact can carry."""

import re

import pytest

from devices import troubles
from devices.troubles import DeviceTrouble
from sync.wire import VERB_TEXT_MAX


def below(kind: type) -> list[type]:
    return [one for child in kind.__subclasses__() for one in (child, *below(child))]


KINDS = [DeviceTrouble, *(kind for kind in below(DeviceTrouble) if kind.__module__ == troubles.__name__)]


def test_the_drawing_shows_the_tree():
    drawn, ways = {}, {}
    for line in troubles.__doc__.splitlines():
        if found := re.match(r"^([│├└─ ]*)([A-Z]\w+) {2,}", line):
            depth = len(found[1]) // 4
            ways[depth] = found[2]
            drawn[found[2]] = ways.get(depth - 1)
    assert drawn == {kind.__name__: kind.__mro__[1].__name__ if kind is not DeviceTrouble else None for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_remedy_is_a_sentence_that_a_fact_can_carry(kind):
    assert kind.remedy[0].isupper() and kind.remedy.endswith(".") and len(kind.remedy) <= VERB_TEXT_MAX
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", kind.code) and len(kind.code) <= 40
    assert "remedy" in vars(kind) and "code" in vars(kind)


def test_every_code_is_of_one_kind():
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
