"""The catalogue's way in: what clerks' files look like, the difference they see first, and what is never lost."""

import io
import json
import os
import random
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from center.catalogue_changes import changes
from center.catalogue_file import write_catalogue
from center.catalogue_table import COLUMNS, cells, read_table
from center.errors import CatalogueFault, NotOffered
from center.procedures import Catalogue, Fee
from sync import reference
from sync.__main__ import main
from sync.catalogue import CURRENT, FOLDER, PREVIOUS, STAGED, catalogue, keep
from sync.catalogue_files import open_catalogue, write_template
from sync.troubles import FileUnreadable

TODAY = date(2026, 11, 22)
HEAD = list(COLUMNS.values())


def row(**given) -> list:
    """A sound row; keys as in COLUMNS with __ for the dot."""
    usual = {"code": "9.000001", "name": "Thủ tục thử", "field": "Hộ tịch", "authority": "UBND cấp xã"}
    usual |= {"term.unit": "ngày làm việc", "term.value": 3}
    usual |= {key.replace("__", "."): value for key, value in given.items()}
    return [usual.get(key) for key in COLUMNS]


def workbook(path, *rows, head=HEAD, above=()):
    book = Workbook()
    for line in (*above, head, *rows):
        book.active.append(list(line))
    book.save(path)
    return path


def read(path) -> Catalogue:
    return open_catalogue(path, 7, TODAY)


def faults(path) -> list[str]:
    with pytest.raises(CatalogueFault) as caught:
        read(path)
    return [str(caught.value), *map(str, caught.value.others)]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_the_template_holds_comes_back_unchanged(folder, ending):
    path = folder / f"mau.{ending}"
    write_template(path, reference.catalogue())
    assert read(path).procedures == reference.catalogue().procedures
    assert (read(path).version, read(path).dated) == (7, TODAY)


def test_excel_habits_are_understood(folder):
    path = workbook(
        folder / "excel.xlsx",
        row(
            code=1.01278,  # Excel took the code for a number
            name="  " + unicodedata.normalize("NFD", "Đăng ký khai sinh") + "\u00a0 ",
            term__value="03",
            fee__amount_vnd="8.000 đ",
            valid_from=46350,  # a day number: 24/11/2026
            valid_to=datetime(2027, 3, 1),
            essential="X",
            papers=" Tờ khai | 2 bản chính \r\nCăn cước | chỉ xuất trình | nếu có\n",
        ),
        row(code="'9.000002", fee__amount_vnd=8000.0, valid_from="1/12/2026", term__unit="ngay", term__value=None),
        row(code="9,000003", fee__amount_vnd="miễn phí", valid_from="2026-12-01", term__value=5.0),
        row(),
    )
    first, second, third, _ = read(path).procedures
    assert first.code == "1.012780" and first.name == "Đăng ký khai sinh"
    assert (first.valid_from, first.valid_to) == (date(2026, 11, 24), date(2027, 3, 1))
    assert first.essential and first.fee.amount_vnd == 8000 and first.term.value == 3
    assert [(p.name, p.originals, p.present_only, p.if_applicable) for p in first.papers] == [
        ("Tờ khai", 2, False, False),
        ("Căn cước", 0, True, True),
    ]
    assert second.code == "9.000002" and second.fee.amount_vnd == 8000 and second.valid_from == date(2026, 12, 1)
    assert third.code == "9.000003" and third.fee == Fee(0) and third.term.value == 5


def test_titles_above_empty_rows_and_other_sheets_do_not_disturb(folder):
    path = workbook(folder / "a.xlsx", row(), [None] * 5, row(code="9.000002"), above=(["DANH MỤC"], [], ["ghi chú"]))
    book = load_workbook(path)
    cover = book.create_sheet("Bìa", 0)
    cover["A1"], cover["A2"] = "Bìa", "Xã Đông Tiền Hải"
    book.save(path)
    assert [procedure.code for procedure in read(path).procedures] == ["9.000001", "9.000002"]


