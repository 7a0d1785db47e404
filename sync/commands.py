"""What each command of `python -m sync` does. Each takes the parsed options and answers an exit code."""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from center.communes import commune
from center.day import Day, fold
from center.errors import NotOffered
from center.founding import found
from center.hours import local
from center.numbering import spoken
from center.setup import Setup
from center.setup_text import write_setup
from center.tickets import DONE
from sync import reference
from sync.exporting import export_day
from sync.journal import Journal, Reader
from sync.place import BOX, Place, place
from sync.restoring import restore as put_back
from sync.troubles import trouble_of
from sync.trust import Enrolled, hash_pin

DAY = "%d/%m/%Y"


def _place(options: argparse.Namespace) -> Place:
    return place(options.config, options.data, options.sample)


def new(options: argparse.Namespace) -> int:
    """Writes the TOML of a new center."""
    chosen = commune(reference.communes(), options.commune)
    setup = found(chosen, options.counters, reference.new_fields(options.counters), reference.defaults())
    text = write_setup(setup, reference.defaults())
    if str(options.out) == "-":
        sys.stdout.write(text)
        return 0
    if options.out.exists() and not options.force:
        raise NotOffered(f"Tệp {options.out} đã có. Thêm --force để ghi đè, hoặc --out để ghi tệp khác.")
    try:
        options.out.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise trouble_of(error) or error from error
    print(f"Đã ghi {options.out}: {chosen.full_name}, {len(setup.fields)} lĩnh vực, {len(setup.counters)} quầy.")
    print(f"Tiếp theo: sửa tệp nếu cần, rồi chạy  python -m sync serve --config {options.out}")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Serves the center's box until it is told to stop."""
    from sync.clock import clock_ahead
    from sync.serving import run

    if options.clock_ahead and not options.sample:
        raise NotOffered("Chỉ trung tâm mẫu mới chỉnh giờ được: --clock-ahead đi cùng --sample.")
    where = _place(options)
    run(where, options.host, options.port, mdns=options.mdns, clock=clock_ahead(options.clock_ahead))
    return 0


def status(options: argparse.Namespace) -> int:
    """Prints how the center stands, from its book; works while the box runs."""
    where = _place(options)
    setup, book = where.find_setup(), where.reader()
    try:
        head, days = book.find_head(), book.opened_days()
        if setup:
            print(f"{setup.name}, {setup.commune}, {setup.province}")
        print(f"Sổ: {where.book}  ({where.book.stat().st_size / 1e6:.1f} MB)")
        print(f"Dòng cuối: {head.seq}, mã {head.hash.hex()[:12]}; đời sổ thứ {len(book.epochs())}; {len(days)} ngày")
        if days:
            _print_day(_fold(book, days[-1][0]), setup)
    finally:
        book.close()
    return 0


def _fold(book: Reader, day: date) -> Day:
    return fold(day, ((entry.seq, entry.fact) for entry in book.entries(day=day)))


def _print_day(day: Day, setup: Setup | None) -> None:
    done = sum(ticket.state == DONE for ticket in day.tickets.values())
    print(f"Ngày {day.day:{DAY}}: đã phát {len(day.tickets)} số, xong {done}, đang chờ {day.waiting_count()}")
    if day.clock_suspect:
        print("  Đồng hồ của máy đáng ngờ: ngày này mở khi đồng hồ nhảy quá một tháng.")
    for number, desk in sorted(day.counters.items()):
        state = {"open": "đang mở", "paused": "tạm nghỉ", "closed": "đóng"}[desk.state]
        hand = f", đang phục vụ {spoken(desk.ticket)}" if desk.ticket else ""
        print(f"  Quầy {number}: {state}{hand}, đã phục vụ {desk.served_today}")
    for field in setup.fields if setup else ():
        print(f"  {field.letter} {field.name}: đang chờ {day.waiting_count(field.id)}")
    for (machine, device), fault in sorted(day.faults.items()):
        print(f"  Sự cố từ {local(fault.since):%H:%M}: {machine}, {device} ({fault.fault}). {fault.remedy}")
    if day.doubts:
        print(f"  {len(day.doubts)} dòng mâu thuẫn, được giữ nguyên trong sổ.")


def verify(options: argparse.Namespace) -> int:
    """Proves the whole book: chain, places, numbers equal to a refold. Exit code 1 when it is not whole."""
    book = _place(options).reader()
    try:
        book.connection.execute("BEGIN")  # one moment of the book, although the box writes on
        report = book.verify()
        doubts = 0
        if report.whole:
            doubts = sum(len(_fold(book, day).doubts) for day, _ in book.opened_days())
    finally:
        book.close()
    if not report.whole:
        print("SỔ KHÔNG NGUYÊN VẸN.", file=sys.stderr)
        for fault in report.faults:
            print(f"  {fault}", file=sys.stderr)
        print("Đừng xoá tệp nào. Sao lưu thư mục dữ liệu rồi báo người phụ trách kỹ thuật.", file=sys.stderr)
        return 1
    print(f"Sổ nguyên vẹn: {report.facts} dòng, dòng cuối {report.head_seq}, mã {report.head_hash}.")
    if doubts:
        print(f"{doubts} dòng mâu thuẫn với những dòng trước đó; chúng được giữ nguyên và đếm riêng.")
    return 0


