"""The right procedure is found by what people call it; what the catalogue cannot answer is said to be so."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from center.finding import Finder, life_events
from center.wishes import Words
from sync import reference
from tests.center.told import (
    as_spoken,
    half_typed,
    in_telex,
    in_vni,
    queries,
    with_a_slip,
    without_marks,
)

CATALOGUE, WORDS = reference.catalogue(), reference.words()
FINDER = Finder(CATALOGUE, WORDS)
ANSWERED = queries("everyday")
EVENTS = queries("told_events")
HELD_OUT = queries("held_out", "written_last")
ASKED_ELSEWHERE = queries("unanswerable")


def codes(text: str, most: int = 8, **more) -> list[str]:
    return [hit.procedure.code for hit in FINDER.find(text, most, **more).hits]


def share(asked, first: int, change=str) -> float:
    """The share of the answerable queries whose answer is among the first so many."""
    asked = [query for query in asked if query.codes]
    return sum(bool(query.codes & set(codes(change(query.text))[:first])) for query in asked) / len(asked)


def silenced(asked, change=str) -> float:
    asked = list(asked)
    return sum(FINDER.find(change(query.text)).nothing for query in asked) / len(asked)


def test_there_are_queries_for_everything():
    assert len(ANSWERED) >= 400 and len(EVENTS) >= 80 and len(ASKED_ELSEWHERE) >= 120 and len(HELD_OUT) >= 200
    for procedure in CATALOGUE.procedures:
        if not procedure.replaced_by:
            assert sum(procedure.code in query.codes for query in ANSWERED) >= 2, procedure.name
    known = {procedure.code for procedure in CATALOGUE.procedures}
    assert all(query.codes <= known for query in ANSWERED + EVENTS + HELD_OUT + ASKED_ELSEWHERE)


@pytest.mark.parametrize("asked", [ANSWERED, HELD_OUT], ids=["everyday", "held out"])
def test_everyday_words_find_their_procedure(asked):
    assert share(asked, 3) >= 0.97
    assert share(asked, 1) >= 0.85
    assert share(asked, 3, without_marks) >= 0.95


def test_what_happened_in_life_finds_its_procedures():
    assert share(EVENTS, 3) >= 0.9
    assert share([query for query in HELD_OUT if query.kind == "event"], 3) >= 0.9


@pytest.mark.parametrize("change", [in_telex, in_vni])
def test_keys_that_no_keyboard_composed_are_understood(change):
    assert share(ANSWERED + HELD_OUT, 3, change) >= 0.95


@pytest.mark.parametrize("slip", [with_a_slip, as_spoken])
def test_a_slip_and_a_spelling_by_ear_are_understood(slip):
    chance = random.Random(7)
    assert share(ANSWERED + HELD_OUT, 3, lambda text: slip(text, chance)) >= 0.92


def test_a_half_word_finds_while_typing():
    assert share(ANSWERED, 3, half_typed) >= 0.88


def test_what_the_catalogue_cannot_answer_is_said():
    assert silenced(ASKED_ELSEWHERE) >= 0.9
    assert silenced(query for query in HELD_OUT if not query.codes) >= 0.8
    assert silenced(query for query in ANSWERED + EVENTS + HELD_OUT if query.codes) <= 0.03


def test_even_without_a_list_of_other_offices_some_of_it_is_said():
    """The next question about another office stands in no list: too little of it is known here."""
    finder = Finder(CATALOGUE, replace(WORDS, elsewhere=()))
    assert sum(finder.find(query.text).nothing for query in ASKED_ELSEWHERE) / len(ASKED_ELSEWHERE) >= 0.35


def test_the_nearest_are_offered_with_a_no():
    answer = FINDER.find("giấy phép bán rượu")
    assert answer.nothing and not answer.sure and answer.hits
    assert answer.elsewhere == "Giấy phép chuyên ngành"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.001193", "1.001193"),
        ("1001193", "1.001193"),
        ("1.0011", "1.001193"),
        ("1.001193.000.00.00.H31", "1.001193"),
        ("thủ tục số 2.000815 ạ", "2.000815"),
    ],
)
def test_a_code_finds_with_and_without_dots_whole_or_begun(text, code):
    assert codes(text)[0] == code


def test_a_code_that_is_none_finds_nothing():
    answer = FINDER.find("9.999999")
    assert answer.nothing and not answer.hits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa giải đất đai", "hoà giải đất đai"),
        ("thủy lợi", "thuỷ lợi"),
        ("đăng ký kết hôn", "đăng kí kết hôn"),
        ("làm lý lịch", "làm lí lịch"),
        ("sửa nhà", "sữa nhà"),
        ("Sổ Đỏ", "SỔ ĐỎ"),
        ("em ơi cho chị hỏi làm sổ đỏ ạ", "làm sổ đỏ"),
    ],
)
def test_spellings_of_one_word_find_the_same(one, other):
    assert codes(one)[:3] == codes(other)[:3]


def test_abbreviations_match_whole_words_only():
    assert codes("CCCD")[0] == "2.001195"
    assert "1.013978" in codes("cấp GCN QSDĐ lần đầu")[:3]
    assert codes("đăng ký HKD")[0] == "1.001612"
    assert codes("đổi cc")[0] == "2.001195" != codes("đổi ccb")[0]


def test_common_words_do_not_decide():
    assert codes("xin phép mở quán")[0] == "1.001612"
    assert codes("làm mất sổ đỏ")[0] == "1.012786"
    assert codes("bố tôi làm mất sổ đỏ")[0] == "1.012786"
    assert codes("bố tôi mất")[0] in ("1.000656", "2.002913")


def test_marks_count_where_they_were_typed():
    assert codes("bán đất")[0] != codes("bản đồ đất")[0]


def test_popular_decides_only_between_equals():
    one, two = "1.012790", "1.012796"
    assert {one, two} <= set(codes("đính chính sổ đỏ")[:3])
    assert codes("khai sinh", popular={"1.000656": 500})[0] == "1.001193"
    liked = codes("tố tụng khai tử lưu động", popular={"1.000419": 9})
    assert liked[0] == "1.000419"


def test_an_old_procedure_stands_behind_the_one_that_replaced_it():
    found = codes("hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội")
    assert found.index("1.116910") < found.index("1.001731")


def test_every_hit_says_why():
    for query in ANSWERED[::25]:
        for hit in FINDER.find(query.text).hits:
            assert hit.why and hit.why[0].islower()


def test_names_come_from_the_catalogue_when_no_table_knows_them():
    """A center's own catalogue is found by its names alone."""
    finder = Finder(CATALOGUE, Words())
    for procedure in CATALOGUE.procedures:
        if not procedure.replaced_by:
            assert procedure.code in [hit.procedure.code for hit in finder.find(procedure.name).hits[:3]]


