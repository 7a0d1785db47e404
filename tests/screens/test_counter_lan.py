"""The counter's window on a real node and a real box: what is ended by hand reaches the book exactly once."""

import time

import pytest
from PySide6.QtWidgets import QApplication

from center import verbs as v
from center.facts import ServedByHand, ServiceEnded
from center.tickets import DONE
from counter_app.post import Post
from counter_app.window import Window
from screen.fonts import load_fonts
from sync import line_to_box, node
from tests.sync.live_box import Line, LiveBox

IN_TIME = 8.0


@pytest.fixture
def counter(folder, clock, monkeypatch):
    """The box, a line to it, and counter 1's window behind the line."""
    monkeypatch.setattr(line_to_box, "SILENCE_SECONDS", 0.6)
    for name, value in (("SILENT_AFTER", 1.5), ("UPKEEP_SECONDS", 0.1), ("RECONNECT_SECONDS", (0.05, 0.1))):
        monkeypatch.setattr(node, name, value)
    QApplication.instance() or QApplication([])
    load_fonts()
    box = LiveBox(folder / "box", clock)
    line = Line(box)
    opened = box.node("counter-1", folder / "counter-1", line.url)
    post = Post(opened, 1, fixed=True)
    window = Window(post)
    window.show()
    yield box, line, window
    post.leave()
    window.close()
    window.deleteLater()
    opened.close()
    line.close()
    box.close()


def until(true) -> None:
    end = time.monotonic() + IN_TIME
    while not true():
        assert time.monotonic() < end, "did not come about"
        QApplication.processEvents()
        time.sleep(0.005)


@pytest.mark.parametrize("answered", [True, False], ids=["cut", "answer lost"])
def test_the_ticket_in_hand_ended_by_hand_reaches_the_box_once(counter, clock, answered):
    box, line, window = counter
    post = window.post
    for verb in (v.TakeNumber(field="ho-tich"), v.SignIn(counter=1, official="cb01"), v.CallNext(counter=1)):
        assert box.ask(verb, "counter-1").ok
    until(lambda: post.ticket is not None and window.page_name == "counter")
    line.put("cut" if answered else "mute")
    if not answered:
        window.do("start_service")  # the box hears it; nobody at the counter learns that it did
        until(lambda: box.book.day.tickets["A001"].state == "serving")
    until(lambda: window.page_name == "by_hand" and not post.under_way)
    for action in ("start_service", "end_service"):
        window.do(action)
        clock.forward(20)
    until(lambda: post.node.day.tickets["A001"].state == DONE)
    if answered:
        assert box.book.day.tickets["A001"].state == "called"
    else:
        until(lambda: box.book.day.tickets["A001"].state == DONE)  # what is handed up arrives, its answer does not
    line.put("open")
    until(lambda: box.book.day.tickets["A001"].state == DONE)
    until(lambda: post.node.link.state == "linked" and post.node.link.unsent == 0 and window.page_name == "counter")
    told = [entry.fact for entry in box.book.journal.entries() if isinstance(entry.fact, ServedByHand | ServiceEnded)]
    assert [(type(fact), fact.ticket) for fact in told] == [(ServedByHand, "A001")]
    desk = box.book.day.desk(1)
    assert (desk.ticket, desk.served_today, box.book.day.doubts) == (None, 1, [])
    assert post.ticket is None and post.node.day.desk(1).served_today == 1
