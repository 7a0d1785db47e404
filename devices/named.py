"""Which devices a technician's command means: one address, a machine's file, or a machine of a sample center."""

import argparse
from pathlib import Path

from center.attached import read_devices
from center.settings import Settings
from devices.cabinet import uri_of

SAMPLES = Path(__file__).parents[1] / "assets" / "samples"
# What a command is about when nothing is named.
USUAL = {"scan-sample": "scanner", "read": "reader"}


def named_devices(asked: argparse.Namespace) -> dict[str, str]:
    """Name → address. Raises SetupFault for a faulty file, ValueError or OSError for one that is not there."""
    if asked.uri:
        return {asked.role or USUAL.get(asked.command, "printer"): asked.uri}
    if file := asked.config or (_sample_file(asked.sample) if asked.sample else None):
        named = {name: uri for name, uri in devices_of(file).items() if asked.role in (None, name.partition(".")[0])}
        if not named:
            kind = f" loại {asked.role}" if asked.role else ""
            raise ValueError(f"{file}: không có thiết bị nào{kind} trong [devices].")
        return named
    if asked.command == "watch" and not asked.role:
        return {}  # what is plugged in and pulled is seen all the same
    role = asked.role or USUAL.get(asked.command, "printer")
    return {role: f"sim://{role}"}


def devices_of(file: Path) -> dict[str, str]:
    """The [devices] of a machine's file; its other tables are not looked at."""
    settings = Settings(file.read_text("utf-8"))
    devices = read_devices(settings.root.table("devices"))
    settings.root.offer(*settings.root.keys())
    settings.settle()
    return {name: uri_of(value) for name, value in devices.items()}


def _sample_file(name: str) -> Path:
    center, _, machine = name.partition("/")
    file = SAMPLES / center / f"{machine or 'kiosk'}.toml"
    if not file.is_file():
        known = sorted(f"{path.parent.name}/{path.stem}" for path in SAMPLES.glob("*/*.toml") if path.stem != "center")
        raise ValueError(f"Không có máy mẫu «{name}». Có: {', '.join(known)}.")
    return file
