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
REMEDY = "Kiểm tra máy «{name}» đã bật và dây mạng đã cắm chưa."


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    role: str
    heard_at: datetime | None
    streaming: int


class Presence:
    """When each machine was last heard. `heard` is called with every request, from the event loop."""

    def __init__(self, book: Book):
        self._book = book
        self._lock = threading.Lock()
        self._heard: dict[str, tuple[str, datetime]] = {}
        self._open: dict[str, int] = {}
        self._silent: set[str] = set()

    def heard(self, machine: trust.Enrolment) -> None:
        self._heard[machine.name] = (machine.role, self._book.clock())

    def stream_opened(self, machine: trust.Enrolment) -> None:
        with self._lock:
            self._open[machine.name] = self._open.get(machine.name, 0) + 1

    def stream_closed(self, machine: trust.Enrolment) -> None:
        """The last connection of a machine is gone; it is silent from now on."""
        with self._lock:
            self._open[machine.name] = self._open.get(machine.name, 1) - 1
        self.heard(machine)

    def rows(self) -> list[Row]:
        return [Row(name, role, at, self._open.get(name, 0)) for name, (role, at) in sorted(self._heard.items())]

    def look_around(self) -> None:
        """Reports machines that fell silent, and those that came back. Called every few seconds."""
        now = self._book.clock()
        for name, (_, at) in list(self._heard.items()):
            away = self._open.get(name, 0) <= 0 and now - at > SILENT_AFTER
            if away and name not in self._silent:
                self._silent.add(name)
                self._book.submit(ReportDevice(
                    machine=name, device="machine", fault="away", remedy=REMEDY.format(name=name)))
            elif not away and name in self._silent:
                self._silent.discard(name)
                self._book.submit(ReportDevice(machine=name, device="machine"))
