"""A whole small center on a bad LAN: real box, real nodes, lines that are cut, stalled and mute while people press."""

import random
import threading

import pytest

from center import verbs as v
from center.errors import Refusal
from center.tickets import CANCELLED
from sync import box as box_module
from sync import line_to_box as line_module
from sync import node as node_module
from sync.troubles import Trouble
from tests.sync.live_box import Line, LiveBox, wait_for


@pytest.fixture(autouse=True)
def brisk(monkeypatch):
    monkeypatch.setattr(box_module, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(line_module, "SILENCE_SECONDS", 0.6)
    for name, value in (("SILENT_AFTER", 0.6), ("UPKEEP_SECONDS", 0.1), ("RECONNECT_SECONDS", (0.05, 0.1))):
        monkeypatch.setattr(node_module, name, value)


@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_holds_a_number_twice_and_no_number_is_lost(folder, clock, seed):
    chance = random.Random(seed)
    box = LiveBox(folder / "box", clock)
    lines = {name: Line(box) for name in ("kiosk-1", "kiosk-2", "counter-1")}
    nodes = {name: box.node(name, folder / name, line.url) for name, line in lines.items()}
    paper: list[str] = []
    over = threading.Event()

    def press(kiosk: str) -> None:
        while not over.wait(0.02):
            try:
                paper.append(nodes[kiosk].ask(v.TakeNumber(field="ho-tich")).result(5).ticket)
            except (Refusal, Trouble):
                pass

    def serve() -> None:
        while not over.wait(0.05):
            for verb in (v.SignIn(counter=1, official="cb01"), v.CallNext(counter=1), v.StartService(counter=1)):
                try:
                    nodes["counter-1"].ask(verb).result(5)
                except (Refusal, Trouble):
                    pass

    try:
        for kiosk in ("kiosk-1", "kiosk-2"):
            wait_for(lambda kiosk=kiosk: len(nodes[kiosk].day.leases) == len(nodes[kiosk].setup.fields))
        people = [threading.Thread(target=press, args=(kiosk,)) for kiosk in ("kiosk-1", "kiosk-2")]
        people.append(threading.Thread(target=serve))
        for person in people:
            person.start()
        for turn in range(12):
            lines[chance.choice(list(lines))].put(chance.choice(("cut", "stall", "mute", "open")))
            if turn == 6:
                box.stop()
                box.start()
            over.wait(0.25)
        over.set()
        for person in people:
            person.join()
        for line in lines.values():
            line.put("open")

        def told(node) -> bool:
            head = box.book.journal.head.seq
            return node.link.state == "linked" and node.link.unsent == 0 and node._view.place == head

        for node in nodes.values():
            wait_for(lambda node=node: told(node) and not node._view.own, 10)
        wait_for(lambda: all(told(node) for node in nodes.values()))
        day = box.book.look(lambda book: book.day.after(())).result()
        assert len(paper) > 20 and len(paper) == len(set(paper)), "one number, one paper"
        assert set(paper) <= {name for name, ticket in day.tickets.items() if ticket.state != CANCELLED}
        called = [call.ticket for call in day.calls if not call.recall]
        assert len(called) == len(set(called)) and not day.doubts
        for node in nodes.values():
            assert node.day.tickets == day.tickets and node.day.counters == day.counters, node.machine.id
        assert box.book.look(lambda book: book.journal.verify().whole).result()
    finally:
        over.set()
        for node in nodes.values():
            node.close()
        for line in lines.values():
            line.close()
        box.close()
