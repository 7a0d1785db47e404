"""What every driver of every kind promises, in every trouble of its simulator. A new one joins by a line in STANDS.

`walk` opens a driver, brings a trouble about, asks it for its work, takes the trouble back, lets go twice and looks
what is left. What a kind promises besides (a ticket printed once, a page kept) has a conformance of its own.
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from center.signs import SignView
from devices import Health, Power
from devices.buttons import Light
from devices.check_kinds import blank_pdf
from devices.checking import leftovers
from devices.opening import open_driver
from devices.printing import Outcome
from devices.scanning import ScanWish, Source
from devices.simulated import serve_document_printer, serve_paper_printer, simulated
from devices.simulators import buttons, camera, document_queue, feeder, paper_printer, reader, sign, speaker
from devices.simulators.escl_server import EsclServer
from devices.simulators.feeder import Feeder
from devices.troubles import DeviceTrouble
from tests.devices.printed import SMALL

HEALTH_SECONDS = 7.0
JOB_SECONDS = 30.0
CLOSE_SECONDS = 5.0
BACK_SECONDS = 15.0  # three polls of the cabinet


@dataclass
class Stand:
    """One driver and the simulated device at its far end. `work(driver)` is what its kind is there for."""

    role: str
    uri: str
    work: Callable[[Any], Any]
    set_faults: Callable[..., None] = lambda *faults: None
    end: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Place:
    """How a stand is made, and what may be asked of it. `unplugged`: the fault that is a pulled cable."""

    make: Callable[[], Stand]
    faults: tuple[str, ...] = ()
    unplugged: str = ""
    exclusive: bool = False


def print_ticket(printer: Any) -> Outcome:
    return printer.print(SMALL, f"job-{time.monotonic_ns()}").outcome


def scan_sheets(scanner: Any) -> int:
    return sum(1 for _ in scanner.scan(ScanWish(Source.FEEDER, dpi=75)))


def print_form(printer: Any) -> Outcome:
    return printer.print(blank_pdf(), f"job-{time.monotonic_ns()}").outcome


def take_still(camera: Any) -> bytes:
    return camera.still()


def nothing(driver: Any) -> None:
    """A listener's work is done by others."""


def in_program(role: str, work: Callable[[Any], Any]) -> Callable[[], Stand]:
    """The simulator of this program, whose driver is opened once so that it is there."""

    def make() -> Stand:
        uri = f"sim://conformance-{time.monotonic_ns()}"
        open_driver(role, uri).close()
        device = simulated(role, uri.removeprefix("sim://"))
        device = getattr(device, "feeder", None) or getattr(device, "queue", None) or device
        return Stand(role, uri, work, getattr(device, "set_faults", lambda *faults: None))

    return make


def network_printer() -> Stand:
    server = serve_paper_printer()
    return Stand("printer", server.uri, print_ticket, server.printer.set_faults, server.close)


def network_scanner() -> Stand:
    server = EsclServer(0, Feeder("2"))
    return Stand("scanner", server.uri, scan_sheets, server.feeder.set_faults, server.close)


def network_form_printer() -> Stand:
    server = serve_document_printer()
    return Stand("documents", server.uri, print_form, server.queue.set_faults, server.close)


def folder_of_forms() -> Stand:
    folder = tempfile.TemporaryDirectory()
    return Stand("documents", Path(folder.name, "forms").as_uri(), print_form, end=folder.cleanup)


def folder_of_pictures() -> Stand:
    from PIL import Image

    folder = tempfile.TemporaryDirectory()
    Image.effect_noise((320, 240), 60).save(Path(folder.name, "1.png"))
    return Stand("camera", Path(folder.name).as_uri().replace("file:", "folder:"), take_still, end=folder.cleanup)


def film() -> Stand:
    import cv2
    import numpy as np

    folder = tempfile.TemporaryDirectory()
    written = cv2.VideoWriter(str(Path(folder.name, "film.avi")), cv2.VideoWriter.fourcc(*"MJPG"), 20, (320, 240))
    for seed in range(3):
        written.write(np.random.default_rng(seed).integers(0, 255, (240, 320, 3), np.uint8))
    written.release()
    return Stand("camera", Path(folder.name, "film.avi").as_uri(), take_still, end=folder.cleanup)


def watched_folder() -> Stand:
    """A share that goes and comes back, with a page in it."""
    from PIL import Image

    folder = tempfile.TemporaryDirectory()
    share, away = Path(folder.name, "share"), Path(folder.name, "away")
    share.mkdir()

    def set_faults(*faults: str) -> None:
        if "gone" in faults and share.is_dir():
            share.rename(away)
            share.write_text("no folder")
        elif not faults and away.is_dir():
            share.unlink()
            away.rename(share)

    def scan_page(scanner: Any) -> int:
        if share.is_dir():
            Image.effect_noise((320, 240), 60).save(share / "page.png")
        return scan_sheets(scanner)

    uri = share.as_uri().replace("file:", "folder:") + "?wait_seconds=1&quiet_seconds=0.2&stable_seconds=0.1"
    return Stand("scanner", uri, scan_page, set_faults, folder.cleanup)


