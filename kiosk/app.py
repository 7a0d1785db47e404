"""One public screen from its parts: node, devices, voice, page, lock. `python -m kiosk <screen>` starts it."""

import argparse
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from devices.speaking import Volume
from kiosk.voice import Voice
from screen.machine import FAULTY, NotOpened
from screen.program import Stage
from screen.reporting import Reports
from screen.signing import Signs

log = logging.getLogger("kiosk.app")

PAGES = Path(__file__).parent / "screens"
ROLES = {"take": "kiosk", "find": "kiosk", "hall": "hall", "rate": "rating", "sign": "hall"}
# What the window system calls each screen: in the task list, and above a window.
TITLES = {
    "take": "Máy lấy số", "find": "Máy tra cứu", "hall": "Màn hình sảnh", "rate": "Đánh giá", "sign": "Bảng số quầy",
    "paper": "Máy in phiếu",
}  # fmt: skip
RESTART = 75  # exit code that asks to be started again
TRY_AGAIN_MS = 15_000


@dataclass
class Program:
    """What a screen is built from. `closing` is called in turn when the program ends."""

    stage: Stage
    node: object
    cabinet: object
    voice: object
    closing: list[Callable[[], None]]


def usual_volume(speaker: dict) -> Volume:
    """As the machine's [devices.speaker] says."""
    return Volume(float(speaker.get("volume", 0.8)), float(speaker.get("volume_back_seconds", 1800)))


def check_pin(pin: str, known: str) -> bool:
    from sync.trust import check_pin  # its libraries cost memory that only the operator's door needs

    return check_pin(pin, known)


def join(take, find) -> None:
    """Take and find share one machine: a number for a procedure, help, and nothing left for the next person."""
    take.homeShown.connect(find.forget)
    find.pageChanged.connect(lambda: take.be_searching(find.page != "home"))
    take.paper.name_of = find.name_of
    find.left.connect(take.openFields if take.first == "find" else take.home)
    find.numberWished.connect(take.take_for)
    find.helpWished.connect(lambda: take.wish("help"))


def seen_of(find) -> dict:
    """What a driven run may ask of the search; never what somebody typed."""
    return {"find": find.page, "procedure": find.procedure["code"], "paper": find.paper, "hits": find.hits}


def open_rephrasing(machine):
    """The province's language server, where this machine's file names one."""
    if not machine.rephrasing:
        return None
    from kiosk.rephrasing import LanguageServer, Rephrasing

    return Rephrasing(LanguageServer(**machine.rephrasing))


def build_take(program: Program, first: str = "home"):
    """The window of *take*, wired; and what a driven run may ask of it. `first`: find, on a machine for searching."""
    from kiosk.find import Find
    from kiosk.library import open_library
    from kiosk.operator import Operator
    from kiosk.reading import Reading
    from kiosk.take import Take
    from kiosk.visitor import Visitor

    stage, node = program.stage, program.node
    visitor = Visitor(stage.theme, stage.translation, stage.touch, stage.home_language)
    printer = program.cabinet if program.cabinet.health() else None
    take = Take(node, visitor, program.voice, printer, first)
    rephrasing = open_rephrasing(node.machine)
    library = open_library(node)
    find = Find(node, visitor, library, program.voice, printer, rephrasing, first == "find")
    join(take, find)
    operator = Operator(node, take, check_pin, stage.lockdown.leave, program.cabinet, program.voice)
    reading = Reading(take, find, node.now)
    stage.lockdown.typed.connect(reading.typed)
    if node.machine.devices.get("reader", {"uri": "keyboard:"})["uri"].startswith("keyboard:"):
        stage.lockdown.scanned.connect(reading.read)
    program.cabinet.on_scan(reading.scanned.emit)
    stage.edge.bugged.connect(take.recover)
    visitor.left.connect(program.voice.volume.person_left)
    view = stage.quick_view(PAGES / "Take.qml", {"take": take, "visitor": visitor, "operator": operator, "find": find})
    stage.when_painted(view, library)  # made while nobody waits for it
    program.closing += [take.close, operator.close, find.close]
    view.kept = (visitor, take, operator, reading, find)
    return view, lambda: {"page": take.page, "result": take.result, "live": take.live, **seen_of(find)}


def build_find(program: Program):
    """The same window, beginning with the search."""
    return build_take(program, "find")


def build_hall(program: Program):
    """The hall's window; its letters are sized for the last seat (`viewing_mm` of the machine's [screen])."""
    from kiosk.hall import Hall

    stage, node = program.stage, program.node
    viewing_mm = node.machine.screen.get("viewing_mm")
    hall = Hall(node, stage.theme, stage.translation, program.voice, viewing_mm / 1000 if viewing_mm else None)
    view = stage.quick_view(PAGES / "Hall.qml", {"hall": hall})
    if "sign" in program.cabinet.health():  # one line with the signs of several counters
        stage.when_painted(view, lambda: program.closing.append(follow_all(node, program.cabinet).close))
    program.closing += [hall.close]
    view.kept = hall
    return view, lambda: {"page": hall.page, "ticket": hall.ticket, "counter": hall.counter, "rows": hall.rows}


