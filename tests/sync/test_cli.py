"""python -m sync, command by command: what it writes, and one clear sentence for what goes wrong."""

import csv
import json
import socket
import sqlite3
from datetime import UTC, datetime
from io import StringIO

import pytest

from center.facts import DeviceFaulted
from center.setup_file import read_setup
from center.verbs import TakeNumber
from sync import proof, reference
from sync.__main__ import main
from sync.book import Book
from sync.exporting import table
from sync.journal import Journal, Reader
from sync.sample import fill
from sync.trust import Enrolled, Enrolment, check_pin
from sync.wire import Batch, encode_batch

SAMPLE = "village-morning"


def open_book(folder, clock) -> Book:
    text = (reference.sample_folder(SAMPLE) / "center.toml").read_text("utf-8")
    setup = read_setup(text, reference.defaults())
    return Book(Journal(folder / "center.db", "box"), setup, clock).open()


@pytest.fixture
def filled(folder, clock):
    """A folder whose book holds a sample morning."""
    book = open_book(folder, clock)
    fill(book, SAMPLE)
    book.close()
    return folder


def run(*arguments) -> int:
    return main([str(each) for each in arguments])


def said(capsys) -> tuple[list[str], list[str]]:
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return captured.out.splitlines(), captured.err.splitlines()


# Founding --------------------------------------------------------------------------------


def test_new_writes_a_center_that_reads_back(tmp_path, capsys):
    out = tmp_path / "center.toml"
    assert run("new", "--commune", "dong tien hai", "--counters", 3, "--out", out) == 0
    setup = read_setup(out.read_text("utf-8"), reference.defaults())
    assert (setup.commune, setup.commune_code, len(setup.counters)) == ("Xã Đông Tiền Hải", "12988", 3)
    said(capsys)
    before = out.read_bytes()
    assert run("new", "--commune", "Phố Hiến", "--out", out) == 2
    assert "--force" in said(capsys)[1][0] and out.read_bytes() == before
    assert run("new", "--commune", "Phố Hiến", "--out", out, "--force") == 0
    assert "Phường Phố Hiến" in out.read_text("utf-8")


def test_new_suggests_the_nearest_commune(tmp_path, capsys):
    assert run("new", "--commune", "Dong Tien Hay", "--out", tmp_path / "c.toml") == 2
    assert said(capsys)[1] == [
        "Tỉnh Hưng Yên không có xã, phường nào tên «Dong Tien Hay». "
        "Có phải ý là «Xã Đông Tiền Hải» hoặc «Xã Đông Tiên Hưng» hoặc «Xã Nam Tiền Hải»?"
    ]
    assert not (tmp_path / "c.toml").exists()


def test_a_fault_of_the_file_is_named_by_its_line(tmp_path, folder, capsys):
    config = tmp_path / "center.toml"
    run("new", "--commune", "Phố Hiến", "--out", config)
    text = config.read_text("utf-8")
    config.write_text(text.replace('letter = "B"', 'letter = "b1"').replace("recall_max = 3", "recal_max = 3"), "utf-8")
    said(capsys)
    for command in ("serve", "status"):
        assert run(command, "--config", config, "--data", folder) == 2
        _, err = said(capsys)
        assert err[0] == f"Tệp {config} có chỗ cần sửa:"
        line = text[: text.index('letter = "B"')].count("\n") + 1
        assert err[2] == f"  Dòng {line}, fields.letter: cần một hoặc hai chữ cái A–Z, đang là «b1»."
        assert "calls.recal_max: không có mục này. Có phải ý là «recall_max»?" in err[1]


def test_a_file_that_is_no_text_is_named_by_its_line(tmp_path, capsys):
    config = tmp_path / "center.toml"
    config.write_bytes(b'[center]\nid = "a"\nname = "Trung t\xe2m"\n')
    assert run("status", "--config", config) == 2
    assert said(capsys)[1][1].startswith("  Dòng 3: tệp phải lưu dạng UTF-8")


# The book --------------------------------------------------------------------------------