def desk_camera_reader() -> Stand:
    name = f"conformance-{time.monotonic_ns()}"
    return Stand("reader", f"camera:sim://{name}", nothing, simulated("camera", name).set_faults)


def serial_reader() -> Stand:
    """A port that goes when its far end is closed and comes back under the same name."""
    folder = tempfile.TemporaryDirectory()
    name, ends = Path(folder.name, "reader"), []

    def plug_in() -> None:
        ends[:] = os.openpty()
        name.symlink_to(os.ttyname(ends[1]))
        os.close(ends.pop())

    def pull() -> None:
        name.unlink()
        os.close(ends.pop())

    def set_faults(*faults: str) -> None:
        if "pulled" in faults and ends:
            pull()
        elif not faults and not ends:
            plug_in()

    def end() -> None:
        set_faults("pulled")
        folder.cleanup()

    plug_in()
    return Stand("reader", f"serial://{name}", nothing, set_faults, end)


def spoken_to_a_folder() -> Stand:
    folder = tempfile.TemporaryDirectory()
    uri = Path(folder.name, "said").as_uri()
    return Stand("speaker", uri, say, end=folder.cleanup)


def at(role: str, uri: str, work: Callable[[Any], Any] = nothing) -> Place:
    """A driver that needs nothing at its far end."""
    return Place(lambda: Stand(role, uri, work))


def show(sign: Any) -> None:
    sign.show(SignView(1, "A015", calling=True))


def light(box: Any) -> None:
    box.light(1, Light.ON)


def say(speaker: Any) -> None:
    speaker.say([], 0.5)


STANDS: dict[str, Place] = {
    "printer sim": Place(in_program("printer", print_ticket), paper_printer.FAULTS, "refused", exclusive=True),
    "printer tcp": Place(network_printer, paper_printer.FAULTS, "refused"),
    "printer nobody": at("printer", "nobody", print_ticket),
    "documents sim": Place(in_program("documents", print_form), document_queue.FAULTS, "refused"),
    "documents ipp": Place(network_form_printer, document_queue.FAULTS, "refused"),
    "documents folder": Place(folder_of_forms),
    "documents nobody": at("documents", "nobody", print_form),
    "scanner sim": Place(in_program("scanner", scan_sheets), feeder.FAULTS, "refused"),
    "scanner escl": Place(network_scanner, feeder.FAULTS, "refused"),
    "scanner folder": Place(watched_folder, ("gone",), "gone"),
    "scanner nobody": at("scanner", "nobody", scan_sheets),
    "camera sim": Place(in_program("camera", take_still), camera.FAULTS, "unplugged"),
    "camera folder": Place(folder_of_pictures),
    "camera film": Place(film),
    "camera nobody": at("camera", "nobody", take_still),
    "reader camera": Place(desk_camera_reader, camera.FAULTS, "unplugged"),
    "reader sim": Place(in_program("reader", nothing), reader.SimReader.FAULTS, "unplugged", exclusive=True),
    "reader serial": Place(serial_reader, ("pulled",), "pulled", exclusive=True),
    "reader keyboard": at("reader", "keyboard:"),
    "reader nobody": at("reader", "nobody"),
    "buttons sim": Place(in_program("buttons", light), buttons.SimBox.FAULTS, "unplugged", exclusive=True),
    "buttons nobody": at("buttons", "nobody", light),
    "sign sim": Place(in_program("sign", show), sign.SimSigns.FAULTS, "unplugged", exclusive=True),
    "sign nobody": at("sign", "nobody", show),
    "speaker sim": Place(in_program("speaker", say), speaker.SimSpeaker.FAULTS),
    "speaker file": Place(spoken_to_a_folder),
    "speaker silent": at("speaker", "silent:", say),
}


@dataclass
class Walk:
    """What was seen; `broken` are the promises that did not hold."""

    broken: list[str] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)
    hangs: int = 0
    left: tuple[int, int] = (0, 0)

    def within(self, what: str, seconds: float, work: Callable[[], Any]) -> Any:
        """What `work` answers or the DeviceTrouble it raises; a bug or a wait beyond its deadline breaks a promise."""
        answer: list[Any] = []

        def run() -> None:
            try:
                answer.append(work())
            except DeviceTrouble as trouble:
                answer.append(trouble)
            except Exception as bug:
                self.broken.append(f"{what}: {type(bug).__name__}: {bug}")

        started = time.monotonic()
        thread = threading.Thread(target=run, name=f"conformance-{what}", daemon=True)
        thread.start()
        thread.join(seconds)
        self.slowest[what] = max(self.slowest.get(what, 0.0), time.monotonic() - started)
        if thread.is_alive():
            self.hangs += 1
            self.broken.append(f"{what} takes more than {seconds:.0f} s")
        return answer[0] if answer else None


