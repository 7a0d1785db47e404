"""The counter's window in every state, language and size: nothing clipped, no letter missing, nothing too small."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from center import verbs as v
from center.errors import Refusal
from counter_app.parts import KeyButton
from counter_app.table import Table
from devices import Health, Power
from devices.troubles import NotConnected
from screen.fonts import load_fonts, missing_glyphs
from screen.translation import Translation
from tests.screens.counter_desk import Desk, shown_labels

PICTURES = os.environ.get("MOT_CUA_PICTURES")  # a folder: windows are saved there for looking at
ELIDED = {"official_name", "trouble"}  # shortened on purpose, whole in the tool tip


def signed_out(desk):
    pass


def idle(desk):
    desk.sign_in()


def full(desk):
    desk.crowd(40)
    desk.sign_in()


def long_names(desk):
    """The longest class of the list, all counters manned, each with somebody in hand."""
    desk.crowd(40, priority="bo_sung_ho_so")
    officials = [official.code for official in desk.node.setup.officials if official.code != desk.official]
    for counter, official in zip(desk.node.setup.counters[1:], officials, strict=False):
        desk.happen(v.SignIn(counter=counter.number, official=official))
        with suppress(Refusal):
            desk.happen(v.CallNext(counter=counter.number))
    desk.clock.forward(400)
    desk.sign_in()
    desk.settle()


def long_names_day(desk):
    long_names(desk)
    desk.key("Ctrl+2")


def busy(desk):
    long_names(desk)
    desk.key("F8")
    desk.settle()


def called(desk):
    desk.arrive("kinh-doanh"), desk.arrive("ho-tich", "nuoi_con_nho")
    desk.sign_in().key("F8")
    desk.settle()


def refused(desk):
    called(desk)
    desk.key("F9")


def serving(desk):
    called(desk)
    desk.key("F2")
    desk.settle()
    desk.second(3700)


def missed(desk):
    called(desk)
    desk.key("F10")
    desk.settle()
    desk.second(3)
    desk.key("Alt+3")
    desk.until(lambda: desk.find("missed").isVisible())


def question(key):
    def ask(desk):
        serving(desk)
        desk.key(key)
        assert desk.window.sheet is not None

    ask.__name__ = f"question_{key}"
    return ask


def held(desk):
    serving(desk)
    desk.key("F6").key("Return")
    desk.settle()
    desk.key("Alt+2")
    desk.until(lambda: desk.find("held").isVisible())


def paused(desk):
    desk.sign_in().key("F4").key("3").key("Return")
    desk.settle()


def behind(desk):
    full(desk)
    desk.link("behind")


def cut_serving(desk):
    serving(desk)
    desk.link("cut")


def cut_called(desk):
    called(desk)
    desk.link("cut")


def by_hand(desk):
    cut_called(desk)
    desk.write("E017").key("F2")
    desk.second(200)


def by_hand_kept(desk):
    by_hand(desk)
    desk.key("F12")
    desk.settle()


def cut_signed_out(desk):
    desk.link("cut")


def day(desk):
    desk.crowd(30)
    desk.happen(v.AskHelp())
    desk.happen(v.ReportDevice(device="printer", fault="paper_out", remedy="Hết giấy in: mở nắp, thay cuộn mới."))
    desk.sign_in().key("F8")
    desk.settle()
    desk.key("F12")
    desk.settle()
    desk.key("Ctrl+2")


def slip(desk):
    day(desk)
    desk.key("Ctrl+P")
    desk.until(lambda: desk.find("slip").isVisible())


QUESTIONS = [question(key) for key in ("F3", "F4", "F5", "F6", "F7", "F11", "Ctrl+N")]
STATES = [
    signed_out, idle, full, long_names, long_names_day, busy, called, refused, serving, missed, *QUESTIONS, held,
    paused, behind, cut_serving, cut_called, by_hand, by_hand_kept, cut_signed_out, day, slip,
]  # fmt: skip


@pytest.fixture(scope="module")
def words():
    app = QApplication.instance() or QApplication([])
    load_fonts()
    translation = Translation(app)
    yield translation
    translation.speak("vi")


def cut_cells(table: Table) -> list[str]:
    """Headings and cells whose words do not fit their room."""
    found, padding = [], 16
    for column in (n for n in range(table.columnCount()) if not table.isColumnHidden(n)):
        width, head = table.columnWidth(column), table.horizontalHeaderItem(column).text()
        if table.horizontalHeader().sectionSizeHint(column) > width:
            found.append(f"{table.objectName()} heading «{head}» is clipped in {width}")
        for row in range(table.rowCount()):
            item = table.item(row, column)
            letters = QFontMetrics(item.font().resolve(table.font()))
            room = QRect(0, 0, width - padding, table.rowHeight(row))
            needed = letters.boundingRect(room, Qt.TextFlag.TextWordWrap, item.text())
            if not room.contains(QRect(0, 0, needed.width(), needed.height())):
                found.append(f"{table.objectName()} «{item.text()}» is clipped in {room.width()} x {room.height()}")
            if missing := missing_glyphs(item.text()):
                found.append(f"{table.objectName()} «{item.text()}» lacks {missing}")
    return found


def faults(window: QWidget) -> list[str]:
    found = []
    for shown in shown_labels(window):
        room, text = shown.contentsRect(), shown.text()
        if shown.objectName() in ELIDED:
            continue
        if shown.wordWrap():
            fits = shown.heightForWidth(shown.width()) <= shown.height()
        else:
            fits = shown.fontMetrics().horizontalAdvance(text) <= room.width() + 1
        if not fits:
            found.append(f"{shown.objectName()} «{text}» is clipped in {shown.width()} x {shown.height()}")
        if not shown.wordWrap() and shown.fontMetrics().tightBoundingRect(text).height() > room.height():
            found.append(f"{shown.objectName()} «{text}» is too low")
        if shown.font().pointSizeF() < 11:
            found.append(f"{shown.objectName()} «{text}» is smaller than 11 pt")
        if missing := missing_glyphs(text):
            found.append(f"{shown.objectName()} «{text}» lacks {missing}")
    for tab in window.findChildren(QPushButton):
        if tab.isVisible() and tab.fontMetrics().horizontalAdvance(tab.text()) > tab.contentsRect().width():
            found.append(f"{tab.objectName()} «{tab.text()}» is clipped in {tab.width()}")
    for table in window.findChildren(Table):
        found += cut_cells(table) if table.isVisible() else []
    for button in window.findChildren(KeyButton):
        lacking = button.sizeHint().width() - button.width()
        if button.isVisible() and lacking > 0:
            found.append(f"{button.objectName()} «{button.text()}» is clipped by {lacking}")
    for child in window.findChildren(QWidget):
        parent = child.parentWidget()
        if child.isVisible() and isinstance(child, KeyButton) and not parent.rect().contains(child.geometry()):
            found.append(f"{child.objectName()} sticks out")
    return found


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_is_clipped(words, folder, clock, state, lang):
    words.speak(lang)
    desk = Desk(folder, clock, lang=lang)
    try:
        state(desk)
        for size in ((1366, 768), (1180, 640), (1920, 1080)):
            desk.window.resize(*size)
            desk.settle()
            assert (desk.window.width(), desk.window.height()) == size
            assert faults(desk.window) == []
    finally:
        desk.close()


def test_every_sentence_has_its_english(words):
    from xml.etree import ElementTree

    from screen import ASSETS

    root = ElementTree.parse(ASSETS / "words" / "counter_en.ts").getroot()
    for message in root.iter("message"):
        source, english = message.find("source").text, message.find("translation")
        assert english.get("type") != "unfinished" and english.text, source
        marks = {piece.split("}")[0] for piece in source.split("{")[1:]}
        assert marks == {piece.split("}")[0] for piece in english.text.split("{")[1:]}, source


@pytest.mark.parametrize("state", [called, day], ids=lambda state: state.__name__)
def test_a_large_screen_carries_a_larger_number(words, folder, clock, state):
    words.speak("vi")
    desk = Desk(folder, clock, size=(1920, 1080))
    try:
        state(desk)
        desk.settle()
        assert faults(desk.window) == []
        assert desk.find("number").property("tall") is True
    finally:
        desk.close()


class Shelf:
    """A counter PC with everything on it, some of it in trouble."""

    def __init__(self, **devices: Health):
        self.devices = devices

    def health(self):
        return self.devices


WELL, UNSURE = Health(Power.ONLINE), Health(Power.UNKNOWN)
AWAY = Health(Power.OFFLINE, (NotConnected(),))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("devices", "chips"),
    [
        ({}, []),
        ({"documents": WELL}, ["Máy in giấy: tốt"]),
        ({"speaker": Health(Power.UNKNOWN, source="nobody")}, []),
        ({"documents": WELL, "scanner": UNSURE, "reader": AWAY}, ["!  Đầu đọc mã", "?  Máy quét", "Máy in giấy: tốt"]),
        (dict.fromkeys(("documents", "scanner", "camera", "reader", "sign"), WELL), ["5 thiết bị: tốt"]),
        (
            dict.fromkeys(("documents", "scanner", "camera", "sign"), AWAY) | {"reader": WELL},
            ["!  Máy in giấy", "!  Máy quét", "!  2 thiết bị"],
        ),
    ],
)
def test_the_devices_of_this_pc_stand_in_the_foot(words, folder, clock, devices, chips, lang):
    words.speak(lang)
    desk = Desk(folder, clock, lang=lang, cabinet=Shelf(**devices))
    try:
        day(desk)
        for size in ((1366, 768), (1180, 640)):
            desk.window.resize(*size)
            desk.settle()
            assert faults(desk.window) == []
            assert desk.find("trouble").width() > 200
        shown = [desk.find(f"own_device_{place}") for place in range(3)]
        if lang == "vi":
            assert [chip.text() for chip in shown if chip.isVisible()] == chips
        assert desk.window.own_devices.toolTip().count("\n") == max(0, len(devices) - 1)
        if PICTURES:
            desk.window.grab().save(str(Path(PICTURES) / f"counter-foot-{len(devices)}-{lang}.png"))
    finally:
        desk.close()
