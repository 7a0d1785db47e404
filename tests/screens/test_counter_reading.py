"""A ticket held to the counter's reader, over the keyboard or a line; and everything else that is held there."""

import pytest
from PySide6.QtWidgets import QApplication

from center.slips import ticket_code
from counter_app.reading import Reading
from devices.codes import Scan
from screen.fonts import load_fonts
from tests.screens.counter_desk import Desk


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
        ("033085000012|145000012|Nguyễn Thử Nghiệm|02091985|Nam|Thôn Mẫu|15042021", False, "không phải phiếu lấy số."),
        ("https://example.vn/A001", False, "không phải phiếu lấy số."),
        (None, True, "USB-COM."),
        (None, False, "không phải phiếu lấy số."),
    ],
)
def test_everything_else_is_one_sentence(desk, text, by_keys, ending):
    desk.sign_in()
    hold(desk, text, by_keys)
    assert desk.window.sheet is None and [sentence.endswith(ending) for sentence in desk.refusals] == [True]
