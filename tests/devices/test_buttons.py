"""The button box: one press is told once, a light is shown or is a trouble, whatever the line and the contacts do."""

import os
import re
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import Power
from devices.buttons import Light, OnePress
from devices.checked_lines import CheckedLines, crc8, sealed
from devices.drivers.serial_buttons import MOST_ANSWERS, SerialButtons
from devices.simulated import simulated
from devices.simulators.line import SimLine
from devices.transports import transport
from devices.troubles import BoxSilent, NotConnected
from tests.devices.patience import until

PAPER = Path(__file__).parents[2] / "devices" / "button_box.md"


@pytest.fixture
def box():
    """The simulated box and the driver that listens to it: `box.driver`, `box.pressed`."""
    box = simulated("buttons")
    box.pressed = []
    box.driver = SerialButtons(SimLine("sim://buttons", box))
    box.driver.watch(box.pressed.append)
    until(lambda: box.driver.health().well)
    yield box
    box.driver.close()


# Lines ----------------------------------------------------------------------------------------


def test_the_check_is_the_usual_crc_8():
    assert crc8(b"123456789") == 0xF4
    assert sealed("?") == b"?*BD\n" and "`?*BD`" in PAPER.read_text("utf-8")


@given(
    st.lists(
        st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="*"), min_size=1, max_size=60)
    )
)
def test_lines_come_out_as_they_went_in(bodies):
    lines, stream = CheckedLines(), b"".join(map(sealed, bodies))
    assert [body for at in range(0, len(stream), 7) for body in lines.feed(stream[at : at + 7])] == bodies


def test_what_is_wrong_with_a_line_is_counted_and_the_next_one_is_whole():
    lines = CheckedLines()
    long = "x" * 61
    heard = b"%s*%02X\n" % (long.encode(), crc8(long.encode())) + b"\r\n\0\n" + b"y" * 500 + sealed("?") + sealed("A")
    assert lines.feed(heard.replace(b"A*", b"B*")) == [] and lines.spoiled == 3
    assert lines.feed(sealed("C").replace(b"\n", b"\r\n")) == ["C"] and lines.spoiled == 3


