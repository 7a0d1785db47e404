"""What a clerk imports on the box is shown at the kiosk, without either being started anew."""

from dataclasses import replace
from threading import Event

import pytest

from sync import box as box_module
from sync import node as node_module
from sync.catalogue import CURRENT, FOLDER, Shelf, catalogue, keep
from sync.catalogue_files import read_json
from sync.line_to_box import LineToBox
from sync.reference import catalogue as shipped
from tests.sync.live_box import Line, LiveBox, wait_for


@pytest.fixture(autouse=True)
def brisk(monkeypatch):
    monkeypatch.setattr(box_module, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(node_module, "CATALOGUE_AGAIN_SECONDS", 0.2)


@pytest.fixture
def box(brisk, folder, clock):
    made = LiveBox(folder / "box", clock)
    yield made
    made.close()


@pytest.fixture
def open_node(box, folder):
    opened = []

    def opening(name: str, **how):
        opened.append(box.node(name, folder / name, **how))
        return opened[-1]

    yield opening
    for node in opened:
        node.close()


def issue(version: int):
    """A catalogue of the province, put into the box's folder as `python -m sync catalogue import` does."""
    first, *others = shipped().procedures
    return replace(shipped(), version=version, procedures=(replace(first, remark=f"bản {version}"), *others))


def test_the_box_hands_out_its_catalogue_and_notices_an_import(box):
    answer = box.get("/catalogue")
    assert answer.status_code == 200 and read_json(answer.content) == shipped()
    first = answer.headers["X-Catalogue"]
    keep(box.folder, issue(2))
    answer = box.get("/catalogue")
    assert answer.headers["X-Catalogue"] != first and read_json(answer.content) == issue(2)


def test_a_kiosk_takes_over_what_was_imported_while_it_ran(box, open_node):
    kiosk, hall = open_node("kiosk-1"), open_node("hall")
    wait_for(lambda: kiosk.link.state == "linked")
    assert not (kiosk.machine.folder / FOLDER).exists(), "nothing to fetch: both came with the same program"
    keep(box.folder, issue(2))
    wait_for(lambda: catalogue(kiosk.machine.folder) == issue(2))
    keep(box.folder, issue(3))
    wait_for(lambda: catalogue(kiosk.machine.folder) == issue(3))
    assert not (hall.machine.folder / FOLDER).exists(), "a hall screen tells nobody what to bring"


def test_a_slow_line_is_not_asked_again_while_it_still_answers(box, open_node, monkeypatch):
    asked, answered, fetch = [], Event(), LineToBox.catalogue

    def slowly(line):
        asked.append(line)
        assert answered.wait(20)
        return fetch(line)

    monkeypatch.setattr(LineToBox, "catalogue", slowly)
    kiosk = open_node("kiosk-1")
    wait_for(lambda: kiosk.link.state == "linked")
    keep(box.folder, issue(2))
    wait_for(lambda: asked)
    beats, again = [], kiosk._compare_catalogues
    monkeypatch.setattr(kiosk, "_compare_catalogues", lambda mark: (beats.append(mark), again(mark)))
    wait_for(lambda: len(beats) > 6)  # the time of three further fetches
    assert len(asked) == 1
    answered.set()
    wait_for(lambda: catalogue(kiosk.machine.folder) == issue(2))


def test_a_line_that_loses_answers_keeps_what_the_kiosk_has(box, open_node):
    line = Line(box)
    try:
        kiosk = open_node("kiosk-1", url=line.url)
        wait_for(lambda: kiosk.link.state == "linked")
        line.put("cut")
        keep(box.folder, issue(2))
        wait_for(lambda: kiosk.link.state == "cut")
        assert catalogue(kiosk.machine.folder) == shipped()
        line.put("open")
        wait_for(lambda: catalogue(kiosk.machine.folder) == issue(2))
    finally:
        line.close()


def test_a_catalogue_that_the_kiosk_cannot_read_changes_nothing(box, open_node, watch, expect_log, monkeypatch):
    kiosk = open_node("kiosk-1")
    wait_for(lambda: kiosk.link.state == "linked")
    expect_log("the box's catalogue was not taken")
    monkeypatch.setattr(Shelf, "octets", property(lambda shelf: b'{"version": 2'))
    keep(box.folder, issue(2))
    wait_for(lambda: watch.seen)
    assert catalogue(kiosk.machine.folder) == shipped()
    assert not (kiosk.machine.folder / FOLDER / CURRENT).exists()
