"""A network scanner on 127.0.0.1 that speaks eSCL: our driver, sane-airscan and any other client may scan from it.

Its paper and its faults are a Feeder's; what a real scanner's firmware does wrong is done here as well (feeder.FAULTS).
"""

import re
import threading
from dataclasses import dataclass, field
from itertools import count

from devices.scanning import Mode, Paper, ScanWish, Source
from devices.simulators.feeder import Feeder, picture_bytes
from devices.simulators.loopback import Asking, LoopbackServer

DPIS = (75, 100, 150, 200, 300, 600)
ADF_STATES = {
    "jam": "ScannerAdfJam",
    "cover_open": "ScannerAdfHatchOpen",
    "double_feed": "ScannerAdfMultipickDetected",
}
STOPPING = {  # how a job ends, and the reason given for it
    "jam": ("Aborted", "AbortedBySystem"),
    "cover_open": ("Aborted", "ScannerCoverOpen"),
    "double_feed": ("Aborted", "AbortedBySystem"),
    "cancelled": ("Canceled", "JobCanceledAtDevice"),
}
GARBAGE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
NAMESPACES = (
    'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
)


@dataclass(slots=True)
class Job:
    number: int
    wish: ScanWish
    dpi: int
    media_type: str
    given: int = 0
    state: str = "Processing"
    reason: str = "JobScanning"
    warned: bool = False  # the firmware's "early" answer was given
    over: threading.Event = field(default_factory=threading.Event)


