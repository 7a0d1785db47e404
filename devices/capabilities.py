"""What a device can do, as one line for a technician, whatever its kind."""

from dataclasses import fields
from typing import Any


def capabilities_of(driver: Any) -> Any:
    """The dataclass of its kind; None for kinds without one. Raises DeviceTrouble where the device has to be asked."""
    if hasattr(driver, "ask_capabilities"):
        return driver.ask_capabilities()
    return getattr(driver, "capabilities", None)


def words_of(capabilities: Any) -> str:
    """«model=TM-T20II width_dots=576 cuts=yes sources=flatbed,feeder»"""
    return " ".join(f"{field.name}={_word(getattr(capabilities, field.name))}" for field in fields(capabilities))


def _word(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ",".join(map(str, value)) or "-"
    return str(value)
