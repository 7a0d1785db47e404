"""The list that a citizen takes home: the right order, boxes to tick, nothing that was not verified."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from center.checklists import checklist
from center.deadlines import find_promise
from center.papers import Check, Code, Cut, Pair, Rule, Text
from sync.reference import catalogue, work_calendar
from tests.screens.public_screen import sample_setup

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # a Monday, 08:00
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def setup():
    return sample_setup()


def printed(setup, code: str, lang: str = "vi", **changes):
    procedure = replace(catalogue().procedure(code), **changes)
    promise = find_promise(AT, procedure, work_calendar(setup))
    return checklist(setup, catalogue(), procedure, TODAY, promise, (1, 2), lang)


def lines(document) -> list[str]:
    """All that is readable, from top to bottom."""
    found = []
    for block in document.blocks:
        match block:
            case Check(text=text) | Text(text=text):
                found.append(text)
            case Pair(label=label, value=value):
                found.append(f"{label}: {value}")
    return found


def test_the_answers_come_in_the_order_in_which_people_ask(setup):
    said = lines(printed(setup, "1.001193"))
    order = [next(n for n, line in enumerate(said) if line.startswith(start)) for start in (
        "GIẤY TỜ CẦN MANG", "Tờ khai", "Không cần mang", "Nộp ở", "Thời hạn", "Lệ phí", "Nhận được",
        "Nộp hôm nay, nhận trước 17:00", "Quét mã")]  # fmt: skip
    assert order == sorted(order)


def test_every_paper_has_a_box_and_how_it_is_handed_over(setup):
    boxes = [block.text for block in printed(setup, "1.001193").blocks if isinstance(block, Check)]
    assert len(boxes) == len(catalogue().procedure("1.001193").papers)
    assert any(text.endswith("(chỉ xuất trình)") for text in boxes)
    assert any("nếu có" in text for text in boxes)


def test_what_was_not_verified_is_asked_of_an_official(setup):
    known = catalogue().procedure("1.001193")
    doubtful = printed(setup, "1.001193", verified={**known.verified, "papers": False, "fee": False, "term": False})
    said = lines(doubtful)
    assert [block.text for block in doubtful.blocks if isinstance(block, Check)] == ["Hỏi cán bộ"]
    assert "Lệ phí: Hỏi cán bộ" in said and "Thời hạn: Hỏi cán bộ" in said
    assert not any(paper.name in line for paper in known.papers for line in said)
    assert not any("Nộp hôm nay" in line for line in said)  # no day is promised from a term nobody verified


def test_the_code_leads_to_the_procedures_own_page_and_the_paper_is_dated(setup):
    document = printed(setup, "1.001193")
    assert [block.data for block in document.blocks if isinstance(block, Code)] == [
        catalogue().procedure("1.001193").portal_page
    ]
    assert any(f"bản {catalogue().version}" in line and "23/11/2026" in line for line in lines(document))
    assert isinstance(document.blocks[-1], Cut) and any(isinstance(block, Rule) for block in document.blocks)


def test_the_whole_name_is_on_paper_however_long(setup):
    longest = max(catalogue().procedures, key=lambda procedure: len(procedure.name))
    assert longest.name in lines(printed(setup, longest.code))


def test_in_english_the_words_are_english(setup):
    said = lines(printed(setup, "1.001193", "en"))
    assert "WHAT TO BRING" in said and any(line.startswith("Hand in at") for line in said)
    assert not any("Nộp hôm nay" in line for line in said)
