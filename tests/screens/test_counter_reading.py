"""A ticket held to the counter's reader, over the keyboard or a line; and everything else that is held there."""

import pytest
from PySide6.QtWidgets import QApplication

from center.slips import ticket_code
from counter_app.reading import Reading
from devices.codes import Scan
from screen.fonts import load_fonts
from tests.screens.counter_desk import Desk

CARD = "033085000012|145000012|Nguyễn Thử Nghiệm|02091985|Nam|Thôn Mẫu 1, Xã Mẫu, Hưng Yên|15042021"


@pytest.fixture(scope="module", autouse=True)
def app():
    made = QApplication.instance() or QApplication([])
    load_fonts()
    return made


@pytest.fixture
def desk(folder, clock):
    desk = Desk(folder, clock)
    desk.reading = Reading(lambda: desk.window)
    desk.refusals = []
    desk.post.refused.connect(desk.refusals.append)
    yield desk
    desk.close()


def ticket_of(desk) -> tuple[str, str]:
    """A ticket that somebody holds, and its code."""
    ticket = desk.arrive()
    desk.settle()
    return ticket, ticket_code(desk.post.setup, desk.post.day, desk.post.day.tickets[ticket])


def hold(desk, text: str | None, by_keys: bool = False) -> None:
    desk.reading.scanned.emit(Scan(text, (text or "").encode(), by_keys))


def test_nobody_is_signed_in(desk):
    _, code = ticket_of(desk)
    hold(desk, code)
    assert desk.window.sheet is None and desk.refusals == []


def test_the_ticket_stands_on_the_sheet(desk):
    desk.sign_in()
    ticket, code = ticket_of(desk)
    hold(desk, code)
    assert desk.window.sheet.question.name == "call_ticket"
    assert desk.window.sheet.values()["ticket"].replace(" ", "") == ticket


def test_while_the_box_is_away_it_is_the_number_served_by_hand(desk):
    desk.sign_in()
    ticket, code = ticket_of(desk)
    desk.link("cut")
    desk.until(lambda: desk.window.by_hand_needed)
    hold(desk, code, by_keys=True)
    assert desk.window.by_hand.entry.text().replace(" ", "") == ticket


@pytest.mark.parametrize(
    "text, by_keys, ending",
    [
        (CARD, False, "khi đang có khách tại quầy."),
        ("https://example.vn/A001", False, "thẻ BHYT."),
        ("MC1|99999|20261123|A001", False, "trung tâm khác."),
        (None, True, "USB-COM."),
        (None, False, "thẻ BHYT."),
    ],
)
def test_everything_else_is_one_sentence(desk, text, by_keys, ending):
    desk.sign_in()
    hold(desk, text, by_keys)
    assert desk.window.sheet is None and [sentence.endswith(ending) for sentence in desk.refusals] == [True]


def test_a_card_is_shown_to_whom_it_was_handed_and_gone_with_its_citizen(desk):
    desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    hold(desk, CARD.replace("|Nam|", "|Nữ|"))
    assert desk.text("sheet_title") == "Nguyễn Thử Nghiệm"
    shown = desk.text("sheet_hint")
    for part in ("Giới tính không khớp", "033085000012", "02/09/1985", "Xã Mẫu", "|15042021"):
        assert part in shown
    desk.key("Escape")
    assert desk.window.sheet is None
    hold(desk, CARD)
    assert "đối chiếu" not in desk.window.sheet.question.hint
    desk.key("F12")
    desk.settle()
    desk.until(lambda: desk.post.ticket is None)
    desk.settle()
    assert desk.window.sheet is None
    sent = " ".join(map(str, desk.asked))
    assert "Nghiệm" not in sent and "033085000012" not in sent
