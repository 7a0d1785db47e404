"""The tables of a book, and the steps from every released shape of it to today's.

A step once released is never changed; a new one is added below it. A book that a newer program
has already taken further is refused before anything in it is touched.
"""

import sqlite3
import sys
from typing import TYPE_CHECKING

from sync.troubles import TooNew

if TYPE_CHECKING:
    from sqlite_utils.db import Database

SET = "journal"
APPLIED = "_sqlite_migrations"  # where sqlite-utils writes down what it has applied


def v1_the_book(db: "Database") -> None:
    for statement in _V1.split(";\n"):
        db.execute(statement)


_V1 = """
CREATE TABLE bookkeeping (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE epochs (
    epoch INTEGER PRIMARY KEY, first INTEGER NOT NULL,
    parent_epoch INTEGER, parent_seq INTEGER, parent_hash BLOB,
    reason TEXT NOT NULL, opened INTEGER NOT NULL UNIQUE, opened_at TEXT NOT NULL
);
CREATE TABLE facts (
    seq INTEGER PRIMARY KEY, day TEXT NOT NULL, kind TEXT NOT NULL, v INTEGER NOT NULL, body TEXT NOT NULL,
    origin_node TEXT, origin_epoch INTEGER, origin_seq INTEGER, origin_hash BLOB,
    hash BLOB NOT NULL
);
CREATE INDEX facts_of_a_day ON facts (day, seq);
CREATE INDEX facts_opening_a_day ON facts (seq) WHERE kind = 'DayOpened';
CREATE UNIQUE INDEX facts_once ON facts (origin_node, origin_epoch, origin_seq) WHERE origin_node IS NOT NULL;
CREATE TABLE numbers (
    day TEXT NOT NULL, series TEXT NOT NULL, number INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (day, series, number)
) WITHOUT ROWID;
CREATE TABLE answers (nonce TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE marks (
    node TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
    parent_epoch INTEGER, parent_seq INTEGER, replaceable INTEGER NOT NULL DEFAULT 0,
    opened INTEGER NOT NULL, heard_at TEXT NOT NULL,
    PRIMARY KEY (node, epoch)
) WITHOUT ROWID;
CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY, node TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
    kind TEXT NOT NULL, v INTEGER NOT NULL, body TEXT NOT NULL, origin TEXT, hash BLOB NOT NULL,
    why TEXT NOT NULL, heard_at TEXT NOT NULL,
    UNIQUE (node, epoch, seq)
);
CREATE TABLE sent (
    upstream TEXT PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE machines (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, token_hash BLOB NOT NULL UNIQUE,
    enrolled_at TEXT NOT NULL, revoked_at TEXT
) WITHOUT ROWID"""


STEPS = (v1_the_book,)


def shape_of(connection: sqlite3.Connection) -> set[str]:
    """The steps this book has been taken through; empty for a new file."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (APPLIED,)).fetchone():
        return set()
    rows = connection.execute(f"SELECT name FROM {APPLIED} WHERE migration_set = ?", (SET,))
    return {name for (name,) in rows}


def upgrade(connection: sqlite3.Connection) -> None:
    """Take the book to today's shape; each step whole or not at all. Raises TooNew, having changed nothing."""
    known = {step.__name__ for step in STEPS}
    done = shape_of(connection)
    if not done <= known:
        raise TooNew(detail=", ".join(sorted(done - known)))
    if done == known:
        return
    # A tenth of a second and 8 MB that only a book in need of a step pays for. sqlite-utils would load numpy as well,
    # 25 MB more that a machine without a camera has no use for, only to know its numbers when it meets them.
    hidden = {} if "numpy" in sys.modules else {"numpy": None}
    sys.modules.update(hidden)
    try:
        from sqlite_utils.db import Database
        from sqlite_utils.migrations import Migrations
    finally:
        for name in hidden:
            del sys.modules[name]

    steps = Migrations(SET)
    for step in STEPS:
        steps()(step)
    steps.apply(Database(connection, execute_plugins=False))
