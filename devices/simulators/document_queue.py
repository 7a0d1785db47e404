"""The inside of a simulated printer of documents: jobs, a tray, and what befalls them.

`sim://documents?fault=tray_empty&script=2jobs:jam;10s:ok&job_seconds=1` ; the script counts jobs. Kept as a product:
`queue.printed` are the PDFs that came out, to be looked at.
"""

import threading
import time
from dataclasses import dataclass

from devices.simulators.script import Script

STANDING = {  # faults under which a job stands still, and the reason that the printer gives
    "tray_empty": "media-empty-error",
    "jam": "media-jam-error",
    "cover_open": "cover-open-error",
    "ink_out": "marker-supply-empty-error",
    "paused": "paused",
    "offline": "offline-report offline",
}
FAULTS = (
    *STANDING,
    "aborted",  # the printer throws the job away
    "cancelled",  # somebody at the printer does
    "refused",  # nobody answers the door
    "silent",
    "garbage",
    "dropped",  # takes the document and goes away before saying so
    "torn",  # goes away in the middle of the document
    "slow",  # a job takes three seconds longer
    "rejecting",  # takes no jobs
)
SLOW_SECONDS = 3.0


@dataclass(slots=True)
class QueueJob:
    number: int
    name: str
    copies: int = 1
    paper: str = ""
    sides: str = ""
    document: bytes = b""
    state: str = "pending"  # pending | processing | canceled | aborted | completed
    worked_since: float | None = None


class DocumentQueue:
    """One printer. Every method may be called from any thread; time passes when somebody looks."""

    def __init__(self, fault: str = "", script: str = "", job_seconds: float = 0.0):
        self.jobs: list[QueueJob] = []
        self.job_seconds = job_seconds
        self._lock = threading.RLock()
        self._script: Script | None = None
        self._faults: frozenset[str] = frozenset()
        self.set_faults(*filter(None, fault.split(",")))
        if script:
            self._script = Script(script, FAULTS, ("jobs",))

    def set_faults(self, *names: str) -> None:
        """Exactly these from now on. Raises ValueError for one that no printer has."""
        if unknown := set(names) - set(FAULTS):
            raise ValueError(f"unknown faults: {', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}")
        with self._lock:
            self._work()
            self._faults = frozenset(names)

    @property
    def faults(self) -> frozenset[str]:
        with self._lock:
            if self._script and (changed := self._script.look()) is not None:
                self._faults = changed
            return self._faults

    @property
    def reasons(self) -> list[str]:
        """Why nothing moves, as IPP keywords."""
        return [word for fault, words in STANDING.items() if fault in self.faults for word in words.split()]

    @property
    def printed(self) -> list[QueueJob]:
        """The jobs whose paper came out whole."""
        with self._lock:
            self._work()
            return [job for job in self.jobs if job.state == "completed" and job.document]

    def add(self, name: str, copies: int = 1, paper: str = "", sides: str = "") -> QueueJob:
        with self._lock:
            job = QueueJob(len(self.jobs) + 1, name, copies, paper, sides)
            self.jobs.append(job)
            if self._script and (changed := self._script.happened("jobs")) is not None:
                self._faults = changed
            return job

    def give(self, job: QueueJob, document: bytes) -> None:
        with self._lock:
            job.document = document

    def cancel(self, job: QueueJob) -> bool:
        """False when it was over before."""
        with self._lock:
            self._work()
            if job.state in ("canceled", "aborted", "completed"):
                return False
            job.state = "canceled"
            return True

    def find(self, number: int) -> QueueJob | None:
        """The job of that number as it is now."""
        with self._lock:
            self._work()
            return next((job for job in self.jobs if job.number == number), None)

    def all_jobs(self) -> list[QueueJob]:
        with self._lock:
            self._work()
            return list(self.jobs)

    def _work(self) -> None:
        """What happened since somebody looked: the oldest job with a document is worked at."""
        now, faults = time.monotonic(), self.faults
        for job in self.jobs:
            if job.state not in ("pending", "processing") or not job.document:
                continue
            if faults & set(STANDING):
                return
            if faults & {"aborted", "cancelled"}:
                job.state = "aborted" if "aborted" in faults else "canceled"
                continue
            job.state, job.worked_since = "processing", job.worked_since or now
            if now - job.worked_since < self.job_seconds + (SLOW_SECONDS if "slow" in faults else 0.0):
                return
            job.state = "completed"
