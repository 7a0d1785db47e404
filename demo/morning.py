"""A morning at the center, played on the real programs by taps and keys; every screen is pictured as it stood."""

import time
from collections.abc import Callable
from pathlib import Path

from demo.center import Center
from demo.programs import Program, Stopped

PATIENCE_SECONDS = 12
KEY_SECONDS = 0.3  # between two keys of an official
HOLD_SECONDS = 3.2  # the operator's finger on the corner of the kiosk
IDLE_SECONDS = 45  # so long at most until the kiosk asks whether somebody is still there
EVENING_HOURS = 8.5
MOST_PAGES = 6
BIRTH = "1.001193"  # the registration of a birth


class Morning:
    """The screens by name, and the pictures so far, numbered in the order of the story."""

    def __init__(self, center: Center, folder: Path, tell: Callable[[str], None]):
        self.center, self.folder, self.tell = center, folder, tell
        self.pictures: list[Path] = []
        self.meet()

    def meet(self) -> None:
        """The screens as they are now."""
        screens = self.center.screens
        self.kiosk, self.hall, self.rate = (screens[name] for name in ("kiosk", "hall", "rate"))
        self.paper, self.one, self.two = (screens[name] for name in ("paper", "counter-1", "counter-2"))

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
        for _ in range(MOST_PAGES):  # in large letters the tiles fill several pages
            names = expect(self.kiosk, lambda state: any(name.startswith("field-") for name in state["names"]))["names"]
            if f"field-{field}" in names:
                break
            tap(self.kiosk, "field-more")
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


def somebody_searches(m: Morning) -> None:
    """Who does not know what to bring types two words, takes the list home, and a number for that very thing."""
    tap(m.kiosk, "find")
    obey(m.kiosk, wait="find-box")
    m.shoot(m.kiosk, "search")
    tap(m.kiosk, "find-box")
    for letter in "khai sinh":
        tap(m.kiosk, "key-space" if letter == " " else f"key-{letter}")
    expect(m.kiosk, lambda state: any(hit["id"] == BIRTH for hit in state["hits"]))
    m.shoot(m.kiosk, "search-results")
    tap(m.kiosk, f"hit-{BIRTH}")
    obey(m.kiosk, wait="procedure-print")
    m.shoot(m.kiosk, "procedure")
    tap(m.kiosk, "procedure-print")
    expect(m.kiosk, lambda state: state["paper"] == "printed")
    time.sleep(3.0)  # a list is longer than a ticket
    m.shoot(m.paper, "checklist")
    tap(m.kiosk, "procedure-take")
    expect(m.kiosk, lambda state: state["page"] == "result")
    m.shoot(m.kiosk, "number-for-a-procedure")
    m.go_home()


def first_calls(m: Morning) -> None:
    m.press(m.one, "F8", "called")
    m.shoot(m.one, "called")
    m.press(m.two, "F8", "called")
    expect(m.hall, lambda state: "newest-ticket" in state["names"])
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
    time.sleep(1.5)  # a new call flashes for three seconds
    m.shoot(m.hall, "calls")


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


def person_went_away(m: Morning) -> None:
    """Whoever made the letters large has left without a word: the kiosk asks, then is everybody's again."""
    expect(m.kiosk, lambda state: state["page"] == "stay", IDLE_SECONDS)
    m.shoot(m.kiosk, "still-there")
    tap(m.kiosk, "finish")
    expect(m.kiosk, lambda state: state["page"] == "home")


def somebody_asks(m: Morning) -> None:
    tap(m.kiosk, "bar-help")
    expect(m.kiosk, lambda state: state["page"] == "notice")
    m.shoot(m.kiosk, "help-called")
    m.go_home()
    machine = "kiosk-1"
    obey(m.two, wait=f"give_help_{machine}", timeout=PATIENCE_SECONDS)
    m.shoot(m.two, "help-wanted")
    obey(m.two, tap=f"give_help_{machine}")
    obey(m.two, wait=f"give_help_{machine}", gone=True)


def paper_runs_out(m: Morning) -> None:
    tap(m.paper, "paper-out")
    m.take_number("cu-tru")
    expect(m.kiosk, lambda state: state["result"].get("paper") == "failed")
    m.shoot(m.kiosk, "paper-out")
    m.shoot(m.paper, "out")
    m.shoot(m.one, "printer-in-trouble")
    m.go_home()


def operator_changes_paper(m: Morning) -> None:
    """The hidden door in the corner, the PIN, what is wrong, and a new roll."""
    obey(m.kiosk, tap="operator-door", seconds=HOLD_SECONDS)
    obey(m.kiosk, wait="key-1")
    for digit in "1234":
        obey(m.kiosk, tap=f"key-{digit}")
    m.shoot(m.kiosk, "operator-door")
    obey(m.kiosk, tap="key-enter")
    expect(m.kiosk, lambda state: state["page"] == "operator")
    m.shoot(m.kiosk, "operator")
    tap(m.paper, "paper-in")
    tap(m.kiosk, "operator-paper")
    time.sleep(1.0)  # the printer is asked how it is
    m.shoot(m.kiosk, "paper-changed")
    tap(m.kiosk, "operator-back")
    expect(m.kiosk, lambda state: state["page"] == "home")


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


def kiosk_cannot_open(m: Morning) -> None:
    """A mistake in the kiosk's file: calm words for people, where the mistake is for the operator."""
    broken = m.center.kiosk_with('role = "kiosk-1"', instead_of='role = "kiosk"')
    broken.start()
    try:
        expect(broken, lambda state: state["page"] == "trouble")
        m.shoot(broken, "cannot-open")
    finally:
        broken.kill()


def doors_close(m: Morning) -> None:
    """The same center in the evening, with its own hours."""
    m.center.close()
    m.center.furnish(m.center.clock_ahead + EVENING_HOURS * 3600, own_hours=True)
    m.meet()
    m.center.open_box()
    m.kiosk.start()
    expect(m.kiosk, lambda state: state["page"] == "closed")
    m.shoot(m.kiosk, "closed")


SCENES = (
    (doors_open, "Mở cửa, cán bộ vào quầy / doors open"),
    (first_citizens, "Người dân lấy số / citizens take numbers"),
    (somebody_searches, "Tra cứu thủ tục, in giấy tờ cần mang / a search, and its list on paper"),
    (first_calls, "Gọi số, phục vụ, đánh giá / calls and a rating"),
    (every_reader, "Tiếng Anh, chữ to, tương phản, hạ thấp / for every reader"),
    (hold_and_transfer, "Tạm giữ và chuyển quầy / held and transferred"),
    (nobody_comes, "Vắng mặt và hoàn tác / a no-show taken back"),
    (head_looks, "Người phụ trách xem cả trung tâm / the head looks"),
    (person_went_away, "Người dân đi mất, máy hỏi lại / somebody left, the kiosk asks"),
    (somebody_asks, "Gọi hỗ trợ / help is called"),
    (paper_runs_out, "Hết giấy / paper runs out"),
    (operator_changes_paper, "Người vận hành thay giấy / the operator changes the paper"),
    (box_falls, "Mất máy chủ rồi có lại / the box falls and returns"),
    (kiosk_cannot_open, "Tệp cấu hình có lỗi / a mistake in a file"),
    (doors_close, "Hết giờ làm việc / the doors close"),
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
