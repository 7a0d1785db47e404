"""Every verb has its rule, every rule answers with facts of its own day, and a press repeated harms nobody."""

from dataclasses import fields
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center import facts as f
from center import verbs as v
from center.errors import Refusal
from center.rules import ALONE, RULES, due
from center.verbs import VERBS
from tests.center.a_center import EIGHT, TODAY, Center


def test_every_verb_is_answered_by_one_rule():
    assert set(RULES) | {v.OpenDay} == set(VERBS.values())


def test_what_a_machine_decides_alone_the_box_can_decide_too():
    assert set(ALONE) <= set(RULES)


@pytest.mark.parametrize("verb", sorted(set(RULES) - set(ALONE), key=lambda verb: verb.__name__))
def test_the_rest_needs_the_box(verb):
    with pytest.raises(KeyError):
        Center().ask_alone(verb.__new__(verb))


VALUES = {
    "field": ["ho-tich", "dat-dai", "la"], "priority": ["thuong", "cao_tuoi", "cap_cuu", "la"],
    "ticket": ["A001", "A002", "A003", "B001", "A999", "", "la"], "counter": [1, 2, 3, 0, 9],
    "official": ["cb01", "cb02", "la", ""], "reason": ["", "việc gấp"], "to_field": ["dat-dai", "la"],
    "to_counter": [None, 1, 2, 9], "minutes": [None, 0, 5, -1, 1000], "procedure": ["1.001193", ""],
    "procedures": [(), ("1.001193",)], "appointment_at": [None, EIGHT, EIGHT + timedelta(hours=1)],
    "returning": [False, True], "series": ["A", "Z"], "size": [-1, 0, 5, 10_000], "days_ahead": [0, 3, -2],
    "by": ["citizen", "official"], "started_at": [EIGHT, EIGHT + timedelta(minutes=9)],
    "ended_at": [EIGHT, EIGHT + timedelta(minutes=19)], "pin": [""], "value": [1, 5, 0, 99],
    "reasons": [(), ("cho_lau",), ("la",)], "device": ["printer"], "fault": ["", "paper_out"], "remedy": ["Thay giấy."],
    "help_machine": ["kiosk-1", "la"], "force": [False], "nonce": ["", "n1"], "machine": ["kiosk-1", "kiosk-2"],
    "words": [(), ("hộ chiếu",), ("x" * 99,) * 9],
}  # fmt: skip
ANY_VERB = st.sampled_from(sorted(RULES, key=lambda verb: verb.__name__)).flatmap(
    lambda verb: st.builds(verb, **{field.name: st.sampled_from(VALUES[field.name]) for field in fields(verb)})
)


@given(st.lists(ANY_VERB, max_size=60))
def test_any_presses_in_any_order_bring_facts_or_a_sentence(presses):
    """No press, however foolish, is a bug: facts of today that fold without contradiction, or a whole sentence."""
    center = Center(manned=(1, 2))
    center.take()
    center.take("dat-dai")
    for verb in presses:
        center.after(seconds=30)
        try:
            told = center.ask(verb)
        except Refusal as no:
            assert str(no).strip()[-1] in ".!" and str(no)[0].isupper()
            continue
        assert all(fact.day == TODAY and fact.at == center.at for fact in told)
        center.pass_time()
    # A visit typed in by hand may name a number that was given meanwhile; nothing else contradicts.
    assert all(doubt.startswith("ServedByHand") for doubt in center.day.doubts)


def test_time_alone_brings_each_thing_about_once():
    center = Center(manned=(1,))
    center.take()
    center.call()
    center.ask(v.Hold(counter=1, reason="chờ", minutes=5))
    center.after(minutes=5)
    (fact,) = due(center.day, center.setup, center.at)
    assert isinstance(fact, f.TicketReleased)
    center.happen((fact,))
    assert due(center.day, center.setup, center.at) == ()


# Machines and their devices -------------------------------------------------------------------------


def test_a_trouble_told_again_is_no_news():
    center = Center()
    trouble = v.ReportDevice(machine="kiosk-1", device="printer", fault="paper_out", remedy="Thay giấy.")
    assert len(center.ask(trouble)) == 1
    assert center.ask(trouble) == ()
    assert [(key, one.fault) for key, one in center.day.faults.items()] == [(("kiosk-1", "printer"), "paper_out")]
    assert len(center.ask(v.ReportDevice(machine="kiosk-1", device="printer"))) == 1
    assert center.ask(v.ReportDevice(machine="kiosk-1", device="printer")) == ()
    assert center.day.faults == {}


@pytest.mark.parametrize(("fault", "left"), [("paper_out", 0), ("paper_low", 0), ("offline", 1)])
def test_new_paper_heals_only_what_paper_can(fault, left):
    center = Center()
    center.ask(v.ReportDevice(machine="kiosk-1", device="printer", fault=fault))
    center.ask(v.ChangePaper(machine="kiosk-1"))
    assert len(center.day.faults) == left


def test_help_is_asked_once_and_given_once():
    center = Center()
    assert len(center.ask(v.AskHelp(machine="kiosk-1"))) == 1
    assert center.ask(v.AskHelp(machine="kiosk-1")) == ()
    assert len(center.ask(v.GiveHelp(help_machine="kiosk-1", official="cb01"))) == 1
    assert center.ask(v.GiveHelp(help_machine="kiosk-1", official="cb01")) == ()
