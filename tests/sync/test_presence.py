"""The box knows which machines are here, and says of one that fell silent what to look at."""

import pytest

from center import verbs as v
from tests.sync.live_box import LiveBox, Stream, wait_for


@pytest.fixture
def box(folder, clock):
    made = LiveBox(folder, clock)
    yield made
    made.close()


def faults(box: LiveBox) -> dict:
    box.box.presence.look_around()
    return {machine: fault for (machine, device), fault in box.book.look(lambda b: dict(b.day.faults)).result().items()
            if device == "machine"}


def test_a_machine_that_listens_is_here_however_quiet_it_is(box, clock):
    stream = Stream(box, "hall")
    stream.until("beat")
    clock.forward(3600)
    assert faults(box) == {}
    (row,) = box.get("/machines", "kiosk-1").json()[:1]
    assert row["name"] == "hall" and row["role"] == "hall" and row["streaming"] == 1
    stream.close()
    wait_for(lambda: box.box.presence.rows()[0].streaming == 0)
    assert faults(box) == {}
    clock.forward(21)
    assert "«hall»" in faults(box)["hall"].remedy and faults(box)["hall"].fault == "away"


def test_it_is_told_once_and_taken_back_when_the_machine_is_heard(box, clock):
    box.ask(v.TakeNumber(field="ho-tich"))
    clock.forward(30)
    assert faults(box).keys() == {"kiosk-1"}
    head = box.book.journal.head.seq
    assert faults(box).keys() == {"kiosk-1"} and box.book.journal.head.seq == head
    box.ask(v.TakeNumber(field="ho-tich"))
    assert faults(box) == {}


def test_a_box_that_was_restarted_meanwhile_takes_its_word_back_too(box, clock):
    box.ask(v.TakeNumber(field="ho-tich"))
    clock.forward(30)
    assert faults(box).keys() == {"kiosk-1"}
    box.stop()
    box.start()
    assert faults(box).keys() == {"kiosk-1"}
    box.ask(v.TakeNumber(field="ho-tich"))
    assert faults(box) == {}
