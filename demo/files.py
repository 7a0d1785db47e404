"""The sample center's own files for this computer: free ports, open at any hour, every book in one folder."""

import json
import re
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "assets" / "samples"

ALWAYS = """[[hours]]
weekdays = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
opens = "00:00"
closes = "23:59"

"""


def always_open(center: str) -> str:
    """The same center without closing time: a visitor may come at night, and on a holiday."""
    tables = re.split(r"(?m)^(?=\[)", center)
    kept = [table for table in tables if not table.startswith("[[hours]]")]
    hours = next(place for place, table in enumerate(tables) if table.startswith("[[hours]]"))
    kept.insert(hours, ALWAYS)
    return re.sub(r"(?m)^national *= *true", "national = false", "".join(kept))


def moved(machine: str, box: str, folder: Path, printer: str, sound: bool) -> str:
    """The same machine with its books in `folder`, its box and its printer at these addresses, mute without `sound`."""
    machine = re.sub(r'(?m)^box = "[^"]*"', f'box = "{box}"\ndata = "{folder.as_posix()}"', machine)
    machine = re.sub(r'(?m)(^\[devices\.printer\]\s*\nuri = )"[^"]*"', rf'\1"{printer}"', machine)
    return machine if sound else machine.replace('uri = "system:"', 'uri = "silent:"')


def write_files(
    sample: str, folder: Path, box: str, printer: str, sound: bool = True, own_hours: bool = False
) -> dict[str, Path]:
    """Every file of the sample, fitted to this computer, by name: "center", "kiosk", "counter-1"…

    Its center is always open, or with `own_hours` when its file says so.
    """
    written = {}
    for source in sorted((SAMPLES / sample).glob("*.toml")):
        text = source.read_text("utf-8")
        name = source.stem
        if name != "center":
            text = moved(text, box, folder / name, printer, sound)
        elif not own_hours:
            text = always_open(text)
        written[name] = folder / source.name
        written[name].write_text(text, "utf-8", newline="\n")
    return written


def write_panel(folder: Path, size: tuple[int, int]) -> Path:
    """The file by which Qt draws a full screen of this size without a display."""
    file = folder / "panel.json"
    panel = {"name": "panel", "x": 0, "y": 0, "width": size[0], "height": size[1]}
    file.write_text(json.dumps({"screens": [panel]}), "utf-8")
    return file
