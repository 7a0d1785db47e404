"""Nothing acknowledged is ever lost, nothing is half written, and whatever was changed is found."""

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from center.facts import DayOpened, NumberTaken, TicketReprinted
from sync.journal import Journal, NumberTwice
from sync.reader import Reader
from sync.troubles import (
    BookDamaged,
    BookInUse,
    DiskFailing,
    DiskFull,
    FolderMissing,
    ForeignBook,
    PortInUse,
    ReadOnlyDisk,
    Trouble,
    Unreachable,
    trouble_of,
)  # fmt: skip
from sync.wire import Origin, UnknownFact

TOP = Path(__file__).parents[2]
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
NO_STRACE = shutil.which("strace") is None


def taken(number: int, day: date = DAY) -> NumberTaken:
    return NumberTaken(
        at=AT + timedelta(seconds=number), day=day, ticket=f"A{number:03}", series="A", number=number,
        field="ho-tich", priority="thuong", machine="kiosk-1",
    )  # fmt: skip


@pytest.fixture
def path(folder) -> Path:
    return folder / "center.db"


@pytest.fixture
def journal(path):
    made = Journal(path, "box")
    yield made
    made.close()


def write(journal: Journal, *facts) -> None:
    with journal.commit():
        for fact in facts:
            journal.append(fact)


def again(path: Path, node: str = "box") -> list:
    journal = Journal(path, node)
    try:
        assert journal.verify().whole
        return [entry.fact for entry in journal.entries()]
    finally:
        journal.close()


# Writing and reading ---------------------------------------------------------------------


def test_what_was_committed_is_there_after_opening_again(journal, path):
    facts = [DayOpened(at=AT, day=DAY), taken(1), taken(2)]
    write(journal, *facts)
    head, epoch = journal.head, journal.epoch
    journal.close()
    opened = Journal(path, "box")
    assert [entry.fact for entry in opened.entries()] == facts
    assert (opened.head, opened.epoch) == (head, epoch) and head.seq == 3
    opened.close()


def test_entries_by_place_and_day(journal):
    tomorrow = DAY + timedelta(days=1)
    write(journal, DayOpened(at=AT, day=DAY), *(taken(n) for n in range(1, 1200)))
    write(journal, DayOpened(at=AT, day=tomorrow, clock_suspect=True), taken(1, tomorrow), taken(1200))
    assert [entry.seq for entry in journal.entries(after=1195)] == list(range(1196, 1204))
    assert [entry.seq for entry in journal.entries(after=3, last=5)] == [4, 5]
    assert [entry.seq for entry in journal.entries(after=0, limit=700)] == list(range(1, 701))
    assert [entry.seq for entry in journal.entries(day=tomorrow)] == [1201, 1202]
    assert journal.opened_days() == [(DAY, False), (tomorrow, True)]
    assert journal.count() == 1203 and journal.count(tomorrow) == 2


def test_facts_from_elsewhere_keep_their_words_and_origin(journal):
    origin = Origin("kiosk-1", 7, 1)
    text = '{"at":"2026-11-23T01:00:00.000Z","day":"2026-11-23","door":3}'
    unknown = UnknownFact(kind="DoorOpened", v=2, text=text, at=AT, day=DAY)
    with journal.commit():
        journal.append(unknown, origin)
    (entry,) = journal.entries()
    assert (entry.fact, entry.text, entry.origin) == (unknown, text, origin)
    with pytest.raises(sqlite3.IntegrityError), journal.commit():
        journal.append(unknown, origin)
    assert journal.count() == 1


def test_the_answer_to_a_press_is_kept_with_its_facts(journal):
    with journal.commit():
        entry = journal.append(taken(1))
        journal.keep_answer("press-1", entry.seq, entry.seq)
        assert journal.find_answer("press-1") == (1, 1)
    with pytest.raises(RuntimeError), journal.commit():
        entry = journal.append(taken(2))
        journal.keep_answer("press-2", entry.seq, entry.seq)
        raise RuntimeError
    assert journal.find_answer("press-1") == (1, 1) and journal.find_answer("press-2") is None


