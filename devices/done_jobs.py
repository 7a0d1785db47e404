"""The forms that a printer was already given: the same job id moves paper once."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from devices.printing import Outcome, Receipt
from devices.troubles import DeviceTrouble

REMEMBERED_JOBS = 256


class DoneJobs:
    """One job at a time; the receipts of the last ones, forgotten with the program."""

    def __init__(self) -> None:
        self._printing = threading.Lock()
        self._done: OrderedDict[str, Receipt] = OrderedDict()

    def once(self, job_id: str, printed: Callable[[], Receipt]) -> Receipt:
        """The first receipt of this id, or that of printing it now. A trouble of `printed` is a FAILED receipt.

        Until bytes are on their way nothing can have been printed, so such a job may be tried again.
        """
        with self._printing:
            if job_id in self._done:
                return self._done[job_id]
            try:
                receipt = printed()
            except DeviceTrouble as trouble:
                receipt = Receipt(job_id, Outcome.FAILED, trouble)
            if receipt.bytes_sent:
                self._done[job_id] = receipt
                while len(self._done) > REMEMBERED_JOBS:
                    self._done.popitem(last=False)
            return receipt
