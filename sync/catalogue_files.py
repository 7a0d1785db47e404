"""A catalogue out of a JSON, CSV or Excel file, and the Excel or CSV file that a clerk fills in."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

from center.catalogue_file import read_catalogue
from center.catalogue_table import COLUMNS, RECEIVER_WORDS, UNIT_WORDS, Row, read_table, write_table
from center.errors import CatalogueFault
from center.procedures import ASK, ONLINE_LEVELS, Catalogue
from sync.troubles import FileUnreadable

MOST_BYTES = 50_000_000
SEPARATORS = ";,\t"
WIDTHS = {"Mã thủ tục": 11, "Tên thủ tục": 48, "Tên chính thức": 40, "Giấy tờ cần mang": 60, "Lĩnh vực": 18}
CHOICES = {  # offered in the cells of the template
    "receiver": RECEIVER_WORDS.values(),
    "online_level": tuple(filter(None, ONLINE_LEVELS.values())),
    "term.unit": UNIT_WORDS.values(),
    "term.cutoff_15h": ("x",),
    "essential": ("x",),
    "any_boundary": ("x",),
}
GUIDE = (
    "Mỗi thủ tục một dòng ở trang «Thủ tục». Không đổi tên cột; cột không dùng thì để trống.",
    "Giấy tờ cần mang: mỗi giấy tờ một dòng trong ô (Alt+Enter), ví dụ:  Tờ khai | 1 bản chính, 2 bản sao | nếu có",
    "  sau dấu |: «1 bản chính», «1 bản sao», «chỉ xuất trình», «nếu có», «chưa kiểm chứng».",
    "Giấy tờ thay bằng dữ liệu: mỗi dòng  giấy tờ | cơ sở dữ liệu | căn cứ.",
    "Nơi tiếp nhận: Trung tâm, Công an cấp xã, Văn phòng đất đai, Bảo hiểm xã hội, Dịch vụ việc làm.",
    "Mức trực tuyến: toàn trình, một phần, toàn trình hoặc một phần, trực tiếp; chưa rõ thì để trống.",
    "Đơn vị thời hạn: ngày làm việc, ngày, tháng, giờ, ngay (giải quyết ngay, cột Thời hạn để trống), không rõ.",
    "Cột có/không (15 giờ, thiết yếu, địa giới): ghi x là có.",
    "Đã kiểm chứng: các mục đã đối chiếu văn bản, cách nhau dấu chấm phẩy: tên; giấy tờ; thời hạn; lệ phí; kết quả;"
    " nơi tiếp nhận; mức trực tuyến; căn cứ; cơ quan; địa giới; thay bằng dữ liệu.",
    f"Mục chưa kiểm chứng: màn hình, bảng in và giấy in cho người dân ghi «{ASK}».",
    "Kiểm tra trước khi dùng:  python -m sync catalogue check TỆP",
    "Đưa vào dùng:  python -m sync catalogue import TỆP --yes",
)


def open_catalogue(path: Path, version: int, dated: date) -> Catalogue:
    """The catalogue of a .json, .csv or .xlsx file; tables, which have no version of their own, get this one.

    Raises CatalogueFault with all faults, FileUnreadable when the file is not what its name says.
    """
    kind = path.suffix.lower()
    octets = _octets(path)
    if kind == ".json":
        return read_json(octets)
    if kind == ".csv":
        rows = _csv_rows(octets)
    elif kind in (".xlsx", ".xlsm"):
        rows = _xlsx_rows(octets)
    else:
        raise FileUnreadable(f"Chưa đọc được tệp dạng «{kind[:10]}».")
    table = read_table(rows)
    values = {"schema": 1, "version": version, "dated": dated.isoformat(), "procedures": table.procedures}
    try:
        if table.procedures or not table.faults:
            made = read_catalogue(values, table.places, COLUMNS)
        faults = list(table.faults)
    except CatalogueFault as fault:
        told = {each.place for each in table.faults}  # a cell that could not be read is not also called empty
        further = [each for each in (fault, *fault.others) if re.sub(r" \(.*?\)", "", each.place, count=1) not in told]
        faults = [*table.faults, *further] or [fault]
    if faults:
        first, *others = sorted(faults, key=_line)
        first.others = tuple(others)
        raise first
    return made


def read_json(octets: bytes) -> Catalogue:
    """Raises CatalogueFault, also for what is no JSON."""
    try:
        values = json.loads(octets.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CatalogueFault("Đầu danh mục", "cần tệp UTF-8") from None
    except json.JSONDecodeError as error:
        raise CatalogueFault(f"Dòng {error.lineno}", "không đúng cách viết JSON") from None
    except ValueError:
        raise CatalogueFault("Đầu danh mục", "có một con số quá dài") from None
    except RecursionError:
        raise CatalogueFault("Đầu danh mục", "có danh sách lồng nhau quá sâu") from None
    return read_catalogue(values)


def write_template(path: Path, catalogue: Catalogue) -> None:
    """The catalogue as a table to be filled in and handed back: .xlsx with a guide, or .csv for Excel."""
    rows = write_table(catalogue)
    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
        path.write_bytes(text.getvalue().encode("utf-8-sig"))  # without the mark Excel spoils the letters
        return
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = "Thủ tục"
    for row in rows:
        sheet.append(row)
    for number, heading in enumerate(rows[0], 1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0B4A8F")
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(heading, 22)
    for column in sheet.iter_rows(min_row=1):
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        column[0].number_format = "@"  # a code is a text: 1.012780 keeps its zero
    sheet.freeze_panes = "C2"
    for key, words in CHOICES.items():
        choice = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(rows[0].index(COLUMNS[key]) + 1)
        choice.add(f"{letter}2:{letter}5000")
        sheet.add_data_validation(choice)
    guide = book.create_sheet("Hướng dẫn")
    guide.column_dimensions["A"].width = 130
    for line in GUIDE:
        guide.append([line])
    book.save(path)


def _octets(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileUnreadable(f"Tệp {path.name} lớn quá {MOST_BYTES // 1_000_000} MB.")
        return path.read_bytes()
    except OSError:
        raise FileUnreadable(f"Không mở được tệp {path}.", remedy="Kiểm tra đường dẫn và quyền đọc tệp.") from None


def _line(fault: CatalogueFault) -> int:
    found = re.match(r"Dòng (\d+)", fault.place)
    return int(found[1]) if found else 0


def _csv_rows(octets: bytes) -> list[Row]:
    """Rows of a CSV with whichever separator its headings show."""
    encoding = "utf-16" if octets[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = octets.decode(encoding)
    except UnicodeDecodeError:
        raise FileUnreadable(remedy="Trong Excel chọn Lưu thành → «CSV UTF-8», hoặc dùng tệp .xlsx.") from None
    text = re.sub(r"\Asep=(.)\r?\n", "", text)
    best: list[Row] = []
    widest = 0
    for separator in SEPARATORS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            rows = [(reader.line_num, tuple(row)) for row in reader]
        except csv.Error as error:
            raise FileUnreadable(f"Dòng {reader.line_num} của tệp CSV không đọc được.", detail=str(error)) from None
        width = max((len(cells) for _, cells in rows[:15]), default=0)
        if width > widest:
            best, widest = rows, width
    return best


def _xlsx_rows(octets: bytes) -> list[Row]:
    """Rows of the first sheet with the heading of codes; a merged cell's value stands in all of its cells."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(octets), data_only=True)
        return _sheet_rows([sheet for sheet in book.worksheets if sheet.max_row > 1])
    except Exception as error:  # of 600 spoilt files 150 ended in zlib.error, ParseError, TypeError or IndexError
        raise FileUnreadable(detail=f"{type(error).__name__}: {error}") from None


def _sheet_rows(sheets: list) -> list[Row]:
    with_codes = [sheet for sheet in sheets if _has_codes(sheet)]
    if not (with_codes or sheets):
        return []
    sheet = (with_codes or sheets)[0]
    merged = {}
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col).value
        for row in range(area.min_row, area.max_row + 1):
            merged.update(((row, column), value) for column in range(area.min_col, area.max_col + 1))
    rows = []
    for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if merged:
            cells = tuple(merged.get((line, column), cell) for column, cell in enumerate(cells, 1))
        rows.append((line, cells))
    return rows


def _has_codes(sheet) -> bool:
    head = sheet.iter_rows(max_row=15, values_only=True)
    return any(str(cell or "").strip().lower() == COLUMNS["code"].lower() for row in head for cell in row)
