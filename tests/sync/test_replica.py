"""A screen's copy of the log: read back as it was, thrown away when damaged, never with a hole in it."""

import sqlite3
from datetime import UTC, date, datetime

import pytest

from center.facts import FreeRated
from sync import wire
from sync.replica import Replica
from sync.troubles import FolderMissing

AT, DAY, NEXT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC), date(2026, 11, 23), date(2026, 11, 24)


def line(seq: int, day: date = DAY) -> tuple:
    fact = FreeRated(at=AT, day=day, value=seq, machine="rate-1")
    return seq, fact, wire.encode(fact)


@pytest.fixture
def replica(folder):
    made = Replica(folder, "hall")
    yield made
    made.close()


def reopened(replica: Replica, folder) -> Replica:
    replica.close()
    return Replica(folder, "hall")


def seqs(replica: Replica) -> list[int]:
    return [seq for seq, _ in replica.facts()]


def test_what_was_kept_is_there_at_the_next_start(replica, folder):
    assert (replica.epoch, replica.day, replica.facts()) == (0, None, [])
    replica.begin(7, DAY)
    replica.keep([line(1), line(2)], own_epoch=5, echoed=3)
    replica.keep([line(2), line(4)], own_epoch=5, echoed=2)
    again = reopened(replica, folder)
    assert (again.epoch, again.day, seqs(again)) == (7, DAY, [1, 2, 4])
    assert (again.echoed(5), again.echoed(6), again.own_epoch) == (3, 0, 5)
    again.close()


def test_another_day_forgets_the_old_one_and_another_incarnation_everything(replica):
    replica.begin(7, DAY)
    replica.keep([line(1), line(2, NEXT), line(3)], 5, 1)
    replica.begin(7, NEXT)
    assert seqs(replica) == [2] and replica.echoed(5) == 1
    replica.begin(8, NEXT)
    assert seqs(replica) == [] and replica.echoed(5) == 0


def test_a_disk_that_takes_nothing_leaves_no_hole_and_is_made_up_for(replica, folder, expect_log):
    expect_log("copy of the center's log is not written")
    replica.begin(7, DAY)
    replica.keep([line(1)])
    plain, replica._db = replica._db, FullDisk()
    replica.keep([line(2)], 5, 9)
    replica.begin(7, DAY)
    replica.keep([line(3)])
    replica._db = plain
    assert seqs(replica) == [1]
    replica.keep([line(4)])
    assert seqs(replica) == [1, 2, 3, 4] and replica.echoed(5) == 9


class FullDisk:
    def execute(self, *_):
        raise sqlite3.OperationalError("database or disk is full")


@pytest.mark.parametrize("damage", [b"no database" * 600, b"\0" * 8192, b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_damaged_copy_is_thrown_away(folder, damage):
    (folder / "hall.replica.db").write_bytes(damage)
    replica = Replica(folder, "hall")
    assert replica.facts() == []
    replica.begin(7, DAY)
    replica.keep([line(1)])
    assert seqs(replica) == [1]
    replica.close()


def test_a_copy_damaged_in_the_middle_is_thrown_away_too(replica, folder):
    replica.begin(7, DAY)
    replica.keep([line(n) for n in range(1, 900)])
    replica.close()
    path = folder / "hall.replica.db"
    octets = bytearray(path.read_bytes())
    middle = len(octets) // 2 // 4096 * 4096
    octets[middle : middle + 4096] = b"\x5a" * 4096
    path.write_bytes(octets)
    again = Replica(folder, "hall")
    assert again.facts() == [] and again.epoch == 0
    again.close()


def test_a_folder_that_is_none_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderMissing):
        Replica(tmp_path / "file", "hall")


def test_the_setup_is_kept_whole_or_not_at_all(replica, folder, monkeypatch, expect_log):
    assert replica.find_setup_text() is None
    replica.keep_setup('name = "Đông Tiền Hải"\n')
    (folder / "hall.center.part").mkdir()
    expect_log("setup is not kept")
    replica.keep_setup("half")
    assert replica.find_setup_text() == 'name = "Đông Tiền Hải"\n'
    (folder / "hall.center.toml").write_bytes(b"\xff\xfe\x00")
    assert replica.find_setup_text() is None
