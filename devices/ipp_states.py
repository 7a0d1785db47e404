"""What a print queue says about itself and about a job (RFC 8011), in the house's troubles."""

from collections.abc import Iterable
from enum import IntEnum

from devices.ipp_words import Attributes, number, words
from devices.troubles import (
    CoverOpen,
    DeviceTrouble,
    InkOut,
    NotConnected,
    PrinterFailed,
    PrinterJammed,
    PrintRefused,
    QueueStopped,
    TrayEmpty,
)

PRINTER_STOPPED = 5
REASONS: dict[str, type[DeviceTrouble]] = {
    "media-empty": TrayEmpty,
    "media-needed": TrayEmpty,
    "media-needed-warning": TrayEmpty,  # whatever it is called: the job waits for paper
    "media-needed-report": TrayEmpty,
    "input-tray-missing": TrayEmpty,
    "media-jam": PrinterJammed,
    "cover-open": CoverOpen,
    "door-open": CoverOpen,
    "interlock-open": CoverOpen,
    "toner-empty": InkOut,
    "marker-supply-empty": InkOut,
    "marker-supply-missing": InkOut,
    "marker-waste-full": InkOut,
    "output-area-full": PrinterFailed,
    "paused": QueueStopped,
    "moving-to-paused": QueueStopped,
    "offline": NotConnected,
    "offline-report": NotConnected,  # a report and yet nothing prints
    "connecting-to-device": NotConnected,  # normal for a second
    "shutdown": NotConnected,
    "timed-out": NotConnected,
    "printer-stopped": QueueStopped,  # said of a job
    "document-format-error": PrintRefused,
    "document-unprintable-error": PrintRefused,
    "document-access-error": PrintRefused,
}


class JobState(IntEnum):
    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9

    @property
    def over(self) -> bool:
        return self >= JobState.CANCELED


def job_state(attributes: Attributes) -> JobState | None:
    said = number(attributes, "job-state")
    return JobState(said) if said in set(JobState) else None


def troubles_of(reasons: Iterable[str]) -> list[DeviceTrouble]:
    """The troubles among state reasons, the one with the clearest remedy first; a warning or report is none."""
    found: list[DeviceTrouble] = []
    for reason in reasons:
        kind = REASONS.get(reason)
        if not kind and reason.endswith("-error"):
            kind = REASONS.get(reason.removesuffix("-error"), PrinterFailed)
        if kind and kind("") not in found:
            found.append(kind(reason[:60]))
    vague = {NotConnected: 1, PrinterFailed: 2, QueueStopped: 3}
    return sorted(found, key=lambda trouble: vague.get(type(trouble), 0))


def printer_troubles(attributes: Attributes) -> list[DeviceTrouble]:
    """What keeps a queue from printing now."""
    found = troubles_of(words(attributes, "printer-state-reasons"))
    if not found and number(attributes, "printer-state") == PRINTER_STOPPED:
        found = [QueueStopped("printer-state stopped")]
    if attributes.get("printer-is-accepting-jobs", (True,))[0] is False:
        found.append(QueueStopped("not accepting jobs"))
    return found
