"""How every Qt program of a center starts: options, one application, one look, one edge, one node."""

import argparse
import builtins
import linecache
import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

STARTED = time.perf_counter()
FIRST_FRAME_MS = 5000


def options(program: str, promise: str) -> argparse.ArgumentParser:
    """The options that kiosk and counter_app share."""
    parser = argparse.ArgumentParser(prog=program, description=promise)
    parser.add_argument("--config", type=Path, metavar="FILE", help="this machine's own TOML file")
    parser.add_argument("--sample", metavar="NAME", help="a sample center of assets/samples instead of a config file")
    parser.add_argument("--clock-ahead", type=float, default=0.0, metavar="SECONDS", help="with --sample: another time")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where this machine keeps its journal")
    parser.add_argument("--box", metavar="URL", help="the center's box, e.g. http://192.168.1.10:8431")
    parser.add_argument("--windowed", action="store_true", help="in a window instead of the whole screen")
    parser.add_argument("--geometry", metavar="WxH+X+Y", help="size (and place) of the window; implies --windowed")
    parser.add_argument("--diagonal", type=float, metavar="IN", help="diagonal of the screen in inches")
    parser.add_argument("--lang", choices=("vi", "en"), help="the language to begin with")
    parser.add_argument("--drive", action="store_true", help="obey JSON lines on standard input (see screen/drive.py)")
    parser.add_argument("--report-start", action="store_true", help="print the time to the first painted frame")
    return parser


def read_geometry(text: str | None) -> tuple[int, int, int | None, int | None] | None:
    """ "1024x768+0+0" → (1024, 768, 0, 0); the place may be missing. Raises SystemExit on nonsense."""
    if not text:
        return None
    size, *place = text.replace("+", " ").split()
    try:
        width, height = (int(n) for n in size.lower().split("x"))
        x, y = (int(n) for n in place) if place else (None, None)
    except ValueError:
        raise SystemExit(f"--geometry {text}: expected WxH or WxH+X+Y, e.g. 1024x768+0+0") from None
    return width, height, x, y


def import_plainly() -> None:
    """Take PySide's hook off further imports: it reads the source of every module and keeps it, 4 MB, in search of
    `from __feature__ import`, which no module of ours says."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    linecache.clearcache()


class Stage:
    """One Qt application with fonts, theme, words, edge and (on public screens) the lock."""

    def __init__(
        self, arguments: argparse.Namespace, widgets: bool = False, public: bool = True, screen: dict | None = None
    ):
        # Old PCs have no usable GPU driver; the software renderer is the one that is tested.
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
        os.environ.setdefault("QML_DISABLE_DISTANCEFIELD", "1")
        from PySide6.QtGui import QGuiApplication

        import_plainly()
        from screen.edge import Edge
        from screen.flow import Flow, register_flow
        from screen.fonts import load_fonts
        from screen.lockdown import Lockdown
        from screen.theme import Theme, register_theme
        from screen.tiles import Tiles, register_tiles
        from screen.touch import Touch, register_touch
        from screen.translation import Translation

        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        screen = screen or {}
        self.arguments = arguments
        if widgets:
            from PySide6.QtWidgets import QApplication

            self.app = QApplication.instance() or QApplication(sys.argv[:1])
        else:
            self.app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
        self.app.setApplicationName("mot-cua")
        self.edge = Edge(self.app).install()
        load_fonts()
        self.geometry = read_geometry(arguments.geometry)
        panel = QGuiApplication.primaryScreen()
        width, height = self.geometry[:2] if self.geometry else (panel.size().width(), panel.size().height())
        diagonal = arguments.diagonal or screen.get("diagonal_in") or 15.6
        self.theme = Theme(width, height, diagonal, self.app)
        self.theme.bottom_edge_mm = screen.get("bottom_edge_mm", self.theme.bottom_edge_mm)
        register_theme(self.theme)
        self.touch = Touch(parent=self.app)
        register_touch(self.touch)
        self.tiles = Tiles(self.theme, self.app)
        register_tiles(self.tiles)
        self.flow = Flow(self.theme, self.app)
        register_flow(self.flow)
        self.translation = Translation(self.app)
        self.home_language = arguments.lang or screen.get("language", "vi")
        self.translation.speak(self.home_language)
        self.lockdown = Lockdown().install() if public else None
        self.drive = None

    @property
    def size(self) -> tuple[int, int]:
        return self.theme._width, self.theme._height

    def quick_view(self, file: Path, properties: dict):
        """A window with the page of `file`, its required properties filled; not yet shown."""
        from PySide6.QtCore import QUrl, qInstallMessageHandler
        from PySide6.QtQuick import QQuickView

        from screen.pictures import Codes, Icons

        view = QQuickView()
        view.engine().addImageProvider("icon", Icons())
        view.engine().addImageProvider("qr", Codes())
        # Asked anew each time: Qt may drop the wrapper of an engine that it owns itself.
        self.translation.watch(lambda: view.engine().retranslate())
        view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        view.setColor(self.theme.page)
        view.resize(*self.size)
        view.setInitialProperties(properties)
        # Qt compiles pages in a thread of its own; a warning there would wait for Python's lock, which we hold.
        hearing = qInstallMessageHandler(None)
        view.setSource(QUrl.fromLocalFile(str(file)))
        qInstallMessageHandler(hearing)
        if view.status() != QQuickView.Status.Ready:
            raise RuntimeError("\n".join(error.toString() for error in view.errors()))
        return view

    def show(self, window) -> None:
        """Full screen without a frame, or as --geometry and --windowed say. Window or widget."""
        from PySide6.QtCore import Qt

        width, height = self.size
        if self.geometry or self.arguments.windowed:
            window.resize(width, height)
            if self.geometry and self.geometry[2] is not None:
                place = window.setFramePosition if hasattr(window, "setFramePosition") else window.move
                from PySide6.QtCore import QPoint

                place(QPoint(*self.geometry[2:]))
            window.show()
        else:
            set_flags = getattr(window, "setWindowFlags", None) or window.setFlags
            set_flags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
            window.showFullScreen()
        if self.arguments.report_start:
            self._report_start(window)

    def when_painted(self, window, then: Callable[[], None]) -> None:
        """Call `then` once the first frame is on the screen; after a while also without one (a covered window)."""
        from PySide6.QtCore import QTimer

        wait = QTimer(self.app, singleShot=True)

        def painted() -> None:
            window.frameSwapped.disconnect(painted)
            wait.stop()
            then()

        window.frameSwapped.connect(painted)
        wait.timeout.connect(painted)
        wait.start(FIRST_FRAME_MS)

    def _report_start(self, window) -> None:
        from PySide6.QtCore import QTimer

        said = []

        def painted() -> None:
            if not said:
                said.append(True)
                print(f"first frame after {time.perf_counter() - STARTED:.2f} s", file=sys.stderr, flush=True)

        if hasattr(window, "frameSwapped"):
            window.frameSwapped.connect(painted)
        else:
            QTimer.singleShot(0, painted)

    def run(self, state: Callable[[], dict] = dict) -> int:
        """Until somebody leaves; Ctrl-C ends it like the operator's way."""
        import signal

        from PySide6.QtCore import QTimer

        leave = self.lockdown.leave if self.lockdown else self.app.quit
        for name in ("SIGINT", "SIGTERM"):
            signal.signal(getattr(signal, name), lambda *_: leave())
        beat = QTimer()  # Python sees a signal only when Qt gives it a turn
        beat.timeout.connect(lambda: None)
        beat.start(200)
        if self.arguments.drive:
            from screen.drive import Drive

            self.drive = Drive(leave, state, self.app).start()
        return self.app.exec()
