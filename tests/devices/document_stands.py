"""Printers of documents, each before a simulated queue. A new driver joins by a line in STANDS."""

import sys
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from devices.document_printing import DocumentPrinter
from devices.drivers.queue_printer_ipp import IppQueuePrinter, Patience
from devices.drivers.queue_printer_windows import Patience as WindowsPatience
from devices.drivers.queue_printer_windows import WindowsQueuePrinter
from devices.simulators.document_printer import SimDocumentPrinter
from devices.simulators.document_queue import STANDING, DocumentQueue
from devices.simulators.ipp_server import IppServer

DEADLINE_SECONDS = 15.0  # for one job, whatever happens; the drivers here have the patience of tests
IPP = Patience(ask=1.0, send=1.0, job=3.0, trouble=0.25, lost=0.5, cancel=0.5, pause=0.02)
WINDOWS = WindowsPatience(render=1.0, appear=0.3, job=1.5, trouble=0.25, cancel=0.4, pause=0.02)
PDF = b"%PDF-1.4\n%%EOF\n"


class Stand:
    """`printer` is asked as a counter asks it; `queue` is its inside. `again`: the program was started anew."""

    printer: DocumentPrinter
    confirms = True  # its CONFIRMED is possible at all
    remembers = True  # after a restart it still knows the job

    def __init__(self, queue: DocumentQueue, folder: Path):
        self.queue = queue

    def again(self) -> None:
        pass

    def close(self) -> None:
        self.printer.close()


class Simulated(Stand):
    def __init__(self, queue: DocumentQueue, folder: Path):
        super().__init__(queue, folder)
        self.printer = SimDocumentPrinter(queue, patience_seconds=0.25)


class Network(Stand):
    knows_create = True

    def __init__(self, queue: DocumentQueue, folder: Path):
        super().__init__(queue, folder)
        self.server = IppServer(queue=queue, knows_create=self.knows_create)
        self.printer = IppQueuePrinter(self.server.uri, IPP)

    def again(self) -> None:
        self.printer.close()
        self.printer = IppQueuePrinter(self.server.uri, IPP)

    def close(self) -> None:
        super().close()
        self.server.close()


class OldNetwork(Network):
    """It knows Print-Job and no Create-Job."""

    knows_create = False


class Windows(Stand):
    """The driver above a false win32print, the PDF handed over as it is."""

    confirms = remembers = False

    def __init__(self, queue: DocumentQueue, folder: Path):
        super().__init__(queue, folder)
        self.spooler = FalseSpooler(queue)
        self._patch = patch.dict(sys.modules, {"win32print": self.spooler.module()})
        self._patch.start()
        self.printer = WindowsQueuePrinter("winspool://May%20in?raw=pdf", WINDOWS)

    def close(self) -> None:
        super().close()
        self._patch.stop()
        assert not self.spooler.handles


STANDS = (Simulated, Network, OldNetwork, Windows)


class FalseSpooler:
    """A queue of Windows: a job leaves it when its pages are through, and nobody says how that ended."""

    class error(Exception):
        pass

    printer_bits = {
        "tray_empty": 0x10,
        "jam": 0x8,
        "cover_open": 0x400000,
        "ink_out": 0x40000,
        "paused": 0x1,
        "offline": 0x80,
    }
    job_bits = {"tray_empty": 0x40, "offline": 0x20, "paused": 0x1}

    def __init__(self, queue: DocumentQueue):
        self.queue = queue
        self.handles: set[int] = set()
        self.writing = None

    def module(self) -> ModuleType:
        module = ModuleType("win32print")
        module.error = self.error
        for name in ("OpenPrinter", "ClosePrinter", "GetPrinter", "EnumJobs", "SetJob", "StartDocPrinter",
                     "StartPagePrinter", "WritePrinter", "EndPagePrinter", "EndDocPrinter",
                     "AbortPrinter"):  # fmt: skip
            setattr(module, name, getattr(self, name))
        return module

    def OpenPrinter(self, name):
        if name != "May in" or "refused" in self.queue.faults:
            raise self.error(1801, "OpenPrinter", "The printer name is invalid.")
        self.handles.add(len(self.handles) + 1)
        return max(self.handles)

    def ClosePrinter(self, handle):
        self.handles.remove(handle)

    def GetPrinter(self, handle, level):
        assert handle in self.handles and level == 2
        bits = sum(bit for fault, bit in self.printer_bits.items() if fault in self.queue.faults)
        return {"pDriverName": "Máy in giả", "Status": bits}

    def EnumJobs(self, handle, first, many, level):
        assert handle in self.handles and (first, level) == (0, 1)
        bits = sum(bit for fault, bit in self.job_bits.items() if fault in self.queue.faults & set(STANDING))
        waiting = [job for job in self.queue.all_jobs() if job.state in ("pending", "processing")]
        return [{"JobId": job.number, "pDocument": job.name, "Status": bits} for job in waiting]

    def SetJob(self, handle, number, level, info, command):
        assert handle in self.handles and (level, info, command) == (0, None, 5)
        self.queue.cancel(self.queue.find(number))

    def StartDocPrinter(self, handle, level, document):
        assert handle in self.handles and level == 1 and document[1:] == (None, "RAW")
        if "rejecting" in self.queue.faults:
            raise self.error(5, "StartDocPrinter", "Access is denied.")
        self.writing = self.queue.add(document[0])
        return self.writing.number

    def StartPagePrinter(self, handle):
        assert handle in self.handles

    def WritePrinter(self, handle, sent):
        if self.queue.faults & {"torn", "dropped"}:
            raise self.error(1722, "WritePrinter", "The RPC server is unavailable.")
        self.writing_document = sent
        return len(sent)

    def EndPagePrinter(self, handle):
        assert handle in self.handles

    def EndDocPrinter(self, handle):
        self.queue.give(self.writing, self.writing_document)

    def AbortPrinter(self, handle):
        self.queue.cancel(self.writing)
