"""The operator's page behind a PIN: how the devices are, last tickets again, paper, volume, the day, the way out."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from center.errors import Refusal
from center.hours import local
from center.numbering import spoken
from center.verbs import ChangePaper, OpenDay
from kiosk import phrases
from kiosk.take import Take
from screen.bridge import Bridge
from screen.equipment import GOOD, ICONS, WRONG, device_rows
from screen.translation import translate

PIN_LONGEST = 8
TRIES, LOCK_MS = 5, 60_000  # five wrong PINs close the door for a minute
LAST_TICKETS = 6


class Operator(QObject):
    """What OperatorPin.qml and Operator.qml show and ask. `check_pin(pin, hash)` says whether the PIN is right."""

    changed = Signal()
    pinChanged = Signal()
    deviceChanged = Signal()  # from a device's thread

    def __init__(
        self,
        node,
        take: Take,
        check_pin: Callable[[str, str], bool],
        leave: Callable[[int], None],
        cabinet=None,
        voice=None,
        parent: QObject | None = None,
    ):
        super().__init__(parent)
        self._node, self._take, self._check_pin, self._leave = node, take, check_pin, leave
        self._cabinet, self._voice = cabinet, voice
        self._bridge = Bridge(node, self)
        self._bridge.woken.connect(self.changed)
        self.deviceChanged.connect(self.changed)
        if cabinet:
            cabinet.on_health(lambda device, health: self.deviceChanged.emit())
        self._pin, self._wrong, self._said = "", 0, ""
        self._lock = QTimer(self, singleShot=True, interval=LOCK_MS)
        self._lock.timeout.connect(self._unlock)
        take.operatorAsked.connect(self._forget)

    def _forget(self) -> None:
        self._pin, self._said = "", ""
        self.pinChanged.emit()
        self.changed.emit()

    # The door ------------------------------------------------------------------------------

    @Property(int, notify=pinChanged)
    def digits(self) -> int:
        return len(self._pin)

    @Property(str, notify=pinChanged)
    def pinText(self) -> str:
        if self._lock.isActive():
            return translate("Operator", "Sai mã nhiều lần. Xin thử lại sau 1 phút.")
        if not self._node.setup.operator_pin_hash:
            return translate("Operator", "Trung tâm chưa đặt mã PIN vận hành.")
        if self._wrong and not self._pin:
            return translate("Operator", "Mã PIN chưa đúng.")
        return translate("Operator", "Nhập mã PIN của người vận hành")

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the pad: a digit, "back" or "enter"."""
        if self._lock.isActive():
            return
        if key == "back":
            self._pin = self._pin[:-1]
        elif key == "enter":
            self._try()
        elif len(self._pin) < PIN_LONGEST:
            self._pin += key
        self.pinChanged.emit()

    def _try(self) -> None:
        pin, self._pin = self._pin, ""
        known = self._node.setup.operator_pin_hash
        if known and pin and self._check_pin(pin, known):
            self._wrong = 0
            self._take.show_operator()
            self.changed.emit()
            return
        self._wrong += 1
        if self._wrong >= TRIES:
            self._lock.start()

    def _unlock(self) -> None:
        self._wrong = 0
        self.pinChanged.emit()

    # The page ------------------------------------------------------------------------------

    @Property(str, notify=changed)
    def said(self) -> str:
        """What the last press brought about."""
        return self._said

    def _say(self, sentence: str) -> None:
        self._said = sentence
        self.changed.emit()

    @Property("QVariantList", notify=changed)
    def health(self) -> list:
        """Rows {name, text, state, icon} of the link and every device."""
        link = self._node.link
        since = f" {local(link.since):%H:%M}" if link.since else ""
        linked = {
            "linked": translate("Operator", "Đang kết nối"),
            "behind": translate("Operator", "Chậm, nghe lần cuối lúc") + since,
            "cut": translate("Operator", "Mất kết nối, nghe lần cuối lúc") + since,
        }[link.state]
        state = GOOD if link.state == "linked" else WRONG
        box = {"name": translate("Operator", "Máy chủ trung tâm"), "text": linked, "state": state, "icon": ICONS[state]}
        return [box, *device_rows(self._cabinet.health() if self._cabinet else {})]

    @Property("QVariantList", notify=changed)
    def tickets(self) -> list:
        """The last tickets of this machine, newest first."""
        mine = [t for t in self._node.day.tickets.values() if t.machine == self._node.machine.id and t.taken_at]
        mine.sort(key=lambda t: t.taken_at, reverse=True)
        return [
            {
                "id": t.id,
                "number": spoken(t.id),
                "text": f"{local(t.taken_at):%H:%M}  {phrases.field_name(self._node.setup.field_by_id[t.field], 'vi')}",
            }
            for t in mine[:LAST_TICKETS]
        ]

    @Property(str, notify=changed)
    def machine(self) -> str:
        day = self._node.day
        taken = translate("Operator", "%1 số đã lấy").replace("%1", str(len(day.tickets)))
        return f"{self._node.machine.id}  •  {day.day:%d/%m/%Y}  •  {taken}"

    @Property(int, notify=changed)
    def volume(self) -> int:
        return round(self._voice.volume.level * 10) if self._voice else 0

    @Slot(str)
    def reprint(self, ticket: str) -> None:
        self._take.paper.reprint(ticket)
        self._say(translate("Operator", "Đang in lại số %1").replace("%1", spoken(ticket)))

    @Slot()
    def paperChanged(self) -> None:
        self._node.ask(ChangePaper())
        if self._cabinet and "printer" in self._cabinet.health():
            self._bridge.when_done(self._cabinet.check_now("printer"), lambda _: self.changed.emit())
        self._say(translate("Operator", "Đã ghi: thay giấy."))

    @Slot(int)
    def louder(self, step: int) -> None:
        if self._voice:
            self._voice.volume.change(step / 10)
            self._voice.say_now(("chime",))
        self.changed.emit()

    @Slot()
    def openDay(self) -> None:
        """After a clock repair: the day that the clock now shows is opened."""
        self._bridge.when_done(self._node.ask(OpenDay(force=True)), self._day_opened)

    def _day_opened(self, asked: Future) -> None:
        try:
            answer = asked.result()
        except Refusal as refusal:
            self._say(str(refusal))
        except Exception as trouble:
            if not hasattr(trouble, "remedy"):
                raise
            self._say(f"{trouble} {trouble.remedy}")
        else:
            opened = translate("Operator", "Đã mở ngày mới.")
            self._say(opened if answer.facts else translate("Operator", "Ngày đang mở đã đúng với đồng hồ."))

    @Slot()
    def restart(self) -> None:
        from kiosk.app import RESTART

        self._leave(RESTART)

    @Slot()
    def leaveProgram(self) -> None:
        self._leave(0)

    @Slot()
    def back(self) -> None:
        self._forget()
        self._take.home()

    def close(self) -> None:
        self._bridge.close()
