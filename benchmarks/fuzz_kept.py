"""What is announced on the network, written in a config, or kept in a file."""

import io
import os
import re
import tempfile
import wave
from pathlib import Path

from benchmarks.fuzz_inputs import Target, as_text
from center.errors import SetupFault
from center.setup_file import read_setup
from devices.buses import SERVICES, announced
from devices.drivers.sound import join, seconds
from devices.opening import open_driver
from devices.simulators.script import Script
from devices.transports import transport
from devices.troubles import Misconfigured
from sync.machine import read_machine
from sync.reference import defaults

ANNOUNCED = (
    b"\0Canon MF._uscan._tcp.local.\n192.168.1.60,fe80::1\nrs=eSCL\n80",
    b"\3M\xc3\xa1y in phi\xe1\xba\xbfu\n10.0.0.9\nrp=ipp/print\n9100",
)


def read_announced(given: bytes) -> bool:
    """What announces itself becomes an address that a config could hold, and nothing longer than its words."""
    kind = sorted(SERVICES)[given[0] % len(SERVICES)] if given else next(iter(SERVICES))
    name, addresses, words, port = (given[1:].split(b"\n", 3) + [b""] * 4)[:4]
    properties = dict(part.partition(b"=")[::2] for part in words.split(b"\xff"))
    told = announced(
        kind, name.decode("utf-8", "replace"), addresses.decode("utf-8", "replace").split(","),
        int.from_bytes(port[:2], "big"), properties,
    )  # fmt: skip
    if told is None:
        return False
    try:
        (transport if told.uri.startswith("tcp:") else lambda uri: open_driver(told.role, uri))(told.uri)
    except Misconfigured:
        return False
    return True


ADDRESSES = (
    b"serial:///dev/ttyUSB0?baud=19200", b"tcp://192.168.1.50:9100", b"usb://04b8:0e15", b"file:///dev/usb/lp0",
    b"hid://1a2b:3c4d?keys=1e,1f,20,21", b"hid://1a2b:3c4d?bits=1.0,1.1&lights=0.0", b"escls://[fe80::1]:443/eSCL",
    b"ipp://192.168.1.70/ipp/print", b"cups://Canon?server=localhost:631", b"folder:///C:/Scans?wait_seconds=120",
    b"serial://COM6?baud=9600&profile=mcs&signs=1:01,2:02", b"rtsp://user:pw@192.168.1.70/stream#watch=no&seconds=2",
    b"camera://0?width=1920&focus=auto&watch=yes", b"camera:rtsp://x/y", b"evdev:///dev/input/by-id/a-event-kbd",
    b"keyboard:", b"nobody", b"sane:airscan:e0:Canon", b"system:", b"silent:",
)  # fmt: skip
OPENED = ("documents", "scanner", "camera", "reader", "buttons", "sign", "speaker")


def read_address(uri: str) -> bool:
    """A config's address, in every role: a driver that has touched nothing yet, or a trouble that names the line."""
    opened = 0
    for role in OPENED:
        if "sim:" in uri:
            continue  # a simulator stays for as long as the program
        try:
            open_driver(role, uri).close()
            opened += 1
        except Misconfigured:
            pass
    try:
        transport(uri)
    except Misconfigured:
        pass
    return opened > 0


SCRIPTS = (b"2jobs:paper_out;10s:ok;again", b"0.5s:near_end , cover_open; 3 bytes:ok", b"1s:a;2jobs:ok")


def follow_script(text: str) -> bool:
    """A day of a simulated device."""
    now = [0.0]
    try:
        script = Script(text, ("paper_out", "near_end", "cover_open", "a"), ("jobs", "bytes"), lambda: now[0])
    except ValueError:
        return False
    for happening in ("jobs", "bytes", "jobs"):
        now[0] += 20_000.0
        script.happened(happening, 2000 if happening == "bytes" else 1)
        script.look()
        assert script.left("jobs") is None or script.left("jobs") >= 0
    return True


def sound(rate: int = 8000, channels: int = 1) -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as written:
        written.setnchannels(channels)
        written.setsampwidth(2)
        written.setframerate(rate)
        written.writeframes(b"\1\2" * 40 * channels)
    return kept.getvalue()


def read_sound(content: bytes) -> bool:
    """A center's own recording, behind our chime."""
    descriptor, name = tempfile.mkstemp(suffix=".wav")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        return seconds(join([Path(name)], 0.5)) >= 0
    finally:
        os.unlink(name)


SAMPLE = Path(__file__).parent.parent / "assets" / "samples" / "village-morning"
SETTINGS = tuple(
    re.sub(rb"(?m)\s*#.*$", b"", (SAMPLE / name).read_bytes()) for name in ("kiosk.toml", "rate-1.toml", "center.toml")
)
DEFAULTS = defaults()


def read_settings(text: str) -> bool:
    """A machine's or a center's settings, as somebody saved them: read, or every fault named by its line."""
    for read in (lambda: read_machine(text, SAMPLE), lambda: read_setup(text, DEFAULTS)):
        try:
            read()
            return True
        except SetupFault:
            pass
    return False


KEPT = (
    Target("announced on the network", read_announced, ANNOUNCED, 0.015, 400),
    Target("addresses in a config", as_text(read_address), ADDRESSES, 0.004, 200),
    Target("scripts of simulators", as_text(follow_script), SCRIPTS, 0.015, 300),
    Target("recordings", read_sound, (sound(), sound(44100, 2)), 0.006, 1000),
    Target("saved settings", as_text(read_settings), SETTINGS, 0.005, 3000),
)
