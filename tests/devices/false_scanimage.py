"""Stands in for scanimage where a test needs its faults: asks a door for pages, speaks and dies as the real one.

Only the standard library, and started with -S: a test starts it hundreds of times.
"""

import http.client
import os
import re
import struct
import sys
import time
import zlib

OPTIONS = """
All options specific to device `false':
  Standard:
    --resolution 75|100|150|200|300|600dpi [300]
        Sets the resolution of the scanned image.
    --mode Color|Gray [Color]
    --source Flatbed|ADF|ADF Duplex [Flatbed]
  Geometry:
    -l 0..215.9mm [0]
    -t 0..355.6mm [0]
    -x 0..215.9mm [215.9]
    -y 0..355.6mm [297.011]
"""
STATUS = {  # sane.h, and what sane_strstatus says
    "jam": (6, "Document feeder jammed"),
    "cover_open": (8, "Scanner cover is open"),
    "double_feed": (6, "Double feed"),
    "busy": (3, "Device busy"),
    "cancelled": (2, "Operation was cancelled"),
    "unplugged": (9, "Error during device I/O"),
    "refused": (1, "open of device false failed: Error during device I/O"),
    "empty": (7, "Document feeder out of documents"),
}


def ask(port: int, path: str) -> tuple[int, bytes]:
    """Status and body from the door beside the simulated feeder."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def die(fault: str) -> None:
    code, said = STATUS[fault]
    print(f"scanimage: {'' if code == 1 else 'sane_start: '}{said}", file=sys.stderr)
    sys.exit(code)


def png(width: int, height: int, shade: int) -> bytes:
    """A gray picture; each page has a shade of its own."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + bytes([shade]) * width for _ in range(height)), 1)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def main() -> None:
    said = " ".join(sys.argv[1:])
    port = int(re.search(r"--device-name=(\d+)", said)[1])
    faults = ask(port, "/faults")[1].decode().split(",")
    if "refused" in faults:
        die("refused")
    if "--dont-scan" in said and "busy" in faults:
        die("busy")
    if "--dont-scan" in said and "silent" in faults:
        time.sleep(600)
    if "--all-options" in said:
        print(OPTIONS)
        return
    if "--dont-scan" in said:
        return
    fed = "--source=ADF" in said
    number = 0
    while not ("--batch-prompt" in said and sys.stdin.readline() == ""):
        status, body = ask(port, f"/take?number={number + 1}&fed={int(fed)}&duplex={int('Duplex' in said)}")
        fault = body.decode()
        if status == 409 and fault == "silent":
            if os.fork() == 0:  # a backend's own child that holds on
                time.sleep(600)
            time.sleep(600)
        if status == 409 and fault == "torn":
            with open(f"page{number + 1:05}.png", "wb") as file:
                file.write(png(60, 80, 90)[:60])
            print(f"page{number + 1:05}.png", flush=True)
            return
        if status == 409 and fault == "unplugged":
            with open(f"page{number + 1:05}.png.part", "wb") as file:
                file.write(png(60, 80, 90)[:60])
        if status == 409:
            die(fault)
        if status == 404:
            break
        number += 1
        with open(f"page{number:05}.png.part", "wb") as file:
            file.write(png(60, 80, 200 - number))
        os.rename(f"page{number:05}.png.part", f"page{number:05}.png")
        print(f"page{number:05}.png", flush=True)
        if "--batch-count=1" in said:
            return
    if not number:
        die("empty")


main()