def test_merged_cells_hold_for_each_of_their_rows(folder):
    path = workbook(folder / "a.xlsx", row(), row(code="9.000002", field=None), row(code="9.000003", field=None))
    book = load_workbook(path)
    column = HEAD.index(COLUMNS["field"]) + 1
    book.active.merge_cells(start_row=2, end_row=4, start_column=column, end_column=column)
    book.save(path)
    assert {procedure.field for procedure in read(path).procedures} == {"Hộ tịch"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_every_program(folder, separator, encoding):
    import csv

    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([HEAD, row(name="Cấp, đổi; lại", papers="Tờ khai | 1 bản chính\nẢnh | 2 bản sao")])
    path = folder / "a.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    (only,) = read(path).procedures
    assert only.name == "Cấp, đổi; lại" and [paper.copies for paper in only.papers] == [0, 2]


def test_three_thousand_rows_are_read(folder):
    path = workbook(folder / "big.xlsx", *(row(code=f"9.{number:06}") for number in range(3000)))
    assert len(read(path).procedures) == 3000


def test_columns_may_stand_in_any_order_and_be_left_out(folder):
    keys = ["term.unit", "name", "authority", "code", "field"]
    line = ["không rõ", "Thủ tục thử", "UBND cấp xã", "9.000001", "Hộ tịch"]
    (only,) = read(workbook(folder / "a.xlsx", line, head=[COLUMNS[key].upper() for key in keys])).procedures
    assert (only.code, only.term.unit, only.receiver) == ("9.000001", "unstated", "center")


TABLE_FAULTS = [
    ({"code": "khai sinh"}, 'Dòng 2, cột «Mã thủ tục»: cần mã thủ tục dạng "1.001193", đang là «khai sinh».'),
    ({"name": None}, "Dòng 2 (9.000001), cột «Tên thủ tục»: không được để trống, cần chữ."),
    ({"term__value": "vài"}, "Dòng 2, cột «Thời hạn»: cần một số nguyên, ví dụ 3, đang là «vài»."),
    ({"term__value": None}, "Dòng 2 (9.000001), cột «Thời hạn»: còn thiếu, cần số ngày làm việc."),
    ({"term__unit": "ngày làm viêc"}, "Dòng 2, cột «Đơn vị thời hạn»: cần một trong: ngày làm việc"),
    ({"fee__amount_vnd": "tám nghìn"}, "Dòng 2, cột «Phí, lệ phí (đồng)»: cần số tiền bằng đồng, ví dụ 8000"),
    ({"essential": "chắc là có"}, "Dòng 2, cột «Dịch vụ thiết yếu»: cần x (có) hoặc để trống (không)"),
    ({"valid_from": "31/02/2026"}, "Dòng 2, cột «Hiệu lực từ»: cần ngày dạng 24/11/2026, đang là «31/02/2026»."),
    ({"papers": "Tờ khai | 1 bản gốc"}, "Dòng 2, cột «Giấy tờ cần mang»: sau dấu | cần «1 bản chính»"),
    ({"replaced": "Căn cước"}, "Dòng 2, cột «Giấy tờ thay bằng dữ liệu»: mỗi dòng cần"),
    ({"verified": "lệ phi"}, "Có phải ý là «lệ phí»?"),
    ({"receiver": "Trung tam"}, "Có phải ý là «Trung tâm»?"),
    ({"papers": "| 1 bản chính"}, "Dòng 2 (9.000001), cột «Giấy tờ cần mang» thứ 1: không được để trống"),
]


@pytest.mark.parametrize(("given", "sentence"), TABLE_FAULTS)
def test_a_fault_is_named_by_row_and_column(folder, given, sentence):
    found = faults(workbook(folder / "a.xlsx", row(**given), row(code="9.000002")))
    assert len(found) == 1 and sentence in found[0], found


def test_all_faults_come_at_once_from_top_to_bottom(folder):
    path = workbook(
        folder / "a.xlsx", row(name=None), row(code="x", valid_to="mai"), row(code="9.000001"), head=[*HEAD, "Lệ phi"]
    )
    found = faults(path)
    assert [text.split(",")[0].split(":")[0].split(" (")[0] for text in found] == [
        "Dòng 1",
        "Dòng 2",
        "Dòng 3",
        "Dòng 3",
        "Dòng 4",
    ]


def test_a_table_without_its_headings_says_which(folder):
    assert "không thấy dòng tiêu đề có cột «Mã thủ tục»" in faults(workbook(folder / "a.xlsx", ["1"], head=["Mã"]))[0]
    missing = faults(workbook(folder / "b.xlsx", ["9.000001"], head=["Mã thủ tục"]))
    assert "Dòng 1: còn thiếu cột «Tên thủ tục»." in missing
    twice = faults(workbook(folder / "c.xlsx", [*row(), "a"], head=[*HEAD, "Tên thủ tục"]))
    assert twice == ["Dòng 1: cột này ghi hai lần, đang là «Tên thủ tục»."]


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        ("a.xlsx", b"PK\x03\x04 torn"),
        ("a.xlsx", b""),
        ("a.csv", "Mã thủ tục".encode("cp1258", "replace") + b"\x81\xff"),
        ("a.docx", b"PK"),
        ("a.pdf", b"%PDF"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(folder, name, octets):
    (folder / name).write_bytes(octets)
    with pytest.raises(FileUnreadable) as caught:
        read(folder / name)
    assert caught.value.remedy


def spoilt(path, chance) -> bytes:
    """An Excel file with some octets changed, in its packing or in one of its parts."""
    if chance.random() < 0.5:
        octets = bytearray(path.read_bytes())
        for _ in range(chance.randrange(1, 6)):
            octets[chance.randrange(len(octets))] = chance.randrange(256)
        return bytes(octets)
    made = io.BytesIO()
    with ZipFile(path) as good, ZipFile(made, "w") as bad:
        hit = chance.choice(good.namelist())
        for name in good.namelist():
            part = bytearray(good.read(name))
            if name == hit:
                part[chance.randrange(len(part))] = chance.randrange(32, 127)
            bad.writestr(name, bytes(part))
    return made.getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_a_spoilt_excel_file_ends_in_words(folder):
    path = workbook(folder / "good.xlsx", row(), row(code="9.000002"))
    chance = random.Random(22)
    told = 0
    for _ in range(120):
        (folder / "bad.xlsx").write_bytes(spoilt(path, chance))
        try:
            read(folder / "bad.xlsx")
        except (CatalogueFault, FileUnreadable) as error:
            told += bool(str(error))
    assert told > 50, "nothing was spoilt"


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"Mã thủ tục;Tên thủ tục\n{text}".encode()))
def test_any_octets_named_csv_or_json_end_in_words(tmp_path_factory, octets):
    for ending in ("csv", "json"):
        path = tmp_path_factory.getbasetemp() / f"any.{ending}"
        path.write_bytes(octets)
        with pytest.raises((CatalogueFault, FileUnreadable)):
            read(path)


