"""What is said in eSCL (Mopria, "AirScan"), read strictly and written simply. No network here.

`parse_capabilities` and `parse_status` take any bytes and raise nothing but AnswerUnreadable.
"""

from dataclasses import dataclass

from devices.drivers.strict_xml import Element, read_xml
from devices.scanning import (
    MM_PER_INCH,
    WORTH_OFFERING,
    Mode,
    ScannerCapabilities,
    ScanWish,
    Source,
    nearest_dpi,
)
from devices.troubles import (
    AnswerUnreadable,
    DeviceTrouble,
    DoubleFeed,
    FeederEmpty,
    FeederJammed,
    NotOffered,
    ScanCancelled,
    ScannerFailed,
    ScannerOpen,
)

COLOUR_MODES = {"RGB24": Mode.COLOUR, "Grayscale8": Mode.GRAY}
UNITS_PER_INCH = 300
FORMATS = ("image/jpeg", "image/png")  # every eSCL scanner knows the first

ADF_TROUBLES: dict[str, type[DeviceTrouble]] = {
    "ScannerAdfEmpty": FeederEmpty,
    "ScannerAdfJam": FeederJammed,
    "ScannerAdfMispick": FeederJammed,
    "ScannerAdfMultipickDetected": DoubleFeed,
    "ScannerAdfHatchOpen": ScannerOpen,
    "ScannerAdfInputTrayFailed": ScannerFailed,
    "ScannerAdfInputTrayOverloaded": FeederJammed,
    "ScannerAdfDuplexPageTooLong": FeederJammed,
    "ScannerAdfDuplexPageTooShort": FeederJammed,
}
REASON_TROUBLES: tuple[tuple[str, type[DeviceTrouble]], ...] = (
    ("multipick", DoubleFeed),
    ("coveropen", ScannerOpen),
    ("hatchopen", ScannerOpen),
    ("jam", FeederJammed),
    ("mispick", FeederJammed),
    ("adfempty", FeederEmpty),
    ("canceled", ScanCancelled),
    ("cancelled", ScanCancelled),
)


@dataclass(frozen=True, slots=True)
class Inlet:
    """One way into the scanner. Lengths in 1/300 inch."""

    modes: tuple[str, ...]
    dpis: tuple[int, ...]
    formats: tuple[str, ...]
    widest: int
    longest: int


@dataclass(frozen=True, slots=True)
class EsclCapabilities:
    version: str
    model: str
    inlets: dict[Source, Inlet]

    def offered(self) -> ScannerCapabilities:
        """The same in the house's words."""
        modes = {COLOUR_MODES[name] for inlet in self.inlets.values() for name in inlet.modes}
        dpis = {dpi for inlet in self.inlets.values() for dpi in inlet.dpis}
        return ScannerCapabilities(
            self.model,
            tuple(source for source in Source if source in self.inlets),
            tuple(mode for mode in Mode if mode in modes),
            tuple(sorted(dpis)),
        )


@dataclass(frozen=True, slots=True)
class EsclJob:
    """`images_completed` is what the scanner counted, None where it does not count."""

    uri: str
    state: str
    reasons: tuple[str, ...]
    images_completed: int | None = None


@dataclass(frozen=True, slots=True)
class EsclStatus:
    """`adf` is "" where there is no feeder. Jobs newest first, as scanners list them."""

    state: str
    adf: str = ""
    jobs: tuple[EsclJob, ...] = ()

    def job(self, path: str) -> EsclJob | None:
        return next((job for job in self.jobs if job.uri.rstrip("/").endswith(path)), None)

    def trouble(self, from_feeder: bool = True) -> DeviceTrouble | None:
        """What stands in the way of a scan. An empty feeder is no trouble: it also ends every good one."""
        found = ADF_TROUBLES.get(self.adf) if from_feeder else None
        if found and found is not FeederEmpty:
            return found(f"AdfState {self.adf}")
        if self.state in ("Stopped", "Down"):
            return ScannerFailed(f"State {self.state}")
        return None


def parse_capabilities(content: bytes) -> EsclCapabilities:
    """An answer to GET ScannerCapabilities."""
    top = read_xml(content, "ScannerCapabilities")
    inlets: dict[Source, Inlet] = {}
    for source, path in (
        (Source.FLATBED, ("Platen", "PlatenInputCaps")),
        (Source.FEEDER, ("Adf", "AdfSimplexInputCaps")),
        (Source.DUPLEX, ("Adf", "AdfDuplexInputCaps")),
    ):
        element = top.find(*path)
        inlet = _inlet(element) if element else None
        if inlet:
            inlets[source] = inlet
    adf = top.find("Adf")
    if adf and Source.FEEDER in inlets and any(option.text.strip() == "Duplex" for option in adf.all("AdfOption")):
        inlets.setdefault(Source.DUPLEX, inlets[Source.FEEDER])  # some say it only as an option
    if not inlets:
        raise AnswerUnreadable("a scanner without a way in")
    model = top.word("MakeAndModel")
    return EsclCapabilities(top.word("Version") or "2.0", _printable(model) or "eSCL", inlets)


