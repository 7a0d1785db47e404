"""The sample center as one command: where its windows stand, that it ends when told, that it says who fell."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from center.setup_file import read_setup
from demo.center import Center
from demo.desktop import PLACES, has_display, place
from demo.files import SAMPLES, write_files
from demo.programs import Program, Stopped, end_all
from sync.machine import read_machine
from sync.reference import defaults

TOP = Path(__file__).parents[2]


def test_windows_stand_beside_each_other():
    desktop = (1920, 1080)
    boxes = {}
    for name in PLACES:
        geometry, scale = place(name, desktop)
        width, height, x, y = (round(int(n) * scale) for n in re.findall(r"\d+", geometry))
        assert x + width <= desktop[0] and y + height <= desktop[1], name
        boxes[name] = (x, y, x + width, y + height)
    for name, a in boxes.items():
        for other, b in boxes.items():
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert name == other or apart, f"{name} covers {other}"


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir()))
def test_sample_is_fitted_to_this_computer(sample, folder):
    files = write_files(sample, folder, "http://127.0.0.1:4001", "tcp://127.0.0.1:4002")
    setup = read_setup(files["center"].read_text("utf-8"), defaults())
    assert len(setup.sessions) == 1 and len(setup.sessions[0].weekdays) == 7 and not setup.days_off
    kiosk = read_machine(files["kiosk"])
    assert kiosk.box == "http://127.0.0.1:4001" and kiosk.folder == folder / "kiosk"
    assert kiosk.devices["printer"]["uri"] == "tcp://127.0.0.1:4002"


def test_display_is_looked_for():
    assert has_display({"DISPLAY": ":0"}) and has_display({"WAYLAND_DISPLAY": "wayland-0"})
    assert sys.platform != "linux" or not has_display({})


def test_program_that_ignores_its_end_is_killed(folder):
    program = Program("stubborn", ["tests.demo.stubborn"], folder).start()
    wait_until(program.last_words)
    started = time.monotonic()
    end_all([program], within_seconds=0.2)
    assert not program.alive() and time.monotonic() - started < 2
    assert program.last_words() == "last words"


def test_driven_program_answers_and_its_end_is_told(folder):
    program = Program("stubborn", ["tests.demo.stubborn"], folder, drive=True).start()
    try:
        assert program.ask(tap="nút lấy số") == {"tap": "nút lấy số"}
        assert program.ask(quit=1) == {"quit": 1}
        with pytest.raises(Stopped, match=r"stubborn: no answer to .*last words"):
            program.ask(tap="again")
    finally:
        program.kill()


@pytest.mark.parametrize(
    ("codes", "starts", "told"),
    [
        ((75, 1, 0), 3, ["dừng lại (mã 1)", "đã đóng"]),
        ((1,), 4, ["mở lại"] * 3 + ["không chạy được"]),
    ],
)
def test_a_program_that_fell_is_opened_again_three_times_at_most(folder, codes, starts, told):
    center = Center(folder, "village-morning")
    count = folder / "starts"
    center.box = Program("box", ["tests.demo.stubborn"], folder).start()
    falling = ["tests.demo.falling", str(count), *map(str, codes)]
    center.screens = {"kiosk": Program("kiosk", falling, folder).start()}
    said: list[str] = []
    try:
        center.watch(said.append)
    finally:
        center.box.kill()
    assert len(count.read_text()) == starts
    assert [each in line for each, line in zip(told, said, strict=True)] == [True] * len(told), said
    assert all("words of the fall" in line for line in said if "mã" in line)


def test_a_sample_begins_at_the_hour_that_is_asked_for(folder):
    center = Center(folder, "village-morning", clock_ahead=3600.0)
    for program in (center.box, center.screens["kiosk"], center.screens["counter-2"]):
        assert "--clock-ahead=3600.000" in program.arguments and "--sample" in program.arguments
    assert "clock-ahead" not in str(center.screens["paper"].arguments)


def wait_until(true, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as SIGINT")
def test_box_alone_opens_and_ends_without_a_trace(folder):
    command = [sys.executable, "-m", "demo", "--headless", "--keep", str(folder)]
    with subprocess.Popen(command, cwd=TOP, stderr=subprocess.PIPE, text=True, encoding="utf-8") as demo:
        lines = [demo.stderr.readline(), demo.stderr.readline()]
        assert "http://127.0.0.1:" in lines[0] and "Ctrl-C" in lines[1], lines
        started = time.monotonic()
        demo.send_signal(signal.SIGINT)
        rest = demo.stderr.read()
        assert demo.wait() == 0 and time.monotonic() - started < 3
    assert "Traceback" not in rest + (folder / "box.log").read_text("utf-8")
