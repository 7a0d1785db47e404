"""The QR of a citizen's card, as a stranger may hold it before the reader. All people are invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center.errors import Unreadable
from center.people import DOSSIER, INSURANCE, NOT_VALID, NUMBER_ONLY, WRONG_KEYS, age_class, read_card, read_number
from center.setup import PriorityClass

TODAY = date(2026, 11, 21)
CHILD = "Lê Thị Bé Mẫu|01062017|Nữ|Thôn Mẫu 2, Xã Tân Hưng, Hưng Yên|20082025||Lê Văn Giả Định|Phạm Thị Tưởng Tượng|"
SAMPLES = {
    "cccd2021_full": (
        "033085000012|145000012|Nguyễn Thử Nghiệm|02091985|Nam|Thôn Mẫu 1, Xã Mẫu, Huyện Khoái Châu, Hưng Yên|15042021",
        41,
    ),
    "cccd2021_bad_year": (
        "034199000021||Trần Thị Ví Dụ|30112099|Nữ|Tổ 2, Phường Mẫu, Thành phố Thái Bình, Thái Bình|01012023",
        NOT_VALID,
    ),
    "cccd2021_female_2001": (
        "034301000033||Trần Thị Ví Dụ|30112001|Nữ|Tổ 2, Phường Mẫu, Thành phố Thái Bình, Thái Bình|01012023",
        24,
    ),
    "cancuoc2024_7": (
        "033090000044|145000044|Lê Văn Giả Định|05051990|Nam|Thôn Mẫu 2, Xã Tân Hưng, Hưng Yên|20082025",
        36,
    ),
    "cancuoc2024_extra_empty": (
        "033090000044|145000044|Lê Văn Giả Định|05051990|Nam|Thôn Mẫu 2, Xã Tân Hưng, Hưng Yên|20082025||||",
        36,
    ),
    "cancuoc2024_child_parents": (f"033217000055||{CHILD}", NOT_VALID),
    "cancuoc2024_child_ok": (f"033317000056||{CHILD}", 9),
    "wedge_lost_diacritics": (
        "033085000012|145000012|Nguyn Th Nghim|02091985|Nam|Thn Mu 1, X Mu, Huyn Khoi Chu, Hng Yn|15042021",
        41,
    ),
    "wedge_unikey_vni": (
        "033085000012|145000012|Nguye64n Thu73 Nghie65m|02091985|Nam|...|15042021",
        WRONG_KEYS,
    ),
    "bhyt_card_barcode": (
        "GD4330000000001|4e677579e1bb856e|01/01/1985|1|...|33 - 001|01/01/2026|31/12/2026|",
        INSURANCE,
    ),
    "dossier_barcode": ("H31.117-261121-0001", DOSSIER),
    "short": ("033085000012", NUMBER_ONLY),
    "bad_prov": ("099085000012", NUMBER_ONLY),
}
FULL = SAMPLES["cccd2021_full"][0]


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples(sample):
    text, expected = SAMPLES[sample]
    if isinstance(expected, int):
        assert read_card(text, TODAY).age == expected
    else:
        with pytest.raises(Unreadable) as refused:
            read_card(text, TODAY)
        assert str(refused.value) == expected


def test_bare_numbers():
    assert read_number("033085000012").year == 1985
    with pytest.raises(Unreadable):
        read_number("099085000012")
    assert read_number("108301000012").female  # born abroad


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
        FULL + "|" * 6,
        "VNeID:eyJhbGciOiJub25lIn0",
        "https://example.vn/?id=033085000012",
        "\x00\x1b" * 1500,
        "1" * 3000,
    ],
)
def test_everything_else_is_refused_in_a_sentence(text):
    with pytest.raises(Unreadable) as refused:
        read_card(text, TODAY)
    assert str(refused.value).endswith(".")


def test_a_birthday_counts_on_its_day():
    assert read_card(FULL, date(2026, 9, 1)).age == 40
    assert read_card(FULL, date(2026, 9, 2)).age == 41


def test_nothing_but_the_age_leaves():
    assert set(type(read_card(FULL, TODAY)).__dataclass_fields__) == {"age"}


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
    with pytest.raises(Unreadable):
        read_card(text, TODAY)


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
        card = read_card(text, TODAY)
    except Unreadable:
        pass
    else:
        assert 0 <= card.age < 130 and hidden in ("", " ")


@given(st.integers(0, len(FULL)), st.characters(categories=["Cc", "Cf"]))
def test_a_hidden_character_anywhere_is_refused(place, hidden):
    with pytest.raises(Unreadable):
        read_card(FULL[:place] + hidden + FULL[place:], TODAY)
