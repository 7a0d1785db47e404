"""Finding the box on the LAN without typing an address (mDNS), and letting it be found."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from center.setup import Setup
from sync.machine import AUTO, Machine
from sync.troubles import Unreachable

SERVICE = "_motcua._tcp.local."
SEARCH_SECONDS = 4.0


def box_url(machine: Machine) -> str:
    """Where this machine's box is: as configured, or the first one that answers on the LAN.

    Raises Unreachable when none answers.
    """
    if machine.box != AUTO:
        return machine.box
    found = find_boxes(SEARCH_SECONDS, first_only=True)
    if not found:
        raise Unreachable(
            "Không tìm thấy máy chủ của trung tâm trong mạng nội bộ.",
            remedy="Kiểm tra máy chủ đã bật, hoặc ghi địa chỉ của nó vào mục box trong tệp cấu hình.",
        )
    return found[0]


def find_boxes(seconds: float, *, first_only: bool = False) -> list[str]:
    """The addresses of the boxes that answer within so long."""
    import threading

    from zeroconf import ServiceBrowser, ServiceStateChange, Zeroconf

    found: list[str] = []
    heard = threading.Event()

    def changed(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is not ServiceStateChange.Added:
            return
        info = zeroconf.get_service_info(service_type, name, timeout=2000)
        if info is not None and (addresses := info.parsed_addresses()):
            found.append(f"http://{addresses[0]}:{info.port}")
            heard.set()

    browser = Zeroconf()
    try:
        ServiceBrowser(browser, SERVICE, handlers=[changed])
        if first_only:
            heard.wait(seconds)
        else:
            threading.Event().wait(seconds)
    finally:
        browser.close()
    return found


@contextmanager
def announced(setup: Setup, port: int) -> Iterator[None]:
    """The box is findable on the LAN while the block runs."""
    from zeroconf import ServiceInfo, Zeroconf

    info = ServiceInfo(
        SERVICE, f"{setup.id}.{SERVICE}", port=port, addresses=[socket.inet_aton(_lan_address())],
        properties={"center": setup.id, "commune": setup.commune_code},
    )
    zeroconf = Zeroconf()
    try:
        zeroconf.register_service(info, allow_name_change=True)
        yield
    finally:
        zeroconf.unregister_service(info)
        zeroconf.close()


def _lan_address() -> str:
    """This PC's address on the LAN; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
