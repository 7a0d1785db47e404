"""The counter's window in every state, language and size: nothing clipped, no letter missing, nothing too small."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from center import verbs as v
from counter_app.parts import KeyButton
from screen.fonts import load_fonts, missing_glyphs
from screen.translation import Translation
from tests.screens.counter_desk import Desk, shown_labels

ELIDED = {"official_name", "trouble"}  # shortened on purpose, whole in the tool tip


def signed_out(desk):
    pass


def idle(desk):
    desk.sign_in()


def full(desk):
    desk.crowd(40)
    desk.sign_in()


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


def paused(desk):
    desk.sign_in().key("F4").key("3").key("Return")
    desk.settle()


def behind(desk):
    full(desk)
    desk.link("behind")


def cut(desk):
    serving(desk)
    desk.link("cut")


def by_hand(desk):
    cut(desk)
    desk.find("by_hand_entry").setFocus()
    desk.write("E017").key("F2")


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


QUESTIONS = [question(key) for key in ("F3", "F4", "F5", "F6", "F7", "F11", "Ctrl+N")]
STATES = [signed_out, idle, full, called, refused, serving, missed, *QUESTIONS, held, paused, behind, cut, by_hand,
          cut_signed_out, day, slip]


@pytest.fixture(scope="module")
def words():
    app = QApplication.instance() or QApplication([])
    load_fonts()
    translation = Translation(app)
    yield translation
    translation.speak("vi")


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
        for size in ((1366, 768), (1180, 640)):
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
