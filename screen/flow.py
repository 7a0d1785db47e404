"""How a long answer is broken into pages and columns, as a newspaper does it; nothing is scrolled, nothing clipped."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import qmlRegisterSingletonInstance

from screen.fitting import text_size
from screen.theme import Theme

# How much of a line's letters a sign before it takes: the box of a paper, the icon of a heading.
SIGN = {"check": 1.15, "no": 1.0, "heading": 1.3}
FEWEST_LINES = 3.2  # a row that is broken leaves at least two lines behind, with what stands above them
GRID_ROWS = 8.2  # a month, its name and its weekdays, in lines


class Flow(QObject):
    """QML singleton `Flow`: plans rows {kind, text, note, icon} in frames of one width and height.

    kind: heading | check | no | line | strong | quiet | calendar. A heading never stands alone at a frame's foot;
    a row that is longer than a frame goes on in the next one.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None):
        super().__init__(parent)
        self._theme = theme

    @Slot("QVariantList", float, float, int, float, float, result="QVariantList")
    def plan(self, rows: list, width: float, height: float, columns: int, size: float, small: float) -> list:
        """Pages of placed rows: {kind, text, note, icon, column, y, height, indent}."""
        if width <= 0 or height <= 0:
            return []
        frames: list[list[dict]] = [[]]
        used = 0.0
        waiting = [dict(row) for row in rows]
        while waiting:
            row = waiting.pop(0)
            placed = self._measured(row, width, size, small)
            placed["height"] = min(placed["height"], height) if row["kind"] == "calendar" else placed["height"]
            above = self._space(row, size) if frames[-1] else 0.0
            few = size * (FEWEST_LINES if height > 8 * size else 1.4)
            headed = bool(frames[-1]) and frames[-1][-1]["kind"] == "heading"
            needed = above + placed["height"]
            if row["kind"] == "heading" and waiting:
                following = self._measured(waiting[0], width, size, small)["height"] + self._space(waiting[0], size)
                needed += following if placed["height"] + following <= height else few + self._space(waiting[0], size)
            # What no frame could hold whole, or would leave its heading alone, begins where some lines have room.
            if (placed["height"] > height or headed) and row["kind"] != "calendar":
                needed = above + min(placed["height"], few)
            if used + needed > height and frames[-1]:
                frames.append([])
                used = above = 0.0
            if placed["height"] > height - used - above:
                whole, rest = self._split(row, width, height - used - above, size, small)
                if rest:
                    waiting.insert(0, rest)
                    placed = self._measured(whole, width, size, small)
            frames[-1].append(placed | {"y": used + above})
            used += above + placed["height"]
        pages = []
        for first in range(0, len(frames), columns):
            page = []
            for column, frame in enumerate(frames[first : first + columns]):
                page += [row | {"column": column} for row in frame]
            pages.append(page)
        return pages

    @Slot("QVariantList", float, float, float, float, result="QVariantMap")
    def stack(self, entries: list, width: float, height: float, size: float, small: float) -> dict:
        """Pages of rows to press for entries {title, caption}: {size, caption, pages: [[{index, y, height}]]}.

        One size of words for all; smaller only when the longest of them would not fit a page by itself.
        """
        theme = self._theme
        least, gap, pad = theme.length("target"), theme.length("gap"), theme.length("pad")
        room = width - 3 * pad - theme.length("icon") * 0.6
        letters, low = float(size), float(theme.length("least")) * 0.6
        if width <= 0 or height < least or not entries:
            return {"size": letters, "caption": small, "pages": []}
        while True:
            caption = min(float(small), letters)
            heights = [max(least, self._hit_height(entry, room, letters, caption) + 1.4 * pad) for entry in entries]
            if max(heights) <= height or letters <= low:
                break
            letters *= 0.94
        pages: list[list[dict]] = [[]]
        used = 0.0
        for index, high in enumerate(heights):
            if pages[-1] and used + high > height:
                pages.append([])
                used = 0.0
            pages[-1].append({"index": index, "y": used, "height": high})
            used += high + gap
        return {"size": letters, "caption": caption, "pages": pages}

    def _hit_height(self, entry: dict, room: float, letters: float, caption: float) -> float:
        high = text_size(entry["title"], round(letters), "bold", room)[1]
        return high + (text_size(entry["caption"], round(caption), "regular", room)[1] if entry["caption"] else 0.0)

    def _space(self, row: dict, size: float) -> float:
        return size * {"heading": 0.9, "quiet": 0.35}.get(row["kind"], 0.45)

    def _measured(self, row: dict, width: float, size: float, small: float) -> dict:
        kind = row["kind"]
        if kind == "calendar":
            return row | {"height": min(width * 0.86, size * 1.32 * GRID_ROWS), "indent": 0.0, "text_height": 0.0}
        indent = size * SIGN[kind] + self._theme.length("pad") if kind in SIGN else 0.0
        letters, weight = self._letters(kind, size, small)
        high = text_size(row["text"], round(letters), weight, width - indent)[1]
        note = text_size(row["note"], round(small), "regular", width - indent)[1] if row.get("note") else 0.0
        least = size * SIGN[kind] if kind in SIGN else 0.0
        return row | {"height": max(high + note, least), "indent": indent, "text_height": high}

    def _letters(self, kind: str, size: float, small: float) -> tuple[float, str]:
        return {
            "heading": (size * 1.04, "bold"), "strong": (size, "bold"), "quiet": (small, "regular"),
        }.get(kind, (size, "regular"))  # fmt: skip

    def _split(self, row: dict, width: float, room: float, size: float, small: float) -> tuple[dict, dict | None]:
        """As many words of the row as fit the room, and the rest as a row of its own."""
        words = row["text"].split(" ")
        low, high = 1, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            tried = row | {"text": " ".join(words[:middle]), "note": ""}
            if self._measured(tried, width, size, small)["height"] <= room:
                low = middle
            else:
                high = middle - 1
        if low == len(words) and low > 1 and row.get("note"):
            low -= 1  # the words would fit, their note would not: it goes on together with the last of them
        if low == len(words):
            return row, None
        rest = row | {"text": " ".join(words[low:]), "kind": "line" if row["kind"] in SIGN else row["kind"]}
        return row | {"text": " ".join(words[:low]), "note": ""}, rest


def register_flow(flow: Flow) -> None:
    qmlRegisterSingletonInstance(Flow, "Screen", 1, 0, "Flow", flow)