def test_a_number_is_given_once_a_day(journal):
    write(journal, taken(1), taken(1, DAY + timedelta(days=1)))
    with pytest.raises(NumberTwice):
        write(journal, taken(2), taken(1))
    assert journal.count() == 2 and journal.head.seq == 2
    write(journal, taken(2))
    assert journal.verify().whole


def test_a_step_that_fails_undoes_only_itself(journal):
    with journal.commit():
        journal.append(taken(1))
        with pytest.raises(NumberTwice), journal.step():
            journal.append(taken(2))
            with journal.step():
                journal.append(taken(1))
        assert journal.head.seq == 1
        with journal.step():
            journal.append(taken(3))
    assert [entry.fact.number for entry in journal.entries()] == [1, 3]
    assert journal.verify().whole


def test_nothing_is_written_outside_a_commit(journal):
    with pytest.raises(RuntimeError):
        journal.append(taken(1))
    with pytest.raises(RuntimeError), journal.commit(), journal.commit():
        pass
    assert journal.count() == 0


def test_a_reader_sees_only_what_is_durable_and_blocks_nobody(journal, path):
    write(journal, taken(1))
    reader = Reader(path)
    half = reader.rows()
    next(half)
    with journal.commit():
        journal.append(taken(2))
        assert reader.count() == 1
    assert reader.count() == 2
    with pytest.raises(sqlite3.OperationalError):
        reader.connection.execute("DELETE FROM facts")
    reader.close()


def test_a_new_incarnation_names_where_it_left_the_old_one(journal, path):
    write(journal, taken(1), taken(2))
    old, head = journal.epoch, journal.head
    assert journal.new_epoch("restored") == journal.epoch != old
    write(journal, taken(3))
    assert journal.epochs()[1].parent == (old, 2, head.hash.hex()) and journal.epochs()[1].first == 3
    assert journal.verify().whole
    journal.close()
    assert len(again(path)) == 3


# Who may open it -------------------------------------------------------------------------


def test_a_second_box_on_one_book_is_refused(journal, path):
    with pytest.raises(BookInUse) as trouble:
        Journal(path, "box")
    assert "đang được" in str(trouble.value) and trouble.value.remedy
    code = f"from pathlib import Path; from sync.journal import Journal; Journal(Path({str(path)!r}), 'box')"
    said = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True)
    assert "BookInUse" in said.stderr
    write(journal, taken(1))
    journal.close()
    assert again(path) == [taken(1)]


def test_the_book_of_another_machine_is_refused(journal, path):
    journal.close()
    with pytest.raises(ForeignBook):
        Journal(path, "kiosk-1")
    Journal(path, "box").close()


