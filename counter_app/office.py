"""From options to the window: this machine, its node, and the window in the language that is spoken.

A machine that never met its box has no setup to show; until it does, one plain page says so and tries again.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from center.errors import SetupFault
from counter_app.parts import framed, label, picture
from counter_app.post import Post
from counter_app.reading import Reading
from counter_app.style import STEP, sheet
from counter_app.window import LEAST_SIZE, Window
from screen.bridge import Bridge
from screen.reporting import Reports
from screen.signing import Signs
from screen.translation import translate
from screen.wedge import WindowWedge
from sync.machine import Machine
from sync.node import open_node
from sync.troubles import Trouble, Unreachable

log = logging.getLogger("counter_app")

RETRY_MS = 2000


class Office(QObject):
    """Opens the node in a thread and furnishes the window when it is there; again in every language asked for."""

    def __init__(self, stage, machine: Machine, compact: bool = False):
        super().__init__()
        self.stage, self.machine, self.compact = stage, machine, compact
        self.node = self.post = self.cabinet = self._signs = None
        self.window: QWidget | None = None
        self._bridge = Bridge(parent=self)
        self._opening = ThreadPoolExecutor(1, thread_name_prefix="open")
        self.stage.app.aboutToQuit.connect(self.close)
        self.open()

    def open(self) -> None:
        self._bridge.when_done(self._opening.submit(open_node, self.machine), self._opened)

    def _opened(self, future: Future) -> None:
        try:
            self.node = future.result()
        except (Trouble, SetupFault) as trouble:
            log.info("not open yet: %s", trouble)
            self._show(WaitPage(str(trouble), what_to_do(trouble)))
            QTimer.singleShot(RETRY_MS, self.open)
            return
        self._open_cabinet()
        self.furnish()

    def _open_cabinet(self) -> None:
        if self.machine.devices:
            from devices.cabinet import Cabinet

            self.cabinet = Cabinet(self.machine.devices, memory=self.machine.folder)
            self._reports = Reports(self.node, self.cabinet)
            self._open_reader()
            if "sign" in self.machine.devices:
                self._signs = Signs(self.node, self.cabinet, self._own_counter)

    def _open_reader(self) -> None:
        if "reader" not in self.machine.devices:
            return
        self._reading = Reading(lambda: self.window, self)
        self.cabinet.on_scan(self._reading.scanned.emit)
        if str(self.machine.devices["reader"]["uri"]).startswith("keyboard:"):
            wedge = WindowWedge(parent=self).install()
            wedge.scanned.connect(self._reading.read)

    def _own_counter(self) -> list[int]:
        number = self.post.number if self.post else self.machine.counter
        return [] if number is None else [number]

    def furnish(self) -> None:
        """The window in the language that is spoken now, where the last one stood."""
        number, stand_in = (self.post.number, self.post.stand_in) if self.post else (self.machine.counter, "")
        self.post = Post(self.node, number, self.stage.translation.language, fixed=self.machine.counter is not None)
        self.post.stand_in = stand_in
        window = Window(self.post, self.cabinet)
        window.spoken.connect(self.speak)
        self._furnished_for = self.node.setup
        self.post.changed.connect(self._look_at_setup)
        self._show(window)
        if self.compact:
            self.compact = False
            window.narrow()

    def _look_at_setup(self) -> None:
        """A center that was set up anew gets a window for it."""
        if self.node.setup != self._furnished_for and not self.window.busy:
            self.post.leave()
            self.furnish()

    def speak(self, language: str) -> None:
        self.stage.translation.speak(language)
        self.post.leave()
        self.furnish()

    def _show(self, window: QWidget) -> None:
        old, self.window = self.window, window
        if old is not None:
            window.setGeometry(old.geometry())
            window.show() if not old.isMaximized() else window.showMaximized()
            old.close()
            old.deleteLater()
        elif self.stage.geometry or self.stage.arguments.windowed:
            self.stage.show(window)
        else:
            window.showMaximized()

    def state(self) -> dict:
        """What `--drive` is told besides the names on the screen."""
        if not isinstance(self.window, Window):
            return {"page": "waiting"}
        ticket = self.post.ticket
        return {
            "page": self.window.page_name if self.window.isVisible() else "strip",
            "counter": self.post.number,
            "link": self.node.link.state,
            "ticket": ticket.id if ticket else "",
            "ticket_state": ticket.state if ticket else "",
        }

    def close(self) -> None:
        if self.post is not None:
            self.post.leave()
        if self._signs is not None:
            self._signs.close()
        if self.cabinet is not None:
            self._reports.close()
            self.cabinet.close()
        if self.node is not None:
            self.node.close()
        self._opening.shutdown(wait=False, cancel_futures=True)


def what_to_do(trouble: Exception) -> str:
    """The remedy; a machine that never met its box cannot "go on working" as others can."""
    if isinstance(trouble, Unreachable):
        return translate("Office", "Kiểm tra dây mạng, máy chủ đã bật chưa, và địa chỉ máy chủ trong tệp cấu hình.")
    return getattr(trouble, "remedy", "")


class WaitPage(QWidget):
    """The box was never met: what is wrong, what to do, and that this page goes on by itself."""

    def __init__(self, sentence: str, remedy: str):
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Một Cửa")
        self.setMinimumSize(*LEAST_SIZE)
        self.setStyleSheet(sheet())
        card = framed("card", margin=5 * STEP, gap=2 * STEP, name="wait_page")
        card.setFixedWidth(80 * STEP)
        card.layout().addWidget(picture("plug-connected-x", "danger", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        for words, role in (
            (sentence, "title"),
            (remedy, ""),
            (translate("Office", "Trang này tự thử lại sau vài giây."), "soft"),
        ):
            if words:
                card.layout().addWidget(label(words, role, wrap=True))
        QGridLayout(self).addWidget(card, 0, 0, Qt.AlignmentFlag.AlignCenter)