def walk(stand: Stand, fault: str = "") -> Walk:
    """One driver through one trouble."""
    seen, before = Walk(), leftovers()
    driver = _listening(stand)
    if hasattr(driver, "ask_capabilities") or hasattr(driver, "capabilities"):
        seen.within("capabilities", JOB_SECONDS, lambda: _described(driver, seen))
    _healthy(driver, seen)
    stand.set_faults(*filter(None, [fault]))
    for _ in range(2):
        _healthy(driver, seen)
    seen.within("work", JOB_SECONDS, lambda: stand.work(driver))
    _healthy(driver, seen)
    stand.set_faults()
    seen.within("close", CLOSE_SECONDS, driver.close)
    seen.within("close again", CLOSE_SECONDS, driver.close)
    with closing(_listening(stand)) as again:
        well = seen.within("open again", BACK_SECONDS, lambda: _until(lambda: not again.health().faults))
        if not well:
            seen.broken.append(f"after it was closed and opened again: {again.health()}")
    seen.left = _left(before)
    if any(seen.left):
        seen.broken.append(f"{seen.left[0]} threads and {seen.left[1]} descriptors are left")
    return seen


def walk_unplugged(stand: Stand, unplugged: str) -> Walk:
    """A cable pulled and put back: told within three polls, both times, by the same driver."""
    seen = Walk()
    with closing(_listening(stand)) as driver:
        seen.within("work", JOB_SECONDS, lambda: stand.work(driver))
        seen.within("well", BACK_SECONDS, lambda: _until(lambda: not driver.health().faults))
        stand.set_faults(unplugged)
        if not seen.within("unplugged", BACK_SECONDS, lambda: _until(lambda: bool(driver.health().faults))):
            seen.broken.append(f"unplugged, it says {driver.health()}")
        if driver.health().power is Power.ONLINE:
            seen.broken.append("unplugged, it says that it is online")
        stand.set_faults()
        if not seen.within("back", BACK_SECONDS, lambda: _until(lambda: not driver.health().faults)):
            seen.broken.append(f"put back, it says {driver.health()}")
    return seen


def walk_claimed(stand: Stand) -> Walk:
    """A second opening is told that somebody has the device, and the first goes on."""
    seen = Walk()
    with closing(_listening(stand)) as first:
        seen.within("work", JOB_SECONDS, lambda: stand.work(first))
        seen.within("first", BACK_SECONDS, lambda: _until(lambda: first.health().well))
        with closing(_listening(stand)) as second:
            refused = seen.within("second", BACK_SECONDS, lambda: _until(lambda: "in_use" in _codes(second.health())))
            if not refused:
                seen.broken.append(f"the second says {second.health()}")
            if not first.health().well:
                seen.broken.append(f"the first says {first.health()}")
        if not seen.within("after", BACK_SECONDS, lambda: _until(lambda: first.health().well)):
            seen.broken.append(f"afterwards the first says {first.health()}")
    return seen


def _listening(stand: Stand) -> Any:
    driver = open_driver(stand.role, stand.uri)
    if hasattr(driver, "watch"):
        driver.watch(lambda _: None)
    return driver


def _described(driver: Any, seen: Walk) -> None:
    told = driver.ask_capabilities() if hasattr(driver, "ask_capabilities") else driver.capabilities
    if told != (driver.ask_capabilities() if hasattr(driver, "ask_capabilities") else driver.capabilities):
        seen.broken.append("its capabilities change")


def _healthy(driver: Any, seen: Walk) -> None:
    health = seen.within("health", HEALTH_SECONDS, driver.health)
    if not isinstance(health, Health):
        seen.broken.append(f"health is {health!r}")
    elif health.checked_at is None or health.checked_at.tzinfo is None or not health.source:
        seen.broken.append(f"nobody says when and by whom: {health}")
    elif health.power is Power.OFFLINE and not health.faults:
        seen.broken.append("offline without a reason")


def _codes(health: Health) -> tuple[str, ...]:
    return tuple(trouble.code for trouble in health.faults)


def _until(true: Callable[[], bool], seconds: float = BACK_SECONDS - 1.0) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _left(before: tuple[int, int]) -> tuple[int, int]:
    """Threads and descriptors more than before, once what ends by itself has had a moment."""
    deadline, left = time.monotonic() + 2.0, leftovers()
    while (left[0] > before[0] or left[1] > before[1]) and time.monotonic() < deadline:
        time.sleep(0.02)
        left = leftovers()
    return max(0, left[0] - before[0]), max(0, left[1] - before[1])