def follow_all(node, cabinet) -> Signs:
    return Signs(node, cabinet, lambda: [counter.number for counter in node.setup.counters])


def build_rate(program: Program):
    """The rating window of one counter, or free-standing (`--free`, or a machine without a counter)."""
    from kiosk.pressing import Pressing
    from kiosk.rate import Rate
    from kiosk.visitor import Visitor

    stage, node = program.stage, program.node
    visitor = Visitor(stage.theme, stage.translation, stage.touch, stage.home_language)
    counter = 0 if stage.arguments.free else node.machine.counter or 0
    rate = Rate(node, visitor, stage.touch, counter, program.voice)
    pressing = Pressing(rate, program.cabinet)
    program.cabinet.on_press(pressing.pressed.emit)
    stage.edge.bugged.connect(rate.recover)
    visitor.left.connect(program.voice.volume.person_left)
    view = stage.quick_view(PAGES / "Rate.qml", {"rate": rate, "visitor": visitor})
    program.closing += [rate.close]
    view.kept = (visitor, rate, pressing)
    return view, lambda: {"page": rate.page, "ticket": rate.ticket}


def start(screen: str, arguments: argparse.Namespace, build: Callable[[Program], tuple]) -> int:
    """Open the machine, show the screen, stay until somebody leaves. The exit code of the program."""
    from devices.cabinet import Cabinet
    from screen.machine import open_screen_node
    from screen.memory import share_one_heap

    share_one_heap()
    desk = getattr(arguments, "counter", None) if screen == "rate" else None  # a sign is only seen at its counter
    with open_screen_node(arguments, ROLES[screen], desk) as node:
        machine = node.machine
        stage = Stage(arguments, screen=machine.screen)
        cabinet = Cabinet(machine.devices, at_once=False, memory=machine.folder)
        volume = usual_volume(machine.devices.get("speaker", {}))
        voice = Voice(cabinet, Path(node.setup.recordings) if node.setup.recordings else None, volume)
        program = Program(stage, node, cabinet, voice, [])
        view, state = build(program)
        view.setTitle(f"{TITLES[screen]} – Một Cửa")
        reports = Reports(node, cabinet)
        stage.show(view)
        stage.when_painted(view, cabinet.begin)
        try:
            return stage.run(state)
        finally:
            view.setSource("")  # the page goes before what it shows
            for close in (*program.closing, reports.close, voice.hush, cabinet.close):
                close()


def build_sign(program: Program):
    """The sign of one counter, as a window; seen from the hall like the hall's own screen."""
    from kiosk.sign import Sign

    stage, node = program.stage, program.node
    counter = stage.arguments.counter or node.machine.counter
    if counter is None:
        raise NotOpened("Chưa biết bảng này của quầy nào. Thêm --counter, hoặc counter trong tệp cấu hình của máy.")
    sign = Sign(node, counter, stage.translation)
    view = stage.quick_view(PAGES / "Sign.qml", {"sign": sign})
    program.closing.append(sign.close)
    view.kept = sign
    return view, lambda: {"counter": sign.counter, "ticket": sign.ticket, "calling": sign.calling, "dark": sign.dark}


def show_trouble(arguments: argparse.Namespace, sentence: str) -> int:
    """A public screen whose machine cannot be opened: calm words, the sentence for the operator; it retries."""
    from PySide6.QtCore import QTimer

    stage = Stage(arguments)
    view = stage.quick_view(PAGES / "Trouble.qml", {"sentence": sentence})
    view.setTitle(f"{TITLES[arguments.screen]} – Một Cửa")
    QTimer.singleShot(TRY_AGAIN_MS, lambda: stage.lockdown.leave(RESTART))
    stage.show(view)
    return stage.run(lambda: {"page": "trouble"})


def show_paper(arguments: argparse.Namespace) -> int:
    """The simulated ticket printer on its port, its paper in a window. A printer knows no center: it has no node."""
    from devices.simulated import serve_paper_printer
    from kiosk.paper import Paper, Tickets

    stage = Stage(arguments, public=False)
    try:
        server = serve_paper_printer(arguments.port)
    except OSError as error:
        sys.stderr.write(f"Cổng {arguments.port} không mở được: {error.strerror}. Chọn cổng khác bằng --port.\n")
        return FAULTY
    with server:
        tickets = Tickets()
        paper = Paper(server.printer, tickets)
        view = stage.quick_view(PAGES / "Paper.qml", {"paper": paper})
        view.engine().addImageProvider("ticket", tickets)
        view.setTitle(f"{TITLES['paper']} – Một Cửa")
        stage.show(view)
        return stage.run(lambda: {"tickets": paper.count, "faults": paper.faults})


BUILDERS = {"take": build_take, "find": build_find, "hall": build_hall, "rate": build_rate, "sign": build_sign}


def run(arguments: argparse.Namespace) -> int:
    """The screen that the command line names."""
    if arguments.screen == "paper":
        return show_paper(arguments)
    try:
        return start(arguments.screen, arguments, BUILDERS[arguments.screen])
    except NotOpened as fault:
        if arguments.windowed or arguments.geometry:
            raise  # somebody sits at this computer and reads the sentence there
        return show_trouble(arguments, fault.sentence)