@pytest.mark.parametrize("junk", [b"<html>" * 500, b"\0" * 8192, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_book(path, junk):
    path.write_bytes(junk)
    for opening in (lambda: Journal(path, "box"), lambda: Reader(path)):
        with pytest.raises(BookDamaged) as trouble:
            opening()
        assert "restore" in trouble.value.remedy
    assert path.read_bytes() == junk


def test_another_programs_tables_are_no_book(path):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE facts (a)")
    other.close()
    with pytest.raises(BookDamaged):
        Reader(path)


def test_a_folder_that_cannot_be(folder):
    (folder / "file").write_text("")
    with pytest.raises(FolderMissing):
        Journal(folder / "file" / "center.db", "box")
    with pytest.raises(FolderMissing):
        Reader(folder / "nothing.db")


# The disk --------------------------------------------------------------------------------


def test_a_full_disk_loses_nothing_and_heals_by_itself(journal):
    write(journal, taken(1))
    pages = journal.connection.execute("PRAGMA page_count").fetchone()[0]
    journal.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull) as trouble:
        for number in range(2, 500):
            write(journal, taken(number))
    assert "đầy" in str(trouble.value)
    known = journal.head.seq
    assert [entry.seq for entry in journal.entries()] == list(range(1, known + 1))
    journal.connection.execute("PRAGMA max_page_count = 1000000")
    write(journal, taken(known + 1))
    assert journal.head.seq == known + 1 and journal.verify().whole


def test_a_read_only_disk(journal):
    write(journal, taken(1))
    journal.connection.execute("PRAGMA query_only = 1")
    with pytest.raises(ReadOnlyDisk):
        write(journal, taken(2))
    journal.connection.execute("PRAGMA query_only = 0")
    write(journal, taken(2))
    assert journal.count() == 2 and journal.verify().whole


class FailingSync:
    """A connection whose next COMMIT meets a disk that fails to sync."""

    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection

    def __getattr__(self, name):
        return getattr(self._connection, name)

    def execute(self, query, *values):
        if query == "COMMIT":
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise error
        return self._connection.execute(query, *values)


def test_after_a_failed_sync_the_book_is_opened_and_proved_again(journal, path):
    write(journal, taken(1))
    journal.connection = ill = FailingSync(journal.connection)
    with pytest.raises(DiskFailing):
        write(journal, taken(2))
    assert journal.connection is ill and journal.head.seq == 1
    log = path.with_name(path.name + "-wal")
    assert log.stat().st_size > 0
    with journal.commit():
        assert journal.connection is not ill and log.stat().st_size == 0, "all is in the file itself, synced"
        journal.append(taken(2))
    assert journal.verify().whole and journal.count() == 2


def test_a_book_that_lost_lines_under_a_failing_disk_takes_no_more(journal, path):
    write(journal, taken(1), taken(2))
    journal.connection = FailingSync(journal.connection)
    with pytest.raises(DiskFailing):
        write(journal, taken(3))
    other = sqlite3.connect(path)
    other.execute("DELETE FROM facts WHERE seq = 2")
    other.commit()
    other.close()
    for _ in range(2):
        with pytest.raises(DiskFailing):
            write(journal, taken(3))
    assert journal.head.seq == 2 and journal.count() == 1


WRITER = """
import sys
from datetime import *
from pathlib import Path
from center.facts import NumberTaken
from sync.journal import Journal
from sync.troubles import Trouble
journal = Journal(Path(sys.argv[1]), "box")
for number in range(journal.head.seq + 1, journal.head.seq + 1 + int(sys.argv[2])):
    try:
        with journal.commit():
            entry = journal.append(NumberTaken(
                at=datetime(2026, 11, 23, 1, tzinfo=UTC), day=date(2026, 11, 23), ticket=f"A{number:03}", series="A",
                number=number, field="a", priority="thuong", machine="k"))
    except Trouble as trouble:
        print("no", number, trouble.code, flush=True)
    else:
        print("yes", number, entry.seq, flush=True)
print("end", journal.head.seq, journal.verify().whole, flush=True)
"""


def strace(*options: str, path: Path, count: int) -> tuple[list[list[str]], str]:
    """The lines that the writer printed under strace, and what strace itself said."""
    said = subprocess.run(
        ["strace", "-f", "-qq", *options, sys.executable, "-c", WRITER, str(path), str(count)],
        cwd=TOP, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    if "ptrace" in said.stderr or not said.stdout:
        pytest.skip("strace may not trace here")
    return [line.split() for line in said.stdout.splitlines()], said.stderr


@pytest.mark.skipif(NO_STRACE, reason="needs strace")
def test_a_ticket_costs_one_sync(path):
    few, many = [
        strace("-e", "trace=fsync,fdatasync", path=path.with_name(f"{count}.db"), count=count)[1].count("sync(")
        for count in (10, 110)
    ]
    assert many - few == 100


@pytest.mark.skipif(NO_STRACE, reason="needs strace")
@pytest.mark.parametrize("fault", ["fdatasync:error=EIO", "pwrite64:error=EIO", "pwrite64:error=ENOSPC"])
def test_a_disk_that_fails_is_never_answered_yes(path, fault):
    Journal(path, "box").close()
    call = fault.partition(":")[0]
    lines, _ = strace("-e", f"trace={call}", "-e", f"inject={fault}:when=14+23", path=path, count=30)
    kept = {fact.number for fact in again(path)}
    yes = {int(number) for word, number, *_ in lines if word == "yes"}
    no = [line for line in lines if line[0] == "no"]
    assert no and {code for *_, code in no} <= {"disk_failing", "disk_full"}
    assert len(yes) + len(no) == 30 and yes <= kept
    assert lines[-1][0] == "end" and lines[-1][2] == "True"


def test_killed_ten_times_nothing_acknowledged_is_lost(path):
    chance = random.Random(7)
    acknowledged = set()
    for _ in range(10):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), "100000"], cwd=TOP, stdout=subprocess.PIPE, text=True
        )
        for _ in range(chance.randrange(1, 120)):
            word, number, seq = writer.stdout.readline().split()
            assert word == "yes" and number == seq
            acknowledged.add(int(number))
        writer.kill()
        for line in writer.stdout.read().splitlines():
            if len(parts := line.split()) == 3:
                acknowledged.add(int(parts[1]))
        writer.wait()
        writer.stdout.close()
    kept = [fact.number for fact in again(path)]
    assert len(acknowledged) > 200
    assert kept == list(range(1, len(kept) + 1)) and acknowledged <= set(kept)


