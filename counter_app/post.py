"""The counter this window sits at: what it knows, what it may ask, and the answer to every press.

A press is one press: the same action is not asked again while its answer is under way, nor
within half a second when nothing else was pressed between. One action is under way at a time, so
that a hold and the call after it reach the box in this order: the next press waits its turn, a
third is told to. Answers come back in Qt's thread as signals.
"""

from collections.abc import Callable
from datetime import datetime
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from center.errors import Refusal
from center.hours import local
from center.setup import Official
from center.verbs import Verb
from screen import equipment
from screen.bridge import Bridge
from screen.translation import translate
from sync.troubles import Trouble

PRESS_SECONDS = 0.5
REFUSAL_MS = 6000  # how long a refusal stays readable
MEETING_SECONDS = 4.0  # a program that has just started may take so long to hear its box


class Post(QObject):
    """One counter of one node, as its official sees it.

    `changed`: day, link or setup is new. `ticked`: a second went by. `went`: an action is under
    way. `came`: its answer is here. `refused`: a whole sentence for the person. Signals arrive in
    Qt's thread whatever thread they started from.
    """

    changed = Signal()
    ticked = Signal()
    went = Signal(str)
    came = Signal(str)
    refused = Signal(str)

    def __init__(self, node, number: int | None, lang: str = "vi", fixed: bool = False):
        super().__init__()
        self.fixed = fixed  # the machine's config says which counter this is
        self.node, self.number, self.lang = node, number, lang
        self.stand_in = ""  # the official who serves by hand without having signed in, the box being away
        self._born_at = monotonic()
        self.under_way: set[str] = set()
        self._last_press = ("", -PRESS_SECONDS)
        self._waiting: tuple[str, Callable[[], object]] | None = None
        # Many facts may arrive at once; the window is drawn again once for all of them.
        self._soon = QTimer(self, singleShot=True, interval=15)
        self._soon.timeout.connect(self.changed)
        self._met = QTimer(self, singleShot=True, interval=int(MEETING_SECONDS * 1000) + 50)
        self._met.timeout.connect(self.changed)
        self._met.start()
        self._bridge = Bridge(node, self)
        self._bridge.woken.connect(self._wake)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.ticked)
        self._second.start()

    def _wake(self):
        if not self._soon.isActive():
            self._soon.start()

    def leave(self):
        """Stop listening to the node; the window is going away."""
        self._bridge.close()
        self._second.stop()
        self._soon.stop()
        self._met.stop()

    def sit_at(self, number: int | None) -> None:
        """Take a counter; None: none yet."""
        self.number = number
        self._wake()

    # What is known ----------------------------------------------------------------------

    @property
    def day(self):
        return self.node.day

    @property
    def setup(self):
        return self.node.setup

    @property
    def desk(self):
        return self.day.counters.get(self.number) if self.number is not None else None

    @property
    def ticket(self):
        """The ticket in hand, called or being served; None if there is none."""
        desk = self.desk
        return self.day.tickets.get(desk.ticket) if desk and desk.ticket else None

    @property
    def official(self) -> Official | None:
        desk = self.desk
        code = desk.official if desk else None
        return next((o for o in self.setup.officials if o.code == code), None) if code else None

    @property
    def signed_in(self) -> bool:
        return bool(self.desk and self.desk.official)

    @property
    def is_head(self) -> bool:
        official = self.official
        return official is not None and official.role == "head"

    @property
    def meeting(self) -> bool:
        """Just started, and the box was not heard yet: neither linked nor lost."""
        link = self.node.link
        return link.state == "cut" and link.since is None and monotonic() - self._born_at < MEETING_SECONDS

    @property
    def cut(self) -> bool:
        return self.node.link.state == "cut" and not self.meeting

    @property
    def field_ids(self) -> tuple[str, ...]:
        """The fields this counter serves, heaviest first."""
        counter = self.setup.counter_by_number.get(self.number)
        weights = counter.weights if counter else {}
        return tuple(sorted(weights, key=lambda f: -weights[f]))

    def now(self) -> datetime:
        return self.node.now()

    def seconds_since(self, at: datetime | None) -> int:
        return max(0, int((self.now() - at).total_seconds())) if at else 0

    # Words ------------------------------------------------------------------------------

    def name(self, thing) -> str:
        """The name of a field, class, level or reason in the window's language."""
        return (thing.name_en or thing.name) if self.lang == "en" else thing.name

    def field_name(self, field_id: str) -> str:
        field = self.setup.field_by_id.get(field_id)
        return self.name(field) if field else field_id

    def class_name(self, class_id: str) -> str:
        found = self.setup.class_by_id.get(class_id)
        return self.name(found) if found else class_id

    def is_ordinary(self, class_id: str) -> bool:
        known = self.setup.class_by_id.get(class_id)
        return known is None or known.group == "ordinary"

    def official_name(self, code: str | None) -> str:
        return next((o.name for o in self.setup.officials if o.code == code), code or "")

    # Presses ----------------------------------------------------------------------------

    def press(self, action: str, verb: Verb, then=None) -> bool:
        """Ask the node once for this press; `then(answer)` runs in Qt's thread when it was granted.

        False if the press was the second half of a double press, or waits its turn.
        """
        if self.waits_its_turn(action, lambda: self.press(action, verb, then)):
            return False
        now, (last, pressed_at) = monotonic(), self._last_press
        if action == last and now - pressed_at < PRESS_SECONDS:
            return False
        self._last_press = (action, now)
        self.under_way.add(action)
        self.went.emit(action)
        self._bridge.when_done(self.node.ask(verb), lambda done: self._settle(action, done, then))
        return True

    def waits_its_turn(self, action: str, again: Callable[[], object]) -> bool:
        """True while another answer is under way: `again` is done after it, if it is granted."""
        if not self.under_way:
            return False
        if action in self.under_way or (self._waiting and self._waiting[0] == action):
            return True  # the second half of a double press
        if self._waiting is not None:
            self.refused.emit(translate("Post", "Đang chờ máy chủ trả lời hai phím trước. Xin bấm lại sau giây lát."))
            return True
        self._waiting = (action, again)
        self.went.emit(action)
        return True

    def _settle(self, action: str, future, then):
        self.under_way.discard(action)
        (waiting, again), self._waiting = self._waiting or ("", None), None
        try:
            answer = future.result()
        except Refusal as no:
            again = None
            self.refused.emit(str(no))
        except Trouble as trouble:
            again = None
            self.refused.emit(f"{trouble} {trouble.remedy}")
        else:
            if then is not None:
                then(answer)
        self.came.emit(action)
        if waiting:
            self.came.emit(waiting)
        self._wake()
        if again is not None:
            again()


def device_name(machine: str, device: str) -> str:
    """kiosk-1, máy in phiếu; the machine alone when it is itself in trouble"""
    if device == "machine":
        return machine
    name = equipment.device_name(device)
    return f"{machine}, {name[0].lower()}{name[1:]}"


def clock(at: datetime | None) -> str:
    """8:42, as the wall clock of the center shows it."""
    return f"{local(at).hour}:{local(at):%M}" if at else ""


def elapsed(seconds: int) -> str:
    """4:31 or 1:04:31."""
    minute, second = divmod(max(0, int(seconds)), 60)
    hour, minute = divmod(minute, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def in_minutes(seconds: float) -> str:
    """Whole minutes with their unit."""
    return translate("Post", "{n} phút").format(n=int(seconds // 60))


def waited(seconds: float, words: str = "{minutes}") -> str:
    """How long somebody has waited, in whole minutes, within these words."""
    return words.format(minutes=in_minutes(seconds)) if seconds >= 60 else translate("Post", "vừa đến")
