"""The box of buttons beside the rating screen: a press is the tap, its light is the thanks, its loss is no loss."""

import time
from concurrent.futures import Future

import pytest

from center import verbs as v
from devices.buttons import Pressed
from devices.cabinet import Cabinet
from devices.simulated import simulated
from devices.simulators import buttons
from kiosk.pressing import Pressing
from kiosk.rate import Rate
from sync.troubles import DiskFull
from tests.screens.public_screen import PublicScreen, morning
from tests.screens.test_rate import serve


@pytest.fixture
def rating(folder, clock):
    """`rating(counter)`: the rating screen with a simulated box; `.rate`, `.node`, `.box`, `.cabinet`."""
    opened = []

    def open_rating(counter: int = 1) -> PublicScreen:
        screen = PublicScreen("10.1")
        screen.node = morning(folder, clock, "rate-1", "rating", counter=1)
        screen.plain_ask = screen.node.ask
        screen.rate = Rate(screen.node, screen.visitor, screen.touch, counter)
        screen.cabinet = Cabinet({"buttons": "sim://buttons"}, poll_seconds=0.05)
        screen.pressing = Pressing(screen.rate, screen.cabinet)
        screen.cabinet.on_press(screen.pressing.pressed.emit)
        screen.box = simulated("buttons")
        screen.open("Rate.qml", {"rate": screen.rate, "visitor": screen.visitor})
        screen.until(lambda: screen.cabinet.health()["buttons"].well)
        opened.append(screen)
        return screen

    yield open_rating
    for screen in opened:
        screen.cabinet.close()
        screen.rate.close()
        screen.close(screen.rate, screen.pressing)
        screen.node.close()
        screen.node.book.close()
    buttons._boxes.clear()


def asked(screen) -> str:
    ticket = serve(screen)
    screen.until(lambda: screen.rate.page == "ask")
    return ticket


def test_a_press_is_the_tap_on_that_face(rating):
    screen = rating()
    ticket = asked(screen)
    first = screen.rate.levels[0]["value"]
    screen.box.press(1)
    screen.until(lambda: screen.rate.page == "thanks")
    assert screen.rate.chosen == first and screen.node.day.tickets[ticket].rating == first
    screen.until(lambda: screen.box.lights[1] == "on")
    screen.rate._clear.timeout.emit()
    screen.until(lambda: screen.box.lights[1] == "off")


def test_the_light_waits_for_the_disk(rating):
    screen = rating()
    asked(screen)
    kept: Future = Future()
    screen.node.ask = lambda verb: kept if isinstance(verb, v.Rate) else screen.plain_ask(verb)
    screen.box.press(2)
    screen.until(lambda: screen.rate.chosen != -1)
    screen.wait(150)
    assert "on" not in screen.box.lights.values() and screen.rate.page == "ask"
    kept.set_result(None)
    screen.until(lambda: screen.box.lights[2] == "on")


def test_no_light_for_what_could_not_be_kept(rating, expect_log):
    expect_log("a rating could not be kept")
    screen = rating()
    asked(screen)
    full: Future = Future()
    full.set_exception(DiskFull("full"))
    screen.node.ask = lambda verb: full if isinstance(verb, v.Rate) else screen.plain_ask(verb)
    screen.box.press(1)
    screen.until(lambda: screen.rate.page == "sorry")
    screen.wait(100)
    assert "on" not in dict(screen.box.lit).values()


def test_one_press_counts_for_one_served_ticket(rating):
    screen = rating()
    ticket = asked(screen)
    screen.box.set_faults("bouncing")
    for button in (1, 2, 3, 4):
        screen.box.press(button)
    screen.until(lambda: screen.rate.page == "thanks")
    screen.wait(100)
    assert [(row.ticket, row.value) for row in screen.node.day.ratings] == [(ticket, screen.rate.levels[0]["value"])]


def test_a_press_while_nothing_is_asked_is_for_nobody(rating):
    screen = rating()
    screen.box.press(4)
    screen.until(lambda: screen.box._waiting is None)
    screen.wait(50)
    asked(screen)
    screen.wait(50)
    assert screen.rate.page == "ask" and screen.rate.chosen == -1 and not screen.node.day.ratings


def test_a_press_of_before_the_question_that_is_told_late_is_for_nobody(rating):
    """A box repeats a press three times over a bad line: by then the next person may be asked."""
    screen = rating()
    pressed_at = time.monotonic()
    asked(screen)
    screen.pressing.pressed.emit(Pressed(4, pressed_at))
    screen.wait(50)
    assert screen.rate.page == "ask" and not screen.node.day.ratings
    screen.pressing.pressed.emit(Pressed(1, time.monotonic()))
    screen.until(lambda: screen.rate.page == "thanks")


def test_a_free_standing_box_counts_its_own_taps(rating):
    screen = rating(counter=0)
    screen.box.press(4)
    screen.until(lambda: screen.rate.page == "thanks")
    assert [(row.ticket, row.value) for row in screen.node.day.ratings] == [("", screen.rate.levels[3]["value"])]


def test_a_tap_on_the_screen_lights_the_box_too(rating):
    screen = rating()
    asked(screen)
    screen.tap(f"face-{screen.rate.levels[1]['value']}")
    screen.until(lambda: screen.box.lights[2] == "on")


def test_a_box_that_vanishes_leaves_the_faces(rating, expect_log):
    expect_log("buttons: (link_lost|not_connected)")
    screen = rating()
    asked(screen)
    screen.box.unplug()
    screen.until(lambda: screen.cabinet.health()["buttons"].faults, 8)
    assert "Kiểm tra dây" in screen.cabinet.health()["buttons"].faults[0].remedy
    screen.tap(f"face-{screen.rate.levels[0]['value']}")
    screen.until(lambda: screen.rate.page == "thanks")
    assert len(screen.node.day.ratings) == 1
