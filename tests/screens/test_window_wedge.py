"""A reader in keyboard mode beside a field that has the keyboard: codes never reach the field, typing always does."""

import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from screen.wedge import WindowWedge

ENTER = Qt.Key.Key_Return


class Desk:
    """A window with two fields and a shortcut on a plain letter; keys come as the window system sends them."""

    def __init__(self):
        self.app = QApplication.instance() or QApplication(["tests"])
        self.now = 100.0
        self.wedge = WindowWedge(lambda: self.now).install()
        self.scans: list = []
        self.wedge.scanned.connect(self.scans.append)
        self.window = QWidget()
        self.field, self.other = QLineEdit(self.window), QLineEdit(self.window)
        self.other.move(0, 60)
        self.entered, self.acted = [], []
        self.field.returnPressed.connect(lambda: self.entered.append(self.field.text()))
        QShortcut("|", self.window).activated.connect(lambda: self.acted.append("|"))
        QShortcut("Ctrl+K", self.window).activated.connect(lambda: self.acted.append("Ctrl+K"))
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        QTest.qWaitForWindowActive(self.window)

    def key(self, sign: str, gap: float) -> None:
        self.now += gap
        self.wedge._look() if gap > 0.06 else None  # the timer, which runs on this clock
        code = ENTER if sign == "\n" else Qt.Key(ord(sign.upper())) if ord(sign) < 256 else Qt.Key.Key_unknown
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, "\r" if sign == "\n" else sign)
            QApplication.sendEvent(QGuiApplication.focusWindow(), event)

    def type(self, text: str, gap: float) -> None:
        for sign in text:
            self.key(sign, gap)

    def rest(self) -> None:
        self.now += 1
        self.wedge._due_at = self.now
        self.wedge._look()


@pytest.fixture
def desk():
    desk = Desk()
    yield desk
    desk.app.removeEventFilter(desk.wedge)
    desk.window.close()
    desk.window.deleteLater()


def test_a_code_is_told_and_no_letter_of_it_reaches_the_field(desk):
    desk.type("A015|033085\n", 0.004)
    desk.rest()
    assert [scan.text for scan in desk.scans] == ["A015|033085"]
    assert desk.field.text() == "" and desk.entered == [] and desk.acted == []


def test_typing_reaches_the_field_with_vietnamese_letters(desk):
    desk.type("Tr\u1ea7n V\u0103n\n", 0.15)
    desk.rest()
    assert desk.field.text() == "Tr\u1ea7n V\u0103n" and desk.entered == ["Tr\u1ea7n V\u0103n"] and desk.scans == []


def test_a_code_in_the_middle_of_typing(desk):
    desk.type("xin ", 0.15)
    desk.now += 0.2
    desk.type("A015\n", 0.004)
    desk.type("chao", 0.15)
    desk.rest()
    assert desk.field.text() == "xin chao" and [scan.text for scan in desk.scans] == ["A015"]


def test_a_code_is_whole_when_the_keyboard_moves_to_another_field(desk):
    desk.type("A0", 0.004)
    desk.other.setFocus()
    desk.type("15\n", 0.004)
    desk.rest()
    assert [scan.text for scan in desk.scans] == ["A015"]
    assert desk.field.text() == desk.other.text() == ""


def test_the_same_code_bounced_is_one(desk):
    desk.type("A015\n", 0.004)
    desk.type("A015\n", 0.004)
    assert len(desk.scans) == 1


def test_keys_of_the_window_system_with_shortcuts(desk):
    """Through Qt's own way for keys, where a shortcut acts before a window hears of the key."""
    for sign in "A01|5":
        QTest.keyClick(desk.window.windowHandle(), sign)
    QTest.keyClick(desk.window.windowHandle(), ENTER)
    assert [scan.text for scan in desk.scans] == ["A01|5"] and desk.acted == []
    QTest.keyClick(desk.window.windowHandle(), "k", Qt.KeyboardModifier.ControlModifier)
    assert desk.acted == ["Ctrl+K"] and desk.field.text() == ""


def test_the_timer_gives_back_what_was_typed(desk):
    desk.wedge._clock = time.monotonic
    QTest.keyClick(desk.window.windowHandle(), "a")
    assert desk.field.text() == ""
    deadline = time.monotonic() + 3
    while desk.field.text() != "a" and time.monotonic() < deadline:
        QTest.qWait(5)
    assert desk.field.text() == "a" and desk.scans == []


def test_a_bare_line_feed_ends_a_code_too(desk):
    desk.type("A015", 0.004)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, 10, Qt.KeyboardModifier.NoModifier, "\n")
        QApplication.sendEvent(QGuiApplication.focusWindow(), event)
    desk.rest()
    assert [scan.text for scan in desk.scans] == ["A015"] and desk.field.text() == ""
