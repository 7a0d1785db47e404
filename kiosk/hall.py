"""The hall screen: whom the counters call, who was called before, how many wait; seen from the last seat, and heard."""

from datetime import timedelta

from PySide6.QtCore import Property, QObject, QTimer, Signal

from center.announcing import Board, advance, hear
from center.hours import is_open, local
from center.numbering import spoken
from center.speech import call_sounds
from center.tickets import CALLED
from kiosk import phrases
from kiosk.voice import Voice
from screen.bridge import Bridge
from screen.theme import Theme
from screen.translation import Translation

TICK_MS = 250
TICKER_SECONDS = 9
QUIET = timedelta(minutes=15)  # so long after the last call the band greets instead of showing an old number
ROWS_HEARD = 24
# Where the config does not say: a hall hangs a screen whose diagonal is a good fifth of the way to its last seat.
SEAT_DIAGONALS = 4.5


class Hall(QObject):
    """What Hall.qml shows. `seat_metres`: how far the last seat is; letters of the rows are at least 6 mm per metre."""

    changed = Signal()
    ticked = Signal()
    announced = Signal()

    def __init__(
        self,
        node,
        theme: Theme,
        translation: Translation,
        voice: Voice,
        seat_metres: float | None = None,
        languages: tuple[str, ...] = ("vi",),
        parent: QObject | None = None,
    ):
        super().__init__(parent)
        self._node, self._translation, self._voice = node, translation, voice
        self._languages = languages
        self._seat_metres = seat_metres or round(theme.diagonal_in * 0.0254 * SEAT_DIAGONALS, 1)
        self._board, self._day, self._was_linked = Board(), None, False
        self._seen, self._clock = {}, {}
        self._words, self._word_since = 0, node.now()
        self._bridge = Bridge(node, self)
        self._bridge.woken.connect(self.look)
        translation.changed.connect(self.look)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(TICK_MS)
        self.look()

    def look(self) -> None:
        """Take in what the node knows now; announce what has its turn."""
        now, day, linked = self._node.now(), self._node.day, self._node.link.state == "linked"
        if day.day != self._day:
            self._board, self._day, self._was_linked = Board(), day.day, False
        self._board = hear(self._board, day.calls, now, live=self._was_linked and linked)
        self._was_linked = linked
        following = advance(self._board, now, speaking=self._voice.speaking)
        turned = following.spoken and following.newest is not None and following.newest != self._board.newest
        self._board = following
        seen = self._picture(now, day)
        clock = self._time(now, closed=seen["page"] == "closed")
        if seen != self._seen:
            self._seen = seen
            self.changed.emit()
        if clock != self._clock:
            self._clock = clock
            self.ticked.emit()
        if turned:
            self._announce()

    def _announce(self) -> None:
        call = self._board.newest
        for place, language in enumerate(self._languages):
            sounds = call_sounds(call.ticket, call.counter, again=call.recall)
            self._voice.say(sounds if place == 0 else sounds[1:], language)
        self.announced.emit()

    def _picture(self, now, day) -> dict:
        setup, board, language = self._node.setup, self._board, self._translation.language
        newest = board.newest
        ticket = day.tickets.get(newest.ticket) if newest else None
        fresh = newest is not None and (
            bool(board.queue)
            or (ticket is not None and ticket.state == CALLED)
            or now - max(board.since, newest.called_at) < QUIET
        )
        waiting = day.waiting_count()
        receives = is_open(setup.sessions, setup.days_off, setup.make_up, now)
        page = "calls" if fresh else "closed" if not receives and not waiting else "idle"
        rows = board.rows(ROWS_HEARD)
        link = self._node.link
        return {
            "page": page,
            "ticket": spoken(newest.ticket) if newest else "",
            "counter": newest.counter if newest else 0,
            "rows": [{"ticket": spoken(call.ticket), "counter": call.counter} for call in rows],
            "fields": [
                {"name": phrases.field_name(f, language), "waiting": day.waiting_count(f.id)}
                for f in sorted(setup.fields, key=lambda f: f.guide)
            ],
            "waiting": waiting,
            "center": setup.name,
            "commune": setup.commune,
            "hotline": setup.hotline,
            "cut": link.state != "linked",
            "cut_since": f"{local(link.since):%H:%M}" if link.since and link.state != "linked" else "",
            "hours": phrases.hours_lines(setup, language),
            "opens": phrases.opens_line(setup, now, language) if page == "closed" else "",
        }

    def _time(self, now, closed: bool) -> dict:
        lines = [] if closed else self._ticker()  # nobody is sent to a kiosk that gives no number
        if abs((now - self._word_since).total_seconds()) >= TICKER_SECONDS:
            self._words, self._word_since = self._words + 1, now
        return {
            "clock": f"{local(now):%H:%M}",
            "date": phrases.date_line(now, self._translation.language),
            "ticker": lines[self._words % len(lines)] if lines else "",
        }

    def _ticker(self) -> list[str]:
        """The center's sentences, each followed by its English one where there is one."""
        setup = self._node.setup
        english = (*setup.ticker_en, *("",) * len(setup.ticker))
        return [words for pair in zip(setup.ticker, english, strict=False) for words in pair if words]

    def close(self) -> None:
        self._timer.stop()
        self._bridge.close()

    page = Property(str, lambda self: self._seen["page"], notify=changed)
    ticket = Property(str, lambda self: self._seen["ticket"], notify=changed)
    counter = Property(int, lambda self: self._seen["counter"], notify=changed)
    rows = Property("QVariantList", lambda self: self._seen["rows"], notify=changed)
    fields = Property("QVariantList", lambda self: self._seen["fields"], notify=changed)
    waiting = Property(int, lambda self: self._seen["waiting"], notify=changed)
    center = Property(str, lambda self: self._seen["center"], notify=changed)
    commune = Property(str, lambda self: self._seen["commune"], notify=changed)
    hotline = Property(str, lambda self: self._seen["hotline"], notify=changed)
    cut = Property(bool, lambda self: self._seen["cut"], notify=changed)
    cut_since = Property(str, lambda self: self._seen["cut_since"], notify=changed)
    hours = Property("QVariantList", lambda self: self._seen["hours"], notify=changed)
    opens = Property(str, lambda self: self._seen["opens"], notify=changed)
    seat_metres = Property(float, lambda self: self._seat_metres, constant=True)
    clock = Property(str, lambda self: self._clock["clock"], notify=ticked)
    date = Property(str, lambda self: self._clock["date"], notify=ticked)
    ticker = Property(str, lambda self: self._clock["ticker"], notify=ticked)
