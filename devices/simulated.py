"""The simulated devices of this program, to be looked at, fed or broken; and those served to other programs."""

from collections.abc import Callable, Sequence
from typing import Any


def simulated(role: str, name: str = "") -> Any:
    """The device behind `sim://name` of that role: made on first mention, shared by whoever names it."""
    match role:
        case "printer":
            from devices.simulators.link import simulated_printer as shared
        case "reader":
            from devices.simulators.reader import simulated_reader as shared
        case "buttons":
            from devices.simulators.buttons import simulated_box as shared
        case "sign":
            from devices.simulators.sign import simulated_sign as shared
        case "documents":
            from devices.simulators.document_printer import simulated_document_printer as shared
        case "scanner":
            from devices.simulators.scanner import simulated_scanner as shared
        case "camera":
            from devices.simulators.camera import simulated_camera as shared
        case "speaker":
            from devices.simulators.speaker import simulated_speaker as shared
        case _:
            raise ValueError(role)
    return shared(name or role)


def serve_paper_printer(
    port: int = 0,
    on_page: Callable[[Any], None] | None = None,
    width_dots: int = 576,
    faults: Sequence[str] = (),
    script: str = "",
) -> Any:
    """A simulated printer on 127.0.0.1 (a PaperPrinterServer, to be closed): `.printer`, `.port`, `.uri`.

    `on_page(page)` hears each cut ticket from the server's thread; `page.picture` is a Pillow image.
    """
    from devices.drawing import Paper
    from devices.simulators.paper_printer import PaperPrinter
    from devices.simulators.server import PaperPrinterServer

    printer = PaperPrinter(Paper(width_dots), on_page=on_page, script=script)
    printer.set_faults(*faults)
    return PaperPrinterServer(port, printer)


def serve_scanner(port: int = 0, feed: str = "3", faults: Sequence[str] = (), script: str = "") -> Any:
    """A simulated network scanner on 127.0.0.1 (an EsclServer, to be closed): `.feeder`, `.port`, `.uri`.

    `feed`, faults and script are those of simulators/feeder.py. Any eSCL client may scan from it.
    """
    from devices.simulators.escl_server import EsclServer
    from devices.simulators.feeder import Feeder

    return EsclServer(port, Feeder(feed, fault=",".join(faults), script=script))


def serve_document_printer(port: int = 0, faults: Sequence[str] = (), script: str = "") -> Any:
    """A simulated IPP printer on 127.0.0.1 (an IppServer, to be closed): `.queue.printed`, `.port`, `.uri`."""
    from devices.simulators.document_queue import DocumentQueue
    from devices.simulators.ipp_server import IppServer

    return IppServer(port, DocumentQueue(",".join(faults), script))
