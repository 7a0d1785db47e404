"""Finding the box on the LAN without typing an address (mDNS), and letting it be found."""

import ipaddress
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from center.setup import Setup
from sync.troubles import Unreachable

log = logging.getLogger("sync.finding_box")

SERVICE = "_motcua._tcp.local."
SEARCH_SECONDS = 2.5
ASK_MS = 2000


def find_box() -> str:
    """The address of the first box that answers on the LAN. Raises Unreachable when none does."""
    if found := find_boxes(SEARCH_SECONDS, first_only=True):
        return found[0]
    raise Unreachable(
        "Không tìm thấy máy chủ của trung tâm trong mạng nội bộ.",
        remedy="Kiểm tra máy chủ đã bật, hoặc ghi địa chỉ của nó vào mục box trong tệp cấu hình.",
    )


def find_boxes(seconds: float, *, first_only: bool = False) -> list[str]:
    """The addresses of the boxes that answer within so long; none when there is no network."""
    from zeroconf import Error, IPVersion, ServiceBrowser, ServiceStateChange, Zeroconf

    found: list[str] = []
    enough = threading.Event()

    def changed(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is not ServiceStateChange.Added:
            return
        answer = zeroconf.get_service_info(service_type, name, timeout=ASK_MS)
        addresses = answer.parsed_addresses(IPVersion.V4Only) if answer else []
        if addresses:
            found.append(f"http://{addresses[0]}:{answer.port}")
            if first_only:
                enough.set()

    try:
        with Zeroconf(ip_version=IPVersion.V4Only) as listening:
            ServiceBrowser(listening, SERVICE, handlers=[changed])
            enough.wait(seconds)
    except (OSError, Error) as error:
        log.info("no search on the LAN: %s", error)
    return found


@contextmanager
def announced(setup: Setup, host: str, port: int) -> Iterator[None]:
    """The box that listens at this address can be found while the block runs; it begins at once."""
    from zeroconf import Error, IPVersion, ServiceInfo, Zeroconf

    over = threading.Event()

    def announce() -> None:
        try:
            entry = ServiceInfo(
                SERVICE, f"{setup.id}.{SERVICE}", port=port, parsed_addresses=[_found_at(host)],
                properties={"center": setup.id, "commune": setup.commune_code},
            )
            with Zeroconf(ip_version=IPVersion.V4Only) as speaking:
                speaking.register_service(entry, allow_name_change=True)
                over.wait()
                speaking.unregister_service(entry)
        except (OSError, Error) as error:
            log.warning("the box cannot be found by mDNS: %s", error)

    # Asking around whether the name is free takes a second; the first number need not wait for it.
    announcing = threading.Thread(target=announce, name="announce", daemon=True)
    announcing.start()
    try:
        yield
    finally:
        over.set()
        announcing.join(SEARCH_SECONDS)


def _found_at(host: str) -> str:
    """The address at which other machines reach what listens at `host`; nothing is sent to find it."""
    if not ipaddress.ip_address(host).is_unspecified:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
