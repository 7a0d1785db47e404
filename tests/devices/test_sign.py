"""The signs above the counters: what stands there, to the byte; and a sign that fails holds up nobody."""

import threading
import time
from types import SimpleNamespace

import pytest

from center import verbs as v
from center.signs import SignView, sign_view
from devices import Power
from devices.cabinet import Cabinet
from devices.checked_lines import sealed
from devices.drivers.serial_sign import SerialSign, alpha, mcs, plain
from devices.simulated import simulated
from devices.simulators.line import SimLine
from devices.troubles import NotConnected, SignSilent
from screen.signing import Signs
from sync.local import open_local
from tests.devices.conformance import HEALTH_SECONDS
from tests.devices.patience import until
from tests.screens.public_screen import sample_setup

CALLING, SERVING, ALONE, DARK = (
    SignView(3, "A015", calling=True), SignView(3, "A015"), SignView(3), SignView(3, dark=True),
)  # fmt: skip


@pytest.fixture
def sign():
    """The simulated signs and a driver on their line: `sign.driver`."""
    sign = simulated("sign")
    sign.driver = SerialSign("sim://sign", SimLine("sim://sign", sign))
    yield sign
    sign.driver.close()


# What a sign shows of a day -------------------------------------------------------------------


@pytest.fixture
def desk(folder, clock):
    node = open_local(sample_setup(), folder, clock, machine="counter-1", role="counter", counter=1)
    yield node
    node.close()
    node.book.close()


def test_a_visit_as_it_stands_above_the_counter(desk):
    field = desk.setup.fields[0].id
    assert sign_view(desk.day, 1) == SignView(1, dark=True)
    desk.ask(v.SignIn(counter=1, official=desk.setup.officials[0].code, pin="1234")).result()
    assert sign_view(desk.day, 1) == SignView(1)
    ticket = desk.ask(v.TakeNumber(field=field)).result().ticket
    desk.ask(v.CallNext(counter=1)).result()
    assert sign_view(desk.day, 1) == SignView(1, ticket, calling=True)
    desk.ask(v.StartService(counter=1)).result()
    assert sign_view(desk.day, 1) == SignView(1, ticket)
    desk.ask(v.EndService(counter=1)).result()
    assert sign_view(desk.day, 1) == SignView(1)
    desk.ask(v.Pause(counter=1)).result()
    assert sign_view(desk.day, 1) == SignView(1, dark=True)


# To the byte ----------------------------------------------------------------------------------


def test_our_own_lines():
    assert [mcs(7, view)[:-4] for view in (CALLING, SERVING, ALONE, DARK)] == [
        b"07 B A015 3", b"07 N A015 3", b"07 N - 3", b"07 D",
    ]  # fmt: skip


def test_alpha_signs_as_their_protocol_says():
    packet = bytes(byte & 0x7F for byte in alpha(7, CALLING))
    block = b"\x02AA\x1b cA015 3\x03"
    assert packet == b"\0\0\0\0\0\x01Z07" + block + b"%04X" % sum(block) + b"\x04"
    assert all(byte.bit_count() % 2 == 0 for byte in alpha(7, CALLING))  # even parity in the eighth bit
    assert b"\x1b b" in bytes(byte & 0x7F for byte in alpha(7, SERVING))


def test_plain_signs():
    assert [plain(7, view) for view in (CALLING, ALONE, DARK)] == [b"07A015 3\r", b"073     \r", b"07      \r"]
    assert plain(7, CALLING, 4) == b"07A015\r"


# Over the line --------------------------------------------------------------------------------


def test_several_signs_on_one_line(sign):
    sign.driver = SerialSign("sim://sign?signs=3:07,4:08", SimLine("sim://sign", sign))
    sign.driver.show(CALLING)
    sign.driver.show(SignView(4, "B002"))
    sign.driver.show(SignView(5, "C003"))  # a counter without a sign
    assert sign.shown == {7: "A015 3 blinking", 8: "B002 4"}
    assert sign.driver.health().well
    sign.driver.close()
    assert sign.shown == {7: "", 8: ""}  # nothing old stands there when the program has ended