def test_status_tells_the_day(filled, capsys):
    assert run("status", "--sample", SAMPLE, "--data", filled) == 0
    text = "\n".join(said(capsys)[0])
    assert "Xã Đông Tiền Hải" in text and "Ngày 23/11/2026: đã phát" in text and "đang chờ 7" in text


def test_a_sample_has_the_same_morning_every_time(tmp_path, filled, clock):
    again = open_book(tmp_path / "again", clock)
    given = fill(again, SAMPLE)
    assert given == len(again.day.tickets) > 20 and again.day.waiting_count() == 7 and not again.day.doubts
    assert fill(again, SAMPLE) == 0
    again.close()
    read = [Reader(folder / "center.db") for folder in (filled, tmp_path / "again")]
    first, second = ([entry.text for entry in reader.entries()] for reader in read)
    for reader in read:
        reader.close()
    assert first == second


@pytest.mark.parametrize("name", reference.samples())
def test_every_sample_is_left_as_a_day_that_goes_on(name, tmp_path, clock):
    text = (reference.sample_folder(name) / "center.toml").read_text("utf-8")
    book = Book(Journal(tmp_path / "center.db", "box"), read_setup(text, reference.defaults()), clock).open()
    fill(book, name)
    day = book.day
    assert day.waiting_count() == (40 if name == "full-hall" else 7 if name == SAMPLE else 5)
    for desk in day.counters.values():
        assert (desk.state == "open") == (desk.ticket is not None)
    assert day.desk(1).state == "closed" and day.desk(4).state == "open"
    for field in book.setup.fields:
        assert day.open_counters(book.setup, field.id), field.id
    assert not day.doubts
    book.close()


def test_verify_answers_by_exit_code(filled, capsys):
    assert run("verify", "--data", filled, "--sample", SAMPLE) == 0
    assert said(capsys)[0][0].startswith("Sổ nguyên vẹn: ")


def test_verify_finds_a_flipped_bit(filled, capsys):
    octets = bytearray((filled / "center.db").read_bytes())
    place = octets.rindex(b'"field":"ho-tich"')
    octets[place + 9] ^= 0x01
    (filled / "center.db").write_bytes(octets)
    assert run("verify", "--data", filled, "--sample", SAMPLE) == 1
    out, err = said(capsys)
    assert not out and err[0] == "SỔ KHÔNG NGUYÊN VẸN." and "không khớp mã kiểm tra" in err[1]


def test_verify_is_not_misled_by_a_box_that_writes_on(filled, clock, capsys, monkeypatch):
    book = open_book(filled, clock)
    plain = proof.decode_fact

    def meanwhile(*line):
        book.ask(TakeNumber(machine="kiosk-1", field="ho-tich", nonce="one press"))
        return plain(*line)

    monkeypatch.setattr(proof, "decode_fact", meanwhile)
    assert run("verify", "--data", filled, "--sample", SAMPLE) == 0, said(capsys)
    monkeypatch.undo()
    book.close()


def test_verify_finds_a_number_that_no_fact_gave(filled, capsys):
    with sqlite3.connect(filled / "center.db") as book:
        book.execute("INSERT INTO numbers VALUES ('2026-11-23', 'A', 900, 3)")
    assert run("verify", "--data", filled, "--sample", SAMPLE) == 1
    assert "Bảng số có số không nằm trong sổ." in said(capsys)[1][1]


