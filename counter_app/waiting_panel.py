"""What waits: by class and field, one by one; who is held, and who did not come."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from center.figures import longest_wait_seconds
from center.numbering import spoken
from center.tickets import HELD, NO_SHOW, Ticket
from center.verbs import Release, ReturnLateComer
from counter_app.parts import KeyButton, label
from counter_app.post import Post, clock, waited
from counter_app.style import STEP
from counter_app.table import KEY, Table
from screen.translation import translate

LINES_SHARE = 0.48  # of the panel's height, at most, for the lines of all fields
NARROW = 460


class WaitingPanel(QFrame):
    """Three lists behind Alt+1, Alt+2, Alt+3. `chosen`: a waiting ticket was picked to be called."""

    chosen = Signal(str)

    def __init__(self, post: Post):
        super().__init__()
        self.post = post
        self.setObjectName("waiting_panel")
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        self.tabs = QButtonGroup(self)
        tabs = QHBoxLayout()
        tabs.setSpacing(0)
        for place, name in enumerate(("tab_waiting", "tab_held", "tab_no_show")):
            tab = QPushButton()
            tab.setObjectName(name)
            tab.setProperty("rank", "tab")
            tab.setCheckable(True)
            tab.setShortcut(f"Alt+{place + 1}")
            tab.setToolTip(f"Alt+{place + 1}")
            self.tabs.addButton(tab, place)
            tabs.addWidget(tab)
        tabs.addStretch()
        self.tab_keys = label("Alt+1 2 3", "key")
        tabs.addWidget(self.tab_keys, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(tabs)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._waiting_page())
        self.pages.addWidget(self._held_page())
        self.pages.addWidget(self._no_show_page())
        column.addWidget(self.pages, 1)
        self.tabs.idClicked.connect(self.turn_to)
        self.tabs.button(0).setChecked(True)
        post.changed.connect(self.refresh)
        post.ticked.connect(self.refresh)
        self.refresh()

    def _page(self, *parts: QWidget) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        for part in parts:
            layout.addWidget(part, 1 if isinstance(part, Table) and part.objectName() != "lines" else 0)
        return page

    def _waiting_page(self) -> QWidget:
        self.lines = Table(
            (
                translate("Waiting", "Lĩnh vực"),
                translate("Waiting", "Thường"),
                translate("Waiting", "Ưu tiên"),
                translate("Waiting", "Lâu nhất"),
            ),
            "lines",
            0,
            (1, 2, 3),
        )
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.lines.grew.connect(self._give_lines_room)
        self.lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.waiting = Table(
            (
                translate("Waiting", "Số"),
                translate("Waiting", "Đối tượng"),
                translate("Waiting", "Đến lúc"),
                translate("Waiting", "Đã chờ"),
            ),
            "waiting",
            1,
            (2, 3),
            tall=True,
        )
        self.waiting.itemActivated.connect(lambda item: self.chosen.emit(item.data(KEY)))
        self.heading = label("", "heading", "waiting_heading", wrap=True)
        self.fields_heading = label(translate("Waiting", "Tất cả lĩnh vực"), "heading", "fields_heading")
        self.fields_heading.setContentsMargins(0, STEP, 0, 0)
        self.nobody = label(translate("Waiting", "Chưa có ai chờ ở quầy này."), "soft", "nobody_waits", wrap=True)
        page = self._page(self.heading, self.nobody, self.waiting, self.fields_heading, self.lines)
        page.layout().addStretch()
        return page

    def _held_page(self) -> QWidget:
        self.held = Table(
            (translate("Waiting", "Số"), translate("Waiting", "Lý do"), translate("Waiting", "Đến")),
            "held",
            1,
            (2,),
            tall=True,
        )
        self.release = KeyButton(translate("Waiting", "Cho chờ lại"), "Enter", icon="arrow-back-up", name="release")
        self.held.itemActivated.connect(lambda _: self._release())
        self.release.clicked.connect(self._release)
        self.no_held = label(translate("Waiting", "Không có số nào đang tạm giữ."), "soft", "no_held", wrap=True)
        return self._page(self.no_held, self.held, self.release)

    def _no_show_page(self) -> QWidget:
        self.missed = Table(
            (translate("Waiting", "Số"), translate("Waiting", "Lĩnh vực"), translate("Waiting", "Vắng lúc")),
            "missed",
            1,
            (2,),
            tall=True,
        )
        self.returned = KeyButton(
            translate("Waiting", "Khách quay lại"), "Enter", icon="arrow-back-up", name="return_late_comer"
        )
        self.missed.itemActivated.connect(lambda _: self._return())
        self.returned.clicked.connect(self._return)
        self.no_missed = label(translate("Waiting", "Hôm nay chưa có ai vắng mặt."), "soft", "no_missed", wrap=True)
        return self._page(self.no_missed, self.missed, self.returned)

    def turn_to(self, place: int) -> None:
        self.tabs.button(place).setChecked(True)
        self.pages.setCurrentIndex(place)
        table = (self.waiting, self.held, self.missed)[place]
        table.setFocus()
        if table.currentRow() < 0 and table.rowCount():
            table.selectRow(0)

    # Showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        day = self.post.day
        held = sorted(day.held(), key=lambda t: (t.held_until or self.post.now(), t.id))
        missed = sorted(
            (t for t in day.tickets.values() if t.state == NO_SHOW), key=lambda t: t.state_since, reverse=True
        )
        words = (
            translate("Waiting", "Đang chờ {n}").format(n=day.waiting_count()),
            translate("Waiting", "Tạm giữ {n}").format(n=len(held)),
            translate("Waiting", "Vắng mặt {n}").format(n=len(missed)),
        )
        for place, text in enumerate(words):
            tab = self.tabs.button(place)
            if tab.text() != text:
                tab.setText(text)
                tab.setShortcut(f"Alt+{place + 1}")
        if not self.isVisible():
            return
        link = self.post.node.link
        self.heading.setText(
            translate("Waiting", "Chờ ở quầy này, theo lúc đến")
            if link.state == "linked"
            else translate("Waiting", "Chờ ở quầy này, theo số liệu lúc {clock}").format(clock=clock(link.since) or "–")
        )
        self._show_lines()
        self._show_waiting()
        self.held.show_rows(
            [
                (t.id, (spoken(t.id), translate("Questions", t.hold_reason), clock(t.held_until) or "–"), "")
                for t in held
            ]
        )
        self.missed.show_rows(
            [
                (t.id, (spoken(t.id), self.post.field_name(t.field), clock(t.state_since)), self._late_tone(t))
                for t in missed
            ]
        )
        self.no_held.setVisible(not held)
        self.held.setVisible(bool(held))
        self.release.setEnabled(bool(held) and not self.post.cut)
        self.no_missed.setVisible(not missed)
        self.missed.setVisible(bool(missed))
        self.returned.setEnabled(bool(missed) and not self.post.cut)

    def resizeEvent(self, event):
        """A narrow panel shows fewer columns rather than names cut short."""
        super().resizeEvent(event)
        self.lines.setColumnHidden(3, self.width() < NARROW)
        self.tab_keys.setVisible(self.width() >= NARROW)
        self.refresh()

    def showEvent(self, event):
        super().showEvent(event)
        self.refresh()

    def _late_tone(self, ticket: Ticket) -> str:
        late = self.post.seconds_since(ticket.state_since) > self.post.setup.rules.late_minutes * 60
        return "disabled" if late else ""

    def _show_lines(self) -> None:
        post, day = self.post, self.post.day
        own = set(post.field_ids)
        fields = sorted(post.setup.fields, key=lambda f: (f.id not in own, post.setup.fields.index(f)))
        rows = []
        for field in fields:
            ordinary = sum(
                len(line) for (name, cls), line in day.lines.items() if name == field.id and self.post.is_ordinary(cls)
            )
            priority = day.waiting_count(field.id) - ordinary
            wait = longest_wait_seconds(day, post.now(), field.id)
            texts = (
                f"{field.letter}  {post.name(field)}",
                str(ordinary or "–"),
                str(priority or "–"),
                waited(wait) if ordinary + priority else "–",
            )
            rows.append((field.id, texts, "ink" if field.id in own else "ink_soft"))
        self.lines.show_rows(rows)
        self._give_lines_room()

    def _give_lines_room(self) -> None:
        self.lines.setFixedHeight(min(self.lines.height_of_all(), int(self.height() * LINES_SHARE)))

    def _show_waiting(self) -> None:
        post = self.post
        limit = post.setup.rules.max_wait_minutes * 60
        mine = sorted((t for f in post.field_ids for t in post.day.waiting(f)), key=lambda t: (t.waits_since, t.id))
        rows = []
        for t in mine:
            seconds = post.seconds_since(t.waits_since)
            words = "" if self.post.is_ordinary(t.priority) else post.class_name(t.priority)
            if t.to_counter:
                words = " · ".join(filter(None, (words, translate("Waiting", "chờ quầy {n}").format(n=t.to_counter))))
            tone = "danger" if seconds >= limit else "warning" if words else ""
            rows.append((t.id, (spoken(t.id), words, clock(t.waits_since), waited(seconds)), tone))
        self.waiting.show_rows(rows)
        lists = self.pages.widget(0).layout()
        lists.setStretch(lists.count() - 1, 0 if rows else 1)
        self.nobody.setVisible(not rows)
        self.waiting.setVisible(bool(rows))

    # Acting -----------------------------------------------------------------------------

    def _release(self) -> None:
        ticket = self.held.chosen() or (self.held.item(0, 0).data(KEY) if self.held.rowCount() else None)
        if ticket and self.post.day.tickets[ticket].state == HELD:
            self.post.press("release", Release(counter=self.post.number, ticket=ticket))

    def _return(self) -> None:
        ticket = self.missed.chosen() or (self.missed.item(0, 0).data(KEY) if self.missed.rowCount() else None)
        if ticket:
            self.post.press("return_late_comer", ReturnLateComer(ticket=ticket))