def test_json_that_is_none_names_its_line(folder):
    (folder / "a.json").write_text('{"version": 1,\n "dated": }', "utf-8")
    assert faults(folder / "a.json") == ["Dòng 2: không đúng cách viết JSON."]
    (folder / "a.json").write_text("1" * 5000, "utf-8")
    assert faults(folder / "a.json") == ["Đầu danh mục: có một con số quá dài."]
    (folder / "a.json").write_text("[" * 100_000, "utf-8")
    assert faults(folder / "a.json") == ["Đầu danh mục: có danh sách lồng nhau quá sâu."]


def test_the_difference_names_each_column(folder):
    old = reference.catalogue()
    birth = old.procedure("1.001193")
    changed = replace(birth, fee=Fee(5000, "5.000 đ"), papers=birth.papers[1:])
    new = replace(old, version=2, procedures=(changed, *old.procedures[2:], replace(birth, code="9.000009")))
    found = changes(old, new)
    assert [procedure.code for procedure in found.added] == ["9.000009"]
    assert [procedure.code for procedure in found.removed] == ["1.000656"]
    ((procedure, columns),) = found.changed
    assert procedure.code == "1.001193"
    assert [change.heading for change in columns] == [
        "Giấy tờ cần mang",
        "Phí, lệ phí (đồng)",
        "Phí, lệ phí ghi đầy đủ",
    ]
    assert columns[0].lines() == ("− Tờ khai đăng ký khai sinh (mẫu) hoặc mẫu hộ tịch điện tử tương tác | 1 bản chính",)
    assert columns[1].lines() == ("− 0", "+ 5000")
    assert not changes(old, replace(old, version=9))


def newer(version: int, **given) -> Catalogue:
    old = reference.catalogue()
    return replace(old, version=version, procedures=(replace(old.procedures[0], **given), *old.procedures[1:]))


def test_a_kept_catalogue_is_used_and_the_one_before_is_kept(folder):
    assert catalogue(folder) == reference.catalogue()
    keep(folder, newer(2, remark="hai"))
    keep(folder, newer(3, remark="ba"))
    assert catalogue(folder).procedures[0].remark == "ba"
    assert json.loads((folder / FOLDER / PREVIOUS).read_text("utf-8"))["version"] == 2


def test_an_older_one_is_refused_unless_forced(folder):
    keep(folder, newer(5))
    for version in (1, 4, 5):
        with pytest.raises(NotOffered, match="đang dùng số 5"):
            keep(folder, newer(version, remark="cũ"))
    keep(folder, newer(5))  # the same once more changes nothing
    keep(folder, newer(4, remark="cũ"), force=True)
    assert catalogue(folder).version == 4


