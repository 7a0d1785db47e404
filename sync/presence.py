"""Which machines of the center are here: heard lately, or silent and since when.

A machine that was here today and falls silent becomes a trouble of the day, so that the head's
page and the operators see it like any other device.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from center.verbs import ReportDevice
from sync import trust
from sync.book import Book

SILENT_AFTER = timedelta(seconds=20)
DEVICE = "machine"  # the machine itself among its devices
REMEDY = "Kiểm tra máy «{name}» đã bật và dây mạng đã cắm chưa."


@dataclass(frozen=True, slots=True)
class Row:
    """One machine; `streaming`: how many streams it listens to now."""

    name: str
    role: str
    heard_at: datetime
    streaming: int


class Presence:
    """When each machine was last heard, since the box started. From any thread."""

    def __init__(self, book: Book):
        self._book = book
        self._lock = threading.Lock()
        self._heard: dict[str, tuple[str, datetime]] = {}
        self._open: dict[str, int] = {}

    def heard(self, machine: trust.Enrolment) -> None:
        """Called with every request."""
        with self._lock:
            self._heard[machine.name] = (machine.role, self._book.clock())

    def stream_opened(self, machine: trust.Enrolment) -> None:
        with self._lock:
            self._open[machine.name] = self._open.get(machine.name, 0) + 1

    def stream_closed(self, machine: trust.Enrolment) -> None:
        with self._lock:
            self._open[machine.name] -= 1
        self.heard(machine)

    def rows(self) -> list[Row]:
        """Every machine heard, by name."""
        with self._lock:
            return [Row(name, role, at, self._open.get(name, 0)) for name, (role, at) in sorted(self._heard.items())]

    def look_around(self) -> None:
        """Reports machines that fell silent, and those that came back. Called every few seconds.

        What the day knows decides, so that a box that was restarted meanwhile takes its word back, too.
        """
        now = self._book.clock()
        for row in self.rows():
            away = not row.streaming and now - row.heard_at > SILENT_AFTER
            if away != ((row.name, DEVICE) in self._book.day.faults):
                fault, remedy = ("away", REMEDY.format(name=row.name)) if away else ("", "")
                self._book.submit(ReportDevice(machine=row.name, device=DEVICE, fault=fault, remedy=remedy))
