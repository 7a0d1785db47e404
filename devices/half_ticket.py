"""Whether half a ticket may hang out of the printer, remembered beyond the program: the next would be joined to it.

A few bytes beside the machine's book: the job in hand from before its first byte until its receipt is known. It says
nothing about what must be printed: nothing is ever printed again by itself.
"""

import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)


class HalfTicket:
    """Without `path` it is forgotten with the program."""

    def __init__(self, path: Path | None = None):
        self._path = path
        self.hangs_out = bool(path and path.exists())
        self.of_before = self.hangs_out  # an earlier program left it

    def begin(self, job_id: str) -> None:
        """On disk when this returns; a disk that takes nothing more keeps no ticket from being printed."""
        self.hangs_out = True
        if self._path is None:
            return
        fresh = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as file:
                file.write(job_id.encode())
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        except OSError as error:
            log.info("half tickets cannot be remembered: %s", error.strerror)

    def end(self) -> None:
        """The job came out whole. Should that not reach the disk, a strip of blank paper is cut off once."""
        self.hangs_out = self.of_before = False
        if self._path is not None:
            try:
                self._path.unlink(missing_ok=True)
            except OSError as error:
                log.info("half tickets cannot be forgotten: %s", error.strerror)
