"""Who opens covers and pulls cables while a device is checked: a technician, or a simulator's faults."""

import contextlib
import sys
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

from devices.simulated import simulated


class Hands(Protocol):
    def please(self, deed: str, words: str) -> bool:
        """Do what `words` ask for; `deed` names it for those who cannot read. False: it is not done here."""

    def saw(self, deed: str, words: str) -> bool | None:
        """Whether it came about; None where nobody can tell."""


class Technician:
    """Reads Vietnamese and presses Enter; «b» passes a step over."""

    def __init__(self, ask: Callable[[str], str] = input):
        self._ask = ask

    def please(self, deed: str, words: str) -> bool:
        return self._answer(f"→ {words} rồi bấm Enter (b: bỏ qua): ") != "b"

    def saw(self, deed: str, words: str) -> bool | None:
        return {"c": True, "k": False}.get(self._answer(f"? {words} (c: có, k: không, Enter: không rõ): "))

    def _answer(self, words: str) -> str:
        try:
            return self._ask(words).strip().lower()[:1]
        except EOFError:
            return "b"


class Nobody:
    """Nothing is touched: only what can be found out by asking is checked."""

    def please(self, deed: str, words: str) -> bool:
        return False

    def saw(self, deed: str, words: str) -> bool | None:
        return None


# What each deed is at a simulator: the faults that hold from then on.
DEEDS: dict[str, dict[str, tuple[str, ...]]] = {
    "printer": {"open_cover": ("cover_open",), "take_paper": ("paper_out",), "unplug": ("refused",)},
    "documents": {"take_paper": ("tray_empty",), "unplug": ("refused",)},
    "scanner": {"open_cover": ("cover_open",), "take_paper": ("empty",), "unplug": ("refused",)},
    "reader": {"unplug": ("unplugged",)},
    "buttons": {"unplug": ("unplugged",)},
    "sign": {"unplug": ("unplugged",)},
    "camera": {"cover_lens": ("covered",), "unplug": ("unplugged",)},
}
UNDONE = ("close_cover", "give_paper", "plug_in", "free_lens")


class Simulator:
    """The hands at a `sim://` device of this program."""

    def __init__(self, role: str, uri: str):
        self._role, self._name = role, urlsplit(uri).netloc
        self._pages = 0

    @property
    def _device(self) -> Any:
        device = simulated(self._role, self._name)
        return getattr(device, "feeder", None) or getattr(device, "queue", None) or device

    def please(self, deed: str, words: str) -> bool:
        if deed in UNDONE:
            self._device.set_faults()
        elif deed == "show_code":
            self._device.show("Nguyễn Thử Nghiệm")
        elif deed == "press_button":
            self._device.press(1)
        elif faults := DEEDS.get(self._role, {}).get(deed):
            self._device.set_faults(*faults)
        else:
            return False
        return True

    def saw(self, deed: str, words: str) -> bool | None:
        with contextlib.suppress(AttributeError):
            match deed:
                case "one_ticket":
                    return self._device.page_count == 1
                case "number_shown":
                    return "A015" in " ".join(self._device.shown.values())
                case "heard":
                    return len(self._device.said) == 1
                case "light":
                    return self._device.lights[1] == "on"
        return None


def hands_for(role: str, uri: str, unattended: bool = False) -> Hands:
    if uri.startswith("sim:"):
        return Simulator(role, uri)
    return Nobody() if unattended or not sys.stdin.isatty() else Technician()
