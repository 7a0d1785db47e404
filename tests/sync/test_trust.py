"""Who asks is known by a token the box itself does not hold, and guessing a PIN ends soon."""

import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from center.errors import NotSignedIn, TooEarly
from center.facts import FreeRated, NumberTaken, Rated, ServedByHand, TicketCalled
from center.verbs import VERBS, CallNext, GrantLease, Rate, ReportDevice, TakeNumber
from sync.journal import Journal
from sync.troubles import NotEnrolled, WrongToken
from sync.trust import (
    ALLOWED,
    STATED,
    Enrolled,
    Enrolment,
    PinGuard,
    WrongPin,
    check_pin,
    hash_pin,
    may_state,
    without_pins,
)
from sync.wire import UnknownFact

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
KIOSK = Enrolment("kiosk-1", "kiosk")


@pytest.fixture
def enrolled(folder):
    journal = Journal(folder / "center.db", "box")
    made = Enrolled(journal)
    yield made
    made.close()
    journal.close()


# Machines --------------------------------------------------------------------------------


def test_a_machine_is_known_by_its_token(enrolled):
    token = enrolled.enrol("kiosk-1", "kiosk")
    other = enrolled.enrol("quay-1", "counter")
    assert len(token) >= 43 and token != other
    assert enrolled.machine_asking(f"Bearer {token}", "192.168.1.7") == KIOSK
    assert enrolled.find_machine(other) == Enrolment("quay-1", "counter")
    assert enrolled.machines() == [KIOSK, Enrolment("quay-1", "counter")]


def test_the_token_is_nowhere_in_the_boxs_files(enrolled, folder):
    token = enrolled.enrol("kiosk-1", "kiosk")
    assert all(token.encode() not in file.read_bytes() for file in folder.iterdir())


def test_a_new_token_voids_the_old_and_a_revoked_machine_is_out(enrolled):
    old = enrolled.enrol("kiosk-1", "kiosk")
    new = enrolled.enrol("kiosk-1", "kiosk")
    assert enrolled.find_machine(old) is None and enrolled.find_machine(new) == KIOSK
    assert enrolled.revoke("kiosk-1") and not enrolled.revoke("kiosk-1") and not enrolled.revoke("kiosk-2")
    assert enrolled.find_machine(new) is None and enrolled.machines() == []


@pytest.mark.parametrize("said", ["Bearer x", "Bearer", "Basic abc", "Bearer \x00", "Bearer " + "x" * 9000, "\udcff"])
def test_a_wrong_token_is_refused_even_on_this_pc(enrolled, said):
    enrolled.enrol("kiosk-1", "kiosk")
    for host in ("192.168.1.7", "127.0.0.1"):
        with pytest.raises(WrongToken):
            enrolled.machine_asking(said, host, "kiosk-1", "kiosk")


def test_without_a_token_only_this_pc_is_believed(enrolled):
    for host in ("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"):
        assert enrolled.machine_asking("", host, "kiosk-1", "kiosk") == KIOSK
    for host in ("192.168.1.7", "::ffff:192.168.1.7", "", "localhost", "127.0.0.1.example.vn", "fe80::1%eth0"):
        with pytest.raises(NotEnrolled):
            enrolled.machine_asking("", host, "kiosk-1", "kiosk")
    for name, role in (("", "kiosk"), ("kiosk-1", "head"), ("a b", "kiosk"), ("x" * 41, "kiosk")):
        with pytest.raises(NotEnrolled):
            enrolled.machine_asking("", "127.0.0.1", name, role)


@pytest.mark.parametrize(("name", "role"), [("", "kiosk"), ("Kiosk 1", "kiosk"), ("kiosk-1", "king")])
def test_nonsense_is_not_enrolled(enrolled, name, role):
    with pytest.raises(ValueError):
        enrolled.enrol(name, role)


def test_every_verb_has_a_role_that_may_ask_it_and_none_may_ask_more():
    assert set().union(*ALLOWED.values()) == set(VERBS.values()) and ALLOWED.keys() == STATED.keys()
    assert {role for role, verbs in ALLOWED.items() if CallNext in verbs} == {"counter"}
    assert {role for role, verbs in ALLOWED.items() if Rate in verbs} == {"rating"}
    assert {role for role, verbs in ALLOWED.items() if GrantLease in verbs} == {"kiosk"}
    assert TakeNumber in ALLOWED["kiosk"] and ALLOWED["hall"] == {ReportDevice}


