"""A morning at the center, played on the real programs by taps and keys; every screen is pictured as it stood."""

import time
from collections.abc import Callable
from pathlib import Path

from demo.center import Center
from demo.programs import Program, Stopped

PATIENCE_SECONDS = 12
KEY_SECONDS = 0.3  # between two keys of an official


class Morning:
    """The screens by name, and the pictures so far, numbered in the order of the story."""

    def __init__(self, center: Center, folder: Path, tell: Callable[[str], None]):
        self.center, self.folder, self.tell = center, folder, tell
        self.kiosk, self.hall, self.rate = (center.screens[name] for name in ("kiosk", "hall", "rate"))
        self.paper, self.one, self.two = (center.screens[name] for name in ("paper", "counter-1", "counter-2"))
        self.pictures: list[Path] = []

    def shoot(self, screen: Program, title: str) -> None:
        file = self.folder / f"{len(self.pictures) + 1:02}-{screen.name}-{title}.png"
        obey(screen, shot=str(file.resolve()))
        self.pictures.append(file)
        self.tell(f"  {file.name}")

    def take_number(self, field: str, priority: str = "") -> str:
        """A citizen's taps from the first page on; the number as the result page shows it."""
        if priority:
            tap(self.kiosk, "priority")
            tap(self.kiosk, f"class-{priority}")
            expect(self.kiosk, lambda state: state["page"] == "fields")
        tap(self.kiosk, f"field-{field}")
        return expect(self.kiosk, lambda state: state["page"] == "result")["result"]["number"]

    def go_home(self) -> None:
        tap(self.kiosk, "done")
        expect(self.kiosk, lambda state: state["page"] == "home")

    def press(self, counter: Program, key: str, then: str) -> None:
        """A key at a counter; `then` is the state of the ticket in hand afterwards, "" for none."""
        time.sleep(KEY_SECONDS)
        obey(counter, key=key)
        expect(counter, lambda state: state["ticket_state"] == then)


def obey(screen: Program, **order) -> dict:
    answer = screen.ask(**order)
    if not answer.get("ok"):
        raise Stopped(f"{screen.name}: {order}: {answer.get('why', 'no')}")
    return answer


def tap(screen: Program, name: str) -> None:
    """A finger on what has this name, once it is there."""
    obey(screen, wait=name)
    obey(screen, tap=name)


def expect(screen: Program, true: Callable[[dict], bool], seconds: float = PATIENCE_SECONDS) -> dict:
    """The state of the screen once it is as expected. Raises Stopped with what is there instead."""
    until = time.monotonic() + seconds
    while True:
        state = obey(screen, state=1)
        if true(state):
            return state
        if time.monotonic() > until:
            raise Stopped(f"{screen.name} shows something else than the story tells: {str(state)[:600]}")
        time.sleep(0.05)


def doors_open(m: Morning) -> None:
    expect(m.kiosk, lambda state: state["page"] == "home" and not state["live"]["cut"])
    m.shoot(m.kiosk, "home")
    m.shoot(m.hall, "waiting")
    m.shoot(m.rate, "idle")
    obey(m.one, wait="sign_in_button", timeout=PATIENCE_SECONDS)
    m.shoot(m.one, "sign-in")
    for counter, official in ((m.one, "cb01"), (m.two, "cb02")):
        sign_in(counter, official)
    m.shoot(m.one, "ready")


def sign_in(counter: Program, official: str, pin: str = "") -> None:
    """The official is picked in the list by keys, as an official does."""
    obey(counter, wait="sign_in_button", timeout=PATIENCE_SECONDS)
    obey(counter, key="Home")
    for _ in range(int(official[2:])):
        obey(counter, key="Down")
    obey(counter, tap="pin")
    obey(counter, type=pin)
    obey(counter, tap="sign_in_button")
    obey(counter, wait="call_next", timeout=PATIENCE_SECONDS)


def first_citizens(m: Morning) -> None:
    m.take_number("ho-tich")
    obey(m.kiosk, wait="reprint")
    m.shoot(m.kiosk, "number")
    time.sleep(1.5)  # paper moves as slowly as a printer's
    m.shoot(m.paper, "ticket")
    m.go_home()
    tap(m.kiosk, "priority")
    obey(m.kiosk, wait="class-phu_nu_mang_thai")
    m.shoot(m.kiosk, "priority-classes")
    tap(m.kiosk, "class-phu_nu_mang_thai")
    m.take_number("ho-tich")
    m.shoot(m.kiosk, "priority-number")
    m.go_home()
    for field in ("dat-dai", "kinh-doanh", "ho-tich", "chinh-sach"):
        m.take_number(field)
        m.go_home()


def first_calls(m: Morning) -> None:
    m.press(m.one, "F8", "called")
    m.shoot(m.one, "called")
    m.press(m.two, "F8", "called")
    expect(m.hall, lambda state: "newest-ticket" in state["names"])
    m.shoot(m.hall, "calls")
    m.press(m.one, "F2", "serving")
    m.shoot(m.one, "serving")
    m.press(m.one, "F12", "")
    expect(m.rate, lambda state: state["page"] == "ask")
    m.shoot(m.rate, "asked")
    tap(m.rate, "face-1")
    expect(m.rate, lambda state: state["page"] == "reasons")
    m.shoot(m.rate, "reasons")
    tap(m.rate, "reason-cho-lau")
    tap(m.rate, "send")
    expect(m.rate, lambda state: state["page"] == "thanks")
    m.shoot(m.rate, "thanks")


