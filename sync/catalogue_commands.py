"""`python -m sync catalogue check|import|show|template`: each answers an exit code."""

import argparse
from datetime import date
from pathlib import Path

from center.catalogue_changes import Changes, changes
from center.catalogue_table import cells
from center.errors import CatalogueFault, NotOffered
from center.procedures import MARKED, Catalogue
from sync.catalogue import catalogue, keep
from sync.catalogue_files import open_catalogue, write_template
from sync.place import place
from sync.troubles import FileUnreadable, trouble_of

MOST_LISTED = 40
TEMPLATE = "danh-muc-thu-tuc.xlsx"


def run(options: argparse.Namespace) -> int:
    """Faults of the file are listed, all of them, each with its place; exit code 1."""
    try:
        return ACTIONS[options.action](options)
    except CatalogueFault as fault:
        faults = (fault, *fault.others)
        print(f"{options.what}: {len(faults)} chỗ cần sửa, danh mục đang dùng vẫn giữ nguyên.")
        for each in faults:
            print(f"  {each}")
        return 1


def _folder(options: argparse.Namespace) -> Path:
    return options.data or place(options.config, options.data, options.sample).folder


def _asked(options: argparse.Namespace, what: str) -> str:
    if not options.what:
        raise NotOffered(f"Cần ghi thêm {what}:  python -m sync catalogue {options.action} …")
    return options.what


def _opened(options: argparse.Namespace, present: Catalogue) -> Catalogue:
    version = options.version or present.version + 1
    return open_catalogue(Path(_asked(options, "tên tệp")), version, options.dated or date.today())


def check(options: argparse.Namespace) -> int:
    """What the file would change; nothing is written."""
    present = catalogue(_folder(options))
    new = _opened(options, present)
    _tell_catalogue("Tệp hợp lệ", new)
    _tell_changes(changes(present, new), present)
    return 0


def import_(options: argparse.Namespace) -> int:
    """Without --yes a dry run."""
    folder = _folder(options)
    present = catalogue(folder)
    new = _opened(options, present)
    _tell_changes(changes(present, new), present)
    if not options.yes:
        print("Chưa ghi gì. Thêm --yes để dùng danh mục này.")
        return 0
    try:
        keep(folder, new, options.force)
    except OSError as error:
        raise trouble_of(error) or error from error
    _tell_catalogue("Đã đưa vào dùng", new)
    print(f"Danh mục số {present.version} được giữ lại. Bảng in trên tường cần in lại:  python -m kiosk board")
    return 0


def show(options: argparse.Namespace) -> int:
    """One procedure with what citizens are told, or the catalogue's head."""
    present = catalogue(_folder(options))
    if not options.what:
        _tell_catalogue("Đang dùng", present)
        for attribute in MARKED:
            known = sum(procedure.is_verified(attribute) for procedure in present.procedures)
            print(f"  {attribute:14} đã kiểm chứng {known}/{len(present.procedures)}")
        return 0
    procedure = present.find_procedure(options.what)
    if procedure is None:
        raise NotOffered(f"Danh mục không có thủ tục mang mã «{options.what[:20]}».")
    for heading, value in cells(procedure).items():
        if value not in ("", None):
            text = str(value).replace("\n", "\n" + " " * 29)
            print(f"{heading:28} {text}")
    print("Người dân được báo:")
    for attribute in MARKED:
        print(f"  {attribute:14} {procedure.says(attribute)}")
    return 0


def template(options: argparse.Namespace) -> int:
    """The catalogue in use as a table to be filled in."""
    path = Path(options.what or TEMPLATE)
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise FileUnreadable(f"Tệp mẫu có dạng .xlsx hoặc .csv, không phải «{path.suffix}».")
    if path.exists() and not options.force:
        raise NotOffered(f"Tệp {path} đã có. Thêm --force để ghi đè.")
    try:
        write_template(path, catalogue(_folder(options)))
    except OSError as error:
        raise trouble_of(error) or error from error
    print(f"Đã ghi {path}. Sửa xong:  python -m sync catalogue check {path}")
    return 0


ACTIONS = {"check": check, "import": import_, "show": show, "template": template}


def _tell_catalogue(said: str, known: Catalogue) -> None:
    print(f"{said}: danh mục số {known.version} ngày {known.dated:%d/%m/%Y}, {len(known.procedures)} thủ tục.")


def _tell_changes(found: Changes, present: Catalogue) -> None:
    if not found:
        print(f"Không khác gì danh mục đang dùng (số {present.version}).")
        return
    added, removed, changed = len(found.added), len(found.removed), len(found.changed)
    print(f"So với danh mục đang dùng (số {present.version}): thêm {added}, sửa {changed}, bỏ {removed}.")
    for sign, listed in (("+", found.added), ("−", found.removed)):
        for procedure in listed[:MOST_LISTED]:
            print(f"{sign} {procedure.code}  {procedure.name}")
        if len(listed) > MOST_LISTED:
            print(f"{sign} … và {len(listed) - MOST_LISTED} thủ tục nữa")
    for procedure, differing in found.changed[:MOST_LISTED]:
        print(f"~ {procedure.code}  {procedure.name}")
        for change in differing:
            print(f"    {change.heading}:")
            for line in change.lines():
                print(f"      {line}")
    if changed > MOST_LISTED:
        print(f"~ … và {changed - MOST_LISTED} thủ tục nữa")
