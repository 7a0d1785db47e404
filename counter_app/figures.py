"""The official's own day in four figures, under the ticket in hand."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from center.figures import figures
from center.ratings import Sums, sums
from center.setup import Setup
from counter_app.parts import label
from counter_app.post import Post
from counter_app.style import STEP
from screen.translation import translate

PLEASED = ("very_good", "good")


def whole(minutes: float | None) -> str:
    return "–" if minutes is None else str(round(minutes))


def pleased(rated: Sums, setup: Setup) -> str:
    """Share of the taps that were a good or a very good level; "–" while nobody rated."""
    good = sum(rated.by_value.get(level.value, 0) for level in setup.rating.levels if level.face in PLEASED)
    every = sum(rated.by_value.values())
    return f"{100 * good // every} %" if every else "–"


class OwnFigures(QFrame):
    """Served, minutes per service, minutes waited, how pleased; of the official who is signed in."""

    def __init__(self, post: Post):
        super().__init__()
        self.post = post
        self.setObjectName("own_figures")
        self.setProperty("look", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, STEP, 3 * STEP, STEP)
        row.setSpacing(3 * STEP)
        self.values = {}
        for name, title in (
            ("served", translate("Figures", "lượt hôm nay")),
            ("service", translate("Figures", "phút mỗi lượt")),
            ("wait", translate("Figures", "phút khách chờ")),
            ("pleased", translate("Figures", "khách hài lòng")),
        ):
            value = label("–", "figure", f"own_{name}")
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(value)
            column.addWidget(label(title, "soft", f"own_{name}_title", wrap=True))
            row.addLayout(column, 1)
            self.values[name] = value
        post.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        desk = self.post.desk
        official = desk.official if desk and desk.official else ""
        found = figures(self.post.day, official=official)
        self.values["served"].setText(str(found.served))
        self.values["service"].setText(whole(found.service_minutes))
        self.values["wait"].setText(whole(found.wait_minutes))
        self.values["pleased"].setText(pleased(sums(self.post.day, official=official), self.post.setup))
