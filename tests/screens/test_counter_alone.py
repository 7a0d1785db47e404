"""The box is lost: what an official still does at the counter, and what is said meanwhile."""

import pytest
from PySide6.QtWidgets import QApplication

from center import verbs as v
from center.hours import local
from screen.fonts import load_fonts
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


def test_a_lost_box_is_a_page_on_which_work_goes_on(desk):
    in_hand = desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.link("cut")
    assert desk.find("lost_box").isVisible()
    assert f"từ {local(desk.clock()).hour}:" in desk.text("lost_box_title")
    assert desk.text("by_hand_entry") == "A 001", "who was called is expected first"
    desk.write("b17").key("F2")
    started = desk.clock()
    assert desk.text("by_hand_number") == "B 017"
    desk.second(180)
    assert desk.text("by_hand_clock") == "3:00"
    desk.link("linked")
    assert desk.find("by_hand").isVisible(), "a visit that began by hand is ended by hand"
    desk.link("cut")
    desk.key("F12")
    desk.settle()
    (kept,) = desk.kept_alone
    assert (kept.ticket, kept.field, kept.counter, kept.official) == ("B017", "dat-dai", 1, "cb00")
    assert (kept.started_at, kept.ended_at) == (started, desk.clock())
    desk.link("linked")
    assert desk.find("call_panel").isVisible()
    desk.expect(in_hand, "called")


def test_whoever_is_being_served_when_the_box_is_lost_is_served_on(desk):
    ticket = desk.arrive("dat-dai")
    desk.happen(v.SignIn(counter=2, official="cb02"))
    desk.sign_in().key("F11").write(ticket).key("Return")
    desk.settle()
    desk.key("F2")
    desk.expect(ticket, "serving")
    started = desk.clock()
    desk.second(60)
    desk.link("cut")
    assert (desk.text("by_hand_number"), desk.text("by_hand_clock")) == ("B 001", "1:00")
    desk.link("linked")
    assert desk.find("call_panel").isVisible(), "the box knows of this visit"
    desk.link("cut")
    desk.second(30)
    desk.key("F12")
    desk.settle()
    (kept,) = desk.kept_alone
    assert (kept.ticket, kept.field, kept.started_at) == (ticket, "dat-dai", started)
    assert desk.find("by_hand_entry").hasFocus() and not desk.text("by_hand_entry")


@pytest.mark.parametrize("keys", [("F2", "F12"), ("F12",)])
def test_whoever_was_called_when_the_box_is_lost_is_ended_by_hand(desk, keys):
    ticket = desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.link("cut")
    for key in keys:
        desk.key(key)
    desk.settle()
    assert [kept.ticket for kept in desk.kept_alone] == [ticket]


def test_a_number_that_stood_in_the_entry_is_gone_with_the_cut(desk):
    desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.link("cut")
    assert desk.text("by_hand_entry") == "A 001"
    desk.link("linked")
    desk.key("F12")
    desk.settle()
    desk.link("cut")
    assert desk.text("by_hand_entry") == ""


def test_a_mistyped_number_is_typed_again(desk):
    desk.sign_in()
    desk.link("cut")
    desk.write("a12").key("F2").key("Escape")
    assert desk.find("by_hand_entry").hasFocus()
    desk.write("a13").key("F2").key("F12")
    desk.settle()
    assert [kept.ticket for kept in desk.kept_alone] == ["A013"]


def test_keys_that_need_the_box_say_so_while_it_is_away(desk):
    desk.sign_in()
    desk.link("cut")
    desk.find("lost_box").setFocus()
    desk.window.do("call_next")
    assert not desk.sent(v.CallNext)


def test_nobody_signed_in_and_the_box_away_still_serves(desk):
    desk.link("cut")
    assert desk.window.page_name == "sign_in"
    desk.window.sign_in.officials.setCurrentIndex(2)
    desk.key("Return")
    desk.settle()
    assert desk.window.page_name == "by_hand"
    desk.find("by_hand_entry").setFocus()
    desk.write("A003").key("F2")
    desk.key("F12")
    desk.settle()
    assert desk.kept_alone[0].official == "cb02"
    desk.link("linked")
    assert desk.window.page_name == "sign_in"


def test_a_screen_that_is_behind_says_since_when(desk):
    desk.sign_in()
    desk.link("behind")
    assert desk.text("link") == "Chưa cập nhật từ 8:00"