def test_a_torn_file_gives_way_to_the_one_before(folder):
    keep(folder, newer(2))
    keep(folder, newer(3))
    current = folder / FOLDER / CURRENT
    current.write_bytes(current.read_bytes()[:5000])
    assert catalogue(folder).version == 2
    (folder / FOLDER / PREVIOUS).write_bytes(b"")
    assert catalogue(folder) == reference.catalogue()


def test_a_newer_one_that_came_with_the_program_wins(folder, monkeypatch):
    keep(folder, newer(2))
    shipped, older = newer(4), newer(3)
    monkeypatch.setattr(reference, "catalogue", lambda: shipped)
    assert catalogue(folder).version == 4
    with pytest.raises(NotOffered, match="đã kèm danh mục số 4"):
        keep(folder, older, force=True)


@pytest.mark.parametrize("step", range(8))
def test_power_lost_at_any_step_leaves_a_whole_catalogue(folder, monkeypatch, step):
    """The n-th write or swap never happens."""
    keep(folder, newer(2))
    keep(folder, newer(3))
    left = iter(range(step))

    class PowerLost(Exception):
        pass

    def counted(real):
        def act(*arguments):
            if next(left, None) is None:
                raise PowerLost
            return real(*arguments)

        return act

    monkeypatch.setattr(os, "replace", counted(os.replace))
    monkeypatch.setattr(os, "fsync", counted(os.fsync))
    try:
        keep(folder, newer(4))
    except PowerLost:
        assert catalogue(folder).version in (3, 4)
    else:
        assert step >= 4 and catalogue(folder).version == 4
    assert json.loads((folder / FOLDER / CURRENT).read_bytes())


def run(*arguments) -> int:
    return main(["catalogue", *map(str, arguments)])


def test_the_commands_show_first_and_write_only_when_told(folder, capsys):
    path = folder / "moi.xlsx"
    assert run("template", path, "--data", folder) == 0
    assert run("template", path, "--data", folder) == 2
    book = load_workbook(path)
    book.active["B2"] = "Đăng ký khai sinh (mới)"
    book.save(path)
    assert run("check", path, "--data", folder) == 0
    said = capsys.readouterr().out
    assert "thêm 0, sửa 1, bỏ 0" in said and "+ Đăng ký khai sinh (mới)" in said
    assert run("import", path, "--data", folder) == 0
    assert catalogue(folder).version == 1 and "Chưa ghi gì" in capsys.readouterr().out
    assert run("import", path, "--data", folder, "--yes") == 0
    assert catalogue(folder).version == 2
    assert catalogue(folder).procedure("1.001193").name == "Đăng ký khai sinh (mới)"
    assert run("show", "1.001193", "--data", folder) == 0
    assert "hỏi cán bộ" in capsys.readouterr().out
    assert run("show", "--data", folder) == 0
    assert "danh mục số 2" in capsys.readouterr().out


def test_a_broken_file_changes_nothing(folder, capsys):
    keep(folder, newer(2))
    before = (folder / FOLDER / CURRENT).read_bytes()
    for path in (
        workbook(folder / "a.xlsx", row(), row()),
        workbook(folder / "b.xlsx", row(code="x"), row(name=None)),
    ):
        assert run("import", path, "--data", folder, "--yes", "--force") == 1
    (folder / "c.json").write_text(json.dumps(write_catalogue(newer(3)))[:9000], "utf-8")
    assert run("import", folder / "c.json", "--data", folder, "--yes") == 1
    (folder / "d.xlsx").write_bytes(b"PK")
    assert run("import", folder / "d.xlsx", "--data", folder, "--yes") == 2
    assert run("import", folder / "none.xlsx", "--data", folder, "--yes") == 2
    assert run("import", "--data", folder) == 2
    assert run("show", "khai sinh", "--data", folder) == 2
    assert (folder / FOLDER / CURRENT).read_bytes() == before
    assert not (folder / FOLDER / STAGED).exists()
    said = capsys.readouterr()
    assert "danh mục đang dùng vẫn giữ nguyên" in said.out


def test_every_cell_of_the_table_can_be_read_back():
    """No procedure of the catalogue has a text that the table cannot carry."""
    shipped = reference.catalogue()
    table = read_table([(1, tuple(HEAD)), *((2, tuple(cells(p).values())) for p in shipped.procedures)])
    assert not table.faults and len(table.procedures) == len(shipped.procedures)
