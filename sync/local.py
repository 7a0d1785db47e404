"""A node over a book in the same process: no network, the same words. For samples and tests."""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from center import verbs as v
from center.setup import Setup
from sync import trust
from sync.answer import Answer
from sync.book import Book
from sync.clock import now
from sync.journal import Entry, Journal
from sync.link import Link
from sync.machine import Machine
from sync.troubles import Unreachable


class LocalNode:
    """One machine's view of a book held in this process."""

    def __init__(self, book: Book, machine: Machine):
        self.machine = machine
        self.book = book
        self.setup = book.setup
        self.now = book.clock
        self.day = book.look(lambda b: b.day.after(())).result()
        self.link = Link("linked", self.now(), self.day.seq)
        self._lock = threading.Lock()
        self._wakes: list[Callable[[], None]] = []
        self._leave = book.subscribe(self._take_in)

    def _take_in(self, entries: list[Entry]) -> None:
        with self._lock:
            book_day = self.book.day.day
            if book_day != self.day.day:
                self.day = self.book.day.after(())
            else:
                self.day = self.day.after([(e.seq, e.fact) for e in entries if e.seq > self.day.seq])
            if self.link.state == "linked":
                self.link = replace(self.link, since=self.now(), seq=self.day.seq)
        self._wake()

    def show_link(self, link: Link) -> None:
        """Stands with the box as told: how a sample or a test cuts the line."""
        self.link = link
        self._wake()

    def subscribe(self, wake: Callable[[], None]) -> Callable[[], None]:
        self._wakes.append(wake)
        return lambda: self._wakes.remove(wake) if wake in self._wakes else None

    def ask(self, verb: v.Verb) -> "Future[Answer]":
        if self.link.state == "cut":
            future: Future = Future()
            future.set_exception(Unreachable())
            return future
        if isinstance(verb, v.SignIn):
            official = next((o for o in self.setup.officials if o.code == verb.official), None)
            if official is not None and official.pin_hash and not trust.check_pin(verb.pin, official.pin_hash):
                future = Future()
                future.set_exception(trust.WrongPin())
                return future
        nonce = verb.nonce or secrets.token_hex(12)
        return self.book.submit(replace(verb, nonce=nonce, machine=self.machine.id))

    def close(self) -> None:
        self._leave()

    def _wake(self) -> None:
        for wake in tuple(self._wakes):
            wake()


def open_local(
    setup: Setup,
    folder: Path,
    clock: Callable[[], datetime] = now,
    *,
    machine: str = "kiosk-1",
    role: str = "kiosk",
    counter: int | None = None,
    book: Book | None = None,
) -> LocalNode:
    """A node with a book of its own in `folder`, or another machine's view of `book`."""
    if book is None:
        book = Book(Journal(folder / "center.db", "box"), setup, clock).open()
    return LocalNode(book, Machine(machine, role, folder=folder, counter=counter))