def export(options: argparse.Namespace) -> int:
    """Writes one day as CSV tables or a JSON document."""
    where = _place(options)
    setup, book = where.find_setup(), where.reader()
    try:
        days = [day for day, _ in book.opened_days()]
        day = options.day or (days[-1] if days else None)
        if day is None or day not in days:
            known = f" Ngày gần nhất: {days[-1]:{DAY}}." if days else ""
            raise NotOffered(f"Sổ không có ngày {day:{DAY}}.{known}" if day else "Sổ chưa có ngày nào.")
        forms = ("csv", "json") if options.format == "both" else (options.format,)
        for form in forms:
            for path in export_day(book, day, setup, options.out, form, options.separator):
                print(path)
    finally:
        book.close()
    return 0


def backup(options: argparse.Namespace) -> int:
    """Copies the book to one file while the box may run, and proves the copy."""
    where = _place(options)
    book = where.reader()
    to: Path = options.to
    if to.is_dir():
        to = to / f"center-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db"
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        report = book.backup(to)
    except OSError as error:
        raise trouble_of(error) or error from error
    finally:
        book.close()
    print(f"Đã sao lưu {report.facts} dòng vào {to}; bản sao đã được đọc lại và kiểm tra, mã {report.head_hash}.")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Puts a backup in the place of the book; the old book is kept aside."""
    where = _place(options)
    done = put_back(options.source, where.book, f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    print(f"Đã phục hồi {done.report.facts} dòng từ bản sao lưu vào {where.book}.")
    if done.salvaged:
        print(f"Lấy thêm được {done.salvaged} dòng ghi sau bản sao lưu từ sổ cũ.")
    if done.aside:
        print(f"Sổ cũ được giữ tại {done.aside}.")
    print("Nếu hôm nay đã phát số sau bản sao lưu, hãy đối chiếu phiếu giấy với màn hình trước khi phát số tiếp.")
    return 0


def _ask_enrolled(where: Place, asking: Callable[[Enrolled], object]):
    """What the list of machines answers; what it changes counts at once, also for a running box."""
    journal = Journal(where.book, BOX, exclusive=False)
    enrolled = Enrolled(journal)
    try:
        return asking(enrolled)
    finally:
        enrolled.close()
        journal.close()


def enrol(options: argparse.Namespace) -> int:
    """Enrols a machine and prints its token, this once."""
    token = _ask_enrolled(_place(options), lambda enrolled: enrolled.enrol(options.name, options.role))
    print(
        f"Mã của máy «{options.name}» chỉ hiện một lần. Chép vào mục token, hoặc vào tệp token_file, của máy đó:",
        file=sys.stderr,
    )
    print(token)
    return 0


def machines(options: argparse.Namespace) -> int:
    """Lists the enrolled machines."""
    where = _place(options)
    where.reader().close()
    rows = _ask_enrolled(where, Enrolled.machines)
    for row in rows:
        print(f"{row.name:<24} {row.role}")
    if not rows:
        print("Chưa có máy nào được ghi danh.")
    return 0


def revoke(options: argparse.Namespace) -> int:
    """Takes a machine's token away."""
    where = _place(options)
    where.reader().close()
    if not _ask_enrolled(where, lambda enrolled: enrolled.revoke(options.name)):
        raise NotOffered(f"Không có máy nào đang dùng tên «{options.name}».")
    print(f"Máy «{options.name}» không còn được vào. Muốn dùng lại thì ghi danh lại (python -m sync enrol).")
    return 0


def pin(_: argparse.Namespace) -> int:
    """Turns a PIN into the text that stands for it in the center's TOML."""
    if sys.stdin.isatty():
        typed = getpass.getpass("PIN (4–12 chữ số, không hiện khi gõ): ")
        if typed != getpass.getpass("Gõ lại PIN: "):
            raise NotOffered("Hai lần gõ không giống nhau. Xin làm lại.")
    else:
        typed = sys.stdin.readline().strip()
    if not (typed.isascii() and typed.isdigit() and 4 <= len(typed) <= 12):
        raise NotOffered("PIN phải gồm 4 đến 12 chữ số.")
    print(hash_pin(typed))
    return 0


def catalogue(options: argparse.Namespace) -> int:
    """Checks, imports or shows the catalogue of procedures."""
    from sync.catalogue_commands import run

    return run(options)
