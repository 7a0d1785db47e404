"""What a program loads before its config names a device."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("room", ["kiosk.rate", "kiosk.hall", "kiosk.sign", "kiosk.app", "counter_app.window"])
def test_no_screen_loads_a_driver_that_its_config_does_not_name(room):
    heavy = "{'cv2', 'numpy', 'zxingcpp', 'pyzbar', 'escpos', 'openpyxl', 'hid', 'usb', 'serial', 'zeroconf'}"
    program = f"import sys, {room}; print(sorted({heavy} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout == "[]\n"
