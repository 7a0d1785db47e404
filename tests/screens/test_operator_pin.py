"""The operator's door of a kiosk on the LAN: its PIN comes from the box, and opens only when it is right."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kiosk.app import check_pin
from kiosk.operator import Operator
from sync.machine import Machine
from sync.node import open_node
from tests.sync.live_box import LiveBox


class Door(QObject):
    """What the operator's pages need of *take*."""

    operatorAsked = Signal()

    def __init__(self):
        super().__init__()
        self.open = False

    def show_operator(self):
        self.open = True


def typed(operator: Operator, pin: str) -> None:
    for key in pin:
        operator.press(key)
    operator.press("enter")


def test_only_the_right_pin_opens_the_door_of_a_kiosk_on_the_lan(folder: Path, clock):
    QApplication.instance() or QApplication(["tests"])
    box = LiveBox(folder / "box", clock)
    box.seen_from = "192.168.1.20"
    token = box.enrolled.enrol("kiosk-1", "kiosk")
    node = open_node(Machine("kiosk-1", "kiosk", box.url, token=token, folder=folder / "kiosk"), clock)
    door = Door()
    operator = Operator(node, door, check_pin, lambda: None)
    try:
        assert not any(official.pin_hash for official in node.setup.officials), "theirs stay at the box"
        for wrong in ("", "4321", "12345"):
            typed(operator, wrong)
            assert not door.open
        typed(operator, "1234")
        assert door.open
    finally:
        operator.close()
        node.close()
        box.close()
