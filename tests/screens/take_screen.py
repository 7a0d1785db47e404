"""The kiosk at a real book, as a visitor sees it: `take.choose("ho-tich").expect_ticket("A 001")`."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem

from center.errors import LeaseSpent
from center.papers import Document
from devices import Health, Power
from devices.codes import Scan
from devices.printing import Outcome, Receipt
from devices.troubles import NoSound, NotConnected, PaperNearEnd, PaperOut
from kiosk.app import join
from kiosk.find import Find
from kiosk.library import library_of
from kiosk.notices import help_comes
from kiosk.operator import Operator
from kiosk.reading import Reading
from kiosk.take import Take
from kiosk.voice import Voice
from screen.theme import Theme
from sync import reference
from sync.link import Link
from tests.screens.public_screen import PublicScreen, Spoken, morning, sample_setup

ELDERLY = "033136001234||Nguyễn Thị Mẫu|01051936|Nữ|Thôn Mẫu, xã Mẫu|01062021"
KEPT: list[tuple] = []


@cache
def whole_library():
    """What every search of these tests stands on; made once."""
    essential = tuple(service.code for service in reference.essential_services() if service.code)
    calendar = reference.work_calendar(sample_setup())
    return library_of(reference.catalogue(), reference.words(), calendar, essential, date(2026, 11, 23))


class Printer:
    """A cabinet whose printer answers at once; `out` of paper on request. `printed`: every document."""

    def __init__(self):
        self.printed: list[Document] = []
        self.jobs: list[str] = []
        self.sheets: list[bytes] = []
        self.out = False

    def print(self, document: Document, job_id: str) -> Future:
        self.jobs.append(job_id)
        trouble = PaperOut() if self.out else None
        if not self.out:
            self.printed.append(document)
        done: Future = Future()
        done.set_result(Receipt(job_id, Outcome.FAILED if self.out else Outcome.CONFIRMED, trouble))
        return done

    def print_form(self, pdf: bytes, job_id: str) -> Future:
        """The printer of documents is as the ticket printer is."""
        self.sheets.append(pdf)
        return self.print(Document("sheet"), job_id)

    def health(self) -> dict[str, Health]:
        printer = Health(Power.ONLINE, (PaperOut(),)) if self.out else Health(Power.ONLINE, (), (PaperNearEnd(),))
        return {
            "printer": printer,
            "documents": Health(Power.ONLINE),
            "scanner": Health(Power.OFFLINE, (NotConnected(),)),
            "camera.hall": Health(Power.ONLINE),
            "camera.desk": Health(Power.UNKNOWN),
            "reader": Health(Power.UNKNOWN),
            "buttons": Health(Power.UNKNOWN, source="nobody"),
            "sign": Health(Power.ONLINE),
            "speaker": Health(Power.UNKNOWN, (), (NoSound(),)),
        }

    def on_health(self, told) -> None:
        pass

    def check_now(self, role: str) -> Future:
        done: Future = Future()
        done.set_result(self.health()[role])
        return done


class TakeScreen(PublicScreen):
    """*take* on one panel, over a book of its own with counters open and `people` waiting."""

    def __init__(self, folder: Path, clock, panel: str = "15", people: int = 0, pin: str = "2468",
                 first: str = "home", rephrasing=None):  # fmt: skip
        super().__init__(panel)
        self.clock, self.left = clock, []
        self.node = morning(folder, clock, "kiosk-1", "kiosk", people=people)
        self.printer, self.spoken = Printer(), Spoken()
        self.take = Take(self.node, self.visitor, Voice(self.spoken), self.printer, first)
        self.library = whole_library()
        self.search = Find(
            self.node, self.visitor, lambda: self.library, Voice(self.spoken), self.printer, rephrasing, first == "find"
        )
        join(self.take, self.search)
        self.operator = Operator(
            self.node, self.take, lambda typed, known: typed == pin, self.left.append, self.printer, Voice(self.spoken)
        )
        self.reading = Reading(self.take, self.search, self.node.now)
        self.visitor.set_patience(3_600_000, 3_600_000)  # a slow PC does not end a test's visit
        pages = {"take": self.take, "visitor": self.visitor, "operator": self.operator, "find": self.search}
        self.open("Take.qml", pages)

    def shut(self) -> None:
        # QML's cached look-ups would take the next screen's objects for these, if they came to lie at the same address.
        KEPT.append((self.take, self.operator, self.visitor, self.search))
        self.visitor.leave()
        self.close()
        self.take.close()
        self.operator.close()
        self.search.close()
        self.node.close()
        self.node.book.close()

    def choose(self, field: str) -> "TakeScreen":
        self.tap(f"field-{field}")
        self.until(lambda: self.take.page in ("result", "notice"))
        return self

    def expect_ticket(self, number: str) -> "TakeScreen":
        assert self.take.page == "result"
        assert self.text("number") == number
        return self

    def scan(self, text: str) -> "TakeScreen":
        self.reading.scanned.emit(Scan(text, text.encode()))
        return self.settle()

    def cut(self) -> "TakeScreen":
        self.node.show_link(Link("cut", self.clock()))
        self.until(lambda: self.take.live["cut"])
        return self.settle()

    # Every page, as the walker visits it ------------------------------------------------------

    def pages(self) -> Iterator[str]:
        """Turns to every page in turn and says its name."""
        self.home()
        yield "home"
        with self.link("cut"):
            yield "cut"
        with self.link("behind"):
            yield "behind"
        self.take.choosePriority()
        yield "classes"
        self.take.chooseClass(self.take.classes[0]["id"])
        yield "fields"
        self.home()
        self.printer.out = False
        self.take.take("ho-tich")
        self.until(lambda: self.take.page == "result")
        yield "result"
        self.home()
        self.printer.out = True
        self.take.choosePriority()
        self.take.chooseClass(self.take.classes[0]["id"])
        self.take.take("ho-tich")
        self.until(lambda: self.take.page == "result" and self.take.result["paper"] == "failed")
        yield "paper-out"
        self.take.tell(help_comes())
        yield "notice"
        self.take._refused(LeaseSpent("Máy tạm thời không cấp được số. Xin mời ông/bà lấy số giấy tại quầy hướng dẫn."))
        yield "no-lease"
        self.home()
        self.take._warn()
        yield "stay"
        self.home()
        self.take._turn("closed")
        yield "closed"
        self.home()
        self.take.openOperatorDoor()
        yield "pin"
        self.take.show_operator()
        yield "operator"
        self.home()

    def home(self) -> None:
        self.take.home()
        self.settle()

    @contextmanager
    def link(self, state: str):
        was = self.node.link
        self.node.show_link(Link(state, self.clock()))
        self.settle()
        yield
        self.node.show_link(was)
        self.settle()


def contrast_faults(image: QImage, texts: list[QQuickItem], theme: Theme, least: float) -> list[str]:
    """Texts whose letters, as drawn, stand out less than `least` : 1 from what is behind them."""
    found = []
    for item in texts:
        place = item.mapRectToScene(item.boundingRect()).toRect().intersected(image.rect())
        step = max(1, place.width() // 120)
        seen: dict[int, int] = {}
        for y in range(place.top(), place.bottom(), 2):
            for x in range(place.left(), place.right(), step):
                pixel = image.pixel(x, y)
                seen[pixel] = seen.get(pixel, 0) + 1
        if not seen:
            continue
        behind = max(seen, key=seen.get)
        best = max(ratio(behind, pixel) for pixel in seen)
        if best < least:
            found.append(f"{item.objectName() or item.property('text')}: {best:.1f} : 1")
    return found


def luminance(pixel: int) -> float:
    parts = [(pixel >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: int, other: int) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