def test_a_matter_of_another_office_yields_to_a_procedure_of_that_name():
    passport = replace(CATALOGUE.procedures[0], code="9.000001", name="Cấp hộ chiếu phổ thông", keywords=())
    finder = Finder(replace(CATALOGUE, procedures=(*CATALOGUE.procedures, passport)), WORDS)
    answer = finder.find("làm hộ chiếu")
    assert answer.sure and "9.000001" in [hit.procedure.code for hit in answer.hits[:3]]


def test_a_procedure_with_a_new_code_keeps_what_people_call_it():
    again = [replace(p, code="7.7" + p.code[3:]) if p.code == "1.013978" else p for p in CATALOGUE.procedures]
    finder = Finder(replace(CATALOGUE, procedures=tuple(again)), WORDS)
    assert finder.find("làm sổ đỏ lần đầu").hits[0].procedure.code == "7.7" + "13978"


def test_life_events_name_procedures_of_the_catalogue():
    for event, procedures in life_events(WORDS, CATALOGUE):
        assert [procedure.code for procedure in procedures] == list(event.codes), event.name


def test_word_tables_fit_the_catalogue():
    names = {procedure.code: procedure.name for procedure in CATALOGUE.procedures}
    assert {row.code for row in WORDS.asked} == set(names)
    for row in WORDS.asked:
        assert row.name == names[row.code] and row.phrases
    assert all(each.phrases for each in WORDS.elsewhere)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_typed_gets_an_answer(text):
    answer = FINDER.find(text)
    assert len(answer.hits) <= 8
    assert [hit.score for hit in answer.hits] == sorted((hit.score for hit in answer.hits), reverse=True)
    assert FINDER.find(text) == answer


def test_a_pasted_page_is_read_by_its_first_words():
    assert codes("làm sổ đỏ lần đầu " + "xin chào " * 1500)[0] == "1.013978"
