"""What stands on the first page by itself: the fields, how things stand in the hall, the clock; and when it is open."""

from datetime import timedelta

from center.hours import is_open, local
from kiosk import phrases
from kiosk.visitor import Visitor

EARLY = timedelta(minutes=30)  # people who come before the doors open still get their place in the line


class FrontPage:
    """`tiles`, `live` and `clock` are as of the last `look`, in the language that the person chose."""

    def __init__(self, node, visitor: Visitor):
        self._node, self._visitor = node, visitor
        self.tiles: list[dict] = []
        self.live: dict = {}
        self.clock: dict = {}

    def look(self) -> list[str]:
        """Take in what the node knows; the names of what changed."""
        node, language = self._node, self._visitor.language
        now = node.now()
        seen = {
            "tiles": phrases.tiles(node.day, node.setup, language),
            "live": phrases.live_card(node),
            "clock": {"clock": f"{local(now):%H:%M}", "date": phrases.date_line(now, language)},
        }
        changed = [name for name, value in seen.items() if value != getattr(self, name)]
        for name in changed:
            setattr(self, name, seen[name])
        return changed

    def is_receiving(self) -> bool:
        """Whether somebody receives now, or soon enough to stand in line for it."""
        setup, now = self._node.setup, self._node.now()
        return any(is_open(setup.sessions, setup.days_off, setup.make_up, at) for at in (now, now + EARLY))

    def is_closed(self, field: str) -> bool:
        return any(tile["id"] == field and tile["closed"] for tile in self.tiles)