# What was changed is found ---------------------------------------------------------------


def closed_book(path: Path, count: int = 300) -> bytes:
    journal = Journal(path, "box", now=lambda: AT, draw_epoch=lambda: 77)
    write(journal, DayOpened(at=AT, day=DAY), *(taken(n) for n in range(1, count)))
    with journal.commit():
        journal.append(TicketReprinted(at=AT, day=DAY, ticket="A001", machine="kiosk-1"), Origin("kiosk-1", 3, 1))
    journal.close()
    return path.read_bytes()


def told(path: Path) -> list | str:
    """All facts with their origins, or the trouble that keeps them."""
    try:
        reader = Reader(path)
    except Trouble as trouble:
        return trouble.code
    try:
        return [(e.seq, e.fact, e.origin) for e in reader.entries()] if (r := reader.verify()).whole else r.faults[0]
    except Trouble as trouble:
        return trouble.code
    finally:
        reader.close()


def test_any_flipped_bit_is_found_or_changes_nothing(path):
    whole = closed_book(path)
    true = told(path)
    assert len(true) == 301
    chance = random.Random(11)
    bodies = [place for place in range(len(whole)) if whole.startswith(b'"ticket":"A', place)]
    assert len(bodies) >= 300
    for turn in range(150):
        in_body = turn % 2
        bad = bytearray(whole)
        bad[chance.choice(bodies) + chance.randrange(14) if in_body else chance.randrange(len(bad))] ^= (
            1 << chance.randrange(8)
        )
        path.write_bytes(bad)
        said = told(path)
        assert isinstance(said, str) or (said == true and not in_body)


