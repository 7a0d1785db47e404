"""The list of papers of a procedure, to take home: on the ticket printer, or on A4."""

from concurrent.futures import Future

from center.checklists import checklist
from center.deadlines import find_promise
from center.hours import local_day
from center.procedures import Procedure
from kiosk import leaflets
from kiosk.library import Library
from screen.translation import translate


class ChecklistPaper:
    """`printer`: the cabinet, or whatever prints documents and tells its health; None: then no paper moves."""

    def __init__(self, node, printer):
        self._node, self._printer = node, printer
        self._jobs = 0

    @property
    def is_there(self) -> bool:
        return self._printer is not None and bool({"printer", "documents"} & self._printer.health().keys())

    def print(self, procedure: Procedure, library: Library, language: str) -> Future:
        """Begins at once; the future brings the printer's receipt."""
        setup, now = self._node.setup, self._node.now()
        counters = leaflets.counters_of(setup, leaflets.field_of(setup, procedure))
        promise = find_promise(now, procedure, library.calendar)
        document = checklist(setup, library.catalogue, procedure, local_day(now), promise, counters, language)
        self._jobs += 1
        job = f"checklist-{procedure.code}-{now:%Y%m%d%H%M%S}-{self._jobs}"
        if not self._on_a4():
            return self._printer.print(document, job)
        from kiosk.checklist_sheet import a4_sheet  # what it needs of Qt is only for a machine with such a printer

        return self._printer.print_form(a4_sheet(document), job)

    def _on_a4(self) -> bool:
        """On the printer of documents, where there is one and no ticket printer that is well."""
        health = self._printer.health()
        return "documents" in health and ("printer" not in health or bool(health["printer"].faults))


def failure_line(receipt) -> str:
    """What the person reads instead of holding a paper, and the way on."""
    if getattr(receipt.trouble, "code", "") == "paper_out":
        return translate("Find", "Máy in đang hết giấy: xin chụp mã này để xem trên điện thoại.")
    return translate("Find", "Máy in chưa in được: xin chụp mã này để xem trên điện thoại.")
