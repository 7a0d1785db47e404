"""What an ESC/POS printer says about itself (DLE EOT 1 to 4), with *unknown* as an answer.

python-escpos's own status calls are not used: an empty answer counts there as "plenty of paper", a
silent network printer blocks for 60 s, and open cover and stuck knife cannot be asked at all.
"""

import time
from dataclasses import dataclass, replace

from devices.encoding import ASK_IN_ORDER
from devices.transports import Transport
from devices.troubles import CoverOpen, CutterStuck, DeviceTrouble, PaperNearEnd, PaperOut, PrinterFailed

ASK_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Status:
    """`answered` False: the printer said nothing that could be understood, so nothing is known."""

    answered: bool
    faults: tuple[DeviceTrouble, ...] = ()
    warnings: tuple[DeviceTrouble, ...] = ()
    fenced: bool = False  # the answer to a fence came between the others


def is_status(byte: int) -> bool:
    """The fixed bits of an answer to DLE EOT: 0xx1xx10."""
    return byte & 0b10010011 == 0b00010010


def is_fence(byte: int) -> bool:
    """An answer to GS r 1 has only the two pairs of paper bits."""
    return byte in (0x00, 0x03, 0x0C, 0x0F)


def ask(link: Transport, seconds: float | None = None) -> Status:
    """Ask for all four; each answer has its own deadline, the first silence ends the asking. Raises LinkLost."""
    seconds = ASK_SECONDS if seconds is None else seconds
    said = drain(link)
    answers: dict[int, int] = {}
    for part in (1, 2, 4, 3):
        link.write(b"\x10\x04" + bytes([part]))
        answer, heard = _answer(link, seconds)
        said += heard
        if answer is None:
            break
        answers[part] = answer
    return replace(read_status(answers), fenced=any(map(is_fence, said)))


def read_status(answers: dict[int, int]) -> Status:
    """The meaning of the answer bytes by part asked; parts that were not answered say nothing."""
    if 1 not in answers:
        return Status(False)
    power, offline, error, paper = (answers.get(part, 0) for part in (1, 2, 3, 4))
    faults: list[DeviceTrouble] = []
    if paper & 0x60 or offline & 0x20:
        faults.append(PaperOut("DLE EOT 4"))
    if offline & 0x04:
        faults.append(CoverOpen("DLE EOT 2"))
    if error & 0x08:
        faults.append(CutterStuck("DLE EOT 3"))
    if error & 0x60 or (offline & 0x40 and not error & 0x08):
        faults.append(PrinterFailed(f"DLE EOT 3: {error:#04x}"))
    if power & 0x08 and not faults:
        faults.append(PrinterFailed("offline without a reason"))
    warnings = (PaperNearEnd("DLE EOT 4"),) if paper & 0x0C and not paper & 0x60 else ()
    return Status(True, tuple(faults), warnings)


def await_fence(link: Transport, seconds: float) -> bool:
    """Ask for an answer in order and wait for it: True once everything sent before was carried out."""
    link.write(ASK_IN_ORDER)
    return hear_fence(link, seconds)


def hear_fence(link: Transport, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        if any(is_fence(byte) for byte in link.read(16, left)):
            return True
    return False


def drain(link: Transport) -> bytes:
    """What was said earlier; a printer that talks without end is not listened to for ever."""
    said = b""
    for _ in range(16):
        heard = link.read(256, 0.0)
        if not heard:
            break
        said += heard
    return said


def _answer(link: Transport, seconds: float) -> tuple[int | None, bytes]:
    """The first status byte, if one came in time, and everything that was said on the way."""
    deadline, said = time.monotonic() + seconds, b""
    while (left := deadline - time.monotonic()) > 0:
        heard = link.read(16, left)
        said += heard
        for byte in heard:
            if is_status(byte):
                return byte, said
    return None, said
