"""The small screen above a counter: a visit as it stands there, on every panel, and honest when it is behind."""

import pytest

from center import verbs as v
from kiosk.sign import Sign
from sync.link import Link
from tests.screens.public_screen import PANELS, PublicScreen, morning


@pytest.fixture
def sign_at(folder, clock):
    """`sign_at(panel)`: the sign of counter 1; `.sign`, `.node`."""
    opened = []

    def open_sign(panel: str = "15") -> PublicScreen:
        screen = PublicScreen(panel)
        screen.node = morning(folder, clock, "hall-2", "hall", people=3)
        screen.sign = Sign(screen.node, 1, screen.translation)
        screen.open("Sign.qml", {"sign": screen.sign})
        opened.append(screen)
        return screen

    yield open_sign
    for screen in opened:
        screen.sign.close()
        screen.close(screen.sign)
        screen.node.close()
        screen.node.book.close()


def visit(screen):
    """Every state of a counter in turn, with what is to be seen."""
    node = screen.node
    yield "free"
    node.ask(v.CallNext(counter=1)).result()
    yield "calling"
    node.ask(v.StartService(counter=1)).result()
    yield "serving"
    node.ask(v.EndService(counter=1)).result()
    node.ask(v.Pause(counter=1)).result()
    yield "dark"
    node.show_link(Link("cut", node.now()))
    yield "cut"


@pytest.mark.parametrize("panel", PANELS)
def test_every_state_fits_every_panel(sign_at, panel):
    screen = sign_at(panel)
    faults = []
    for state in visit(screen):
        screen.sign.look()
        for language in ("vi", "en"):
            screen.translation.speak(language)
            screen.settle()
            faults += [f"{state} {language}: {fault}" for fault in screen.faults()]
        screen.translation.speak("vi")
    assert faults == []


def test_a_visit(sign_at):
    screen = sign_at()
    seen = []
    for _ in visit(screen):
        screen.sign.look()
        screen.settle()
        sign = screen.sign
        seen.append((sign.ticket[:1], sign.calling, sign.dark, bool(sign.cutSince)))
    letter = seen[1][0]
    assert letter.isalpha()
    assert seen == [
        ("", False, False, False),
        (letter, True, False, False),
        (letter, False, False, False),
        ("", False, True, False),
        ("", False, True, True),
    ]


def test_it_blinks_only_while_calling(sign_at):
    screen = sign_at()
    states = visit(screen)
    lit = screen.view.rootObject().property
    next(states)
    screen.wait(600)
    assert lit("lit") is True
    next(states)
    screen.sign.look()
    screen.until(lambda: lit("lit") is False)
    next(states)
    screen.sign.look()
    screen.until(lambda: lit("lit") is True)
    screen.wait(600)
    assert lit("lit") is True