class EsclServer(LoopbackServer):
    """`requests` is what was asked, for those who look on."""

    def __init__(self, port: int = 0, feeder: Feeder | None = None):
        self.feeder = feeder or Feeder()
        self.jobs: list[Job] = []
        self.requests: list[str] = []
        self.cut_off = False  # unplugged in the middle of a page: from then on nobody answers
        self._numbers = count(1)
        self._lock = threading.Lock()
        super().__init__(port, _Asked, "escl")

    @property
    def uri(self) -> str:
        return f"escl://127.0.0.1:{self.port}/eSCL"

    def close(self) -> None:
        self.closing.set()  # before the jobs end, so that nobody waits for another
        for job in self.jobs:
            job.over.set()
        super().close()

    def begin(self, wish: ScanWish, dpi: int, media_type: str) -> Job | None:
        """The new job, None while another one runs: then the answer is 503."""
        with self._lock:
            if "busy" in self.feeder.faults or any(job.state == "Processing" for job in self.jobs):
                return None
            self.feeder.begin(wish.source)
            job = Job(next(self._numbers), wish, dpi, media_type)
            self.jobs.append(job)
            return job

    def job(self, path: str) -> Job | None:
        found = re.fullmatch(r"/eSCL/ScanJobs/(\d+)(?:/NextDocument)?", path)
        return next((job for job in self.jobs if found and job.number == int(found[1])), None)

    def end(self, job: Job, state: str, reason: str) -> None:
        if job.state == "Processing":
            job.state, job.reason = state, reason
        job.over.set()

    def next_page(self, job: Job) -> bytes | int:
        """The bytes of the job's next page, or the HTTP status that says why there is none."""
        if job.state != "Processing":
            return 404
        if "early" in self.feeder.faults and not job.warned:
            job.warned = True
            return 404 if job.given else 503
        flatbed = job.wish.source is Source.FLATBED
        self.feeder.pause(job.over)
        for fault, (state, reason) in STOPPING.items():
            if fault in self.feeder.faults and not (flatbed and fault in ("jam", "double_feed")):
                self.end(job, state, reason)
                return 409
        if job.over.is_set():
            return 404
        torn = self.feeder.faults & {"torn", "unplugged"}  # of this page; a script counts it and changes them
        taken = None if flatbed and job.given else self.feeder.take(job.wish, job.given + 1)
        if taken is None:
            self.end(job, "Completed", "JobCompletedSuccessfully")
            return 404
        page = picture_bytes(*taken, job.wish, job.dpi, job.media_type)
        if "unplugged" in torn:
            self.cut_off = True
            self.end(job, "Aborted", "AbortedBySystem")
        job.given += not torn
        return page[: len(page) // 2] if torn else page

    def status(self) -> bytes:
        faults = self.feeder.faults
        adf = next((state for fault, state in ADF_STATES.items() if fault in faults), None)
        if adf is None:
            early = "early" in faults and any(job.warned and job.state == "Processing" for job in self.jobs)
            adf = "ScannerAdfLoaded" if self.feeder.loaded and not early else "ScannerAdfEmpty"
        if not any(job.state == "Processing" for job in self.jobs) and adf == "ScannerAdfEmpty" and self.refills:
            adf = "ScannerAdfLoaded"
        busy = "busy" in faults or any(job.state == "Processing" for job in self.jobs)
        jobs = "".join(
            f"<scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/{job.number}</pwg:JobUri><scan:Age>1</scan:Age>"
            f"<pwg:ImagesCompleted>{job.given + ('miscounts' in faults)}</pwg:ImagesCompleted>"
            f"<pwg:JobState>{job.state}</pwg:JobState><pwg:JobStateReasons><pwg:JobStateReason>{job.reason}"
            "</pwg:JobStateReason></pwg:JobStateReasons></scan:JobInfo>"
            for job in reversed(self.jobs[-8:])
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><scan:ScannerStatus {NAMESPACES}><pwg:Version>2.6</pwg:Version>'
            f"<pwg:State>{'Processing' if busy else 'Idle'}</pwg:State><scan:AdfState>{adf}</scan:AdfState>"
            f"<scan:Jobs>{jobs}</scan:Jobs></scan:ScannerStatus>"
        ).encode()

    @property
    def refills(self) -> bool:
        return self.feeder.refills and "empty" not in self.feeder.faults


class _Asked(Asking):
    def _met_fault(self) -> bool:
        """True: what the faults of the whole device make of a question has been done."""
        escl, faults = self.server.device, self.server.device.feeder.faults
        escl.requests.append(f"{self.command} {self.path}")
        escl.cut_off = escl.cut_off and "unplugged" in faults
        if "refused" in faults or escl.cut_off:
            self._drop()
            return True
        if "silent" in faults:
            while "silent" in escl.feeder.faults and not escl.closing.wait(0.05):
                pass
            self._drop()
            return True
        if "garbage" in faults and self.command != "DELETE":
            self.answer(200, GARBAGE)
            return True
        return False

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.close()

    def do_GET(self) -> None:
        if self._met_fault():
            return
        escl = self.server.device
        match self.path:
            case "/eSCL/ScannerCapabilities":
                self.answer(200, CAPABILITIES)
            case "/eSCL/ScannerStatus":
                self.answer(200, escl.status())
            case path if path.endswith("/NextDocument") and (job := escl.job(path)):
                self._give(job)
            case _:
                self.answer(404)

    def _give(self, job: Job) -> None:
        escl = self.server.device
        page = escl.next_page(job)
        if isinstance(page, int):
            self.answer(page)
            return
        if escl.cut_off:
            self.send_response(200)
            self.send_header("Content-Type", job.media_type)
            self.send_header("Content-Length", str(2 * len(page)))
            self.end_headers()
            self.wfile.write(page)
            self._drop()
            return
        self.answer(200, page, job.media_type)

    def do_POST(self) -> None:
        body = self.brought(min(int(self.headers.get("Content-Length") or 0), 1 << 16)).decode("utf-8", "replace")
        if self._met_fault():
            return
        escl = self.server.device
        wish = read_wish(body)
        if self.path != "/eSCL/ScanJobs" or wish is None:
            self.answer(400)
            return
        if wish[0].source is not Source.FLATBED and not escl.feeder.loaded and not escl.refills:
            self.answer(409)
            return
        job = escl.begin(*wish)
        if job is None:
            self.answer(503, b"", "text/xml", **{"Retry-After": "1"})
        else:
            place = f"http://{self.headers.get('Host', 'scanner.invalid')}/eSCL/ScanJobs/{job.number}"
            self.answer(201, b"", "text/xml", Location=place)

    def do_DELETE(self) -> None:
        if self._met_fault():
            return
        job = self.server.device.job(self.path)
        if job:
            self.server.device.end(job, "Canceled", "JobCanceledByUser")
        self.answer(200 if job else 404)


def read_wish(body: str) -> tuple[ScanWish, int, str] | None:
    """Wish, dpi and media type of ScanSettings, None for settings that this scanner does not have."""

    def word(name: str) -> str:
        found = re.search(rf"<(?:\w+:)?{name}>\s*([^<]*?)\s*</", body)
        return found[1] if found else ""

    source = Source.FLATBED if word("InputSource") != "Feeder" else Source.FEEDER
    if source is Source.FEEDER and word("Duplex") == "true":
        source = Source.DUPLEX
    modes = {"RGB24": Mode.COLOUR, "Grayscale8": Mode.GRAY}
    dpi, media_type = word("XResolution"), word("DocumentFormatExt") or word("DocumentFormat") or "image/jpeg"
    if word("ColorMode") not in modes or not dpi.isdigit() or int(dpi) not in DPIS or "image/" not in media_type:
        return None
    height = int(word("Height") or 3508) if (word("Height") or "0").isdigit() else 3508
    paper = Paper.A4 if height > 2600 else Paper.A5 if height > 1500 else Paper.CARD
    return ScanWish(source, modes[word("ColorMode")], int(dpi), paper), int(dpi), media_type


def _caps(name: str, longest: int) -> str:
    dpis = "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>"
        "</scan:DiscreteResolution>"
        for dpi in DPIS
    )
    return (
        f"<scan:{name}><scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>"
        f"<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>{longest}</scan:MaxHeight>"
        "<scan:MaxScanRegions>1</scan:MaxScanRegions><scan:SettingProfiles><scan:SettingProfile><scan:ColorModes>"
        "<scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>"
        "<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>"
        "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>"
        f"<scan:SupportedResolutions><scan:DiscreteResolutions>{dpis}</scan:DiscreteResolutions>"
        "</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles>"
        "<scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents>"
        "<scan:MaxOpticalXResolution>600</scan:MaxOpticalXResolution>"
        f"<scan:MaxOpticalYResolution>600</scan:MaxOpticalYResolution></scan:{name}>"
    )


CAPABILITIES = (
    f'<?xml version="1.0" encoding="UTF-8"?><scan:ScannerCapabilities {NAMESPACES}><pwg:Version>2.6</pwg:Version>'
    "<pwg:MakeAndModel>Máy quét mô phỏng</pwg:MakeAndModel><pwg:SerialNumber>SIM-0001</pwg:SerialNumber>"
    f"<scan:Platen>{_caps('PlatenInputCaps', 3508)}</scan:Platen>"
    f"<scan:Adf>{_caps('AdfSimplexInputCaps', 4200)}{_caps('AdfDuplexInputCaps', 4200)}"
    "<scan:FeederCapacity>50</scan:FeederCapacity><scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption>"
    "<scan:AdfOption>Duplex</scan:AdfOption></scan:AdfOptions></scan:Adf></scan:ScannerCapabilities>"
).encode()
