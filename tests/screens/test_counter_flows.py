"""An official's morning by keyboard: every flow of the counter's window, against a real book."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from center import verbs as v
from counter_app.actions import EVERY
from counter_app.day_close import DayClose
from counter_app.next_people import next_in_line
from screen.fonts import load_fonts
from tests.screens.counter_desk import OFFICIAL, Desk


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


def test_a_wrong_pin_is_said_and_forgotten(folder, clock):
    desk = Desk(folder, clock, pins=True)
    try:
        desk.find("pin").setFocus()
        desk.write("0000").key("Return")
        desk.settle()
        assert desk.window.page_name == "sign_in"
        assert desk.text("sign_in_notice") and not desk.text("pin")
        desk.forget_last_press().find("pin").setFocus()
        desk.write("1234").key("Return")
        desk.until(lambda: desk.window.page_name == "counter")
    finally:
        desk.close()


def test_call_next_is_one_key(desk):
    first = desk.arrive()
    desk.sign_in().key("F8")
    desk.expect(first, "called")
    assert desk.text("number") == "A 001"
    assert len(desk.sent(v.CallNext)) == 1
    assert "A 001" in desk.text("why")


def test_a_visit_from_call_to_done(desk):
    ticket = desk.arrive()
    desk.sign_in().key("F8")
    desk.expect(ticket, "called")
    desk.key("F2")
    desk.expect(ticket, "serving")
    assert desk.text("state") == "Đang phục vụ"
    desk.clock.forward(240)
    desk.key("F12")
    desk.expect(ticket, "done")
    assert desk.text("own_served") == "1"
    assert desk.text("own_service") == "4"


def test_the_next_call_ends_the_visit_in_hand(desk):
    first, second = desk.arrive(), desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.key("F2")
    desk.settle()
    assert desk.text("call_next") == "Xong, gọi số tiếp theo"
    desk.forget_last_press().key("F8")
    desk.expect(first, "done")
    desk.expect(second, "called")


def test_recall_waits_and_says_how_long(desk):
    ticket = desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.second(5)
    assert not desk.find("recall").isEnabled()
    assert desk.text("recall") == "Mời lại (10 s)"
    desk.key("F9")
    assert "10 giây" in desk.text("notice_text")
    assert desk.find("notice").isVisible()
    desk.second(10)
    assert desk.find("recall").isEnabled()
    desk.key("F9")
    desk.settle()
    assert desk.node.day.tickets[ticket].calls == 2


def test_a_no_show_can_be_undone_for_ten_seconds(desk):
    ticket = desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.key("F10")
    desk.expect(ticket, "no_show")
    desk.second(6)
    assert desk.find("undo_bar").isVisible()
    desk.key("Ctrl+Z")
    desk.expect(ticket, "called")
    desk.key("F10") if desk.forget_last_press() else None
    desk.expect(ticket, "no_show")
    desk.second(11)
    assert not desk.find("undo_bar").isVisible()


def test_hold_with_a_reason_and_back_into_the_line(desk):
    ticket = desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.key("F6").key("2").key("Return")
    desk.expect(ticket, "held")
    held = desk.node.day.tickets[ticket]
    assert held.hold_reason == "Khách đi sao chụp, chứng thực"
    assert (held.held_until - desk.clock()).total_seconds() == 15 * 60
    assert desk.window.sheet is None
    desk.key("Alt+2")
    desk.until(lambda: desk.find("held").isVisible())
    desk.key("Return")
    desk.expect(ticket, "waiting")


def test_transfer_keeps_the_number_and_offers_the_counters_of_the_field(desk):
    ticket = desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.key("F7").key("3")
    counters = desk.find("transfer_to_counter")
    assert [counters.itemData(i) for i in range(counters.count())] == [None, 3, 4]
    counters.setCurrentIndex(2)
    desk.key("Return")
    desk.expect(ticket, "waiting")
    moved = desk.node.day.tickets[ticket]
    assert (moved.field, moved.to_counter) == ("chinh-sach", 4)


def test_escape_leaves_a_question_and_nothing_happens(desk):
    ticket = desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    for key in ("F6", "F7", "F3", "F5"):
        desk.key(key)
        assert desk.window.sheet is not None
        desk.key("Escape")
        assert desk.window.sheet is None
    desk.expect(ticket, "called")


def test_priority_and_procedures_of_the_visit(desk):
    ticket = desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.key("F5").key("1").key("Return")
    desk.settle()
    assert desk.node.day.tickets[ticket].priority == "cap_cuu"
    desk.key("F3").write("2.000815").key("Return")
    desk.settle()
    assert desk.node.day.tickets[ticket].procedures == ("2.000815",)
    assert desk.text("procedures") == "2.000815"


def test_a_given_number_out_of_order_and_a_walk_up(desk):
    desk.arrive()
    second = desk.arrive()
    desk.sign_in().key("F11").write("a2").key("Return")
    desk.expect(second, "called")
    assert desk.node.day.tickets[second].rule_reason == "Khách quay lại sau khi bổ sung giấy tờ"
    desk.key("F12")
    desk.settle()
    desk.key("Ctrl+N").key("Return")
    desk.settle()
    assert desk.post.ticket.channel == "counter"
    assert desk.post.ticket.state == "serving"


def test_a_waiting_number_is_picked_from_the_list(desk):
    desk.arrive()
    second = desk.arrive()
    desk.sign_in()
    desk.settle()
    desk.key("Alt+1")
    desk.until(desk.find("waiting").hasFocus)
    desk.key("Down").key("Return")
    assert desk.find("call_ticket_ticket").text() == "A 002"
    desk.key("Return")
    desk.expect(second, "called")


def test_a_no_show_who_comes_back_waits_again(desk):
    ticket = desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.key("F10")
    desk.expect(ticket, "no_show")
    desk.key("Alt+3")
    desk.until(lambda: desk.find("missed").isVisible())
    desk.key("Return")
    desk.expect(ticket, "waiting")


def test_pause_with_a_reason_and_open_again(desk):
    desk.arrive()
    desk.sign_in().key("F4").key("Return")
    desk.until(lambda: desk.node.day.desk(1).state == "paused")
    desk.settle()
    assert desk.text("state") == "Tạm nghỉ"
    desk.forget_last_press().key("F8")
    assert "F4" in desk.text("notice_text")
    assert not desk.sent(v.CallNext)
    desk.key("F4")
    desk.until(lambda: desk.node.day.desk(1).state == "open")


def test_the_rules_own_refusal_is_shown_in_the_window(desk):
    desk.sign_in().key("F8")
    desk.settle()
    assert desk.text("notice_text") == "Hiện không có ai đang chờ ở các lĩnh vực của quầy."
    assert desk.window.call_panel._quiet.interval() == 6000


def test_a_printer_in_trouble_is_one_sentence_with_its_remedy(desk):
    desk.sign_in()
    desk.happen(v.ReportDevice(device="printer", fault="paper_out", remedy="Hết giấy: thay cuộn giấy mới."))
    desk.settle()
    assert "máy in phiếu: Hết giấy: thay cuộn giấy mới." in desk.text("trouble")


def test_only_the_head_turns_to_the_day(folder, clock):
    desk = Desk(folder, clock, official=OFFICIAL).sign_in()
    try:
        desk.key("Ctrl+2")
        assert desk.window.page_name == "counter"
        assert not desk.find("page_day").isVisible()
    finally:
        desk.close()


def test_the_head_sees_the_day_gives_help_and_closes_it(desk):
    desk.crowd(6)
    desk.happen(v.AskHelp())
    desk.sign_in().key("Ctrl+2")
    assert desk.window.page_name == "day"
    assert desk.text("day_taken") == "6"
    desk.key("F8")
    assert desk.window.page_name == "counter", "whoever calls sees whom"
    desk.settle()
    desk.key("F12")
    desk.settle()
    desk.key("Ctrl+2")
    desk.tap("give_help_counter-1")
    desk.until(lambda: not desk.node.day.help)
    desk.key("Ctrl+P")
    desk.until(lambda: desk.find("slip").isVisible())
    assert not desk.find("slip").pixmap().isNull()
    desk.key("Ctrl+D")
    desk.until(lambda: desk.node.day.closed_by == "cb00")


def test_the_slip_of_a_closed_day_has_the_books_last_line_after_a_restart(desk):
    desk.sign_in().key("Ctrl+2").key("Ctrl+P")
    desk.until(lambda: desk.find("slip").isVisible())
    desk.key("Ctrl+D")
    desk.until(lambda: desk.node.day.closed_by == "cb00")
    desk.settle()
    day = desk.node.day
    assert len(day.head_hash) >= 32 and day.head_seq > 0
    assert any(day.head_hash in str(block) for block in DayClose(desk.post).slip().blocks)


def test_the_idle_page_shows_who_is_next_in_the_order_of_the_calls(desk):
    desk.crowd(14)
    desk.sign_in()
    desk.settle()
    foretold = [ticket.id for ticket in next_in_line(desk.node.day, desk.node.setup, 1, desk.clock(), 4)]
    assert [desk.text(f"next_{place}_number").replace(" ", "") for place in range(4)] == foretold
    called = []
    for _ in foretold:
        called.append(desk.happen(v.CallNext(counter=1)).facts[-1].ticket)
        desk.happen(v.EndService(counter=1))
    assert called == foretold


def test_signing_out_needs_an_empty_counter(desk):
    desk.arrive()
    desk.sign_in().key("F8")
    desk.settle()
    desk.key("Ctrl+Q")
    desk.settle()
    assert "đăng xuất" in desk.text("notice_text")
    desk.key("F12")
    desk.settle()
    desk.forget_last_press().key("Ctrl+Q")
    desk.until(lambda: desk.window.page_name == "sign_in")


def test_the_strip_stays_on_top_and_never_takes_the_keyboard(desk, watch):
    # Said by the offscreen platform of any window that stays on top.
    watch.expected += ["does not support raise", "does not support propagateSizeHints"]
    ticket = desk.arrive()
    desk.sign_in().key("Ctrl+M")
    strip = desk.window.strip
    assert strip.isVisible() and not desk.window.isVisible()
    flags = strip.windowFlags()
    assert flags & Qt.WindowType.WindowDoesNotAcceptFocus and flags & Qt.WindowType.WindowStaysOnTopHint
    assert strip.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert all(b.focusPolicy() == Qt.FocusPolicy.NoFocus for b in strip.buttons.values())
    strip.buttons["call_next"].click()
    desk.expect(ticket, "called")
    assert strip.number.text() == "A 001"
    desk.window.do("call_next")
    assert "F2" in strip.notice.text() and strip.notice.isVisible(), "a refusal is seen on the strip too"
    strip.widen.click()
    assert desk.window.isVisible() and not strip.isVisible()


def test_nothing_comes_to_the_front_or_opens_by_itself():
    code = "\n".join(path.read_text("utf-8") for path in Path("counter_app").glob("*.py"))
    for word in ("activateWindow", "raise_", "QMessageBox", "QDialog", r"\.alert\(", "QSystemTrayIcon"):
        assert not re.search(word, code), word


def test_every_action_has_a_key_of_its_own_and_shows_it(desk):
    desk.sign_in()
    assert len({action.key for action in EVERY}) == len(EVERY)
    for action in EVERY:
        button = desk.find(action.name)
        assert button.cap.text() == action.key
        assert action.key in button.accessibleName()


def test_qt_leaves_the_count_of_none_alone(desk):
    """A Qt binding built for Python 3.12 lets None run out on 3.11: the program would die after some hours."""
    import sys

    before = sys.getrefcount(None)
    for _ in range(2000):
        desk.window.setObjectName("window")
    assert sys.getrefcount(None) > before - 1000
