"""Addresses of devices: the table of their forms is the opening's own, and a slip in one is told."""

import errno
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from center.attached import ROLES
from devices import opening, transports
from devices.addresses import FORMS, ITS_OWN, check_address, forms_in_words
from devices.opening import open_driver
from devices.transports import why_not
from devices.troubles import InUse, Misconfigured, NotAllowed, NotConnected
from devices.usb_port import Usb

REAL = [
    (role, form.example.replace("tên", "x").replace("…-event-kbd", "x"), form)
    for role, forms in FORMS.items()
    for form in forms.values()
]


def test_every_role_and_every_scheme_of_the_opening_has_its_form():
    source = Path(opening.__file__).read_text("utf-8")
    for role in ROLES:
        body = re.search(rf"def _{role}\(.*?(?=\ndef |\n_OPENING)", source, re.DOTALL)[0]
        schemes = {word for case in re.findall(r"case (.*):", body) for word in re.findall(r'"(\w+)"', case)}
        assert schemes - {"nobody"} == set(FORMS[role]), role


@pytest.mark.parametrize(("role", "example", "form"), REAL)
def test_every_example_and_every_option_opens(role, example, form):
    try:
        open_driver(role, example).close()
    except Misconfigured as trouble:
        assert "Linux only" in str(trouble) or "pywin32" in str(trouble) or "Windows" in str(trouble), trouble
    for option in form.options or ():
        check_address(role, f"{example}{'&' if '?' in example else '?'}{option}{'' if '=' in option else '=1'}")


@pytest.mark.parametrize(("role", "address"), [("printer", "tcp://127.0.0.1:9"), ("sign", "tcp://127.0.0.1:9")])
def test_every_value_that_the_table_offers_is_taken(role, address):
    for option in FORMS[role]["tcp"].options:
        name, _, values = option.partition("=")
        for value in values.split("|"):
            open_driver(role, f"{address}?{name}={value}").close()


@pytest.mark.parametrize(
    ("role", "uri", "said"),
    [
        ("printer", "tcp://192.168.1.50:9100?profil=TM-T20II", "Có phải ý là «profile»?"),
        ("reader", "serial://COM4?bauds=9600", "Có phải ý là «baud»?"),
        ("scanner", "folder:///C:/Scans?wait=5", "Có: wait_seconds"),
        ("documents", "file:///C:/forms?x=1", "không có tuỳ chọn nào"),
        ("printer", "tcp://", "ví dụ tcp://192.168.1.50:9100"),
        ("printer", "tcp://:9100", "còn thiếu địa chỉ máy"),
        ("reader", "serial://?baud=9600", "ví dụ serial://COM4"),
        ("scanner", "folder:///", "còn thiếu phần sau «folder:»"),
        ("documents", "file:///C:/", "còn thiếu phần sau «file:»"),
        ("printer", "usb://zz", "ví dụ usb://04b8:0e15"),
        ("buttons", "hid://zz:1?keys=1e", "ví dụ hid://1a2b:3c4d"),
        ("camera", "gopher://x", "có: camera:0"),
    ],
)
def test_a_slip_is_told_with_what_would_be_right(role, uri, said):
    with pytest.raises(Misconfigured, match=re.escape(said)):
        open_driver(role, uri)


def test_what_belongs_to_the_device_itself_is_left_alone():
    for role, uri in (
        ("camera", "rtsp://192.168.1.70/h264?channel=1&subtype=0"),
        ("scanner", "escl://192.168.1.60/eSCL?x=1"),
        ("scanner", "sane:"),
        ("scanner", "sane:net:192.168.1.2:plustek:libusb:001:004"),
        ("reader", "camera:rtsp://192.168.1.70/h264?channel=1"),
    ):
        check_address(role, uri)
    assert FORMS["camera"]["rtsp"].options is ITS_OWN


def test_the_help_names_them_all():
    said = forms_in_words()
    assert all(role in said for role in ROLES) and "letters=auto|drawn|coarse|own" in said and "wait_seconds" in said


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.EBUSY, InUse), (errno.EACCES, NotAllowed), (errno.EPERM, NotAllowed), (None, NotConnected)],
)
def test_a_door_that_is_locked_is_no_loose_cable(number, kind, monkeypatch):
    """The remedy of `not_connected`, «check the cable», would send a clerk the wrong way."""
    import serial
    import usb.core

    assert why_not(OSError(number, "x")) is kind

    def refused(*arguments, **options):
        raise serial.SerialException(number, "could not open port")

    monkeypatch.setattr(serial, "Serial", refused)
    with pytest.raises(kind):
        transports.transport("serial://COM4").open()

    class Device:
        _ctx = SimpleNamespace(dispose=lambda device: None)

        def get_active_configuration(self):
            raise usb.core.USBError("x", errno=number)

    monkeypatch.setattr(usb.core, "find", lambda **named: Device())
    with pytest.raises(kind):
        Usb("usb://04b8:0e15", 0x04B8, 0x0E15).open()


def test_a_missing_libusb_is_no_loose_cable(monkeypatch):
    import usb.core

    def none(**named):
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", none)
    with pytest.raises(NotConnected) as raised:
        Usb("usb://04b8:0e15", 0x04B8, 0x0E15).open()
    assert "thiếu phần mềm" in raised.value.remedy
