"""Runs inside a network of its own (`unshare -n`): a real CUPS in front of the real ippeveprinter, and our driver.

ippeveprinter binds every interface and refuses to work without DNS-SD; in here there is nothing but loopback and a
private D-Bus and Avahi. Prints what became of each job as one line of JSON: python -m tests.devices.real_printer FOLDER
"""

import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from devices.drivers.queue_printer_ipp import IppQueuePrinter, Patience
from tests.devices.patience import until
from tests.devices.private_cups import PATH, PrivateCups

PATIENCE = Patience(ask=5, send=10, job=30, trouble=1.5, lost=5, cancel=3, pause=0.1)
PORT = 18632
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth><auth>ANONYMOUS</auth>
<allow_anonymous/><policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy></busconfig>"""
AVAHI = "[server]\nuse-ipv6=no\nallow-interfaces=lo\nenable-dbus=yes\ndisallow-other-stacks=no\n[publish]\n"


def program(name: str) -> str:
    return shutil.which(name, path=PATH) or name


def raise_loopback() -> None:
    """What `ip link set lo up` and multicast on would do; bare systems have no `ip`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        name = b"lo".ljust(16, b"\0")
        flags = struct.unpack("16xh", fcntl.ioctl(any_socket, 0x8913, name + b"\0" * 16)[:18])[0]
        fcntl.ioctl(any_socket, 0x8914, name + struct.pack("h", flags | 0x1 | 0x1000) + b"\0" * 14)


def listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 0.2).close()
    except OSError:
        return False
    return True


def say(what: str, printer: IppQueuePrinter, pdf: bytes, paper: str = "A4") -> None:
    """One job, and a line about it."""
    receipt = printer.print(pdf, what, paper=paper)
    code = receipt.trouble.code if receipt.trouble else ""
    print(json.dumps({"job": what, "outcome": receipt.outcome, "code": code}), flush=True)


def empty_the_trays() -> None:
    """Through the printer's own web page; version 2.4.2 finds no paper again, whatever is put in."""
    form = {"size1": "iso_a4_210x297mm", "type1": "stationery", "level1": 0, "size2": "", "type2": "", "level2": 0}
    urllib.request.urlopen(f"http://localhost:{PORT}/media?{urlencode(form)}", timeout=5).read()


def main(folder: Path) -> None:
    raise_loopback()
    (folder / "bus.conf").write_text(BUS.format(folder=folder))
    (folder / "avahi.conf").write_text(AVAHI)
    kept = folder / "kept"
    kept.mkdir()
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus", "LC_ALL": "C.UTF-8"}
    os.environ.update(environment)
    started = []

    def start(*command: str) -> None:
        log = (folder / f"{Path(command[0]).name}.log").open("wb")
        started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL))

    try:
        start(program("dbus-daemon"), f"--config-file={folder}/bus.conf", "--nofork", "--nopidfile")
        until(lambda: (folder / "bus").exists(), 5)
        start(program("avahi-daemon"), "-f", f"{folder}/avahi.conf", "--no-drop-root", "--no-chroot", "--no-rlimits")
        time.sleep(0.5)
        # -c: without a command it plays a slow printer and sleeps for five to fifteen seconds a job.
        at_once = ("-c", program("true"))
        start(program("ippeveprinter"), "-k", "-d", str(kept), "-p", str(PORT), "-n", "localhost", *at_once,
              "-f", "application/pdf,image/urf", "May in")  # fmt: skip
        until(lambda: listening(PORT), 10)
        with PrivateCups() as cups:
            uri = cups.add("giayto", f"ipp://localhost:{PORT}/ipp/print")
            direct = IppQueuePrinter(f"ipp://localhost:{PORT}/ipp/print", PATIENCE)
            queue = IppQueuePrinter(uri, PATIENCE)
            a4, a5 = ((folder / f"{paper}.pdf").read_bytes() for paper in ("A4", "A5"))
            say("direct", direct, a4)
            say("queue", queue, a4)
            say("queue again", queue, a4)
            say("size it has not", direct, a5, "A5")
            empty_the_trays()
            say("empty", direct, a4)
            say("queue empty", queue, a4)
    finally:
        for one in reversed(started):
            one.terminate()
            one.wait(10)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
