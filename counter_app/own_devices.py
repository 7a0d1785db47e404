"""The devices of this PC in the window's foot: what is in trouble by name, the rest counted."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.parts import label, restyle
from counter_app.style import STEP
from screen.equipment import GOOD, UNKNOWN, WARNED, WRONG, device_rows
from screen.translation import translate

TONES = {GOOD: "serving", WARNED: "called", UNKNOWN: "", WRONG: "cut"}
SIGNS = {WARNED: "i", UNKNOWN: "?", WRONG: "!"}  # the state is never told by colour alone
NAMED = 2


class OwnDevices(QWidget):
    """At most NAMED chips with names, the worst first, and one for the worst of the rest; sentences in the tool tip.

    What is not here by intention is no news to an official.
    """

    def __init__(self, cabinet=None):
        super().__init__()
        self._cabinet = cabinet
        self._chips = [label("", "chip", f"own_device_{place}") for place in range(NAMED + 1)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        for chip in self._chips:
            row.addWidget(chip)

    def refresh(self) -> None:
        devices = self._cabinet.health() if self._cabinet else {}
        rows = device_rows({name: health for name, health in devices.items() if health.source != "nobody"})
        worst = sorted(rows, key=lambda row: (WRONG, WARNED, UNKNOWN, GOOD).index(row["state"]))
        named = worst if len(worst) <= NAMED + 1 else [row for row in worst[:NAMED] if row["state"] != GOOD]
        shown = [(_chip(row["name"], row["state"]), row["state"]) for row in named]
        if rest := worst[len(named) :]:
            state = rest[0]["state"]
            alike = sum(row["state"] == state for row in rest)  # a red chip counts none that are well
            shown.append((_chip(translate("OwnDevices", "{n} thiết bị").format(n=alike), state), state))
        for place, chip in enumerate(self._chips):
            text, state = shown[place] if place < len(shown) else ("", GOOD)
            chip.setVisible(bool(text))
            if text != chip.text():
                chip.setText(text)
            restyle(chip, tone=TONES[state])
        told = "\n".join(f"{row['name']}: {row['text']}" for row in rows)
        self.setToolTip(told)
        self.setAccessibleName(told)
        self.setVisible(bool(rows))


def _chip(name: str, state: str) -> str:
    return translate("OwnDevices", "{name}: tốt").format(name=name) if state == GOOD else f"{SIGNS[state]}  {name}"
