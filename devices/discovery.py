"""What was plugged in and what is gone, poll to poll: a device that a bus forgets for a moment is not gone yet."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass

from devices.buses import POLLED, Found
from devices.worker import Worker

log = logging.getLogger(__name__)

MISSES = 3
LOOK_SECONDS = 3.0
BROKEN_SECONDS = 60.0  # a bug in asking is told to the log each time


@dataclass(frozen=True, slots=True)
class Change:
    """`found` was attached, or (attached False) has been missing for MISSES polls."""

    found: Found
    attached: bool


def buses_of(uris: Iterable[str]) -> dict[str, Callable[[], list[Found]]]:
    """The buses behind these addresses: no library is loaded for one that no address names."""
    schemes = {uri.partition(":")[0] for uri in uris}
    return {scheme: bus for scheme, bus in POLLED.items() if scheme in schemes}


class Discovery:
    """`here` is what is plugged in; `faults` why a bus could not be asked the last time, by bus. From one thread."""

    def __init__(self, buses: Mapping[str, Callable[[], list[Found]]] = POLLED):
        self._buses = buses
        self._known: dict[str, dict[str, Found]] = {bus: {} for bus in buses}
        self._missed: dict[str, int] = {}
        self.faults: dict[str, str] = {}

    @property
    def here(self) -> list[Found]:
        return list({found.uri: found for bus in self._known.values() for found in bus.values()}.values())

    def poll(self) -> list[Change]:
        """Ask every bus. One that cannot be asked brings no news: what it had is neither here nor gone."""
        changes = []
        for bus, ask in self._buses.items():
            try:
                seen = {found.uri: found for found in ask()}
            except (OSError, ValueError, ImportError) as error:
                if bus not in self.faults:
                    log.info("bus %s cannot be asked: %s", bus, error)
                self.faults[bus] = str(error)
                continue
            self.faults.pop(bus, None)
            changes += self._compare(bus, seen)
        return changes

    def _compare(self, bus: str, seen: dict[str, Found]) -> list[Change]:
        known = self._known[bus]
        changes = [Change(found, True) for uri, found in seen.items() if uri not in known]
        known |= seen
        for uri in list(known):
            if uri in seen:
                self._missed.pop(uri, None)
                continue
            self._missed[uri] = self._missed.get(uri, 0) + 1
            if self._missed[uri] >= MISSES:
                del self._missed[uri]
                changes.append(Change(known.pop(uri), False))
        return changes


class Lookout:
    """A Discovery in a thread of its own, since a bus may hang. `told(changes)`: what came or went after the first."""

    def __init__(self, buses: Mapping[str, Callable[[], list[Found]]], told: Callable[[list[Change]], None]):
        self._discovery, self._told = Discovery(buses), told
        self._worker = Worker("device-discovery")
        self._asked: Future | None = None
        self._due_at = time.monotonic() if buses else float("inf")
        self._first = True

    @property
    def here(self) -> list[Found]:
        return self._discovery.here

    def look(self) -> None:
        """Begin the next look when it is due; answers at once."""
        if time.monotonic() >= self._due_at and (self._asked is None or self._asked.done()):
            broken = self._asked is not None and self._asked.exception() is not None
            self._due_at = time.monotonic() + (BROKEN_SECONDS if broken else LOOK_SECONDS)
            self._asked = self._worker.ask(self._poll, LOOK_SECONDS)

    def close(self) -> None:
        self._worker.close(lambda: None)

    def ended(self, within: float) -> bool:
        return self._worker.ended(within)

    def _poll(self) -> None:
        changes, first = self._discovery.poll(), self._first
        self._first = False
        if changes and not first:
            for change in changes:
                log.info("%s: %s", "attached" if change.attached else "gone", change.found.uri)
            self._told(changes)
