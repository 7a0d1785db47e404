"""The paper of a ticket: printed, printed again as a copy, and how it went."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from center.day import Day
from center.slips import ticket_slip
from center.tickets import WAITING, Ticket
from center.verbs import ReprintTicket
from center.waiting import Wait, estimate
from kiosk.visitor import Visitor
from screen.bridge import Bridge
from screen.translation import translate


class TicketPaper:
    """`printer`: anything with `print(document, job_id) -> Future[Receipt]`, or None: then no paper moves.

    `heard(ticket, receipt)` is called in the screen's thread for every paper that somebody waits for.
    """

    def __init__(self, node, visitor: Visitor, bridge: Bridge, printer, heard: Callable[[str, Any], None]):
        self._node, self._visitor, self._bridge, self._printer, self._heard = node, visitor, bridge, printer, heard
        self.name_of: Callable[[str], str] = lambda code: ""  # a procedure's name, where this machine has a search
        self._jobs = 0

    @property
    def is_there(self) -> bool:
        return self._printer is not None

    def print(self, day: Day, ticket: Ticket, wait: Wait | None, copy: bool = False) -> Future | None:
        """Begins at once, while the page is still being drawn; whoever wants to hear of it calls `await_receipt`."""
        if self._printer is None:
            return None
        self._jobs += 1
        job = f"{day.day:%Y%m%d}-{ticket.id}" + (f"-copy-{self._jobs}" if copy else "")
        setup, language = self._node.setup, self._visitor.language
        document = ticket_slip(setup, day, ticket, wait, language, copy=copy, name_of=self.name_of)
        return self._printer.print(document, job)

    def await_receipt(self, printing: Future | None, ticket: str) -> None:
        """Nothing to wait for where nothing prints."""
        if printing:
            self._bridge.when_done(printing, lambda done: self._heard(ticket, done.result()))

    def reprint(self, ticket: str) -> None:
        """A marked copy of any ticket of today; the day's facts tell that there is one."""
        day = self._node.day
        self._node.ask(ReprintTicket(ticket=ticket))
        if (row := day.tickets.get(ticket)) is not None:
            waiting = row.state == WAITING
            wait = estimate(day, self._node.setup, row.field, row.priority, before=row.id) if waiting else None
            self.await_receipt(self.print(day, row, wait, copy=True), ticket)


def after(receipt) -> dict:
    """What the page of the number says once the printer has answered: `paper`, `reprint`, and its `trouble` if any."""
    if not receipt.failed:
        return {"paper": "printed", "reprint": True}
    out = getattr(receipt.trouble, "code", "") == "paper_out"
    why = translate("Take", "Máy in đang hết giấy") if out else translate("Take", "Máy in chưa in được")
    return {"paper": "failed", "reprint": True, "trouble": why}
