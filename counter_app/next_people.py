"""The next people in line at this counter, in the order in which it would call them now."""

from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from center.day import Day
from center.facts import TicketCalled
from center.numbering import spoken
from center.queue import choose
from center.setup import Setup
from center.tickets import Ticket
from counter_app.parts import framed, label, restyle
from counter_app.post import Post, waited
from counter_app.style import STEP
from screen.translation import translate

CARDS, CARD_LEAST, CARD_WIDE = 6, 20 * STEP, 27 * STEP


def next_in_line(day: Day, setup: Setup, number: int, at: datetime, most: int) -> list[Ticket]:
    """As if this counter called again and again while nobody else came or called."""
    counter, found = setup.counter_by_number[number], []
    while len(found) < most and (choice := choose(day, setup, counter, at)) is not None:
        found.append(choice.ticket)
        called = TicketCalled(
            at=at, day=day.day, ticket=choice.ticket.id, counter=number, official="", rule=choice.rule
        )
        day = day.after([(day.seq, called)])
    return found


class NextPeople(QWidget):
    """As many cards as there is room for: number, class, minutes waited; the first one stands out."""

    def __init__(self, post: Post):
        super().__init__()
        self.post, self.size_name = post, ""
        self.setObjectName("next_people")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * STEP)
        self.cards = [self._card(place) for place in range(CARDS)]
        for card in self.cards:
            row.addWidget(card, 1)

    @staticmethod
    def _card(place: int) -> QFrame:
        card = framed("next", margin=2 * STEP, gap=STEP // 2, name=f"next_{place}")
        card.layout().setContentsMargins(2 * STEP, STEP, STEP, STEP)
        card.setProperty("tone", "first" if place == 0 else "")
        card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for role, name in (("next-number", "number"), ("soft", "class"), ("soft", "waited")):
            card.layout().addWidget(label("", role, f"next_{place}_{name}", wrap=name != "number"))
        card.layout().addStretch(1)
        return card

    def refresh(self, size: str = "") -> int:
        """Shows who is next now; how many there are. size: "" | low | tall; both have fewer and wider cards."""
        post, self.size_name = self.post, size
        room = max(1, min(CARDS, (self.width() + 2 * STEP) // ((CARD_WIDE if size else CARD_LEAST) + 2 * STEP)))
        known = post.number in post.setup.counter_by_number
        people = next_in_line(post.day, post.setup, post.number, post.now(), room) if known else []
        limit = post.setup.rules.max_wait_minutes * 60
        for place, card in enumerate(self.cards):
            card.setVisible(place < room)
            number, group, minutes = card.findChildren(type(label()))
            if place >= len(people):
                restyle(card, empty=True)
                for part in (number, group, minutes):
                    part.setText("")
                continue
            ticket = people[place]
            seconds = post.seconds_since(ticket.waits_since)
            restyle(card, empty=False, room=size)
            number.setText(spoken(ticket.id))
            group.setText(post.class_name(ticket.priority))
            restyle(group, tone="" if post.is_ordinary(ticket.priority) else "priority")
            minutes.setText(waited(seconds, translate("NextPeople", "đã chờ {minutes}")))
            restyle(minutes, tone="late" if seconds >= limit else "")
        return len(people)

    def resizeEvent(self, event):
        super().resizeEvent(event)
        self.refresh(self.size_name)