def test_a_machine_hands_up_only_facts_of_its_role_in_its_own_name():
    number = NumberTaken(
        at=AT, day=DAY, ticket="A981", series="A", number=981, field="a", priority="thuong", machine="kiosk-1"
    )
    called = TicketCalled(at=AT, day=DAY, ticket="A981", counter=1, official="cb01", rule="chosen")
    by_hand = ServedByHand(
        at=AT, day=DAY, ticket="A981", counter=1, official="cb01", field="a", started_at=AT, ended_at=AT
    )
    rated = Rated(at=AT, day=DAY, ticket="A981", counter=1, value=5, machine="rate-1")
    assert may_state(KIOSK)(number) and not may_state(Enrolment("kiosk-2", "kiosk"))(number)
    assert may_state(Enrolment("quay-1", "counter"))(by_hand) and not may_state(KIOSK)(by_hand)
    assert may_state(Enrolment("rate-1", "rating"))(rated)
    assert not may_state(Enrolment("rate-1", "rating"))(FreeRated(at=AT, day=DAY, value=5, machine="rate-2"))
    for role in ALLOWED:
        assert not may_state(Enrolment("x", role))(called)
        assert may_state(Enrolment("x", role))(UnknownFact(kind="New", v=1, text="{}", at=AT, day=DAY))


def test_officials_pins_leave_the_setup_and_it_stays_toml():
    pin = hash_pin("2468")
    text = f"""
operator_pin_hash = "{pin}"  # mã trang vận hành
[[officials]]
code = "cb01"
pin_hash = "{pin}"
name = "…"
[[officials]]
pin_hash='{pin}'
code = "cb02"
[more]
people = [{{ code = "cb03", pin_hash = "{pin}" }}, {{ pin_hash = "{pin}", code = "cb04" }}]
"""
    left = tomllib.loads(without_pins(text))
    assert left == {
        "operator_pin_hash": pin,
        "officials": [{"code": "cb01", "name": "…"}, {"code": "cb02"}],
        "more": {"people": [{"code": "cb03"}, {"code": "cb04"}]},
    }


def test_another_setup_is_another_version():
    assert Enrolled.version("a = 1") == Enrolled.version("a = 1") != Enrolled.version("a = 2")


# PINs ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hashed():
    return hash_pin("2468")


def test_a_pin_is_checked_against_its_hash(hashed):
    assert "2468" not in hashed.split("$") and hash_pin("2468") != hashed
    assert check_pin("2468", hashed) and not check_pin("2469", hashed) and not check_pin("", hashed)


@pytest.mark.parametrize("bad", ["", "2468", "scrypt$0$8$1$" + "0" * 32 + "$" + "0" * 64, "scrypt$99$8$1$x$y",
                                 "scrypt$999999$99$9$" + "0" * 32 + "$" + "0" * 64])  # fmt: skip
def test_a_hash_that_is_none_lets_nobody_in(bad):
    assert not check_pin("2468", bad)


def test_five_wrong_pins_and_the_name_rests(hashed, clock):
    guard = PinGuard()
    left = []
    for _ in range(5):
        with pytest.raises(WrongPin) as no:
            guard.check("cb01", "0000", hashed, clock())
        left.append(str(no.value))
    assert left[0] == "Mã PIN không đúng. Còn 4 lần thử." and left[4] == "Mã PIN không đúng."
    assert isinstance(no.value, NotSignedIn)
    clock.forward(60)
    with pytest.raises(TooEarly) as rest:
        guard.check("cb01", "2468", hashed, clock())
    assert rest.value.wait_seconds == 240 and "4 phút" in str(rest.value)
    guard.check("cb02", "2468", hashed, clock())
    clock.forward(300)
    guard.check("cb01", "2468", hashed, clock())


def test_a_right_pin_forgives_and_a_clock_that_jumps_locks_nobody_out(hashed, clock):
    guard = PinGuard()
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(WrongPin):
                guard.check("cb01", "0000", hashed, clock())
        guard.check("cb01", "2468", hashed, clock())
    for _ in range(5):
        with pytest.raises(WrongPin):
            guard.check("cb01", "0000", hashed, clock())
    clock.put(clock() - timedelta(days=1))
    guard.check("cb01", "2468", hashed, clock())