@pytest.mark.parametrize("command", [("verify",), ("status",), ("export",), ("backup", "x.db"), ("machines",)])
def test_no_book_is_said_in_one_sentence(command, folder, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert run(*command, "--data", folder / "nowhere") == 2
    assert said(capsys)[1][0].startswith("Chưa có sổ nào trong thư mục ")
    assert not (folder / "nowhere").exists()


def test_a_damaged_book_is_said_in_one_sentence(folder, capsys):
    (folder / "center.db").write_bytes(b"not a book at all, only some words\n" * 200)
    for command in ("status", "verify", "serve", "enrol"):
        more = ("kiosk-1", "--role", "kiosk") if command == "enrol" else ()
        assert run(command, *more, "--sample", SAMPLE, "--data", folder, *(["--port", 0] * (command == "serve"))) == 2
        assert "bị hỏng. Đừng xoá tệp này." in said(capsys)[1][0], command


def test_a_port_in_use_is_said_in_one_sentence(folder, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert run("serve", "--sample", SAMPLE, "--data", folder, "--port", taken.getsockname()[1]) == 2
    assert said(capsys)[1][0].startswith("Cổng mạng đã có chương trình khác dùng.")


def test_a_folder_that_is_a_file_is_said_in_one_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "inner"):
        for command in ("serve", "status"):
            assert run(command, "--sample", SAMPLE, "--data", folder) == 2, command
            assert len(said(capsys)[1]) >= 1


def test_a_second_box_on_one_book_is_said_in_one_sentence(filled, clock, capsys):
    book = open_book(filled, clock)
    assert run("serve", "--sample", SAMPLE, "--data", filled, "--port", 0) == 2
    assert said(capsys)[1][0].startswith("Sổ này đang được một chương trình khác sử dụng.")
    book.close()


def test_an_unknown_sample_names_the_known(capsys):
    assert run("status", "--sample", "nowhere") == 2
    assert "village-morning" in said(capsys)[1][0]


# Export ----------------------------------------------------------------------------------


def test_export_as_tables(filled, tmp_path, capsys):
    assert run("export", "--sample", SAMPLE, "--data", filled, "--day", "2026-11-23", "--out", tmp_path / "out") == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    stem = "dong-tien-hai-2026-11-23"
    assert names == [f"{stem}-{kind}.csv" for kind in ("intervals", "log", "ratings", "tickets")]
    rows = {}
    for name in names:
        with open(tmp_path / "out" / name, encoding="utf-8-sig", newline="") as file:
            rows[name.removeprefix(f"{stem}-")] = list(csv.DictReader(file))
    reader = Reader(filled / "center.db")
    assert len(rows["log.csv"]) == reader.count()
    reader.close()
    tickets = {row["Số"]: row for row in rows["tickets.csv"]}
    done = [row for row in tickets.values() if row["Trạng thái"] == "xong"]
    assert len(done) >= 20 and all(row["Lấy số lúc"] <= row["Bắt đầu"] <= row["Kết thúc"] for row in done)
    assert {row["Lĩnh vực"] for row in done} >= {"Hộ tịch – Chứng thực", "Đất đai – Xây dựng"}
    served = [row for row in rows["intervals.csv"] if row["Giai đoạn"] == "phục vụ"]
    assert sum(int(row["Giây"]) for row in served) == sum(int(row["Phục vụ (giây)"] or 0) for row in tickets.values())
    assert all(row["Tên mức"] for row in rows["ratings.csv"])


def test_export_as_one_document(filled, tmp_path):
    assert run("export", "--sample", SAMPLE, "--data", filled, "--format", "json", "--out", tmp_path) == 0
    (path,) = tmp_path.glob("*.json")
    values = json.loads(path.read_text("utf-8"))
    assert values["day"] == "2026-11-23" and values["head"]["seq"] == len(values["facts"])
    assert {ticket["id"] for ticket in values["tickets"]} == {
        fact["body"]["ticket"] for fact in values["facts"] if fact["kind"] == "NumberTaken"
    }


def test_export_of_a_day_that_never_was(filled, tmp_path, capsys):
    assert run("export", "--sample", SAMPLE, "--data", filled, "--day", "2020-01-01", "--out", tmp_path) == 2
    assert said(capsys)[1] == ["Sổ không có ngày 01/01/2020. Ngày gần nhất: 23/11/2026."]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x"])
def test_no_cell_is_a_formula(text):
    (cell,) = next(csv.reader(StringIO(table([(text,)]), newline="")))
    assert cell.startswith("'")


def test_numbers_stay_numbers():
    assert table([(-3, 2.5, None, datetime(2026, 11, 23, 1, 0, tzinfo=UTC))]) == "-3,2.5,,2026-11-23 08:00:00\r\n"


# Backup and restore ----------------------------------------------------------------------


def test_a_backup_taken_while_the_book_is_open_is_restored_with_what_came_after(filled, clock, tmp_path, capsys):
    book = open_book(filled, clock)
    at = ("--data", filled, "--sample", SAMPLE)
    assert run("backup", tmp_path / "copy.db", *at) == 0
    epoch = book.journal.epoch
    assert run("enrol", "kiosk-2", "--role", "kiosk", *at) == 0
    later = [book.ask(TakeNumber(machine="kiosk-1", field="ho-tich", nonce=f"press {n}")).ticket for n in range(3)]
    head, backed = book.journal.head, book.journal.head.seq - 3
    said(capsys)
    assert run("restore", tmp_path / "copy.db", *at) == 2
    assert said(capsys)[1][0].startswith("Sổ này đang được một chương trình khác sử dụng.")
    book.close()

    assert run("restore", tmp_path / "copy.db", *at) == 0
    out, _ = said(capsys)
    assert out[0].startswith(f"Đã phục hồi {backed} dòng") and "3 dòng ghi sau bản sao lưu" in out[1]
    book = open_book(filled, clock)
    assert book.journal.find_head() == head and book.journal.epoch != epoch
    parent = book.journal.epochs()[-1].parent
    assert parent is not None and (parent.epoch, parent.seq) == (epoch, head.seq)
    assert book.ask(TakeNumber(machine="kiosk-1", field="ho-tich", nonce="press 1")).ticket == later[1]
    assert book.ask(TakeNumber(machine="kiosk-1", field="ho-tich")).ticket not in later
    assert book.journal.verify().whole
    book.close()
    assert run("machines", *at) == 0
    assert said(capsys)[0] == ["kiosk-2                  kiosk"]


def test_a_restored_book_takes_over_only_what_the_old_one_proves(filled, clock, tmp_path):
    at = ("--data", filled, "--sample", SAMPLE)
    assert run("backup", tmp_path / "copy.db", *at) == 0
    book = open_book(filled, clock)
    start = book.journal.head.seq
    for n in range(4):
        book.ask(TakeNumber(machine="kiosk-1", field="dat-dai", nonce=f"press {n}"))
    book.close()
    with sqlite3.connect(filled / "center.db") as spoiled:
        spoiled.execute("UPDATE facts SET body = replace(body, 'dat-dai', 'cu-tru') WHERE seq = ?", (start + 3,))
    assert run("restore", tmp_path / "copy.db", *at) == 0
    book = open_book(filled, clock)
    assert book.journal.head.seq == start + 2 and book.journal.verify().whole
    book.close()


def test_what_a_kiosk_handed_up_after_the_backup_is_not_taken_in_twice(filled, clock, tmp_path):
    """The mark of a machine goes as far as its lines that were taken over."""
    at = ("--data", filled, "--sample", SAMPLE)
    fact = DeviceFaulted(at=clock(), day=clock().date(), machine="kiosk-1", device="printer", fault="paper_out")
    kiosk = Journal(tmp_path / "kiosk.db", "kiosk-1")
    sent: list[bytes] = []

    def hand_up(count: int) -> None:
        before = kiosk.head
        with kiosk.commit():
            for _ in range(count):
                kiosk.append(fact)
        lines = tuple(line for _, line, _, _ in kiosk.rows(after=before.seq))
        sent.append(encode_batch(Batch(
            node=kiosk.node, epoch=kiosk.epoch, parent=None, first=before.seq + 1,
            prev_hash=before.hash.hex(), last_hash=kiosk.head.hash.hex(), lines=lines,
        )))  # fmt: skip

    book = open_book(filled, clock)
    hand_up(2)
    assert book.absorb(sent[0], Enrolment("kiosk-1", "kiosk")).result().kind == "ok"
    book.close()
    assert run("backup", tmp_path / "copy.db", *at) == 0
    book = open_book(filled, clock)
    hand_up(3)
    assert book.absorb(sent[1], Enrolment("kiosk-1", "kiosk")).result().kind == "ok"
    head = book.journal.head
    book.close()
    assert run("restore", tmp_path / "copy.db", *at) == 0
    book = open_book(filled, clock)
    for batch in sent:
        answer = book.absorb(batch, Enrolment("kiosk-1", "kiosk")).result()
        assert answer.kind == "ok" and answer.mark.seq == 5
    assert book.journal.head == head and book.journal.verify().whole
    hand_up(1)
    assert book.absorb(sent[2], Enrolment("kiosk-1", "kiosk")).result().mark.seq == 6
    book.close()
    kiosk.close()


def test_a_broken_backup_replaces_nothing(filled, tmp_path, capsys):
    before = (filled / "center.db").read_bytes()
    broken = bytearray(before)
    broken[broken.rindex(b'"field":"ho-tich"') + 9] ^= 0x01
    (tmp_path / "broken.db").write_bytes(broken)
    (tmp_path / "letter.db").write_text("dear sir", "utf-8")
    for name in ("broken.db", "letter.db", "missing.db"):
        assert run("restore", tmp_path / name, "--data", filled, "--sample", SAMPLE) == 2
        assert len(said(capsys)[1]) >= 1
    assert (filled / "center.db").read_bytes() == before
    assert [path.name for path in filled.iterdir() if "incoming" in path.name] == []


def test_a_damaged_book_is_replaced_by_its_backup(filled, tmp_path, clock):
    assert run("backup", tmp_path, "--data", filled, "--sample", SAMPLE) == 0
    (copy,) = tmp_path.glob("center-*.db")
    (filled / "center.db").write_bytes(b"\0" * 4096)
    assert run("restore", copy, "--data", filled, "--sample", SAMPLE) == 0
    assert run("verify", "--data", filled, "--sample", SAMPLE) == 0


# Machines and PINs -----------------------------------------------------------------------


def test_a_machine_is_enrolled_while_the_book_is_open(filled, clock, capsys):
    book = open_book(filled, clock)
    at = ("--data", filled, "--sample", SAMPLE)
    assert run("enrol", "kiosk-2", "--role", "kiosk", *at) == 0
    (token,), _ = said(capsys)
    enrolled = Enrolled(book.journal)
    assert enrolled.find_machine(token).name == "kiosk-2"
    assert run("machines", *at) == 0
    assert said(capsys)[0] == ["kiosk-2                  kiosk"]
    assert run("revoke", "kiosk-2", *at) == 0
    assert enrolled.find_machine(token) is None
    said(capsys)
    assert run("revoke", "kiosk-2", *at) == 2
    assert said(capsys)[1] == ["Không có máy nào đang dùng tên «kiosk-2»."]
    enrolled.close()
    book.close()


def test_a_pin_becomes_a_text_that_the_setup_takes(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("2468\n"))
    assert run("pin") == 0
    (hashed,), _ = said(capsys)
    assert check_pin("2468", hashed) and not check_pin("1234", hashed)
    text = (reference.sample_folder(SAMPLE) / "center.toml").read_text("utf-8")
    setup = read_setup(text, reference.defaults())
    changed = text.replace(setup.operator_pin_hash, hashed)
    assert read_setup(changed, reference.defaults()).operator_pin_hash == hashed
    assert check_pin("1234", setup.operator_pin_hash)


@pytest.mark.parametrize("typed", ["12", "12ab", "", "1" * 13])
def test_a_pin_is_digits(typed, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(typed + "\n"))
    assert run("pin") == 2
    assert said(capsys)[1] == ["PIN phải gồm 4 đến 12 chữ số."]


@pytest.mark.parametrize(
    "arguments",
    [("serve", "--port", "70000"), ("new", "--commune", "x", "--counters", "0"), ("export", "--day", "23/11"),
     ("enrol", "Máy 1", "--role", "kiosk"), ("enrol", "kiosk-1", "--role", "boss"), ()],
)  # fmt: skip
def test_a_wrong_option_is_explained_and_ends_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err
