"""The search, in the kiosk or as its own machine: `find.tap("find-box").write("khai sinh").choose_hit("1.001193")`."""

from collections.abc import Iterator

from center.procedures import Procedure
from tests.screens.take_screen import TakeScreen

LETTERS = {" ": "space"}


class FindScreen(TakeScreen):
    """*find* on one panel; `first="home"`: reached from the kiosk's first page."""

    taps = 0

    def __init__(self, folder, clock, panel: str = "15", first: str = "find", **more):
        super().__init__(folder, clock, panel, first=first, **more)

    def tap(self, name: str) -> "FindScreen":
        self.taps += 1
        super().tap(name)
        return self

    def write(self, text: str) -> "FindScreen":
        """Key by key on the keyboard of the screen."""
        for letter in text:
            self.tap(f"key-{LETTERS.get(letter, letter)}")
        return self

    def choose_hit(self, code: str) -> "FindScreen":
        return self.tap(f"hit-{code}")

    def codes(self) -> list[str]:
        return [hit["id"] for hit in self.search.hits]

    def home(self) -> None:
        self.take.home()
        if self.take.page == "home":
            self.take.openFind()
        self.settle()

    # Every page, as the walker visits it ------------------------------------------------------

    def pages(self) -> Iterator[str]:
        """Turns to every page in turn and says its name."""
        search = self.search
        self.home()
        yield "home"
        search.openSearch()
        yield "search-empty"
        for letter in "sổ đỏ":
            search.press("space" if letter == " " else letter)
        yield "search"
        search.press("clear")
        for letter in "xyz qqq":
            search.press("space" if letter == " " else letter)
        yield "search-nothing"
        search.hold_up("033136001234||Nguyễn Thị Mẫu|01051936|Nữ|Thôn Mẫu, xã Mẫu|01062021")
        yield "search-card"
        self.home()
        search.openEvent(search.events[0]["id"])
        yield "list"
        self.home()
        search.openEssential()
        yield "essential"
        self.home()
        search.openFields()
        yield "fields"
        search.openField("dat-dai")
        yield "land"
        self.home()
        search.openProcedure("1.001193")
        yield from self.leaves("procedure")
        self.printer.out = True
        search.printChecklist()
        self.until(lambda: search.paper not in ("", "printing"))
        yield "procedure-no-paper"
        self.printer.out = False
        self.home()
        search.openProcedure(longest(self.library.procedures).code)
        yield from self.leaves("longest")
        self.home()
        search.openAbout()
        yield "about"
        for name in ("hours", "counters", "map", "fees", "vneid", "news", "dossier"):
            self.home()
            search.openCard(name)
            yield from self.leaves(name)
        self.home()

    def leaves(self, name: str) -> Iterator[str]:
        """The page and all that its button turns to."""
        self.settle()
        flow = self.item("answers") or self.item("card")
        count = flow.property("pages") if flow is not None else 1
        for leaf in range(count):
            if flow is not None:
                flow.setProperty("page", leaf)
            yield f"{name}-{leaf + 1}"

    def item(self, name: str):
        return self.find(name)


def longest(procedures: tuple[Procedure, ...]) -> Procedure:
    return max(procedures, key=lambda procedure: len(procedure.name))
