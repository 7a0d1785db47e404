"""Every form of address by which a config may name a device: an example of each, and the options it may carry.

The one table: `--help` prints it, and opening.py holds an address against it before a driver is made, so that a slip in
an option (`bauds=9600`) is told and not passed over. Its sentences are for the technician who wrote the address.
"""

import difflib
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

PRINTED = (
    "profile=TM-T20II",
    "width_dots=576",
    "letters=auto|drawn|coarse|own",
    "number=auto|drawn|native",
    "status=no",
)
SEEN = ("width=1280", "height=720", "fps=15", "focus=auto|40", "watch=yes")
SHOWN = ("profile=mcs|alpha|plain", "signs=1:01,2:02", "width=6")
SPOKEN = ("volume=0.8", "volume_back_seconds=1800")
BROKEN = ("fault", "script")
ITS_OWN = None  # what stands behind the question mark belongs to the device


@dataclass(frozen=True, slots=True)
class Form:
    """`options`: those that such an address may carry, each with what it may say, or ITS_OWN."""

    example: str
    options: tuple[str, ...] | None = ()

    @property
    def names(self) -> list[str]:
        return [option.partition("=")[0] for option in self.options or ()]


FORMS: dict[str, dict[str, Form]] = {
    "printer": {
        "tcp": Form("tcp://192.168.1.50:9100", PRINTED),
        "serial": Form("serial://COM3?baud=19200", ("baud=19200", *PRINTED)),
        "usb": Form("usb://04b8:0e15", PRINTED),
        "file": Form("file:///dev/usb/lp0", PRINTED),
        "winspool": Form("winspool://Tên", PRINTED),
        "sim": Form("sim://tên", (*PRINTED, "baud=9600", "paper_mm", "drop_after", "knife=no", *BROKEN)),
    },
    "documents": {
        "cups": Form("cups://Tên", ("server=localhost:631",)),
        "ipp": Form("ipp://192.168.1.60/ipp/print", ITS_OWN),
        "ipps": Form("ipps://192.168.1.60/ipp/print", ITS_OWN),
        "winspool": Form("winspool://Tên", ("raw=pdf", "renderer=C:/…/SumatraPDF.exe")),
        "file": Form("file:///C:/thư-mục"),
        "sim": Form("sim://tên", ("job_seconds", "patience_seconds", *BROKEN)),
    },
    "scanner": {
        "escl": Form("escl://192.168.1.60/eSCL", ITS_OWN),
        "escls": Form("escls://192.168.1.60/eSCL", ITS_OWN),
        "sane": Form("sane:airscan:e0:Canon", ITS_OWN),
        "folder": Form("folder:///C:/Scans", ("wait_seconds=120", "quiet_seconds=5", "stable_seconds=1")),
        "sim": Form("sim://tên", ("feed", "glass", "refill", "page_seconds", *BROKEN)),
    },
    "camera": {
        "camera": Form("camera:0", SEEN),
        "rtsp": Form("rtsp://192.168.1.70/stream", ITS_OWN),
        "rtsps": Form("rtsps://192.168.1.70/stream", ITS_OWN),
        "http": Form("http://192.168.1.70/video", ITS_OWN),
        "https": Form("https://192.168.1.70/video", ITS_OWN),
        "file": Form("file:///C:/phim.avi", (*SEEN, "loop=no")),
        "folder": Form("folder:///C:/anh", ("seconds=1",)),
        "sim": Form("sim://tên", BROKEN),
    },
    "reader": {
        "serial": Form("serial://COM4?baud=9600", ("baud=9600",)),
        "tcp": Form("tcp://192.168.1.80:4001"),
        "evdev": Form("evdev:///dev/input/by-id/…-event-kbd"),
        "camera": Form("camera:0", ITS_OWN),  # what follows is a camera's address, looked at as one
        "keyboard": Form("keyboard:"),
        "sim": Form("sim://tên", BROKEN),
    },
    "buttons": {
        "serial": Form("serial://COM5?baud=115200", ("baud=115200",)),
        "tcp": Form("tcp://192.168.1.80:4002"),
        "hid": Form("hid://1a2b:3c4d?keys=1e,1f", ("keys=1e,1f", "bits=1.0,1.1", "lights=1.0,1.1")),
        "sim": Form("sim://tên", BROKEN),
    },
    "sign": {
        "serial": Form("serial://COM6?baud=9600&signs=1:01,2:02", ("baud=9600", *SHOWN)),
        "tcp": Form("tcp://192.168.1.80:4003", SHOWN),
        "sim": Form("sim://tên", (*SHOWN, *BROKEN)),
    },
    "speaker": {
        "system": Form("system:", SPOKEN),
        "silent": Form("silent:", SPOKEN),
        "file": Form("file:///C:/thư-mục", SPOKEN),
        "sim": Form("sim://tên", ("seconds", *SPOKEN, *BROKEN)),
    },
}
NOBODY = Form("nobody", ITS_OWN)
NAMELESS = ("system", "silent", "keyboard", "sane", "sim", "nobody")  # nothing needs to stand behind their colon
FOLDERS = ("file", "folder")
SEALED = ("escls", "ipps", "rtsps", "https")  # the same over TLS


def check_address(role: str, uri: str) -> None:
    """ValueError, in a sentence for a technician, for an address that no driver of this role could make sense of."""
    parts = urlsplit(uri)
    scheme = parts.scheme or parts.path
    form = NOBODY if scheme == "nobody" else FORMS[role].get(scheme)
    if form is None:
        known = " | ".join(one.example for one in FORMS[role].values())
        raise ValueError(f"không có cách kết nối «{scheme}»; có: {known} | nobody")
    named = unquote(uri.partition(":")[2].partition("?")[0]).strip("/ ")
    if scheme not in NAMELESS and (not named or (scheme in FOLDERS and re.fullmatch(r"[A-Za-z]:", named))):
        raise ValueError(f"còn thiếu phần sau «{scheme}:»; ví dụ {form.example}")
    if scheme in ("usb", "hid") and not re.fullmatch(r"[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}", parts.netloc):
        raise ValueError(f"sau «{scheme}://» cần hai số của thiết bị; ví dụ {form.example}")
    if scheme == "tcp" and not parts.hostname:
        raise ValueError(f"còn thiếu địa chỉ máy; ví dụ {form.example}")
    for option in parse_qs(parts.query, keep_blank_values=True) if form.options is not ITS_OWN else ():
        if option not in form.names:
            near = difflib.get_close_matches(option, form.names, 1)
            meant = f" Có phải ý là «{near[0]}»?" if near else ""
            known = " ".join(form.names) or "không có tuỳ chọn nào"
            raise ValueError(f"không có tuỳ chọn «{option}».{meant} Có: {known}")


def forms_in_words() -> str:
    """Every form of every role, with its options, for `--help`."""
    lines = ["Địa chỉ thiết bị:"]
    for role, forms in FORMS.items():
        real = [form for scheme, form in forms.items() if scheme not in ("sim", *SEALED)]
        lines.append(f"  {role:10} {' | '.join(form.example for form in real)}")
        if options := dict.fromkeys(option for form in real for option in form.options or ()):
            lines.append(f"  {'':10} tuỳ chọn: {' '.join(options)}")
    lines.append("Thiết bị giả lập: sim://tên?fault=paper_out&script=2jobs:paper_out;10s:ok")
    lines.append("Cố ý không có thiết bị: nobody")
    return "\n".join(lines) + "\n"
