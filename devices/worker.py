"""One thread for one device: its jobs in turn, each with a deadline, so that what hangs holds up nobody else.

A call into a driver cannot be broken off from outside. A thread that hangs is therefore left to itself: those who wait
for it are answered in its place, its device is not opened a second time (an old job could still come out of it),
and should the call ever return, the thread goes on, or closes the device and ends. It keeps no program from ending.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from typing import Any

from devices.listening import where
from devices.troubles import DeviceHangs, DeviceTrouble, TooLate

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Job:
    """`in_place(trouble)`: what its asker is told in place of a trouble; without it the trouble is raised."""

    work: Callable[[], Any]
    may_take: float
    begin_before: float | None = None
    in_place: Callable[[DeviceTrouble], Any] | None = None
    future: Future = field(default_factory=Future)
    begun_at: float | None = None

    def answer_in_place(self, trouble: DeviceTrouble) -> None:
        if self.in_place:
            self.tell(self.future.set_result, self.in_place(trouble))
        else:
            self.tell(self.future.set_exception, trouble)

    def tell(self, way: Callable[[Any], None], what: Any) -> None:
        try:
            way(what)
        except InvalidStateError:
            pass  # its asker was told in its place, or wanted it no more


class Worker:
    """Jobs run one after the other in a thread of their own. All methods answer at once, from any thread."""

    def __init__(self, name: str):
        self._name = name
        self._jobs: deque[Job] = deque()
        self._now: Job | None = None
        self._changed = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    def ask(
        self,
        work: Callable[[], Any],
        may_take: float,
        begin_within: float | None = None,
        in_place: Callable[[DeviceTrouble], Any] | None = None,
    ) -> Future:
        """What `work` answers, later. Seconds: `begin_within` for its turn to come, `may_take` from then on."""
        job = Job(work, may_take, time.monotonic() + begin_within if begin_within is not None else None, in_place)
        with self._changed:
            if self._closing:
                job.future.cancel()
                return job.future
            self._jobs.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._changed.notify()
        return job.future

    @property
    def hangs(self) -> bool:
        """The job in hand takes longer than it may."""
        job = self._now
        return job is not None and job.begun_at is not None and time.monotonic() - job.begun_at > job.may_take

    def look(self) -> None:
        """Answer those who have waited too long. To be called every quarter of a second or so."""
        now, late = time.monotonic(), []
        with self._changed:
            for job in list(self._jobs):
                if job.begin_before is not None and now > job.begin_before:
                    self._jobs.remove(job)
                    late.append(job)
            stuck = self._now if self.hangs else None
        for job in late:
            job.answer_in_place(TooLate(self._name))
        if stuck is not None:
            stuck.answer_in_place(DeviceHangs(self._name))

    def close(self, last: Callable[[], None]) -> None:
        """What waits is cancelled; `last` is run as the last job, and the thread ends."""
        with self._changed:
            self._closing = True
            for job in self._jobs:
                job.future.cancel()
            self._jobs.clear()
            if self._thread is not None:
                self._jobs.append(Job(last, 60.0))
            self._changed.notify()

    def ended(self, within: float) -> bool:
        """Whether the thread ended in that many seconds."""
        if self._thread is not None:
            self._thread.join(max(0.0, within))
        return self._thread is None or not self._thread.is_alive()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._now = None
                self._changed.wait_for(lambda: self._jobs or self._closing)
                if not self._jobs:
                    return
                job = self._jobs.popleft()
                if not job.future.set_running_or_notify_cancel():
                    continue
                job.begun_at = time.monotonic()
                self._now = job
            try:
                answer = job.work()
            except DeviceTrouble as trouble:
                job.answer_in_place(trouble)
            except Exception as bug:
                log.error("bug in the thread %s: %s", self._name, where(bug))
                job.tell(job.future.set_exception, bug)
            else:
                job.tell(job.future.set_result, answer)