@pytest.mark.parametrize("fault", ["silent", "mute"])
def test_a_sign_that_does_not_answer(sign, fault):
    sign.set_faults(fault)
    with pytest.raises(SignSilent) as trouble:
        sign.driver.show(CALLING)
    assert trouble.value.remedy
    assert [found.code for found in sign.driver.health().faults] == ["sign_silent"]
    sign.set_faults()
    sign.driver.show(SERVING)
    assert sign.shown == {3: "A015 3"} and sign.driver.health().well


def test_one_dead_sign_darkens_no_other(sign):
    """Signs go dark by themselves after 30 s without a word: health speaks to each, whoever else is dead."""
    sign.driver = SerialSign("sim://sign?signs=3:01,4:02,5:07", SimLine("sim://sign", sign))
    for counter in (3, 4, 5):
        sign.driver.show(SignView(counter, f"A01{counter}"))
    sign.without_power = {1, 2}
    said = len(sign.all)
    health = sign.driver.health()
    assert [fault.code for fault in health.faults] == ["sign_silent"] and health.power is Power.ONLINE
    assert sign.all[said:] == [(7, "A015 5")] and "quầy 3, 4 " in health.faults[0].remedy
    sign.without_power = {1, 2, 7}
    assert sign.driver.health().power is Power.OFFLINE
    sign.without_power = set()
    assert sign.driver.health().well


def test_many_dead_signs_take_no_longer_than_a_look_may(sign):
    counters = ",".join(f"{number}:{number}" for number in range(1, 13))
    sign.driver = SerialSign(f"sim://sign?signs={counters}", SimLine("sim://sign", sign))
    sign.set_faults("silent")
    began = time.monotonic()
    assert sign.driver.health().power is Power.OFFLINE
    assert time.monotonic() - began < HEALTH_SECONDS


def test_an_answer_that_comes_late_or_the_second_time_only(sign):
    """What answers the question before is no answer to this one; a word lost once is said again."""
    sign.driver.show(CALLING)
    sign.say(sealed("03 OK"))
    sign.set_faults("silent")
    with pytest.raises(SignSilent):
        sign.driver.show(SERVING)
    sign.set_faults("mute")
    plain = sign.hear

    def hear(heard):
        plain(heard)
        if len(sign.all) == 3:
            sign.set_faults()

    sign.hear = hear
    sign.driver.show(SERVING)
    assert sign.shown == {3: "A015 3"}


def test_a_counter_beyond_all_addresses_has_no_sign(sign):
    sign.driver.show(SignView(100, "A015"))
    assert sign.all == []


def test_noise_on_the_bus(sign):
    sign.set_faults("garbage")
    sign.driver.show(CALLING)
    assert sign.shown == {3: "A015 3 blinking"} and sign.driver.health().well


def test_unplugged_and_plugged_in_again(sign):
    sign.driver.show(CALLING)
    sign.unplug()
    with pytest.raises(NotConnected):
        sign.driver.show(SERVING)
    assert sign.driver.health().power is Power.OFFLINE
    sign.plug_in()
    sign.driver.show(SERVING)
    assert sign.shown == {3: "A015 3"}


def test_a_sign_that_was_without_power_for_a_moment_is_right_again(sign):
    sign.driver.show(CALLING)
    sign.shown.clear()
    assert sign.driver.health().well and sign.shown == {3: "A015 3 blinking"}


def test_a_sign_that_nobody_speaks_to_goes_dark(sign):
    sign.driver.show(CALLING)
    now = sign.clock()
    sign.clock = lambda: now + 31
    sign.turn(sign.clock())
    assert sign.shown == {3: ""}


def test_signs_that_never_answer_are_not_said_to_be_well():
    line = simulated("sign", "old")
    driver = SerialSign("sim://old?profile=alpha", SimLine("sim://old", line))
    driver.show(CALLING)
    assert driver.health().power is Power.UNKNOWN and not driver.health().faults
    driver.close()


