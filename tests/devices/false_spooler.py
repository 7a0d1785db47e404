"""A false Windows below the real transport: one printer queue before a simulated printer.

Behaves as the spooler does: a job is handed on when its document has ended, stays while the printer cannot take it and
goes on by itself as soon as it can; what left the queue is unknown to GetJob (error 87).
"""

from types import ModuleType

from devices.simulators.paper_printer import PaperPrinter

STATUS = {"paper_out": 0x10, "cover_open": 0x400000, "cutter_stuck": 0x2, "refused": 0x80}


class Error(Exception):
    """pywintypes.error: number, function, text."""


class FalseSpooler:
    def __init__(self, printer: PaperPrinter, name: str = "Ticket printer"):
        self.printer, self.name = printer, name
        self.jobs: dict[int, bytearray] = {}
        self.cut_after: int | None = None  # the queue's disk is full after so many bytes of a job
        self.handles: set[object] = set()
        self._last = 0
        self._writing: int | None = None
        printer.on_change = self.move

    def modules(self) -> dict[str, ModuleType]:
        """What `import win32print, pywintypes` then finds."""
        win32print, pywintypes = ModuleType("win32print"), ModuleType("pywintypes")
        pywintypes.error = Error
        for name in ("OpenPrinter", "ClosePrinter", "GetPrinter", "StartDocPrinter", "WritePrinter", "EndDocPrinter",
                     "AbortPrinter", "GetJob", "SetJob"):  # fmt: skip
            setattr(win32print, name, getattr(self, name))
        return {"win32print": win32print, "pywintypes": pywintypes}

    def move(self) -> None:
        """What waits goes to the printer while it stands ready."""
        while not self._stuck and (waiting := [job for job in self.jobs if job != self._writing]):
            self.printer.take(bytes(self.jobs.pop(waiting[0])))

    @property
    def _stuck(self) -> int:
        faults = self.printer.faults
        return sum(bits for fault, bits in STATUS.items() if fault in faults)

    def OpenPrinter(self, name):
        if name != self.name:
            raise Error(1801, "OpenPrinter", "The printer name is invalid.")
        handle = object()
        self.handles.add(handle)
        return handle

    def ClosePrinter(self, handle):
        self.handles.remove(handle)

    def GetPrinter(self, handle, level):
        self._known(handle)
        return {"Attributes": 0, "Status": self._stuck, "cJobs": len(self.jobs)}

    def StartDocPrinter(self, handle, level, document):
        self._known(handle)
        assert level == 1 and document[2] == "RAW"
        self._last += 1
        self._writing, self.jobs[self._last] = self._last, bytearray()
        return self._last

    def WritePrinter(self, handle, sent):
        self._known(handle)
        job = self.jobs[self._writing]
        room = len(sent) if self.cut_after is None else max(0, self.cut_after - len(job))
        job += sent[:room]
        if room == 0 and sent:
            raise Error(112, "WritePrinter", "There is not enough space on the disk.")
        return min(room, len(sent))

    def EndDocPrinter(self, handle):
        self._known(handle)
        self._writing = None
        self.move()

    def AbortPrinter(self, handle):
        self._known(handle)
        self.jobs.pop(self._writing, None)
        self._writing = None

    def GetJob(self, handle, job, level):
        self._known(handle)
        if job not in self.jobs:
            raise Error(87, "GetJob", "The parameter is incorrect.")
        return {"JobID": job, "Status": 0x10}

    def SetJob(self, handle, job, level, info, command):
        self._known(handle)
        if job not in self.jobs:
            raise Error(87, "SetJob", "The parameter is incorrect.")
        assert command == 5
        del self.jobs[job]

    def _known(self, handle):
        if handle not in self.handles:
            raise Error(6, "", "The handle is invalid.")
