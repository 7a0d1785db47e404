"""Vietnamese from keys: every rime under every tone in both ways, slips taken back, and words that are none."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center.composing import LONGEST_WORD, Typed, backspace, composed, is_syllable, press, reopened
from center.syllables import INITIALS, RIMES

# Each rime under the acute tone, as dictionaries write it (the older custom: hóa, khóe, thúy).
TABLE = """
iếc iếm iến iếng iếp iết iếu oóng oóc oác oách oái oám oán oáng oánh oáo oáp oát oáy oén oéng oéo oét oắc oắm oắn oắng
oắt uyến uyết uýa uých uýn uýnh uýp uýt uýu uấn uấng uất uấy uế uếch uến uếnh uốc uối uốm uốn uống uốp uốt uớ yếm yến
yếng yết yếu á ác ách ái ám án áng ánh áo áp át áu áy é éc ém én éng éo ép ét í ía ích ím ín ính íp ít íu ó óa óc óe ói
óm ón óng óp ót ú úa úc úi úm ún úng úp út úy ý ých ým ýn ýnh ýt ước ưới ướm ướn ướng ướp ướt ướu ấc ấm ấn ấng ấp ất ấu
ấy ắc ắm ắn ắng ắp ắt ế ếch ếm ến ếng ếnh ếp ết ếu ố ốc ối ốm ốn ống ốp ốt ớ ới ớm ớn ớng ớp ớt ứ ứa ức ứi ứm ứn ứng ứt
ứu
"""
UNDER_ACUTE = TABLE.split()
TONES = dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True))
TELEX = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI = {"â": "a6", "ê": "e6", "ô": "o6", "ă": "a8", "ơ": "o7", "ư": "u7", "đ": "d9"}


def toned(rime: str, tone: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", rime).replace("\u0301", TONES[tone]))


def plain(rime: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", rime).replace("\u0301", ""))


def keys(word: str, ways: dict[str, str]) -> str:
    """As one types it; two o side by side that are no ô need a third."""
    return "".join(ways.get(letter, letter) for letter in word).replace("oo", "ooo" if "oo" in word else "oo")


def joins(initial: str, rime: str) -> bool:
    """Initials whose second letter would otherwise belong to the rime."""
    if initial in ("q", "qu"):
        return initial == "qu" and rime[0] not in "uôoơư"
    return not (initial == "gi" and rime[0] in "iyê") and not (initial == "g" and rime[0] == "i")


def test_the_table_names_every_rime():
    assert {plain(rime) for rime in UNDER_ACUTE} == RIMES


@pytest.mark.parametrize("initial", sorted(INITIALS))
def test_every_rime_under_every_tone(initial):
    """Telex, VNI, and Telex with all marks at the end of the word."""
    start = {"đ": "d"}.get(initial, initial)
    for rime in filter(lambda rime: joins(initial, plain(rime)), UNDER_ACUTE):
        bare = plain(rime)
        for tone, mark in TONES.items():
            wanted = initial + toned(rime, tone)
            number = str("sfrxj".index(tone) + 1)
            assert composed(keys(initial + bare, TELEX) + tone) == wanted
            assert composed(keys(initial + bare, VNI) + number) == wanted
            assert composed(keys(initial + bare, {}) + mark) == wanted
            if "oo" in bare:
                continue
            marks = "".join(TELEX[letter][1] for letter in initial + bare if letter in TELEX)
            late = start + "".join(unicodedata.normalize("NFD", c)[0] for c in bare)
            assert composed(late + marks.replace("ww", "w") + tone) == wanted, late + marks


@pytest.mark.parametrize(
    "typed, seen",
    [
        ("lamf soor ddor", "làm sổ đỏ"),
        ("tieesng tiengse tieng61", "tiếng tiếng tiếng"),
        ("hoas hoans", "hóa hoán"),  # the tone moves as the word grows
        ("thuowr thuowng uowc", "thuở thương ươc"),
        ("dangd duongwf", "đang dường"),
        ("quys giaf gif giuwx", "quý già gì giữ"),
        ("DDaats Ddaats DDAATS", "Đất Đất ĐẤT"),
        ("hoaf2 hoafz hoaf0", "hoa2 hoa hoa"),
        ("tw w", "tư ư"),
        # taken back by the same key once more, and then only a letter
        ("ass asss", "as ass"),
        ("aaa ooo ddd", "aa oo dd"),
        ("aww uww ww", "aw uw w"),
        ("a11 a66 d99", "a1 a6 d9"),
        # no syllables of ours
        ("wifi website", "wifi website"),
        ("CT01 ct01 1.001193 H31", "CT01 ct01 1.001193 H31"),
        ("form test", "form tét"),
        ("ddkkd ddk", "đkkd đk"),
        ("33 x3 cccd", "33 x3 cccd"),
    ],
)
def test_as_people_type(typed, seen):
    assert composed(typed) == seen


def test_the_tone_keys_of_the_screen():
    typed = reopened("hoa")
    typed = press(typed, "\u0300")
    assert typed.text == "hòa"
    assert press(typed, "\u0300").text == "hoa"
    assert press(press(typed, "\u0301"), "n").text == "hoán"
    assert press(Typed(), "\u0300").text == ""  # a tone without a vowel is nothing
    assert "".join(press(reopened("s"), letter).text for letter in "ổ") == "sổ"


@pytest.mark.parametrize("before, after", [("việ", "vi"), ("hoán", "hóa"), ("a ", "a"), ("", ""), ("đ", "")])
def test_backspace_takes_the_letter_that_is_seen(before, after):
    assert backspace(reopened(before)).text == after


@given(st.text("aeiouydwsfrxjzhngtc0123456789 ", max_size=24))
def test_every_line_of_keys_can_be_deleted_letter_by_letter(line):
    typed = Typed()
    for key in line:
        typed = press(typed, key)
    length = len(typed.text)
    while typed.text:
        typed = backspace(typed)
        assert len(typed.text) == length - 1
        length -= 1


@given(st.sampled_from(sorted(INITIALS)), st.sampled_from(UNDER_ACUTE), st.sampled_from("sfrxj"))
def test_a_finished_word_typed_again_stays_itself(initial, rime, tone):
    word = initial + toned(rime, tone)
    assert composed(word) == word or not joins(initial, plain(rime))


def test_a_flood_is_only_letters():
    flood = "a" * 3000
    assert len(composed(flood)) >= 3000 * (LONGEST_WORD - 2) // LONGEST_WORD


def test_syllables_are_told_from_other_words():
    assert all(map(is_syllable, ("tiếng", "việt", "khuỷu", "nghiêng", "quốc", "giữ", "hoà", "hòa")))
    assert not any(map(is_syllable, ("wifi", "form", "xyz", "cccd")))
