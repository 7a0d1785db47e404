"""The head's page: lines, waits, counters, ratings, what is in trouble, and the end of the day."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from center.figures import by_hour, figures, longest_wait_seconds
from center.numbering import spoken
from center.ratings import sums
from center.tickets import Desk
from center.verbs import GiveHelp
from center.waiting import estimate
from counter_app.day_close import DayClose
from counter_app.figures import pleased, whole
from counter_app.hour_bars import HourBars
from counter_app.parts import Bar, KeyButton, framed, label, picture, restyle
from counter_app.post import Post, clock, device_name, in_minutes
from counter_app.style import STEP
from counter_app.table import Table
from screen.translation import translate

SIDE_PIXELS = 38 * STEP
NARROW, WIDE, TALL = 1280, 1440, 900
REFRESH_TICKS = 10  # waits grow even when nothing happens


class DayPanel(QWidget):
    def __init__(self, post: Post, printer=None):
        super().__init__()
        self.post = post
        self.setObjectName("page")
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        row.setSpacing(2 * STEP)
        main = QGridLayout()
        main.setSpacing(2 * STEP)
        main.addWidget(self._sums(), 0, 0, 1, 2)
        main.addWidget(self._lines(), 1, 0)
        main.addWidget(self._counters(), 1, 1)
        main.addWidget(self._hours(), 2, 0)
        main.addWidget(self._ratings(), 2, 1)
        main.setRowStretch(1, 2)
        main.setRowStretch(2, 1)
        main.setColumnStretch(0, 13)
        main.setColumnStretch(1, 10)
        row.addLayout(main, 1)
        self.side = QStackedWidget()
        self.side.setFixedWidth(SIDE_PIXELS)
        self.side.addWidget(self._trouble())
        self.close_slip = DayClose(post, printer)
        self.close_slip.left.connect(lambda: self.side.setCurrentIndex(0))
        self.side.addWidget(self.close_slip)
        row.addWidget(self.side)
        post.changed.connect(self._note_change)
        post.ticked.connect(self._tick)
        self._changed, self._ticks = False, 0

    # Building ---------------------------------------------------------------------------

    @staticmethod
    def _card(title: str, name: str) -> QFrame:
        card = framed("card", margin=2 * STEP, gap=STEP, name=name)
        card.layout().setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        card.layout().addWidget(label(title, "heading"))
        return card

    def _sums(self) -> QFrame:
        card = framed("card", across=True, name="day_sums")
        card.layout().setContentsMargins(3 * STEP, STEP, 3 * STEP, STEP)
        card.layout().setSpacing(2 * STEP)
        self.sums = {}
        for name, title in (
            ("taken", translate("Day", "số đã phát")),
            ("waiting", translate("Day", "đang chờ")),
            ("served", translate("Day", "đã phục vụ")),
            ("wait", translate("Day", "phút chờ (trung vị)")),
            ("no_shows", translate("Day", "vắng mặt")),
            ("pleased", translate("Day", "hài lòng")),
        ):
            value = label("0", "figure", f"day_{name}")
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(value)
            column.addWidget(label(title, "soft"))
            card.layout().addLayout(column, 1)
            self.sums[name] = value
        return card

    def _lines(self) -> QFrame:
        card = self._card(translate("Day", "Hàng chờ theo lĩnh vực (phút)"), "day_lines_card")
        self.lines = Table(
            (
                translate("Day", "Lĩnh vực"),
                translate("Day", "Chờ"),
                translate("Day", "Lâu nhất"),
                translate("Day", "Ước chờ"),
                translate("Day", "Xong"),
            ),
            "day_lines",
            0,
            (1, 2, 3, 4),
            spread=True,
        )
        card.layout().addWidget(self.lines, 1)
        return card

    def _counters(self) -> QFrame:
        card = self._card(translate("Day", "Các quầy"), "day_counters_card")
        self.counters = Table(
            (
                translate("Day", "Quầy"),
                translate("Day", "Cán bộ"),
                translate("Day", "Đang làm"),
                translate("Day", "Xong"),
                translate("Day", "Phút/lượt"),
            ),
            "day_counters",
            1,
            (3, 4),
            spread=True,
        )
        card.layout().addWidget(self.counters, 1)
        return card

    def _hours(self) -> QFrame:
        card = self._card(translate("Day", "Theo giờ"), "day_hours")
        self.hours = HourBars()
        card.layout().addWidget(self.hours, 1)
        return card

    def _ratings(self) -> QFrame:
        card = self._card(translate("Day", "Đánh giá"), "day_ratings")
        grid = QGridLayout()
        grid.setHorizontalSpacing(STEP)
        grid.setVerticalSpacing(STEP // 2)
        self.levels: dict[int, tuple[Bar, QLabel]] = {}
        for row, level in enumerate(self.post.setup.rating.levels):
            bar, count = Bar(0, f"face_{level.face}", 12), label("0", "strong", f"level_{level.value}")
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label(self.post.name(level)), row, 0)
            grid.addWidget(bar, row, 1)
            grid.addWidget(count, row, 2)
            self.levels[level.value] = (bar, count)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(2, 4 * STEP)
        card.layout().addLayout(grid)
        card.layout().addStretch(1)
        self.level_rows = grid
        self.asked = label("", "soft", "ratings_asked", wrap=True)
        card.layout().addWidget(self.asked)
        return card

    def _trouble(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        card = self._card(translate("Day", "Đang vướng"), "day_trouble")
        self.trouble_area = QScrollArea()
        self.trouble_area.setWidgetResizable(True)
        self.trouble_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.trouble_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card.layout().addWidget(self.trouble_area, 1)
        column.addWidget(card, 1)
        ending = self._card(translate("Day", "Cuối ngày"), "day_end")
        self.ending_words = label("", "soft", "day_end_words", wrap=True)
        self.show_slip = KeyButton(translate("Day", "Phiếu chốt ngày"), "Ctrl+P", icon="receipt", name="show_slip")
        self.show_slip.setShortcut("Ctrl+P")
        self.show_slip.clicked.connect(self.open_slip)
        ending.layout().addWidget(self.ending_words)
        ending.layout().addWidget(self.show_slip)
        column.addWidget(ending)
        self._shown_troubles: tuple | None = None
        return holder

    # Showing ----------------------------------------------------------------------------

    def open_slip(self) -> None:
        self.side.setCurrentWidget(self.close_slip)
        self.close_slip.begin()

    def resizeEvent(self, event):
        """A narrow window shows fewer columns rather than names cut short."""
        super().resizeEvent(event)
        self.lines.setColumnHidden(4, self.width() < WIDE)
        self.counters.setColumnHidden(3, self.width() < NARROW)
        self.counters.setColumnHidden(4, self.width() < WIDE)
        self.level_rows.setVerticalSpacing(2 * STEP if self.height() >= TALL else STEP // 2)
        for table in (self.lines, self.counters):
            restyle(table, roomy=self.height() >= TALL)

    def showEvent(self, event):
        super().showEvent(event)
        self.refresh()

    def _note_change(self) -> None:
        """A busy center changes many times a second; this page adds up the whole day once a second at most."""
        self._changed = True

    def _tick(self) -> None:
        self._ticks += 1
        if self._changed or self._ticks % REFRESH_TICKS == 0:
            self.refresh()

    def refresh(self) -> None:
        if not self.isVisible():
            return
        self._changed = False
        post, day = self.post, self.post.day
        found, rated = figures(day), sums(day)
        values = {
            "taken": str(len(day.tickets)),
            "waiting": str(day.waiting_count()),
            "served": str(found.served),
            "wait": whole(found.wait_minutes),
            "no_shows": str(found.no_shows),
            "pleased": pleased(rated, post.setup),
        }
        for name, text in values.items():
            self.sums[name].setText(text)
        self._show_lines()
        self._show_counters()
        self.hours.show_hours(by_hour(day))
        for value, (bar, count) in self.levels.items():
            taps = rated.by_value.get(value, 0)
            bar.show_share(taps / rated.answered if rated.answered else 0)
            count.setText(str(taps))
        words = translate(
            "Day", "{rated} đánh giá · {silent} hỏi mà không trả lời · {unasked} không được hỏi · {free} bấm tự do"
        )
        self.asked.setText(
            words.format(
                rated=rated.answered,
                silent=rated.unanswered,
                unasked=rated.not_asked,
                free=sum(rated.free_by_value.values()),
            )
        )
        self._show_troubles()
        left = day.waiting_count()
        if day.closed_by:
            words = translate("Day", "Ngày đã chốt bởi {who}.").format(who=post.official_name(day.closed_by))
        elif left:
            words = translate("Day", "Còn {n} người đang chờ.").format(n=left)
        else:
            words = translate("Day", "Không còn ai chờ, có thể chốt ngày.")
        self.ending_words.setText(words)

    def _show_lines(self) -> None:
        post, day, rows = self.post, self.post.day, []
        for field in post.setup.fields:
            waiting = day.waiting_count(field.id)
            wait = estimate(day, post.setup, field.id)
            expected = f"{wait.optimistic_minutes}–{wait.pessimistic_minutes}" if wait else translate("Day", "đóng")
            longest = longest_wait_seconds(day, post.now(), field.id)
            late = longest >= post.setup.rules.max_wait_minutes * 60
            done = figures(day, field=field.id).served
            texts = (
                f"{field.letter}  {post.name(field)}",
                str(waiting or "–"),
                str(longest // 60) if waiting else "–",
                expected,
                str(done or "–"),
            )
            rows.append((field.id, texts, "danger" if late else "ink_soft" if not wait and not waiting else ""))
        self.lines.show_rows(rows)

    def _show_counters(self) -> None:
        post, day, rows = self.post, self.post.day, []
        for counter in post.setup.counters:
            desk = day.desk(counter.number)
            found = figures(day, counter=counter.number)
            texts = (
                str(counter.number),
                post.official_name(desk.official) or "–",
                self._doing(desk),
                str(found.served or "–"),
                whole(found.service_minutes),
            )
            tone = "ink_soft" if desk.state == "closed" else "warning" if desk.state == "paused" else ""
            rows.append((str(counter.number), texts, tone))
        self.counters.show_rows(rows)

    def _doing(self, desk: Desk) -> str:
        ticket = self.post.day.tickets.get(desk.ticket or "")
        if ticket is not None:
            return f"{spoken(ticket.id)}  {in_minutes(self.post.seconds_since(ticket.state_since))}"
        words = {
            "closed": translate("Day", "đóng"),
            "open": translate("Day", "rảnh"),
            "paused": translate("Day", "tạm nghỉ"),
        }
        return words[desk.state]

    def _show_troubles(self) -> None:
        post, day = self.post, self.post.day
        found = tuple(
            [
                ("help", machine, translate("Day", "Khách tại {machine} cần hỗ trợ").format(machine=machine), since)
                for machine, since in day.help.items()
            ]
            + [
                ("fault", machine, f"{device_name(machine, device)}: {fault.remedy or fault.fault}", fault.since)
                for (machine, device), fault in sorted(day.faults.items())
            ]
            + ([("link", "", post.node.link.trouble, None)] if post.node.link.trouble else [])
            + (
                [
                    (
                        "doubt",
                        "",
                        translate(
                            "Day", "{n} dòng trong sổ không khớp nhau; xem bằng lệnh python -m sync verify."
                        ).format(n=len(day.doubts)),
                        None,
                    )
                ]
                if day.doubts
                else []
            )
        )
        if found == self._shown_troubles:
            return
        self._shown_troubles = found
        holder = QWidget()
        holder.setObjectName("troubles")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, STEP, 0)
        column.setSpacing(STEP)
        if not found:
            line = QHBoxLayout()
            line.addWidget(picture("check", "success", 24))
            line.addWidget(label(translate("Day", "Mọi thứ đang chạy tốt."), name="no_trouble", wrap=True), 1)
            column.addLayout(line)
        for kind, machine, words, since in found:
            column.addWidget(self._trouble_row(kind, machine, words, since))
        column.addStretch(1)
        self.trouble_area.setWidget(holder)

    def _trouble_row(self, kind: str, machine: str, words: str, since) -> QFrame:
        frame = framed("banner", margin=STEP, name=f"trouble_{kind}_{machine}")
        frame.setProperty("tone", "late" if kind == "help" else "")
        frame.layout().addWidget(label(f"{clock(since)}  {words}" if since else words, wrap=True))
        if kind == "help":
            button = KeyButton(translate("Day", "Đã hỗ trợ"), "", icon="check", name=f"give_help_{machine}")
            official = self.post.desk.official if self.post.desk else ""
            button.clicked.connect(
                lambda: self.post.press("give_help", GiveHelp(help_machine=machine, official=official or ""))
            )
            frame.layout().addWidget(button)
        return frame
