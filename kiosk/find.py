"""Find a procedure: by words, by what happened in life, by field; see what to bring, print it, take a number for it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import Property, QObject, Signal, Slot

from center.procedures import Procedure
from center.verbs import ReportMissedSearch
from kiosk import center_cards, choices, leaflets, phrases
from kiosk.checklist_paper import ChecklistPaper, failure_line
from kiosk.key_sounds import sound_of
from kiosk.library import Library
from kiosk.search_box import SearchBox
from kiosk.visitor import Visitor
from screen.bridge import Bridge
from screen.translation import translate

TICKET_LETTERS = 90  # of a procedure's name on a ticket: three lines
QUESTION_WORDS = 4  # from so many words on it is a question, which may be put into a sentence by the province
SOUNDS = {
    "home": "trang_tra_cuu", "search": "trang_go_chu", "list": "trang_danh_sach", "fields": "trang_linh_vuc",
    "procedure": "trang_thu_tuc", "about": "trang_thong_tin", "card": "trang_thong_tin", "dossier": "trang_ho_so",
    "hall": "trang_thong_tin",
}  # fmt: skip


class Find(QObject):
    """What Find.qml shows and may ask.

    `page`: home | search | list | fields | procedure | about | card | hall | dossier. Everything that was typed is
    forgotten by `forget`, which the machine's first page calls. `library` is made when it is first needed.
    """

    left = Signal()
    numberWished = Signal(str, str)  # field, procedure
    helpWished = Signal()
    pageChanged = Signal()
    typedChanged = Signal()
    foundChanged = Signal()
    listChanged = Signal()
    procedureChanged = Signal()
    cardChanged = Signal()

    def __init__(self, node, visitor: Visitor, library: Callable[[], Library], voice=None, printer=None,
                 rephrasing=None, first_page: bool = False, parent=None):  # fmt: skip
        super().__init__(parent)
        self._first_page = first_page
        self._node, self._visitor, self._library = node, visitor, library
        self._voice, self._rephrasing = voice, rephrasing
        self._checklists = ChecklistPaper(node, printer)
        self.bridge = Bridge(None, self)
        self._page, self._trail = "home", []
        self._box = SearchBox(library, self._popular)
        self._clear()
        visitor.changed.connect(self._look_again)

    def _clear(self) -> None:
        self._box.clear()
        self._list: dict = choices.NO_LIST
        self._listed: Callable[[], dict] | None = None
        self._procedure: Procedure | None = None
        self._card: dict = {"title": "", "rows": []}
        self._opened_card, self._paper = "", ""

    # Where one is --------------------------------------------------------------------------

    @Property(str, notify=pageChanged)
    def page(self) -> str:
        return self._page

    def _turn(self, page: str, onward: bool = True) -> None:
        if onward and page != self._page:
            self._trail.append(self._page)
        self._page = page
        self.pageChanged.emit()
        self._speak(SOUNDS[page])

    @Property(bool, constant=True)
    def firstPage(self) -> bool:
        """Whether this machine is for searching: its way off leads to the numbers, not back to them."""
        return self._first_page

    @Slot()
    def back(self) -> None:
        """To the page before, or off the search altogether."""
        if self._page == "search":
            self._count_miss()
        if not self._trail:
            return self.left.emit()
        self._paper = ""
        self._turn(self._trail.pop(), onward=False)

    @Slot()
    def forget(self) -> None:
        """Nothing of the last person stays: not on the pages, not in the rules' own memory of words."""
        self._count_miss()
        self._library().forget()
        self._trail.clear()
        self._clear()
        self._page = "home"
        for changed in (self.pageChanged, self.typedChanged, self.foundChanged, self.listChanged,
                        self.procedureChanged, self.cardChanged):  # fmt: skip
            changed.emit()

    def speak_page(self) -> None:
        self._speak(SOUNDS[self._page])

    def _speak(self, *sounds: str) -> None:
        if self._voice is not None and self._visitor.voice and any(sounds):
            self._voice.say_now(sounds, self._visitor.language)

    def _look_again(self) -> None:
        """The person changed the language: what is made of words is made anew."""
        if self._listed is not None:
            self._show_list(self._listed)
        if self._opened_card:
            self._card = self._card_of(self._opened_card)
            self.cardChanged.emit()
        self.foundChanged.emit()
        self.procedureChanged.emit()
        self.pageChanged.emit()

    # Typing --------------------------------------------------------------------------------

    @Property(str, notify=typedChanged)
    def typed(self) -> str:
        return self._box.text

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the keyboard on the screen: a letter, a tone mark, space, back, clear or digits."""
        if self._page != "search":
            self.openSearch()
        if key == "clear":
            self._count_miss()
        if key != "digits":  # there the keyboard turns itself over
            self._box.press(" " if key == "space" else key)
            self.typedChanged.emit()
            self.foundChanged.emit()
        self._speak(sound_of(key))

    @Slot(str)
    def typed_key(self, key: str) -> None:
        """A key of a keyboard that stands beside the screen."""
        if key == "\b":
            self.press("back")
        elif key == "\r":
            self.openResults()
        elif key.isprintable():
            self.press("space" if key == " " else key)

    def _popular(self) -> Counter:
        """How often each procedure was asked for here today."""
        return Counter(code for ticket in self._node.day.tickets.values() for code in ticket.procedures)

    @Property("QVariantList", notify=foundChanged)
    def hits(self) -> list:
        return [leaflets.hit_row(procedure) for procedure in self._box.found]

    @Property(bool, notify=foundChanged)
    def nothing(self) -> bool:
        return self._box.nothing

    @Property(bool, notify=foundChanged)
    def asks(self) -> bool:
        return self._box.asks

    @Property(str, notify=foundChanged)
    def note(self) -> str:
        return self._box.note

    def _remark(self, remark: str) -> None:
        """One sentence on the page where one types, with the way on."""
        if self._page != "search":
            self.openSearch()
        self._box.remark = remark
        self.foundChanged.emit()

    def _count_miss(self) -> None:
        """A search that ended without a find is told to the box: that it was, and the words that may be kept."""
        if (words := self._box.take_miss()) is not None:
            self._node.ask(ReportMissedSearch(words=words))

    # What a reader sees --------------------------------------------------------------------

    def hold_up(self, text: str | None) -> None:
        """A code held before the reader: a procedure's own opens its page, everything else is one sentence."""
        known = self._library().procedure_in(text or "")
        if known is not None:
            return self.openProcedure(known.code)
        self._remark("strange_code")

    # Lists ---------------------------------------------------------------------------------

    @Slot()
    def openSearch(self) -> None:
        self._box.by_code = False
        self._turn("search")

    @Slot()
    def openCode(self) -> None:
        """The same page, its keyboard beginning with digits."""
        self._box.by_code = True
        self._turn("search")
        self.foundChanged.emit()

    @Property(bool, notify=pageChanged)
    def byCode(self) -> bool:
        return self._box.by_code

    @Slot()
    def openResults(self) -> None:
        """All that was found, on a page of its own; a whole question may get its sentence there."""
        if not self._box.found:
            return
        found, said, nothing = list(self._box.found), {"text": ""}, self._box.nothing
        library = self._library()

        def made() -> dict:
            return choices.found_list(found, nothing, library, said["text"])

        self._show_list(made)
        self._turn("list")
        text = self._box.wish
        if self._rephrasing is not None and not nothing and len(text.split()) >= QUESTION_WORDS:

            def spoken(done: Future) -> None:
                if self._listed is made and (sentence := done.result()):
                    said["text"] = sentence
                    self._show_list(made)

            self.bridge.when_done(self._rephrasing.ask(library.finder.what_may_be_counted(text), found[:3]), spoken)

    @Slot(str)
    def openEvent(self, name: str) -> None:
        event, procedures = next((e, found) for e, found in self._library().events if e.name == name)
        self._open_list(lambda: choices.event_name(event, self._visitor.language), procedures)

    @Slot()
    def openEssential(self) -> None:
        self._open_list(lambda: translate("Find", "25 dịch vụ công thiết yếu"), self._library().essential)

    @Slot()
    def openFields(self) -> None:
        self._turn("fields")

    @Slot(str)
    def openField(self, field: str) -> None:
        chosen = self._node.setup.field_by_id[field]
        mine = choices.procedures_of(self._node.setup, self._library(), chosen)
        self._open_list(lambda: phrases.field_name(chosen, self._visitor.language), mine)

    def _open_list(self, title: Callable[[], str], procedures) -> None:
        self._show_list(lambda: choices.choice_list(title(), procedures))
        self._turn("list")

    def _show_list(self, made: Callable[[], dict]) -> None:
        self._listed, self._list = made, made()
        self.listChanged.emit()

    @Property("QVariantMap", notify=listChanged)
    def listed(self) -> dict:
        return self._list

    @Property("QVariantList", notify=pageChanged)
    def events(self) -> list:
        return choices.event_tiles(self._library(), self._visitor.language)

    @Property("QVariantList", notify=pageChanged)
    def fields(self) -> list:
        return choices.field_tiles(self._node.setup, self._library(), self._visitor.language)

    # One procedure -------------------------------------------------------------------------

    @Slot(str)
    def openProcedure(self, code: str) -> None:
        """The page of one procedure; a code that is none is said in one sentence."""
        found = self._library().catalogue.find_procedure(code)
        if found is None:
            return self._remark("no_such_code")
        self._procedure, self._paper = found, ""
        self._box.nothing = False  # a nearest one that is opened was found after all
        self.procedureChanged.emit()
        self._turn("procedure")

    @Property("QVariantMap", notify=procedureChanged)
    def procedure(self) -> dict:
        if self._procedure is None:
            return {"code": "", "title": "", "rows": [], "month": {}}
        library, node = self._library(), self._node
        return leaflets.procedure_card(
            self._procedure, library.catalogue, node.setup, node.now(), library.calendar, self._visitor.language
        )

    @Property(bool, notify=procedureChanged)
    def canTake(self) -> bool:
        """Whether a number for it can be had here and now."""
        node = self._node
        return self._procedure is not None and leaflets.is_received(node.setup, node.day, node.now(), self._procedure)

    @Property(bool, constant=True)
    def canPrint(self) -> bool:
        return self._checklists.is_there

    @Property(str, notify=procedureChanged)
    def paper(self) -> str:
        """How the printing goes: "" | printing | printed | a sentence about the printer's trouble."""
        return self._paper

    @Property(str, notify=procedureChanged)
    def portal(self) -> str:
        return self._procedure.portal_page if self._procedure else ""

    @Slot()
    def takeNumber(self) -> None:
        if self._procedure is not None and self.canTake:
            field = leaflets.field_of(self._node.setup, self._procedure)
            self.numberWished.emit(field.id, self._procedure.code)

    @Slot()
    def printChecklist(self) -> None:
        """The list of papers on the ticket printer, or on A4; pressed again while it prints, nothing more comes."""
        if self._procedure is None or not self._checklists.is_there or self._paper == "printing":
            return
        procedure = self._procedure
        printing = self._checklists.print(procedure, self._library(), self._visitor.language)
        self._show_paper("printing")
        self._speak("dang_in")
        self.bridge.when_done(printing, lambda done: self._printed(procedure, done))

    def _printed(self, procedure: Procedure, printing: Future) -> None:
        if self._procedure is not procedure or self._page != "procedure":
            return
        receipt = printing.result()
        if not receipt.failed:
            return self._show_paper("printed")
        self._speak("trang_khong_in")
        self._show_paper(failure_line(receipt))

    def _show_paper(self, paper: str) -> None:
        self._paper = paper
        self.procedureChanged.emit()

    @Slot()
    def askOfficial(self) -> None:
        self._count_miss()
        self.helpWished.emit()

    def name_of(self, code: str) -> str:
        """The name of a procedure as a ticket gives it, "" for one that is not in the catalogue."""
        found = self._library().catalogue.find_procedure(code)
        return leaflets.short_name(found.name, TICKET_LETTERS) if found else ""

    # This center ---------------------------------------------------------------------------

    @Slot()
    def openAbout(self) -> None:
        self._turn("about")

    @Property("QVariantList", notify=pageChanged)
    def subjects(self) -> list:
        return [
            {"id": name, "title": center_cards.title(name), "icon": center_cards.ICONS[name], **choices.PLAIN_TILE}
            for name in center_cards.SUBJECTS
        ]

    @Slot(str)
    def openCard(self, name: str) -> None:
        self._opened_card, self._card = name, self._card_of(name)
        self.cardChanged.emit()
        self._turn("dossier" if name == "dossier" else "hall" if name == "map" else "card")

    def _card_of(self, name: str) -> dict:
        node = self._node
        return center_cards.card(name, node.setup, node.day, node.now(), self._visitor.language)

    @Property("QVariantMap", notify=cardChanged)
    def card(self) -> dict:
        return self._card

    def close(self) -> None:
        self.bridge.close()