def hold_and_transfer(m: Morning) -> None:
    m.press(m.two, "F2", "serving")
    obey(m.two, key="F6")
    obey(m.two, wait="sheet_confirm")
    m.shoot(m.two, "hold")
    obey(m.two, tap="sheet_confirm")
    expect(m.two, lambda state: state["ticket_state"] == "")
    m.press(m.two, "F8", "called")
    m.press(m.two, "F2", "serving")
    obey(m.two, key="F7")
    obey(m.two, wait="sheet_confirm")
    m.shoot(m.two, "transfer")
    obey(m.two, tap="sheet_confirm")
    expect(m.two, lambda state: state["ticket_state"] == "")


def nobody_comes(m: Morning) -> None:
    m.press(m.one, "F8", "called")
    m.press(m.one, "F10", "")
    obey(m.one, wait="undo_no_show")
    m.shoot(m.one, "no-show")
    m.press(m.one, "Ctrl+Z", "called")


def head_looks(m: Morning) -> None:
    """The head of the center signs in at the second counter and turns to the page of the day."""
    obey(m.two, key="Ctrl+Q")
    sign_in(m.two, "cb00", pin="1234")
    obey(m.two, key="Ctrl+2")
    obey(m.two, wait="day_sums", timeout=PATIENCE_SECONDS)
    m.shoot(m.two, "whole-center")
    obey(m.two, key="Ctrl+P")
    obey(m.two, wait="close_day")
    m.shoot(m.two, "day-close-slip")
    obey(m.two, key="Esc")


def every_reader(m: Morning) -> None:
    for wish, title in (("language", "english"), ("large", "large"), ("contrast", "large-contrast")):
        tap(m.kiosk, f"bar-{wish}")
        time.sleep(0.1)
        m.shoot(m.kiosk, title)
    tap(m.kiosk, "bar-low")
    time.sleep(0.1)
    m.shoot(m.kiosk, "low-reach")
    m.take_number("ho-tich")
    m.shoot(m.kiosk, "number-large-english")
    m.go_home()
    for wish in ("language", "large", "contrast", "low"):
        tap(m.kiosk, f"bar-{wish}")


def paper_runs_out(m: Morning) -> None:
    tap(m.paper, "paper-out")
    m.take_number("cu-tru")
    expect(m.kiosk, lambda state: state["result"].get("paper") == "failed")
    m.shoot(m.kiosk, "paper-out")
    m.shoot(m.paper, "out")
    m.go_home()
    tap(m.paper, "paper-in")


def box_falls(m: Morning) -> None:
    m.center.box.kill()
    expect(m.kiosk, lambda state: state["live"]["cut"])
    m.shoot(m.kiosk, "cut-off")
    m.take_number("ho-tich")
    m.shoot(m.kiosk, "number-from-lease")
    m.go_home()
    obey(m.hall, wait="stale", timeout=PATIENCE_SECONDS)
    m.shoot(m.hall, "stale")
    obey(m.one, wait="lost_box", timeout=PATIENCE_SECONDS)
    m.shoot(m.one, "by-hand")
    m.center.open_box()
    expect(m.kiosk, lambda state: not state["live"]["cut"])
    obey(m.hall, wait="stale", gone=True, timeout=PATIENCE_SECONDS)
    m.shoot(m.hall, "healed")
    obey(m.one, wait="lost_box", gone=True, timeout=PATIENCE_SECONDS)
    m.shoot(m.one, "healed")


SCENES = (
    (doors_open, "Mở cửa, cán bộ vào quầy / doors open"),
    (first_citizens, "Người dân lấy số / citizens take numbers"),
    (first_calls, "Gọi số, phục vụ, đánh giá / calls and a rating"),
    (hold_and_transfer, "Tạm giữ và chuyển quầy / held and transferred"),
    (nobody_comes, "Vắng mặt và hoàn tác / a no-show taken back"),
    (head_looks, "Người phụ trách xem cả trung tâm / the head looks"),
    (every_reader, "Tiếng Anh, chữ to, tương phản, hạ thấp / for every reader"),
    (paper_runs_out, "Hết giấy / paper runs out"),
    (box_falls, "Mất máy chủ rồi có lại / the box falls and returns"),
)


def play_morning(center: Center, folder: Path, tell: Callable[[str], None]) -> int:
    """Every scene in turn. Raises Stopped where the story cannot go on."""
    folder.mkdir(parents=True, exist_ok=True)
    morning = Morning(center, folder, tell)
    center.open_screens()
    for scene, title in SCENES:
        tell(title)
        scene(morning)
    tell(f"{len(morning.pictures)} ảnh trong {folder}/ / pictures saved")
    return 0
