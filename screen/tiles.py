"""How tiles share a page: as many as fit with readable words, all of one size."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import qmlRegisterSingletonInstance

from screen.fitting import text_size
from screen.theme import Theme

MOST_PER_PAGE = 8
FEWEST_CELLS = 4  # three choices and the way to more; fewer would be a walk through pages
STEP = 0.94  # from one tried text size to the next


class Tiles(QObject):
    """QML singleton `Tiles`: plans a grid for entries {id, title, caption, icon, kind, closed}."""

    def __init__(self, theme: Theme, parent: QObject | None = None):
        super().__init__(parent)
        self._theme = theme

    @Slot("QVariantList", float, float, float, bool, bool, str, result="QVariantMap")
    def plan(
        self, entries: list, width: float, height: float, tallest: float, large: bool, contrast: bool, more: str
    ) -> dict:
        """per_page, pages, columns, width, height, title, caption (0: none), beside, used (height in all).

        Fewer tiles a page are preferred to small words only when the words would fall below
        the size that the mode promises; captions go before that.
        """
        most = int(self._theme.text("lead"))
        wanted = most * 0.97 if large else self._theme.length("least")
        best = None
        for cells in range(min(len(entries), MOST_PER_PAGE), max(1, min(len(entries), FEWEST_CELLS)) - 1, -1):
            whole = cells >= len(entries)
            per_page = cells if whole else cells - 1
            shown = entries if whole else [*entries, {"title": more, "caption": "1 / 2", "closed": True}]
            found = max(
                (self._fit(shown, cells, columns, width, height, tallest, most, large) for columns in range(1, 5)),
                key=lambda plan: plan["worth"],
            )
            found |= {"per_page": per_page, "pages": -(-len(entries) // per_page)}
            if best is None or found["title"] > best["title"] * 1.1:
                best = found
            if best["title"] >= wanted:
                break
        return best or {
            "per_page": 1, "pages": 1, "columns": 1, "width": width, "height": min(height, tallest),
            "title": most, "caption": 0, "beside": True, "used": min(height, tallest),
        }  # fmt: skip

    def _fit(self, entries, cells, columns, width, height, tallest, most, large) -> dict:
        """The best way to draw `cells` tiles in so many columns; `worth` compares the ways."""
        theme, rows = self._theme, -(-cells // columns)
        gap, pad = theme.length("gap"), theme.length("pad")
        wide = int((width - gap * (columns - 1)) / columns)
        high = int(min((height - gap * (rows - 1)) / rows, tallest))
        plan = {"columns": columns, "width": wide, "height": high, "used": rows * (high + gap) - gap}
        plan |= {"title": int(theme.length("least") * 0.7), "caption": 0, "beside": True, "worth": -1.0}
        if wide < theme.length("primary") or high < theme.length("target"):
            return plan
        empty = rows * columns - cells
        for beside in (True, False):
            icon = min(theme.length("icon"), high - 2 * pad) if beside else theme.length("icon")
            room_wide = wide - 2 * pad - (icon + pad if beside else 0)
            room_high = high - 2 * pad - (0 if beside else icon)
            for captions in (False,) if large else (True, False):
                size = float(most)
                while size >= (theme.length("least") if captions else plan["title"]):
                    caption = self._caption(int(size), large)
                    if all(self._fits(e, int(size), caption, captions, room_wide, room_high) for e in entries):
                        flat = max(0.0, wide / high - 3.2)
                        worth = int(size) / most + 0.3 * captions + 0.05 * beside - 0.02 * empty - 0.12 * flat
                        if worth > plan["worth"]:
                            plan |= {"title": int(size), "caption": caption if captions else -caption}
                            plan |= {"beside": beside, "worth": worth}
                        break
                    size *= STEP
        return plan

    def _caption(self, title: int, large: bool) -> int:
        return min(title, int(self._theme.length("least")))

    def _fits(self, entry: dict, title: int, caption: int, captions: bool, width: float, height: float) -> bool:
        wide, high = text_size(entry["title"], title, "bold", width)
        if entry["caption"] and (captions or entry["closed"]):
            caption_wide, caption_high = text_size(entry["caption"], caption, "semibold", width)
            wide, high = max(wide, caption_wide), high + caption_high
        return wide <= width - 1 and high <= height


def register_tiles(tiles: Tiles) -> None:
    qmlRegisterSingletonInstance(Tiles, "Screen", 1, 0, "Tiles", tiles)