def test_a_torn_file_is_found(path):
    whole = closed_book(path)
    for length in range(512, len(whole), len(whole) // 23):
        path.write_bytes(whole[:length])
        assert isinstance(told(path), str)
        with pytest.raises(BookDamaged):
            Journal(path, "box")


@pytest.mark.parametrize("change", [
    "UPDATE facts SET body = replace(body, 'A007', 'A008') WHERE seq = 8",
    "UPDATE facts SET kind = 'TicketCancelled' WHERE seq = 8",
    "UPDATE facts SET day = '2026-11-24' WHERE seq = 1",
    "UPDATE facts SET v = 2 WHERE seq = 8",
    "UPDATE facts SET hash = randomblob(16) WHERE seq = 300",
    "UPDATE facts SET origin_node = 'kiosk-2' WHERE seq = 301",
    "DELETE FROM facts WHERE seq = 100",
    "DELETE FROM facts WHERE seq = 1",
    "DELETE FROM facts WHERE seq > 299",
    "UPDATE numbers SET number = 999 WHERE number = 9",
    "DELETE FROM numbers WHERE number = 9",
    "INSERT INTO numbers VALUES ('2026-11-23', 'B', 1, 4)",
    "UPDATE epochs SET epoch = 78",
    "DELETE FROM epochs",
    "UPDATE bookkeeping SET value = 'kiosk-1' WHERE key = 'node'",
    "INSERT INTO answers VALUES ('press', 400, 400)",
])  # fmt: skip
def test_a_change_by_hand_is_found(path, change):
    closed_book(path)
    hand = sqlite3.connect(path)
    hand.execute(change)
    hand.commit()
    hand.close()
    assert isinstance(told(path), str)


def test_the_end_of_the_book_is_checked_whenever_it_is_opened(path):
    closed_book(path)
    hand = sqlite3.connect(path)
    hand.execute("UPDATE facts SET body = replace(body, 'A250', 'A251') WHERE seq = 251")
    hand.commit()
    hand.close()
    with pytest.raises(BookDamaged):
        Journal(path, "box")


# Copies ----------------------------------------------------------------------------------


def test_a_copy_taken_while_writing_is_whole(journal, folder, path):
    stop = threading.Event()

    def go_on():
        number = 0
        while not stop.is_set() and number < 5000:
            number += 1
            write(journal, taken(number))

    writer = threading.Thread(target=go_on)
    writer.start()
    reader = Reader(path)
    while reader.count() < 50:
        pass
    report = reader.backup(folder / "copy.db")
    stop.set()
    writer.join()
    reader.close()
    assert report.whole and 50 <= report.facts <= journal.head.seq
    assert sorted(file.name for file in folder.glob("copy*")) == ["copy.db"]
    copied = again(folder / "copy.db")
    assert copied == [entry.fact for entry in journal.entries(limit=len(copied))]


def test_a_damaged_book_never_replaces_a_good_copy(path, folder):
    closed_book(path)
    reader = Reader(path)
    reader.backup(folder / "copy.db")
    reader.close()
    good = (folder / "copy.db").read_bytes()
    hand = sqlite3.connect(path)
    hand.execute("UPDATE facts SET body = replace(body, 'A007', 'A008') WHERE seq = 8")
    hand.commit()
    hand.close()
    reader = Reader(path)
    with pytest.raises(BookDamaged):
        reader.backup(folder / "copy.db")
    reader.close()
    assert (folder / "copy.db").read_bytes() == good
    assert sorted(file.name for file in folder.glob("copy*")) == ["copy.db"], "no half copy is left"


# Words -----------------------------------------------------------------------------------


def test_errors_of_the_system_become_troubles_and_bugs_stay_bugs():
    import errno

    assert type(trouble_of(OSError(errno.ENOSPC, "full"))) is DiskFull
    assert type(trouble_of(OSError(errno.EADDRINUSE, "used"))) is PortInUse
    assert type(trouble_of(ConnectionRefusedError())) is Unreachable
    assert type(trouble_of(TimeoutError())) is Unreachable
    assert trouble_of(ValueError()) is None
    with pytest.raises(sqlite3.Error) as bug:
        sqlite3.connect(":memory:").execute("SELECT nothing")
    assert trouble_of(bug.value) is None


def test_every_trouble_says_what_is_wrong_and_what_to_do():
    kinds = [Trouble]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    ours = [kind for kind in kinds if kind.__module__ == "sync.troubles"]
    assert len({kind.code for kind in ours}) == len(ours) > 15
    for kind in ours:
        for sentence in (str(kind()), kind().remedy):
            assert sentence[0].isupper() and sentence.endswith(".") and len(sentence) > 20
