"""What a stranger may hold before the reader: cards of every kind, damaged ones, and everything else. All invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center.cards import read_card, read_number
from center.errors import Unreadable
from center.holders import USE_THE_CARD, Doubt
from center.mrz import check_digit, read_mrz
from center.people import (
    DOSSIER,
    INSURANCE,
    NOT_VALID,
    NUMBER_ONLY,
    WRONG_KEYS,
    age_class,
    read_person,
    ticket_class,
)
from center.setup import PriorityClass

TODAY = date(2026, 11, 21)
EVERY_AGE = [PriorityClass(str(age), "", "", 1, age_from=age, age_to=age) for age in range(130)]
CHILD = "Lê Thị Bé Mẫu|01062017|Nữ|Thôn Mẫu 2, Xã Tân Hưng, Hưng Yên|20082025||Lê Văn Giả Định|Phạm Thị Tưởng Tượng|"
INSURED = "|01/01/1985|1|5468c3b46e204de1baab75|33 - 001|01/01/2026|31/12/2026|"
# name: (text, the age or the sentence a kiosk says, the doubts an official sees or None where it is no card)
SAMPLES = {
    "2021": (
        "033085000012|145000012|Nguyễn Thử Nghiệm|02091985|Nam|Thôn Mẫu 1, Xã Mẫu, Huyện Khoái Châu, Hưng Yên|15042021",
        41, (),
    ),
    "2021 of the year 2099": (
        "034199000021||Trần Thị Ví Dụ|30112099|Nữ|Tổ 2, Phường Mẫu, Thành phố Thái Bình, Thái Bình|01012023",
        NOT_VALID, (Doubt.YEAR, Doubt.BORN, Doubt.ISSUED),
    ),
    "2021 of a woman of 2001": (
        "034301000033||Trần Thị Ví Dụ|30112001|Nữ|Tổ 2, Phường Mẫu, Thành phố Thái Bình, Thái Bình|01012023", 24, (),
    ),
    "2024": (
        "033090000044|145000044|Lê Văn Giả Định|05051990|Nam|Thôn Mẫu 2, Xã Tân Hưng, Hưng Yên|20082025", 36, (),
    ),
    "2024 with empty fields": (
        "033090000044|145000044|Lê Văn Giả Định|05051990|Nam|Thôn Mẫu 2, Xã Tân Hưng, Hưng Yên|20082025||||", 36, (),
    ),
    "2024 of a child with a wrong sex": (f"033217000055||{CHILD}", NOT_VALID, (Doubt.SEX,)),
    "2024 of a child": (f"033317000056||{CHILD}", 9, ()),
    "2024 from a province that is none": (f"099317000056||{CHILD}", 9, (Doubt.PLACE,)),
    "wedge that lost the marks": (
        "033085000012|145000012|Nguyn Th Nghim|02091985|Nam|Thn Mu 1, X Mu, Huyn Khoi Chu, Hng Yn|15042021",
        41, (Doubt.NO_MARKS,),
    ),
    "wedge that lost the marks of a woman": (
        "033185000012||Trn Th V D|02091985|N|T 2, Phng Mu|15042021", 41, (Doubt.NO_MARKS,),
    ),
    "wedge with VNI on": (
        "033085000012|145000012|Nguye64n Thu73 Nghie65m|02091985|Nam|Thôn Mẫu|15042021", WRONG_KEYS, (Doubt.DAMAGED,),
    ),
    "wedge with question marks": (
        "033085000012|145000012|Nguy?n Th? Nghi?m|02091985|Nam|Th?n M?u|15042021", WRONG_KEYS, (Doubt.DAMAGED,),
    ),
    "bytes taken for Latin-1": (
        "033085000012||LÃ½ XuÃ¢n|02091985|Nam|ThÃ´n Máº«u|15042021", WRONG_KEYS, (Doubt.DAMAGED,),
    ),
    "bytes taken for Japanese": (
        "033085000012||Tr蘯ｧn Vﾄハ|02091985|Nam|Thﾃｴn|15042021", WRONG_KEYS, (Doubt.DAMAGED,),
    ),
    "insurance": (f"GD4330000000001|4e677579e1bb856e{INSURED}", INSURANCE, ()),
    "insurance of the new kind": (f"0123456789|4e677579e1bb856e{INSURED}", INSURANCE, ()),
    "insurance without an address": (
        "GD4330000000001|4e677579e1bb856e|1985|1|...|33 - 001|01/01/2026|31/12/2026|", INSURANCE, (Doubt.ADDRESS,),
    ),
    "MRZ": ("IDVNM0850000124033085000012<<6\r8509026M2509024VNM<<<<<<<<<<<0\rNGUYEN<<THU<NGHIEM<<<<<<<<<<<<",
            41, (Doubt.EXPIRED,)),
    "dossier": ("H31.117-261121-0001", DOSSIER, None),
    "bare number": ("033085000012", NUMBER_ONLY, None),
    "bare number of no province": ("099085000012", NUMBER_ONLY, None),
}  # fmt: skip
FULL = SAMPLES["2021"][0]
MRZ = SAMPLES["MRZ"][0].replace("\r", "\n")


def age(text: str, today: date = TODAY) -> int:
    return int(ticket_class(text, EVERY_AGE, today))


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_a_kiosk_makes_of_it(sample):
    text, expected, _ = SAMPLES[sample]
    if isinstance(expected, int):
        assert age(text) == expected
    else:
        with pytest.raises(Unreadable) as refused:
            ticket_class(text, EVERY_AGE, TODAY)
        assert str(refused.value) == expected


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_an_official_sees_of_it(sample):
    text, _, doubts = SAMPLES[sample]
    if doubts is None:
        with pytest.raises(Unreadable):
            read_person(text, TODAY)
    else:
        holder = read_person(text, TODAY)
        assert holder.doubts == doubts
        assert holder.raw == text.replace("\r", "")
        assert all(str(doubt).endswith(".") for doubt in doubts)


def test_the_fields_of_each_paper():
    card = read_person(FULL, TODAY)
    assert (card.paper, card.number, card.old_number, card.name) == (
        "căn cước", "033085000012", "145000012", "Nguyễn Thử Nghiệm",
    )  # fmt: skip
    assert (card.born_on, card.sex, card.issued_on) == (date(1985, 9, 2), "Nam", date(2021, 4, 15))
    assert card.address == "Thôn Mẫu 1, Xã Mẫu, Huyện Khoái Châu, Hưng Yên"
    insured = read_person(SAMPLES["insurance"][0], TODAY)
    assert (insured.paper, insured.number, insured.name, insured.address) == (
        "BHYT", "GD4330000000001", "Nguyễn", "Thôn Mẫu",
    )  # fmt: skip
    assert (insured.born_on, insured.sex, insured.valid_until) == (date(1985, 1, 1), "Nam", date(2026, 12, 31))
    mrz = read_person(MRZ, TODAY)
    assert (mrz.paper, mrz.number, mrz.name, mrz.born_on, mrz.sex) == (
        "MRZ", "033085000012", "NGUYEN THU NGHIEM", date(1985, 9, 2), "Nam",
    )  # fmt: skip


def test_a_field_that_disagrees_is_shown_as_the_card_has_it():
    assert read_person(FULL.replace("|Nam|", "|Nữ|"), TODAY).sex == "Nữ"
    assert read_person(FULL.replace("02091985", "02091958"), TODAY).born_on == date(1958, 9, 2)
    assert read_mrz(MRZ.replace("6M2", "6F2"), TODAY).sex == "Nữ"


def test_parents_are_in_the_raw_text_only():
    child = read_person(SAMPLES["2024 of a child"][0], TODAY)
    fields = [str(getattr(child, name)) for name in child.__dataclass_fields__ if name != "raw"]
    assert "Phạm Thị Tưởng Tượng" in child.raw and not any("Tưởng" in field for field in fields)


def test_marks_written_apart_are_the_same_letters():
    import unicodedata

    assert read_person(unicodedata.normalize("NFD", FULL), TODAY) == read_person(FULL, TODAY)


def test_a_number_tells_place_century_sex_and_year():
    assert read_number("033085000012").year == 1985
    assert not read_number("099085000012").place_known
    assert read_number("108301000012").female and read_number("108301000012").place_known  # born abroad
    with pytest.raises(Unreadable):
        read_number("33085000012")


@pytest.mark.parametrize("place", [place for place, sign in enumerate(MRZ) if sign.isdigit()])
def test_no_misread_digit_of_the_mrz_goes_unseen(place):
    misread = MRZ[:place] + str((int(MRZ[place]) + 1) % 10) + MRZ[place + 1 :]
    assert Doubt.CHECK in read_mrz(misread, TODAY).doubts
    with pytest.raises(Unreadable):
        ticket_class(misread, EVERY_AGE, TODAY)


@pytest.mark.parametrize("between", ["", "\r", "\n", "\r\n"])
def test_the_three_lines_as_readers_send_them(between):
    assert read_person(MRZ.replace("\n", between) + between, TODAY).number == "033085000012"


def test_check_digits_as_the_standard_counts_them():
    assert check_digit("D23145890734") == 9 and check_digit("340712") == 7  # ICAO 9303-3, its own examples


@pytest.mark.parametrize(
    "text",
    [
        "",
        FULL + "\n",
        "\x02" + FULL,
        FULL.replace("Nguyễn", "Nguyễn\u202e"),
        FULL.replace("|15042021", "|31022021"),
        FULL.replace("|15042021", "|15042027"),
        FULL.replace("|15042021", "|15041980"),
        FULL.replace("0330", "٠٣٣٠"),
        FULL.replace("Nam", "nam"),
        FULL.replace("145000012", "1450"),
        FULL + "|" * 6,
        FULL + "\x00",
        MRZ.replace("VNM", "LAO"),
        MRZ[:-1],
        MRZ.replace("IDVNM", "IDV\nNM"),
        MRZ + "\n\n",
        "VNeID:eyJhbGciOiJub25lIn0",
        "https://example.vn/?id=033085000012",
        "\x00\x1b" * 1500,
        "1" * 3000,
    ],
)
def test_everything_else_is_refused_in_a_sentence(text):
    with pytest.raises(Unreadable) as refused:
        ticket_class(text, EVERY_AGE, TODAY)
    assert str(refused.value).endswith(".")


def test_hidden_text_in_the_hex_of_an_insurance_card_is_not_shown():
    hidden = "Nguyễn\u202e".encode().hex()
    assert read_person(f"GD4330000000001|{hidden}{INSURED}", TODAY).name == ""


def test_a_birthday_counts_on_its_day():
    assert age(FULL, date(2026, 9, 1)) == 40
    assert age(FULL, date(2026, 9, 2)) == 41


def test_age_gives_the_class_of_highest_rank():
    classes = [
        PriorityClass("thuong", "Thường", "Ordinary", 9, group="ordinary"),
        PriorityClass("tu_60", "Từ 60", "60 and over", 3, age_from=60),
        PriorityClass("tu_75", "Từ 75", "75 and over", 1, age_from=75),
        PriorityClass("tre_em", "Trẻ em", "Child", 2, age_to=5),
    ]
    assert [age_class(classes, age) for age in (5, 6, 59, 60, 74, 75, 103)] == [
        "tre_em", None, None, "tu_60", "tu_60", "tu_75", "tu_75"
    ]  # fmt: skip


@given(st.text(max_size=600))
def test_no_text_breaks_it(text):
    for reads in (lambda: ticket_class(text, EVERY_AGE, TODAY), lambda: read_person(text, TODAY)):
        with pytest.raises(Unreadable):
            reads()


@given(
    st.lists(
        st.sampled_from(["033085000012", "", "Lê Văn Giả", "02091985", "Nam", "Nữ", "15042021", "145000012"]),
        max_size=14,
    ),
    st.sampled_from(["", "\u200b", "\x07", " "]),
)
def test_what_looks_like_a_card_is_read_or_refused(fields, hidden):
    text = "|".join(fields) + hidden
    try:
        assert 0 <= age(text) < 130 and hidden in ("", " ")
    except Unreadable as refused:
        assert str(refused).endswith(".")


@given(st.integers(0, len(FULL)), st.characters(categories=["Cc", "Cf"]))
def test_a_hidden_character_anywhere_is_refused(place, hidden):
    with pytest.raises(Unreadable) as refused:
        read_card(FULL[:place] + hidden + FULL[place:], TODAY)
    assert str(refused.value) == USE_THE_CARD
