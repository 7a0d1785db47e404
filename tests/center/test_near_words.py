"""What was meant is read out of what was typed."""

import pytest

from center.near_words import NearWords, is_one_slip
from center.spelling import plain, sound

WORDS = "lam so do ket hon khai sinh cho con dat dai quyen truong hoc giay to nop ho so moi"
USES = {word: WORDS.split().count(word) for word in WORDS.split()}
PAIRS = [tuple(pair.split()) for pair in ("so do", "ket hon", "khai sinh", "dat dai", "truong hoc", "giay to", "ho so")]
NEAR = NearWords(USES, PAIRS)


def read(text: str, half: bool = False) -> str:
    return " ".join(word.plain for word in NEAR.read(text.split(), half))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lamf soor ddor", "lam so do"),
        ("lam2 so63 d9o3", "lam so do"),
        ("làm xổ đỏ", "lam so do"),
        ("nàm sổ đỏ", "lam so do"),
        ("chường học", "truong hoc"),
        ("ket hom", "ket hon"),
        ("kte hon", "ket hon"),
        ("khaisinh cho con", "khai sinh cho con"),
        ("giayto", "giay to"),
        ("lôp hồ sơ", "nop ho so"),
        ("khaii sinhh", "khai sinh"),
        ("ddaast đai", "dat dai"),
    ],
)
def test_what_was_meant(typed, meant):
    assert read(typed) == meant


def test_a_known_word_in_good_company_is_not_doubted():
    assert read("kết hôn") == "ket hon"
    assert read("con học") == "con hoc"


def test_strange_words_stay():
    assert read("vladivostok") == "vladivostok"
    assert not NEAR.read(["vladivostok"])[0].known


def test_a_half_word_is_no_slip():
    assert read("khai sin", half=True) == "khai sin"
    assert list(NEAR.begun("si")) == ["sinh"]


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [("hom", "hon", True), ("hn", "hon", True), ("hoon", "hon", True), ("ohn", "hon", True), ("ham", "hon", False)],
)
def test_one_slip(typed, meant, slip):
    assert is_one_slip(typed, meant) is slip


def test_sounds_of_the_north():
    for one, other in (("nam", "lam"), ("xo", "so"), ("trung", "chung"), ("giay", "day"), ("ra", "da")):
        assert sound(one) == sound(other)


def test_places_of_tones_and_i_or_y():
    assert plain("hoà") == plain("hòa") and plain("Thuỵ") == plain("Thụy")
    assert plain("ký") == plain("kí") and plain("quý") == plain("quí") and plain("thúy") != plain("thúi")