def test_no_single_wrong_bit_passes():
    line = sealed("P 3 17")
    for bit in range((len(line) - 1) * 8):
        spoiled = bytearray(line)
        spoiled[bit // 8] ^= 1 << bit % 8
        assert "P 3 17" not in CheckedLines().feed(bytes(spoiled))


@pytest.mark.parametrize("body", ["", "a*b", "Mời", "x" * 61, "a\nb"])
def test_what_no_line_can_carry_is_a_bug(body):
    with pytest.raises(ValueError):
        sealed(body)


# Presses --------------------------------------------------------------------------------------


def test_a_press_is_told_once_and_answered(box):
    box.press(3)
    until(lambda: box.pressed)
    until(lambda: box._waiting is None)
    assert [pressed.button for pressed in box.pressed] == [3] and box.unheard == 0


@pytest.mark.parametrize("fault", ["bouncing", "garbage", "spoiled", "restarts"])
def test_one_press_in_spite_of(box, fault):
    box.set_faults(fault)
    for button in (1, 4, 2):
        box.press(button)
        until(lambda: box._waiting is None)
    box.set_faults()
    box.press(3)
    until(lambda: len(box.pressed) == 4)
    assert [pressed.button for pressed in box.pressed] == [1, 4, 2, 3] and box.unheard == 0


def test_a_repeated_line_is_no_second_press(box):
    box.press(2)
    until(lambda: box.pressed)
    seq = box._seq
    time.sleep(OnePress.SECONDS + 0.05)
    for _ in range(3):
        box.say(sealed(f"P 2 {seq}"))
    box.press(1)
    until(lambda: len(box.pressed) == 2)
    assert [pressed.button for pressed in box.pressed] == [2, 1]


def test_two_real_presses_of_one_button_are_two(box):
    box.press(2)
    until(lambda: box.pressed)
    until(lambda: box._waiting is None)
    time.sleep(OnePress.SECONDS + 0.05)
    box.press(2)
    until(lambda: len(box.pressed) == 2)


def test_a_press_from_before_the_box_was_listened_to_is_forgotten():
    box, pressed = simulated("buttons"), []
    box.press(4)  # nobody is there
    box.unplug()
    box.plug_in()
    driver = SerialButtons(SimLine("sim://buttons", box))
    driver.watch(pressed.append)
    until(lambda: driver.health().well)
    box.press(1)
    until(lambda: pressed)
    driver.close()
    assert [press.button for press in pressed] == [1]


def test_unplugged_and_plugged_in_again(box):
    box.unplug()
    until(lambda: box.driver.health().power is Power.OFFLINE)
    with pytest.raises(NotConnected):
        box.driver.light(1, Light.ON)
    box.press(2)
    box.plug_in()
    until(lambda: box.driver.health().well, 5)
    box.press(3)
    until(lambda: box.pressed)
    assert [pressed.button for pressed in box.pressed] == [3]


def test_a_press_repeated_over_a_line_that_broke_is_told_once(box):
    """The box goes on by itself where only the line was away, and repeats what it was not thanked for."""
    box.press(2)
    until(lambda: box.pressed and box._waiting is None)
    box.unplug()
    until(lambda: box.driver.health().power is Power.OFFLINE)
    time.sleep(OnePress.SECONDS)
    box.set_faults()  # not powered up anew
    until(lambda: box.driver.health().well, 5)
    box.say(sealed(f"P 2 {box._seq}"))
    box.press(3)
    until(lambda: len(box.pressed) > 1)
    assert [pressed.button for pressed in box.pressed] == [2, 3]


def test_a_newer_box_is_not_believed(box):
    box.set_faults("newer")
    assert box.driver.health().faults
    box.press(1)
    until(lambda: box.unheard)
    assert box.pressed == []


# Lights ---------------------------------------------------------------------------------------


def test_a_light_is_shown_before_it_is_said_to_be(box):
    box.driver.light(2, Light.ON)
    assert box.lights == {1: "off", 2: "on", 3: "off", 4: "off"}
    box.driver.light(0, Light.OFF)
    assert set(box.lights.values()) == {"off"}
    box.driver.light(4, Light.BLINK)
    assert box.lights[4] == "blink"


@pytest.mark.parametrize("fault", ["garbage", "spoiled"])
def test_a_light_over_a_bad_line(box, fault):
    box.set_faults(fault)
    box.driver.light(1, Light.ON)
    assert box.lights[1] == "on"


@pytest.mark.parametrize("fault", ["silent", "deaf"])
def test_a_light_without_an_answer_is_a_trouble(box, fault):
    box.set_faults(fault)
    with pytest.raises(BoxSilent) as trouble:
        box.driver.light(1, Light.ON)
    assert trouble.value.remedy


def test_a_light_that_nobody_waits_for_any_more_is_not_said_to_be_shown(box):
    box.set_faults("deaf")
    closer = threading.Timer(0.1, box.driver.close)
    closer.start()
    with pytest.raises(NotConnected):
        box.driver.light(1, Light.ON)
    closer.join()
    assert box.lights[1] == "off"


def test_a_box_that_babbles_fills_no_memory(box):
    for number in range(200):
        box.say(sealed(f"ERR {number}"))
    box.driver.light(1, Light.ON)
    assert len(box.driver._answers) <= MOST_ANSWERS


def test_a_press_lights_nothing(box):
    box.press(1)
    until(lambda: box.pressed)
    assert box.lit == []


def test_a_box_that_nobody_speaks_to_goes_dark(box):
    box.driver.light(1, Light.ON)
    now = box.clock()
    box.clock = lambda: now + 16
    until(lambda: box.lights[1] == "off")


def test_health_tells_silence_and_a_newer_box_apart(box):
    box.set_faults("silent")
    assert [fault.code for fault in box.driver.health().faults] == ["box_silent"]
    box.set_faults("newer")
    assert [fault.code for fault in box.driver.health().faults] == ["answer_unreadable"]
    box.set_faults()
    assert box.driver.health().well


# The sketch -----------------------------------------------------------------------------------

# What an Arduino brings along, for this computer: the line is a file descriptor; pins are pressed over stdin as pairs
# of a letter and 0 (down) or 1 (up), and lights are told on stderr.
ARDUINO = r"""
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <thread>
#include <unistd.h>
using namespace std::chrono;
typedef unsigned char byte;
enum { LOW, HIGH, OUTPUT, INPUT_PULLUP, A0 };
static int line, levels[32], lights[32];
static auto begun = steady_clock::now();
unsigned long micros() { return duration_cast<microseconds>(steady_clock::now() - begun).count(); }
unsigned long millis() { return micros() / 1000 + 60000; }
int digitalRead(int pin) { return levels[pin]; }
void digitalWrite(int pin, int on) {
  if (lights[pin] == on) return;
  lights[pin] = on;
  fprintf(stderr, "light %d %d\n", pin, on);
}
void pinMode(int, int) {}
int analogRead(int) { return getpid() & 1023; }
struct {
  byte held[256];
  int have = 0, at = 0;
  void begin(long) {}
  void print(const char *text) { if (write(line, text, strlen(text)) < 0) exit(1); }
  int available() {
    if (at == have) { at = 0; have = ::read(line, held, sizeof held); if (have < 0) have = 0; }
    return have - at;
  }
  int read() { return held[at++]; }
} Serial;
SKETCH
int main(int, char **arguments) {
  for (int i = 0; i < 32; i++) levels[i] = HIGH;
  line = atoi(arguments[1]);
  fcntl(line, F_SETFL, O_NONBLOCK);
  fcntl(0, F_SETFL, O_NONBLOCK);
  setup();
  for (;;) {
    char pin[2];
    int got = ::read(0, pin, 2);
    if (got == 0) return 0;
    if (got == 2) levels[pin[0] - 'a'] = pin[1] - '0';
    loop();
    std::this_thread::sleep_for(microseconds(200));
  }
}
"""


@pytest.mark.skipif(os.name != "posix" or not shutil.which("g++"), reason="a C++ compiler and pseudo terminals")
def test_the_sketch_of_the_manual_speaks_to_the_driver(tmp_path):
    """The very text in button_box.md, compiled for this computer, behind a pseudo terminal."""
    sketch = re.search(r"```cpp\n(.*?)```", PAPER.read_text("utf-8"), re.DOTALL)[1]
    (tmp_path / "box.cpp").write_text(ARDUINO.replace("SKETCH", sketch), "utf-8")
    subprocess.run(["g++", "-O0", "-w", "-o", tmp_path / "box", tmp_path / "box.cpp"], check=True, timeout=90)
    import tty

    board, port = os.openpty()
    tty.setraw(port)
    command = [tmp_path / "box", str(board)]
    firmware = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[board], bufsize=0)
    driver, pressed = SerialButtons(transport(f"serial://{os.ttyname(port)}?baud=115200")), []
    said = bytearray()
    try:
        driver.watch(pressed.append)
        until(lambda: driver.health().well, 10)
        for button, pin in ((1, b"c"), (4, b"f")):
            for level in (b"0", b"1", b"0"):  # contacts that bounce
                firmware.stdin.write(pin + level)
            until(lambda button=button: [press.button for press in pressed][-1:] == [button])
        driver.light(2, Light.ON)
        driver.light(0, Light.OFF)
        os.set_blocking(firmware.stderr.fileno(), False)
        until(lambda: said.extend(firmware.stderr.read() or b"") or said.count(b"\n") == 2)  # it shows what it promised
    finally:
        driver.close()
        firmware.stdin.close()
        firmware.wait(5)
        firmware.stderr.close()
        os.close(board)
        os.close(port)
    assert [press.button for press in pressed] == [1, 4]
    assert said == b"light 9 1\nlight 9 0\n"