def parse_status(content: bytes) -> EsclStatus:
    """An answer to GET ScannerStatus."""
    top = read_xml(content, "ScannerStatus")
    state = top.word("State")
    if state not in ("Idle", "Processing", "Testing", "Stopped", "Down"):
        raise AnswerUnreadable("a state that eSCL does not know")
    jobs = []
    for element in top.all("JobInfo"):
        reasons = tuple(reason.text.strip() for reason in element.all("JobStateReason"))
        jobs.append(
            EsclJob(element.word("JobUri"), element.word("JobState"), reasons, element.count("ImagesCompleted"))
        )
    return EsclStatus(state, top.word("AdfState"), tuple(jobs))


def trouble_of_job(job: EsclJob) -> DeviceTrouble | None:
    """Why a job ended badly, None if it did not."""
    if job.state not in ("Aborted", "Canceled"):
        return None
    said = " ".join(job.reasons)
    for word, trouble in REASON_TROUBLES:
        if word in said.lower():
            return trouble(f"job {job.state}: {_printable(said)}")
    return (ScanCancelled if job.state == "Canceled" else ScannerFailed)(f"job {job.state}: {_printable(said)}")


def scan_settings(wish: ScanWish, can: EsclCapabilities) -> tuple[bytes, int]:
    """The body of POST ScanJobs and the resolution in it. Raises NotOffered."""
    inlet = can.inlets.get(wish.source)
    if inlet is None:
        raise NotOffered(f"no {wish.source}")
    mode = next((name for name in inlet.modes if COLOUR_MODES[name] is wish.mode), None)
    if mode is None:
        raise NotOffered(f"no {wish.mode} from the {wish.source}")
    dpi = nearest_dpi(wish.dpi, inlet.dpis)
    media = next((name for name in FORMATS if name in inlet.formats), FORMATS[0])
    width, height = (round(mm / MM_PER_INCH * UNITS_PER_INCH) for mm in wish.paper.size_mm)
    from_feeder = wish.source is not Source.FLATBED
    duplex = f"<scan:Duplex>{'true' if wish.source is Source.DUPLEX else 'false'}</scan:Duplex>" if from_feeder else ""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"'
        ' xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">'
        f"<pwg:Version>{can.version if can.version.replace('.', '').isdecimal() else '2.0'}</pwg:Version>"
        "<pwg:ScanRegions><pwg:ScanRegion>"
        "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
        "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
        f"<pwg:Width>{min(width, inlet.widest)}</pwg:Width><pwg:Height>{min(height, inlet.longest)}</pwg:Height>"
        "</pwg:ScanRegion></pwg:ScanRegions>"
        f"<pwg:InputSource>{'Feeder' if from_feeder else 'Platen'}</pwg:InputSource>"
        f"<scan:ColorMode>{mode}</scan:ColorMode>"
        f"<pwg:DocumentFormat>{media}</pwg:DocumentFormat><scan:DocumentFormatExt>{media}</scan:DocumentFormatExt>"
        f"<scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>"
        f"{duplex}</scan:ScanSettings>"
    )
    return body.encode(), dpi


def _inlet(element: Element) -> Inlet | None:
    modes = tuple(dict.fromkeys(mode.text.strip() for mode in element.all("ColorMode")))
    dpis = {int(x) for x in (_number(found) for found in element.all("DiscreteResolution")) if x}
    for span in element.all("XResolutionRange"):
        low, high = span.count("Min"), span.count("Max")
        if low is None or high is None:
            raise AnswerUnreadable("a range of resolutions without ends")
        dpis.update(dpi for dpi in WORTH_OFFERING if low <= dpi <= high)
    known = tuple(mode for mode in modes if mode in COLOUR_MODES)
    if not known or not dpis:
        return None
    formats = [*element.all("DocumentFormat"), *element.all("DocumentFormatExt")]
    return Inlet(
        known,
        tuple(sorted(dpis)),
        tuple(dict.fromkeys(found.text.strip() for found in formats)),
        element.count("MaxWidth") or 2550,
        element.count("MaxHeight") or 3508,
    )


def _number(resolution: Element) -> int | None:
    return resolution.count("XResolution", most=4800)


def _printable(text: str) -> str:
    return "".join(letter for letter in text[:120] if letter.isprintable())
