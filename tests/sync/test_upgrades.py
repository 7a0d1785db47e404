"""A book of any released version opens for ever; one of a later version is left as it is."""

import shutil
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

from center.facts import DayOpened, FreeRated, NumberTaken, TicketCalled
from sync import upgrades
from sync.journal import Journal
from sync.troubles import TooNew
from sync.wire import Origin, UnknownFact

KEPT = Path(__file__).parent / "kept"
AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
DAY = date(2026, 11, 23)


def test_a_book_of_version_1_is_read_for_ever(folder):
    shutil.copy(KEPT / "journal_v1.db", folder / "center.db")
    journal = Journal(folder / "center.db", "box")
    assert journal.verify().whole
    assert [entry.fact for entry in journal.entries()] == [
        DayOpened(at=AT, day=DAY),
        NumberTaken(
            at=AT, day=DAY, ticket="A001", series="A", number=1, field="ho-tich", priority="thuong",
            machine="kiosk-1", procedures=("1.001193",), nonce="press-1",
        ),
        FreeRated(at=AT, day=DAY, value=5, machine="rate-1"),
        UnknownFact(
            kind="DoorOpened", v=1, at=AT, day=DAY,
            text='{"at":"2026-11-23T00:30:00.000Z","day":"2026-11-23","door":"cửa chính"}',
        ),
        TicketCalled(at=AT, day=DAY, ticket="A001", counter=2, official="cb03", rule="ordinary"),
    ]  # fmt: skip
    assert [entry.origin for entry in journal.entries()][2] == Origin("rate-1", 9, 1)
    assert journal.head.seq == 5 and journal.head.hash.hex() == "21939318b3478644396223d4fadc1bb2"
    assert journal.find_answer("press-1") == (2, 2)
    assert [(one.epoch, one.first) for one in journal.epochs()] == [(41, 1), (42, 5)]
    with journal.commit():
        journal.append(FreeRated(at=AT, day=DAY, value=1, machine="rate-1"))
    assert journal.verify().whole
    journal.close()


def test_a_book_of_a_newer_program_is_left_alone(folder):
    path = folder / "center.db"
    Journal(path, "box").close()
    later = Migrations("journal")
    later(name="v9_rooms")(lambda db: db.execute("CREATE TABLE rooms (name TEXT)"))
    later.apply(Database(path))
    before = path.read_bytes()
    with pytest.raises(TooNew) as trouble:
        Journal(path, "box")
    assert "phiên bản phần mềm" in str(trouble.value) and trouble.value.detail == "v9_rooms"
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_book_as_it_was(folder, monkeypatch):
    path = folder / "center.db"
    journal = Journal(path, "box")
    with journal.commit():
        journal.append(DayOpened(at=AT, day=DAY))
    journal.close()

    def v2_half(db):
        db.execute("CREATE TABLE half (a)")
        raise RuntimeError("power cut")

    monkeypatch.setattr(upgrades, "STEPS", (*upgrades.STEPS, v2_half))
    with pytest.raises(RuntimeError):
        Journal(path, "box")
    monkeypatch.undo()
    journal = Journal(path, "box")
    assert [entry.fact for entry in journal.entries()] == [DayOpened(at=AT, day=DAY)]
    assert not journal.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone()
    journal.close()


def test_a_next_step_is_taken_once(folder, monkeypatch):
    path = folder / "center.db"
    Journal(path, "box").close()

    def v2_rooms(db):
        db.execute("CREATE TABLE rooms (name TEXT)")

    monkeypatch.setattr(upgrades, "STEPS", (*upgrades.STEPS, v2_rooms))
    for _ in range(2):
        journal = Journal(path, "box")
        journal.close()
    bare = sqlite3.connect(path)
    assert bare.execute("SELECT count(*) FROM rooms").fetchone() == (0,)
    bare.close()
