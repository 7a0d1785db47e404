"""A network printer on 127.0.0.1 that speaks IPP: what a real one says about jobs, trays and troubles.

It knows Create-Job, Send-Document, Print-Job, Cancel-Job and the three Gets; `DocumentQueue` is its inside.
"""

from devices import ipp_words as ipp
from devices.ipp_words import IppMessage, Typed
from devices.simulators.document_queue import DocumentQueue, QueueJob
from devices.simulators.loopback import Asking, LoopbackServer
from devices.troubles import AnswerUnreadable

STATES = {"pending": 3, "processing": 5, "canceled": 7, "aborted": 8, "completed": 9}
OVER_REASONS = {
    "canceled": "job-canceled-by-user",
    "aborted": "aborted-by-system",
    "completed": "job-completed-successfully",
}
OK, NOT_FOUND, NOT_POSSIBLE, UNKNOWN, REJECTING = 0x0000, 0x0406, 0x0404, 0x0501, 0x0506
MOST_DOCUMENT_BYTES = 64 << 20
GARBAGE = b"\x02\x00\x00\x00\x00\x00\x00\x01\x04\x44\x7f\xff"


class IppServer(LoopbackServer):
    """`knows_create=False`: an old printer, which has Print-Job only."""

    def __init__(self, port: int = 0, queue: DocumentQueue | None = None, knows_create: bool = True):
        self.queue = queue or DocumentQueue()
        self.knows_create = knows_create
        self.device_uri = ""  # as a CUPS queue would name its backend
        self.idle_with_reasons = False  # as a CUPS queue is that remembers what its last job met
        super().__init__(port, _Asked, "ipp")

    @property
    def uri(self) -> str:
        return f"ipp://127.0.0.1:{self.port}/ipp/print"

    def answer(self, asked: IppMessage) -> bytes:
        """The whole answer to one request."""
        code, groups = self._act(asked)
        first = {"attributes-charset": Typed(ipp.CHARSET, "utf-8"), "attributes-natural-language": _language()}
        return ipp.ipp_bytes(code, asked.request_id, [(ipp.OPERATION, first), *groups])

    def _act(self, asked: IppMessage) -> tuple[int, list]:
        operation, queue = asked.first(ipp.OPERATION), self.queue
        match asked.code:
            case ipp.GET_PRINTER:
                return OK, [(ipp.PRINTER, self._printer())]
            case ipp.GET_JOBS:
                over = operation.get("which-jobs", ("not-completed",))[0] == "completed"
                jobs = [job for job in queue.all_jobs() if (STATES[job.state] >= 7) is over]
                return OK, [(ipp.JOB, _job(job, queue)) for job in jobs]
            case ipp.CREATE_JOB | ipp.PRINT_JOB:
                if asked.code == ipp.CREATE_JOB and not self.knows_create:
                    return UNKNOWN, []
                if "rejecting" in queue.faults:
                    return REJECTING, []
                wanted = asked.first(ipp.JOB)
                job = queue.add(
                    str(operation.get("job-name", ("",))[0]),
                    ipp.number(wanted, "copies") or 1,
                    "".join(ipp.words(wanted, "media")[:1]),
                    "".join(ipp.words(wanted, "sides")[:1]),
                )
                if asked.code == ipp.PRINT_JOB:
                    queue.give(job, asked.document)
                return OK, [(ipp.JOB, _job(job, queue))]
        job = queue.find(ipp.number(operation, "job-id") or 0)
        if job is None:
            return NOT_FOUND, []
        match asked.code:
            case ipp.GET_JOB:
                return OK, [(ipp.JOB, _job(job, queue))]
            case ipp.SEND_DOCUMENT:
                if job.state != "pending" or job.document:
                    return NOT_POSSIBLE, []
                queue.give(job, asked.document)
                return OK, [(ipp.JOB, _job(job, queue))]
            case ipp.CANCEL_JOB:
                return (OK if queue.cancel(job) else NOT_POSSIBLE), []
        return UNKNOWN, []

    def _printer(self) -> dict:
        reasons = self.queue.reasons
        known = [ipp.PRINT_JOB, ipp.CANCEL_JOB, ipp.GET_JOB, ipp.GET_JOBS, ipp.GET_PRINTER]
        known += [ipp.CREATE_JOB, ipp.SEND_DOCUMENT] if self.knows_create else []
        said = {
            "printer-make-and-model": Typed(ipp.TEXT, "Máy in mô phỏng"),
            "printer-state": Typed(ipp.ENUM, 5 if reasons and not self.idle_with_reasons else 3),
            "printer-state-reasons": tuple(Typed(ipp.KEYWORD, reason) for reason in reasons or ["none"]),
            "printer-is-accepting-jobs": Typed(ipp.BOOLEAN, "rejecting" not in self.queue.faults),
            "document-format-supported": (Typed(ipp.MIME, "application/pdf"), Typed(ipp.MIME, "image/urf")),
            "media-supported": (Typed(ipp.KEYWORD, "iso_a4_210x297mm"), Typed(ipp.KEYWORD, "iso_a5_148x210mm")),
            "sides-supported": (Typed(ipp.KEYWORD, "one-sided"), Typed(ipp.KEYWORD, "two-sided-long-edge")),
            "color-supported": Typed(ipp.BOOLEAN, True),
            "operations-supported": tuple(Typed(ipp.ENUM, code) for code in known),
        }
        return said | ({"device-uri": Typed(ipp.URI, self.device_uri)} if self.device_uri else {})


class _Asked(Asking):
    def do_POST(self) -> None:
        simulated, faults = self.server.device, self.server.device.queue.faults
        self.close_connection = True
        if "refused" in faults:
            return
        body = self._body()
        if "silent" in faults:
            while "silent" in simulated.queue.faults and not simulated.closing.wait(0.05):
                pass
            return
        try:
            asked = ipp.parse_ipp(body, MOST_DOCUMENT_BYTES)
        except AnswerUnreadable:
            self.send_error(400)
            return
        brings = asked.code in (ipp.SEND_DOCUMENT, ipp.PRINT_JOB)
        if "torn" in faults and brings:
            return
        answer = GARBAGE if "garbage" in faults else simulated.answer(asked)
        if "dropped" in faults and brings:
            return
        self.answer(200, answer, "application/ipp")

    def _body(self) -> bytes:
        """CUPS sends documents in chunks, not knowing how long they become."""
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.brought(min(int(self.headers.get("Content-Length") or 0), MOST_DOCUMENT_BYTES))
        parts, read = [], 0
        while (size := int(self.rfile.readline(32).split(b";", 1)[0] or b"0", 16)) and read < MOST_DOCUMENT_BYTES:
            parts.append(self.brought(size))
            read += size
            self.rfile.readline(8)
        return b"".join(parts)


def _job(job: QueueJob, queue: DocumentQueue) -> dict:
    reasons = [OVER_REASONS[job.state]] if job.state in OVER_REASONS else []
    if not job.document and not reasons:
        reasons = ["job-incoming"]
    elif not reasons and queue.reasons:
        reasons = ["printer-stopped"]
    return {
        "job-id": Typed(ipp.INTEGER, job.number),
        "job-name": Typed(ipp.NAME, job.name),
        "job-state": Typed(ipp.ENUM, STATES[job.state]),
        "job-state-reasons": tuple(Typed(ipp.KEYWORD, reason) for reason in reasons or ["none"]),
        "number-of-documents": Typed(ipp.INTEGER, 1 if job.document else 0),
    }


def _language() -> Typed:
    return Typed(ipp.LANGUAGE, "vi")
