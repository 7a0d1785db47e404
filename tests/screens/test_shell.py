"""What every screen stands on: the lock, the edge, the look."""

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from screen.edge import Edge
from screen.fitting import fits, largest
from screen.fonts import load_fonts
from screen.lockdown import Lockdown
from screen.theme import GEOMETRY, LENGTHS, MEANINGS, TEXTS, Theme
from screen.touch import Touch
from tests.screens.take_screen import ratio

# Which words are written on which ground.
GROUNDS = {
    "ink": "page", "ink_soft": "page", "on_header": "header", "on_tile": "tile", "on_guide": "guide",
    "on_priority": "priority", "on_danger": "danger", "on_card": "card", "on_chosen": "chosen",
    "on_closed": "closed", "on_notice": "notice", "on_alarm": "alarm", "on_number": "number",
}  # fmt: skip


@pytest.fixture
def app():
    app = QApplication.instance() or QApplication(["tests"])
    load_fonts()
    return app


class Seconds:
    def __init__(self):
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def key(lock: Lockdown, window: QWindow, code: int, text: str = "", modifiers=Qt.KeyboardModifier.NoModifier) -> bool:
    return lock.eventFilter(window, QKeyEvent(QEvent.Type.KeyPress, code, modifiers, text))


# The lock --------------------------------------------------------------------------------------


def test_no_stray_key_reaches_a_page(app):
    lock, window = Lockdown(clock=Seconds()), QWindow()
    control = Qt.KeyboardModifier.ControlModifier
    for code in (Qt.Key.Key_F12, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_A, Qt.Key.Key_Return):
        assert key(lock, window, code) and key(lock, window, code, "", control)
    for kind in (QEvent.Type.ContextMenu, QEvent.Type.DragEnter, QEvent.Type.Drop, QEvent.Type.Shortcut):
        assert lock.eventFilter(window, QEvent(kind))


def test_close_is_the_operators_alone(app):
    lock, window = Lockdown(clock=Seconds()), QWindow()
    close = QEvent(QEvent.Type.Close)
    assert lock.eventFilter(window, close) and not close.isAccepted()


def test_a_reader_types_a_line_and_a_person_does_not(app):
    seconds, heard = Seconds(), []
    lock, window = Lockdown(clock=seconds), QWindow()
    lock.scanned.connect(heard.append)
    for letter in "MC1|12":
        seconds.now += 0.005
        key(lock, window, ord(letter), letter)
    key(lock, window, Qt.Key.Key_Return, "\r")
    assert [scan.text for scan in heard] == ["MC1|12"]
    for letter in "hello":
        seconds.now += 0.2
        key(lock, window, ord(letter.upper()), letter)
    key(lock, window, Qt.Key.Key_Return, "\r")
    assert len(heard) == 1


def test_a_reader_that_bounces_is_heard_once(app):
    seconds, heard = Seconds(), []
    lock, window = Lockdown(clock=seconds), QWindow()
    lock.scanned.connect(heard.append)
    for pause in (0.1, 0.1, 1.5):
        seconds.now += pause
        for letter in "MC1|12":
            key(lock, window, ord(letter), letter)
        key(lock, window, Qt.Key.Key_Return, "\r")
    assert len(heard) == 2


def test_a_flood_of_keys_is_bounded(app):
    heard = []
    lock, window = Lockdown(clock=Seconds()), QWindow()
    lock.scanned.connect(heard.append)
    for _ in range(6000):
        key(lock, window, Qt.Key.Key_X, "x")
    key(lock, window, Qt.Key.Key_Return, "\r")
    assert heard[0].text is None and len(heard[0].raw) == 4097


def test_a_second_press_within_half_a_second_is_not_heard(app):
    seconds = Seconds()
    touch = Touch(seconds)
    assert touch.accept()
    seconds.now += 0.3
    assert not touch.accept()
    seconds.now += 0.3
    assert touch.accept()


# The edge --------------------------------------------------------------------------------------


def bug(name: str):
    try:
        raise ValueError(f"secret of {name}")
    except ValueError:
        return sys.exc_info()


def test_a_bug_is_logged_once_and_without_what_people_typed(app, caplog, expect_log):
    expect_log("bug: ValueError")
    edge, heard = Edge(), []
    edge.bugged.connect(lambda: heard.append(True))
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            edge.catch(*bug("Nguyễn"))
    assert len(heard) == 3
    assert caplog.text.count("bug: ValueError") == 1
    assert "Nguyễn" not in caplog.text


def test_a_bug_in_a_thread_comes_back_to_the_screen(app, expect_log):
    expect_log("bug: ValueError")
    edge, where = Edge(), []
    edge.bugged.connect(lambda: where.append(threading.current_thread()))
    thread = threading.Thread(target=lambda: edge.catch(*bug("x")))
    thread.start()
    thread.join()
    app.processEvents()
    assert where == [threading.main_thread()]


# The look --------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode, least", [("normal", 7.0), ("contrast", 10.0)])
def test_words_stand_out_from_their_ground(mode, least):
    meanings = MEANINGS[mode]
    assert MEANINGS["normal"].keys() == MEANINGS["contrast"].keys()
    for word, ground in GROUNDS.items():
        one, other = (int(meanings[name].removeprefix("#"), 16) for name in (word, ground))
        assert ratio(one, other) >= least, f"{word} on {ground}: {ratio(one, other):.1f}"


def test_no_colour_has_the_name_of_a_length():
    assert not set(MEANINGS["normal"]) & {*TEXTS, *LENGTHS}


@pytest.mark.parametrize("form", GEOMETRY)
def test_targets_are_as_large_as_a_finger_needs(form):
    geometry = GEOMETRY[form]
    assert geometry["target"] >= 20 and geometry["gap"] >= 3
    assert geometry["primary"] >= (20 if "exception" in geometry else 25)
    assert ("exception" in geometry) == (form == "tablet")
    # EN 301 549 5.1.4 at 400 mm (tablet) and 600 mm: x-height 2.38 and 3.57 mm; the x-height is 0.53 em.
    assert geometry["ordinary"]["body"] * 0.53 >= (2.38 if form == "tablet" else 3.57)
    # Letters of the large mode: 12 mm, or 7.25 mm on panels up to 11 inches; a capital is 0.74 em.
    assert geometry["large"]["lead"] * 0.74 >= (7.25 if form == "tablet" else 12)


def test_a_millimetre_is_that_of_the_panel(app):
    theme = Theme(1024, 768, 15.0)
    assert theme.mm(20) == 68
    theme.measure(1080, 1920, 32.0)
    assert theme.mm(20) == 55


def test_words_are_as_large_as_they_fit(app):
    size = largest(("Doanh nghiệp – Hộ kinh doanh",), 300, 100, 80, 10)
    assert fits("Doanh nghiệp – Hộ kinh doanh", size, "bold", 300, 100)
    assert not fits("Doanh nghiệp – Hộ kinh doanh", size + 1, "bold", 300, 100)
