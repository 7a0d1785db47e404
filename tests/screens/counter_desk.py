"""A counter's window at a real book: press keys, look at what it shows."""

import random
import time
from concurrent.futures import Future
from dataclasses import replace
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from center import rules
from center import verbs as v
from center.errors import Refusal
from center.setup_file import read_setup
from counter_app.post import Post
from counter_app.window import Window
from sync.answer import Answer
from sync.link import Link
from sync.local import open_local
from sync.reference import defaults, sample_folder

HEAD, OFFICIAL = "cb00", "cb01"


@cache
def sample_setup(pins: bool = False):
    """The sample center; without PINs, whose proof is slow on purpose."""
    setup = read_setup((sample_folder("full-hall") / "center.toml").read_text("utf-8"), defaults())
    if pins:
        return setup
    return replace(setup, officials=tuple(replace(official, pin_hash="") for official in setup.officials))


class Desk:
    """Counter 1 of the sample center `full-hall`; `asked` holds every verb the window sent."""

    def __init__(
        self,
        folder: Path,
        clock,
        *,
        lang: str = "vi",
        size=(1366, 768),
        official: str = HEAD,
        pins: bool = False,
        cabinet=None,
    ):
        self.clock, self.official = clock, official
        self.node = open_local(sample_setup(pins), folder, clock, machine="counter-1", role="counter", counter=1)
        self.asked: list[v.Verb] = []
        self.kept_alone: list[v.Verb] = []
        self._plain_ask = self.node.ask
        self.node.ask = self._ask
        self.post = Post(self.node, 1, lang, fixed=True)
        self.window = Window(self.post, cabinet)
        self.window.resize(*size)
        self.window.show()
        self.until(lambda: self.window.isActiveWindow() and QApplication.focusWidget() is not None)

    def _ask(self, verb: v.Verb) -> Future:
        self.asked.append(verb)
        if self.node.link.state != "cut" or type(verb) not in rules.ALONE:
            return self._plain_ask(verb)
        future: Future = Future()
        try:
            facts = rules.decide_alone(self.node.day, self.node.setup, verb, self.clock())
            self.kept_alone.append(verb)
            self.node.day = self.node.day.after((self.node.day.seq, fact) for fact in facts)
            future.set_result(Answer(facts, self.node.day.seq, offline=True))
        except Refusal as no:
            future.set_exception(no)
        return future

    def close(self) -> None:
        self.post.leave()
        self.window.close()
        self.window.deleteLater()
        self.node.close()
        self.node.book.close()
        QApplication.processEvents()

    # The center around the desk ---------------------------------------------------------------

    def happen(self, verb: v.Verb) -> Answer:
        """Something that another machine asks of the same book."""
        return self._plain_ask(verb).result()

    def arrive(self, field: str = "ho-tich", priority: str = "thuong") -> str:
        ticket = self.happen(v.TakeNumber(field=field, priority=priority)).ticket
        self.clock.forward(20)
        return ticket

    def crowd(self, people: int, seed: int = 4, priority: str = "phu_nu_mang_thai") -> None:
        dice = random.Random(seed)
        fields = [f.id for f in self.node.setup.fields]
        for _ in range(people):
            field = dice.choice(fields[: dice.choice((2, 8))])
            self.arrive(field, dice.choice(("thuong", "thuong", priority)))

    def link(self, state: str) -> None:
        self.node.show_link(Link(state, self.clock(), self.node.day.seq))
        self.settle()

    # The person at the desk -------------------------------------------------------------------

    def sign_in(self) -> "Desk":
        combo = self.window.sign_in.officials
        combo.setCurrentIndex(combo.findData(self.official))
        self.find("pin").setFocus()
        self.write("1234").key("Return")
        self.until(lambda: self.window.page_name == "counter" and not self.post.under_way)
        return self

    def key(self, keys: str) -> "Desk":
        stroke = QKeySequence.fromString(keys)[0]
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, stroke.key(), stroke.keyboardModifiers())
        return self

    def write(self, text: str) -> "Desk":
        QTest.keyClicks(QApplication.focusWidget(), text)
        return self

    def tap(self, name: str) -> "Desk":
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        return self

    def find(self, name: str) -> QWidget:
        return self.window.findChild(QWidget, name)

    def text(self, name: str) -> str:
        return self.find(name).text()

    def forget_last_press(self) -> "Desk":
        """As if half a second had gone by."""
        self.post._last_press = ("", 0.0)
        return self

    # Waiting ----------------------------------------------------------------------------------

    def until(self, true, seconds: float = 3.0) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "did not come about"
            QApplication.processEvents()
            time.sleep(0.001)

    def settle(self) -> None:
        """Everything asked is answered, and drawn."""
        self.until(lambda: not self.post.under_way)
        end = time.monotonic() + 0.03
        self.until(lambda: time.monotonic() > end and not self.post._soon.isActive())

    def second(self, seconds: float = 1) -> None:
        self.clock.forward(seconds)
        self.post.ticked.emit()

    def expect(self, ticket: str, state: str) -> None:
        self.settle()
        assert self.node.day.tickets[ticket].state == state

    def sent(self, kind: type[v.Verb]) -> list[v.Verb]:
        return [verb for verb in self.asked if isinstance(verb, kind)]


def shown_labels(window: QWidget) -> list[QLabel]:
    return [w for w in window.findChildren(QLabel) if w.isVisible() and w.text()]