@pytest.mark.parametrize("options", ["profile=morse", "signs=1", "signs=1:0", "signs=a:b", "width=x"])
def test_options_that_no_sign_has(options):
    with pytest.raises(ValueError):
        SerialSign(f"sim://sign?{options}", SimLine("sim://sign", simulated("sign")))


# In a center ----------------------------------------------------------------------------------


class Node:
    """Only what a sign asks of a node."""

    def __init__(self, day):
        self.day, self.told = day, []

    def subscribe(self, wake):
        self.told.append(wake)
        return lambda: self.told.remove(wake)

    def become(self, state: str, ticket: str | None = None, ticket_state: str = "called"):
        tickets = {ticket: SimpleNamespace(id=ticket, state=ticket_state)} if ticket else {}
        desk = SimpleNamespace(state=state, ticket=ticket)
        self.day = SimpleNamespace(desk=lambda counter: desk, tickets=tickets)
        for wake in self.told:
            wake()


@pytest.fixture
def follow():
    """A node, a cabinet with a sign and what binds them; closed at the end."""
    opened = []

    def open_signs(uri: str = "sim://sign", poll_seconds: float = 0.05):
        node = Node(None)
        node.become("closed")
        cabinet = Cabinet({"sign": uri}, poll_seconds=poll_seconds)
        node.cabinet = cabinet
        opened.append((Signs(node, cabinet, lambda: [3]), cabinet))
        return node

    yield open_signs
    for signs, cabinet in opened:
        signs.close()
        cabinet.close()


def test_a_call_a_service_and_an_end(follow):
    node, sign = follow(), simulated("sign")
    for step, stands in (
        (("open",), "3"),
        (("open", "A015"), "A015 3 blinking"),
        (("open", "A015", "serving"), "A015 3"),
        (("paused",), ""),
    ):
        node.become(*step)
        until(lambda stands=stands: sign.shown.get(3) == stands)


def test_a_broken_sign_delays_no_call(follow, expect_log):
    expect_log("sign: sign_silent")
    node, sign = follow("sim://sign?fault=silent"), simulated("sign")
    calls = threading.Thread(target=lambda: [node.become("open", f"A{n:03}") for n in range(1000)])
    calls.start()
    calls.join(5)
    assert not calls.is_alive()
    until(lambda: node.cabinet.health()["sign"].faults, 8)
    sign.set_faults()
    until(lambda: sign.shown.get(3) == "A999 3 blinking", 8)


def test_what_was_overtaken_is_not_shown(follow):
    node, sign = follow(), simulated("sign")
    for number in range(300):
        node.become("open", f"A{number:03}")
    until(lambda: sign.shown.get(3) == "A299 3 blinking")
    assert len(sign.all) < 300


def test_a_sign_that_lost_its_power_shows_again(follow, expect_log):
    expect_log("sign: (link_lost|not_connected)")
    node, sign = follow(), simulated("sign")
    node.become("open", "A015")
    until(lambda: sign.shown.get(3) == "A015 3 blinking")
    sign.unplug()
    sign.shown.clear()
    until(lambda: node.cabinet.health()["sign"].faults, 5)
    node.become("open", "A015", "serving")
    sign.plug_in()
    until(lambda: sign.shown.get(3) == "A015 3", 10)


@pytest.mark.parametrize("profile", ["alpha", "plain"])
def test_a_sign_that_never_answers_tells_its_pulled_cable_and_shows_again(profile):
    """Its line is listened to all the same: a port that is gone says so, and what stood there is written anew."""
    sign, written = simulated("sign"), []
    link = SimLine("sim://sign", sign)
    link.write = written.append
    driver = SerialSign(f"sim://sign?profile={profile}", link)
    driver.show(SignView(3, "A015"))
    assert driver.health().power is Power.UNKNOWN
    sign.unplug()
    assert driver.health().faults and driver.health().power is Power.OFFLINE
    sign.plug_in()
    assert not driver.health().faults and len(written) == 2 and written[0] == written[1]
    driver.close()
