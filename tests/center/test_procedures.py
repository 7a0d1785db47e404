"""The catalogue that ships, what it lets a screen say, and each fault of a broken one by its place."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest

from center.catalogue_file import read_catalogue, write_catalogue
from center.errors import CatalogueFault
from center.procedures import ASK, MARKED, Fee, Paper, Term, ticket_field
from sync.reference import catalogue, essential_services, new_fields, replaced_papers

FILE = Path(__file__).parents[2] / "assets" / "catalogue" / "catalogue.json"


@pytest.fixture
def values() -> dict:
    """Two sound procedures as JSON values, to be spoilt."""
    made = json.loads(FILE.read_text("utf-8"))
    made["procedures"] = made["procedures"][:2]
    return made


def faults(values) -> list[str]:
    with pytest.raises(CatalogueFault) as caught:
        read_catalogue(values)
    return [str(caught.value), *map(str, caught.value.others)]


def test_what_ships_is_whole():
    known = catalogue()
    assert len(known.procedures) == 162
    assert sum(len(papers) for papers in replaced_papers().values()) == 784
    assert sum(len(procedure.replaced) for procedure in known.procedures) == 52
    assert [service.number for service in essential_services()] == list(range(1, 26))
    listed = {service.code for service in essential_services() if service.code}
    assert listed == {procedure.code for procedure in known.procedures if procedure.essential}
    for procedure in known.procedures:
        joined = tuple(paper for paper in replaced_papers().get(procedure.code, ()))
        assert procedure.replaced == joined, procedure.code


def test_a_written_catalogue_reads_back_as_itself():
    assert read_catalogue(json.loads(json.dumps(write_catalogue(catalogue())))) == catalogue()


def test_only_what_was_verified_is_said():
    for procedure in catalogue().procedures:
        for attribute in MARKED:
            said = procedure.says(attribute)
            assert said
            if not procedure.is_verified(attribute):
                assert said == ASK, (procedure.code, attribute)
    certified = catalogue().procedure("2.000884")
    assert certified.says("fee") == "10.000 đ/trường hợp"
    assert certified.says("papers") == ASK  # listed in the file, but only recalled
    assert certified.papers


def test_no_word_of_the_research_reaches_a_screen():
    for procedure in catalogue().procedures:
        for attribute in MARKED:
            text = procedure.says(attribute)
            assert not any(word in text for word in ("recalled", "verified", "http", "📍", "github")), procedure.code


def test_validity_is_asked_by_day():
    old = catalogue().procedure("1.001731")
    assert old.is_valid(date(2026, 10, 31)) and not old.is_valid(date(2026, 11, 1))
    assert old.replaced_by == "1.116910"
    assert old not in catalogue().valid_on(date(2026, 11, 22))
    assert len(catalogue().valid_on(date(2026, 11, 22))) == 161


@pytest.mark.parametrize("counters", [1, 4, 5, 6, 12, 40])
def test_every_procedure_has_a_line_to_wait_in(counters):
    """No procedure of the catalogue falls to the guide: each is covered by a field of a new center."""
    fields = new_fields(counters)
    for procedure in catalogue().procedures:
        covering = [field.id for field in fields if procedure.field in field.covers]
        assert ticket_field(procedure, fields) == covering[0]


def test_a_listed_code_goes_before_the_field_and_an_unknown_field_to_the_guide():
    from dataclasses import replace

    fields = new_fields(4)
    birth = catalogue().procedure("1.001193")
    listing = tuple(replace(f, procedures=("1.001193",)) if f.id == "cu-tru" else f for f in fields)
    assert ticket_field(birth, listing) == "cu-tru"
    assert ticket_field(replace(birth, field="Hàng hải"), fields) == "huong-dan"
    assert ticket_field(replace(birth, field="Hàng hải"), fields[:2]) == fields[0].id


def test_how_a_paper_a_fee_and_a_term_read():
    assert Paper("Tờ khai", 1, 2).kind == "1 bản chính, 2 bản sao"
    assert Paper("Căn cước", 0, 0, present_only=True).kind == "chỉ xuất trình"
    assert str(Fee(0)) == "Miễn phí" and str(Fee(1250000)) == "1.250.000 đồng" and str(Fee(None)) == ""
    assert str(Term(3, "working_days")) == "03 ngày làm việc" and str(Term(None, "at_once")) == "Ngay trong ngày"
    assert str(Term(None, "unstated")) == ""


# What is done to the first procedure → the whole sentence that names it.
BROKEN = [
    ({"code": "1.1193"}, 'Thủ tục thứ 1, mục code: cần mã thủ tục dạng "1.001193", đang là «1.1193».'),
    ({"code": 1.001193}, 'Thủ tục thứ 1, mục code: cần mã thủ tục dạng "1.001193", đang là «1.001193».'),
    ({"name": "  "}, "Thủ tục thứ 1 (1.001193), mục name: không được để trống, cần chữ."),
    ({"name": None}, "Thủ tục thứ 1 (1.001193), mục name: còn thiếu, cần chữ."),
    ({"name": "a\nb"}, "mục name: có xuống dòng hoặc ký tự điều khiển, cần chữ thường trên một dòng"),
    ({"name": "a" * 1501}, "mục name: dài quá 1500 chữ"),
    ({"receiver": "centre"}, "Có phải ý là «center»?"),
    ({"online_level": "toàn trình"}, "mục online_level: cần một trong: full, partial, mixed, in_person, unknown"),
    ({"essential": "yes"}, "mục essential: cần true (có) hoặc false (không), đang là «yes»."),
    ({"feee": 1}, "mục feee: không có mục này. Có phải ý là «fee»?"),
    ({"fee": {"amount_vnd": -1}}, "mục fee, mục amount_vnd: cần số nguyên từ 0 đến 1000000000 đồng"),
    ({"fee": {"amount_vnd": 5000.5}}, "mục fee, mục amount_vnd: cần số nguyên"),
    ({"term": {"unit": "working_days"}}, "mục term, mục value: còn thiếu, cần số ngày làm việc."),
    ({"term": {"unit": "at_once", "value": 3}}, "mục term, mục value: thủ tục giải quyết ngay thì để trống"),
    ({"term": {}}, "mục term, mục unit: còn thiếu"),
    ({"papers": [{"name": "A", "copies": 99}]}, "mục papers thứ 1, mục copies: cần số nguyên từ 0 đến 20"),
    ({"papers": [{"name": "A", "present_only": True}]}, "giấy tờ chỉ xuất trình thì số bản chính và bản sao là 0"),
    ({"papers": "Tờ khai"}, "mục papers: cần danh sách trong dấu [ ], đang là «Tờ khai»."),
    ({"papers": ["Tờ khai"]}, "mục papers thứ 1: cần bảng trong dấu { }, đang là «Tờ khai»."),
    ({"papers": []}, "mục verified: giấy tờ ghi là đã kiểm chứng nhưng để trống."),
    ({"replaced": [{"paper": "Căn cước"}]}, "mục replaced thứ 1, mục database: còn thiếu"),
    ({"keywords": ["", "sinh con"]}, "Thủ tục thứ 1 (1.001193), mục keywords thứ 1: không được để trống"),
    ({"valid_from": "24/11/2026"}, "mục valid_from: cần ngày dạng 2026-11-24, đang là «24/11/2026»."),
    ({"valid_from": "2026-11-24", "valid_to": "2026-11-23"}, "mục valid_to: phải từ ngày có hiệu lực 24/11/2026"),
    ({"replaced_by": "9.999999"}, "mục replaced_by: không có thủ tục mang mã này trong danh mục"),
    ({"verified": {"names": True}}, "mục verified, mục names: không có mục này. Có phải ý là «name»?"),
    ({"code": "1.000656"}, "mã đã dùng ở Thủ tục thứ 1 (1.000656), mỗi mã ghi một lần"),
]


@pytest.mark.parametrize(("spoilt", "sentence"), BROKEN)
def test_each_fault_is_one_sentence_with_its_place(values, spoilt, sentence):
    values["procedures"][0].update(spoilt)
    found = faults(values)
    assert sentence in found[0] and len(found) == 1, found


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        ({"version": 0}, "Đầu danh mục, mục version: cần số nguyên từ 1"),
        ({"dated": "hôm nay"}, "Đầu danh mục, mục dated: cần ngày dạng 2026-11-24, đang là «hôm nay»."),
        ({"procedures": []}, "Đầu danh mục, mục procedures: cần ít nhất một thủ tục."),
        ({"procedures": [7]}, "Thủ tục thứ 1: cần một bảng ghi các mục của thủ tục, đang là «7»."),
        ({"schema": 2}, "cần cập nhật phần mềm"),
    ],
)
def test_the_head_is_checked_too(values, spoilt, sentence):
    values.update(spoilt)
    assert sentence in faults(values)[0]
    assert "cần một bảng có version, dated và procedures" in faults([])[0]


def test_all_faults_of_a_file_are_listed_in_its_order(values):
    first, second = values["procedures"]
    first["name"], first["essential"] = "", 1
    second["term"]["unit"] = "days"
    found = faults(values)
    assert [("1.001193" in text, "1.000656" in text) for text in found] == [(True, False), (True, False), (False, True)]


def test_text_is_composed_and_trimmed(values):
    import unicodedata

    before = copy.deepcopy(values["procedures"][0]["name"])
    values["procedures"][0]["name"] = "  " + unicodedata.normalize("NFD", before) + " "
    assert read_catalogue(values).procedures[0].name == before
