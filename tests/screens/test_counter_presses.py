"""One press is one wish, and wishes reach the box in the order of the keys."""

from concurrent.futures import Future

import pytest
from PySide6.QtWidgets import QApplication

from center import verbs as v
from screen.fonts import load_fonts
from sync.troubles import Unreachable
from tests.screens.counter_desk import Desk


@pytest.fixture(scope="module", autouse=True)
def app():
    made = QApplication.instance() or QApplication([])
    load_fonts()
    return made


@pytest.fixture
def desk(folder, clock):
    made = Desk(folder, clock)
    yield made
    made.close()


def test_the_button_answers_the_press_before_the_box_does(desk):
    desk.arrive()
    desk.sign_in().key("F8")
    assert desk.find("call_next").property("busy") is True
    desk.settle()
    assert desk.find("call_next").property("busy") is False


def test_a_double_press_is_one_press(desk):
    desk.arrive(), desk.arrive()
    desk.sign_in().key("F8").key("F8")
    desk.settle()
    desk.key("F8")
    desk.settle()
    assert len(desk.sent(v.CallNext)) == 1


def test_a_call_right_after_a_hold_is_not_a_double_press(desk):
    first, second = desk.arrive(), desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.key("F6").key("Return").key("F8")
    desk.expect(first, "held")
    desk.expect(second, "called")


def stalled(desk):
    """The box answers when told: what was asked, and the giving of the oldest answer."""
    plain, asked = desk.node.ask, []

    def ask(verb):
        answer = Future()
        asked.append((verb, answer))
        return answer

    def answer_oldest():
        verb, answer = asked.pop(0)
        answer.set_result(plain(verb).result())

    desk.node.ask = ask
    return asked, answer_oldest


def test_another_key_waits_for_the_answer_and_a_third_is_told_to(desk):
    first, second = desk.arrive(), desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    asked, answer = stalled(desk)
    desk.key("F6").key("Return").key("F8").key("F8").key("F12")
    assert [type(verb) for verb, _ in asked] == [v.Hold]
    assert desk.find("call_next").property("busy") is True, "the waiting key is seen to be pressed"
    assert "chờ máy chủ" in desk.text("notice_text")
    answer()
    desk.until(lambda: asked)
    assert [type(verb) for verb, _ in asked] == [v.CallNext]
    answer()
    desk.expect(first, "held")
    desk.expect(second, "called")


def test_a_key_that_waited_is_dropped_when_the_one_before_is_refused(desk):
    ticket = desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.key("F2")
    desk.expect(ticket, "serving")
    asked, _ = stalled(desk)
    desk.key("F6").key("Return").key("F8")
    asked.pop()[1].set_exception(Unreachable())
    desk.settle()
    assert not asked and desk.find("call_next").property("busy") is False
    desk.expect(ticket, "serving")
