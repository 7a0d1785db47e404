"""A public page on a panel of given size, without a display: pressed by its names, looked at item by item."""

import itertools
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl
from PySide6.QtQml import QQmlEngine
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from center import verbs as v
from center.setup_file import read_setup
from kiosk.visitor import Visitor
from screen import drive
from screen.flow import Flow, register_flow
from screen.fonts import load_fonts, missing_glyphs
from screen.pictures import Codes, Icons
from screen.program import Stage
from screen.theme import Theme, register_theme
from screen.tiles import Tiles, register_tiles
from screen.touch import Touch, register_touch
from screen.translation import Translation
from sync.local import open_local
from sync.reference import defaults, sample_folder

PAGES = Path(__file__).parents[2] / "kiosk" / "screens"
PANELS = {
    "15": (1024, 768, 15.0),
    "18.5": (1366, 768, 18.5),
    "21.5": (1080, 1920, 21.5),
    "32": (1080, 1920, 32.0),
    "10.1": (1280, 800, 10.1),
    "43": (1920, 1080, 43.0),
}
SINGLETONS: dict[str, object] = {}


def sample_setup(name: str = "full-hall"):
    return read_setup((sample_folder(name) / "center.toml").read_text("utf-8"), defaults())


class Spoken:
    """A cabinet that only remembers what it should have said."""

    def __init__(self):
        self.said: list[list[str]] = []

    def say(self, files, volume):
        from concurrent.futures import Future

        self.said.append([file.stem for file in files])
        heard: Future = Future()
        heard.set_result(True)
        return heard

    def hush(self):
        pass


# Kept for as long as the process lives, so that no new object comes to lie where an old one lay.
BURIED: list[QObject] = []


class PublicScreen(Stage):
    """One page on one panel. QML singletons live as long as the process, so all screens share them."""

    def __init__(self, panel: str, home_language: str = "vi"):
        self.app = QApplication.instance() or QApplication(["tests"])
        load_fonts()
        width, height, diagonal = PANELS[panel]
        if not SINGLETONS:
            theme, touch = Theme(width, height, diagonal, self.app), Touch(parent=self.app)
            tiles, flow = Tiles(theme, self.app), Flow(theme, self.app)
            register_theme(theme), register_touch(touch), register_tiles(tiles), register_flow(flow)
            SINGLETONS.update(theme=theme, touch=touch, tiles=tiles, flow=flow)
        self.theme, self.touch = SINGLETONS["theme"], SINGLETONS["touch"]
        self.theme.measure(width, height, diagonal)
        self.theme.wear()
        self.touch.gap_seconds = 0.0
        self.translation = Translation()
        self.translation.speak(home_language)
        self.visitor = Visitor(self.theme, self.translation, self.touch, home_language)
        self.view = None

    def open(self, page: str, properties: dict) -> "PublicScreen":
        """Show the page. A singleton instance belongs to one engine, so all pages share it."""
        if "engine" not in SINGLETONS:
            engine = SINGLETONS["engine"] = QQmlEngine(self.app)
            engine.addImageProvider("icon", Icons())
            engine.addImageProvider("qr", Codes())
        self.translation.watch(SINGLETONS["engine"].retranslate)
        self.view = QQuickView(SINGLETONS["engine"], None)
        self.view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.view.resize(*self.size)
        self.view.setInitialProperties(properties)
        self.view.setSource(QUrl.fromLocalFile(str(PAGES / page)))
        assert not self.view.errors(), self.view.errors()
        self.view.show()
        return self.settle()

    def close(self, *subjects: QObject) -> None:
        """Take the page down, then put what it showed to rest.

        Nothing is deleted: the engine is shared, and takes a new object at the address of a deleted one for the
        old one. Timers must end in the thread that runs them, not wherever Python happens to collect their cycle.
        """
        if self.view is not None:
            self.view.close()
            self.view.setSource(QUrl())
            self.view.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.translation.speak("vi")
        self.theme.wear()
        for subject in (*subjects, self.visitor, self.translation):
            for timer in subject.findChildren(QTimer):
                timer.stop()
            BURIED.append(subject)
        QApplication.processEvents()

    def settle(self) -> "PublicScreen":
        for _ in range(4):
            QApplication.processEvents()
        return self

    def until(self, true: Callable[[], object], seconds: float = 3.0) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "did not come about"
            QApplication.processEvents()
            time.sleep(0.001)

    def tap(self, name: str) -> "PublicScreen":
        drive.tap(name)
        return self.settle()

    def find(self, name: str) -> QQuickItem | None:
        return drive.find(name)

    def text(self, name: str) -> str:
        return self.find(name).property("text")

    def wait(self, milliseconds: int) -> None:
        QTest.qWait(milliseconds)

    # Looking ------------------------------------------------------------------------------------

    def seen(self) -> Iterator[QQuickItem]:
        return drive.items(self.view.contentItem())

    def gap_faults(self) -> list[str]:
        """Targets that a finger could take for one another: nearer than 3 mm, as drawn."""
        targets = [
            (item.parentItem().objectName(), item.mapRectToScene(item.boundingRect()))
            for item in self.seen()
            if "Press" in item.metaObject().className() and item.isEnabled()
        ]
        found = []
        for (one, a), (other, b) in itertools.combinations(targets, 2):
            across = max(a.left(), b.left()) - min(a.right(), b.right())
            down = max(a.top(), b.top()) - min(a.bottom(), b.bottom())
            gap = self.theme.in_mm(max(across, down))
            if gap < 2.8:  # lengths are whole pixels
                found.append(f"{one} and {other} are {gap:.1f} mm apart")
        return found

    def faults(self) -> list[str]:
        """What is wrong with what is on the screen: clipped, outside, too small to touch, a letter missing."""
        found = self.gap_faults()
        width, height = self.view.width(), self.view.height()
        for item in self.seen():
            place = item.mapRectToScene(item.boundingRect())
            kind = item.metaObject().className()
            if "Press" in kind and item.isEnabled():
                for side in (place.width(), place.height()):
                    if self.theme.in_mm(side) < 19.4:  # a pressed plate and rounding to whole pixels take a little
                        found.append(f"{item.parentItem().objectName()} is {self.theme.in_mm(side):.1f} mm")
            text = item.property("text")
            if item.property("contentHeight") is None or not text:
                continue
            name = item.objectName() or text
            if item.property("contentWidth") > item.width() + 1.5 or item.property("truncated"):
                found.append(f"{name} is cut off at its side")
            if item.property("contentHeight") > item.height() + 1.5:
                found.append(f"{name} is cut off at its foot")
            if place.left() < -1 or place.right() > width + 1 or place.top() < -1 or place.bottom() > height + 1:
                found.append(f"{name} leaves the screen")
            if missing_glyphs(text):
                found.append(f"{name}: no letters {missing_glyphs(text)}")
        return found


def morning(folder: Path, clock, machine: str, role: str, counter: int | None = None, people: int = 0):
    """A local node of the sample center with its counters open and some people waiting."""
    node = open_local(sample_setup(), folder, clock, machine=machine, role=role, counter=counter)
    for desk, official in zip(node.setup.counters, node.setup.officials, strict=False):
        node.ask(v.SignIn(counter=desk.number, official=official.code, pin="1234")).result()
    dice = random.Random(5)
    for _ in range(people):
        node.ask(v.TakeNumber(field=dice.choice(node.setup.fields).id)).result()
        clock.forward(15)
    return node
