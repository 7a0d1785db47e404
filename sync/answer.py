"""What comes back to whoever asked a verb, from the box or from this machine's own book."""

from dataclasses import dataclass

from center.facts import Fact


@dataclass(frozen=True, slots=True)
class Answer:
    """The facts that answer a verb. seq: the book's last place then; offline: decided without the box."""

    facts: tuple[Fact, ...]
    seq: int
    offline: bool = False

    @property
    def ticket(self) -> str:
        """The ticket that the first fact about one names, or ""."""
        return next((fact.ticket for fact in self.facts if getattr(fact, "ticket", "")), "")
