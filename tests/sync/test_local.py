"""The node of samples and tests keeps the promises of the real one, without a network."""

import pytest

from center import verbs as v
from center.errors import NotSignedIn
from center.setup_file import read_setup
from sync.link import Link
from sync.local import open_local
from sync.reference import defaults
from sync.troubles import Unreachable
from tests.sync.live_box import PIN, SETUP_TEXT


@pytest.fixture
def kiosk(folder, clock):
    node = open_local(read_setup(SETUP_TEXT, defaults()), folder, clock)
    yield node
    node.close()
    node.book.close()


def test_two_machines_look_at_one_book(kiosk, folder, clock):
    hall = open_local(kiosk.setup, folder, clock, machine="hall", role="hall", book=kiosk.book)
    woken = []
    leave = hall.subscribe(lambda: woken.append(hall.day.waiting_count()))
    before = hall.day
    assert kiosk.ask(v.TakeNumber(field="ho-tich")).result().ticket == "A001"
    assert woken == [1] and hall.day is not before and not before.tickets
    leave()
    hall.close()
    kiosk.ask(v.TakeNumber(field="ho-tich")).result()
    assert woken == [1] and len(hall.day.tickets) == 1


def test_a_cut_line_a_pin_and_another_day(kiosk, clock):
    with pytest.raises(NotSignedIn):
        kiosk.ask(v.SignIn(counter=1, official="cb00", pin="0000")).result()
    kiosk.ask(v.SignIn(counter=1, official="cb00", pin=PIN)).result()
    kiosk.show_link(Link("cut", clock()))
    with pytest.raises(Unreachable):
        kiosk.ask(v.TakeNumber(field="ho-tich")).result()
    kiosk.show_link(Link("linked", clock()))
    clock.forward(86_400)
    kiosk.ask(v.TakeNumber(field="ho-tich")).result()
    assert str(kiosk.day.day) == "2026-11-24" and list(kiosk.day.tickets) == ["A001"]
