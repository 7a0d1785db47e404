"""What is on paper: the ticket and the slip of the day, and never anything about a person."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center import verbs as v
from center.errors import Unreadable
from center.facts import KINDS
from center.papers import Code, Cut, Document, Number, Pair, Text
from center.slips import day_close_slip, read_ticket_code, ticket_code, ticket_slip
from center.waiting import Wait, estimate
from tests.center.a_center import Center, a_setup


@pytest.fixture
def center() -> Center:
    center = Center(manned=(1, 2))
    for _ in range(3):
        center.take()
    center.after(minutes=12).take(priority="cao_tuoi", procedures=("1.001193",))
    return center


def slip_of(center: Center, ticket: str, lang: str = "vi", **more) -> Document:
    wait = estimate(center.day, center.setup, "ho-tich", before=ticket)
    return ticket_slip(center.setup, center.day, center.ticket(ticket), wait, lang, **more)


def words(document: Document) -> list[str]:
    return [
        text
        for block in document.blocks
        for text in (
            (block.text,) if isinstance(block, Text | Number)
            else (block.label, block.value) if isinstance(block, Pair)
            else (block.data,) if isinstance(block, Code) else ()
        )
    ]  # fmt: skip


def test_a_ticket_says_what_its_citizen_needs(center):
    said = words(slip_of(center, "A004"))
    for expected in ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "Xã Mẫu – Tỉnh Hưng Yên", "A 004", "Hộ tịch – Chứng thực",
                     "Diện ưu tiên: Người từ đủ 80 tuổi", "1.001193", "08:12  23/11/2026", "3", "1, 2",
                     "MC1|12988|20261123|A004", "Phản ánh, kiến nghị: gọi 1022"):
        assert expected in said
    assert any(text.endswith(" phút") and "–" in text for text in said)


def test_the_number_is_large_and_the_paper_is_cut(center):
    document = slip_of(center, "A001")
    (number,) = (block for block in document.blocks if isinstance(block, Number))
    assert number.height_mm >= 12
    assert isinstance(document.blocks[-1], Cut)
    assert document.title == "ticket A001"


def test_a_copy_is_marked_and_nothing_else_is_different(center):
    assert set(words(slip_of(center, "A001", copy=True))) - set(words(slip_of(center, "A001"))) == {"BẢN IN LẠI"}


def test_in_english_only_the_names_of_the_place_stay_vietnamese(center):
    said = words(slip_of(center, "A004", "en"))
    assert {"YOUR NUMBER", "Civil status", "Priority: Aged 80 and over"} <= set(said)
    assert not [text for text in said[2:] if set(text.lower()) & set("ăâđêôơưáàảãạấầẩẫậ")]


def test_with_no_counter_open_there_is_no_promise():
    center = Center()
    center.take()
    said = words(ticket_slip(center.setup, center.day, center.ticket("A001"), None))
    assert "Quầy chưa mở – xin chờ gọi số" in said
    assert not any("phút" in text for text in said)


def test_the_code_is_the_address_where_the_ticket_is_followed(center):
    setup = replace(a_setup(), ticket_url="https://mau.example/{day}/{ticket}")
    assert ticket_code(setup, center.day, center.ticket("A001")) == "https://mau.example/2026-11-23/A001"


@pytest.mark.parametrize("url", ["", "https://mau.example/{day}/{ticket}", "https://mau.example/?q={ticket}&x"])
def test_a_ticket_held_to_a_reader_is_the_ticket(center, url):
    setup = replace(a_setup(), ticket_url=url)
    code = ticket_code(setup, center.day, center.ticket("A001"))
    assert read_ticket_code(setup, center.day, code) == "A001"
    for damaged in ("x" + code, code.replace("A001", "A001|"), code.replace("A0", "a0"), code.replace("A001", ""), ""):
        with pytest.raises(Unreadable) as refused:
            read_ticket_code(setup, center.day, damaged)
        assert str(refused.value).endswith(".")


@pytest.mark.parametrize("day, commune, ending", [("20261122", None, "hôm nay."), ("20261123", "99999", "khác.")])
def test_a_ticket_of_another_day_or_place_is_told_as_such(center, day, commune, ending):
    setup = a_setup()
    with pytest.raises(Unreadable) as refused:
        read_ticket_code(setup, center.day, f"MC1|{commune or setup.commune_code}|{day}|A001")
    assert str(refused.value).endswith(ending)


# What may be on a ticket, and in a fact at all ----------------------------------------------------

ALLOWED_ON_TICKET = {"id", "field", "priority", "procedures", "taken_at", "state_since"}


@given(st.text("ABCDEFĐ0123456789 ", min_size=6, max_size=20))
def test_nothing_but_the_allowed_fields_reaches_the_paper(secret):
    """Whatever else a ticket row holds, it is never on paper."""
    center = Center(manned=(1,))
    row = center.ticket(center.take())
    plain = ticket_slip(center.setup, center.day, row, Wait(1, 2, 3))
    others = {
        field.name: f"§{secret}§"
        for field in fields(row)
        if field.name not in ALLOWED_ON_TICKET and isinstance(getattr(row, field.name), str)
    }
    assert len(others) >= 5
    assert ticket_slip(center.setup, center.day, replace(row, **others), Wait(1, 2, 3)) == plain


def test_no_fact_has_a_field_for_a_person():
    """`official` is a code of the center's own list; nothing else of a fact may name somebody."""
    names = {field.name for kind in KINDS.values() for field in fields(kind)}
    assert not names & {"name", "full_name", "citizen", "cccd", "id_number", "phone", "address", "born", "pin"}


# The slip of the day --------------------------------------------------------------------------------


def test_the_day_slip_adds_up(center):
    center.serve(1)
    center.ask(v.Rate(ticket="A004", counter=1, value=5))
    center.call(1)
    center.ask(v.NoShow(counter=1))
    center.ask(v.CancelTicket(ticket="A003"))
    document = day_close_slip(center.setup, center.day, center.at, 217, "ab" * 16)
    pairs = {block.label: block.value for block in document.blocks if isinstance(block, Pair)}
    assert (pairs["Số đã phát"], pairs["Đã phục vụ"], pairs["Vắng mặt"], pairs["Đã huỷ"]) == ("4", "1", "1", "1")
    assert pairs["Chưa được gọi"] == "1"
    assert pairs["A  Hộ tịch – Chứng thực"] == "1/4"
    assert (pairs["Rất hài lòng"], pairs["Dòng cuối của sổ"]) == ("1", "217")
    assert "Mã kiểm: " + "ab" * 16 in words(document)
    assert "Thứ Hai, 23/11/2026" in words(document)


def test_the_day_slip_loses_nobody_on_hold(center):
    center.call(1)
    center.ask(v.StartService(counter=1))
    center.ask(v.Hold(counter=1, reason="chờ giấy tờ", minutes=0))
    document = day_close_slip(center.setup, center.day, center.at, 1, "00")
    pairs = {block.label: block.value for block in document.blocks if isinstance(block, Pair)}
    ends = ("Đã phục vụ", "Vắng mặt", "Đã huỷ", "Chưa được gọi", "Còn tạm giữ")
    assert [pairs[label] for label in ends] == ["0", "0", "0", "3", "1"]
    assert pairs["Số đã phát"] == "4"
