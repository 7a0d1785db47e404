"""A printer queue of Windows, raw. It never tells whether paper moved, but it does tell of troubles that it knows.

A job that stays in the queue would print by itself hours later: it is taken back instead.
"""

import time
from typing import Any

from devices.transports import Transport
from devices.troubles import CoverOpen, DeviceTrouble, LinkLost, NotConnected, PaperOut, PrinterFailed, PrinterSilent

# winspool.h: PRINTER_STATUS_… of GetPrinter level 2, JOB_STATUS_… of GetJob level 1
PRINTER_TROUBLES = (
    (0x10, PaperOut),
    (0x400000, CoverOpen),
    (0x80 | 0x1000, NotConnected),  # OFFLINE, NOT_AVAILABLE
    (0x8 | 0x2 | 0x100000, PrinterFailed),  # PAPER_JAM, ERROR, USER_INTERVENTION
)
WORK_OFFLINE = 0x400  # PRINTER_ATTRIBUTE_WORK_OFFLINE
JOB_TROUBLES = ((0x40, PaperOut), (0x20, NotConnected), (0x2 | 0x200 | 0x400, PrinterFailed))
JOB_DONE = 0x80 | 0x100 | 0x1000  # PRINTED, DELETED, COMPLETE
JOB_CONTROL_DELETE = 5
LOOK_SECONDS = 0.1


class Spooler(Transport):
    answers = False
    baud = None

    def __init__(self, uri: str, name: str):
        self.uri, self._name = uri, name
        self._queue: Any = None
        self._job: int | None = None

    def open(self, timeout: float = 2.0) -> None:
        try:
            import pywintypes
            import win32print
        except ImportError as error:
            raise NotConnected(f"{self.uri}: printer queues need Windows and pywin32") from error
        self.close()
        try:
            self._queue = win32print.OpenPrinter(self._name)
        except pywintypes.error as error:
            raise NotConnected(f"{self.uri}: {error}") from error

    def troubles(self) -> tuple[DeviceTrouble, ...]:
        """What the queue knows of its printer. A queue that cannot say is no reason not to print."""
        import pywintypes
        import win32print

        try:
            known = win32print.GetPrinter(self._queue, 2)
        except pywintypes.error:
            return ()
        if known.get("Attributes", 0) & WORK_OFFLINE:
            return (NotConnected(f"{self.uri}: set offline"),)
        return _read(known.get("Status", 0), PRINTER_TROUBLES)

    def write(self, sent: bytes) -> None:
        """One whole document; half a one is never left in the queue."""
        import pywintypes
        import win32print

        if self._queue is None:
            raise LinkLost(f"{self.uri}: not open")
        begun = False
        try:
            self._job = win32print.StartDocPrinter(self._queue, 1, ("Mot Cua", None, "RAW"))
            begun = True
            written = win32print.WritePrinter(self._queue, sent)
            if written != len(sent):
                raise LinkLost(f"{self.uri}: the queue took {written} of {len(sent)} bytes")
            win32print.EndDocPrinter(self._queue)
        except (pywintypes.error, LinkLost) as error:
            if begun:
                self._abort()
            raise LinkLost(f"{self.uri}: {error}") from error

    def settle(self, seconds: float) -> DeviceTrouble | None:
        """Wait until the job has left the queue; one that does not is deleted, and why it stood there is told."""
        import pywintypes
        import win32print

        deadline, why = time.monotonic() + seconds, None
        while self._queue is not None and self._job is not None:
            try:
                state = win32print.GetJob(self._queue, self._job, 1).get("Status", 0)
            except pywintypes.error:
                return None  # left the queue
            if state & JOB_DONE:
                return None
            why = next(iter((*_read(state, JOB_TROUBLES), *self.troubles())), None)
            if why or time.monotonic() > deadline:
                try:
                    win32print.SetJob(self._queue, self._job, 0, None, JOB_CONTROL_DELETE)
                except pywintypes.error:
                    return None  # left it at this moment
                return why or PrinterSilent(f"{self.uri}: the job stayed in the queue")
            time.sleep(LOOK_SECONDS)
        return None

    def read(self, most: int, timeout: float) -> bytes:
        return b""

    def close(self, discard: bool = False) -> None:
        if self._queue is not None:
            import pywintypes
            import win32print

            try:
                win32print.ClosePrinter(self._queue)
            except pywintypes.error:
                pass  # the spooler was started anew meanwhile: its handles of before are void
        self._queue = self._job = None

    def _abort(self) -> None:
        import pywintypes
        import win32print

        try:
            win32print.AbortPrinter(self._queue)
        except pywintypes.error:
            pass  # there was nothing to delete


def _read(state: int, meanings: tuple[tuple[int, type[DeviceTrouble]], ...]) -> tuple[DeviceTrouble, ...]:
    return tuple(trouble(f"status {state:#x}") for bits, trouble in meanings if state & bits)
