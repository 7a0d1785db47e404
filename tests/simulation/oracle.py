"""What must hold at the end of every day, judged from paper, logs and folds, not from the rules' own word."""

from collections import Counter
from datetime import timedelta

from center import facts as f
from center.day import Day, fold
from center.tickets import CANCELLED, DONE, HELD, WAITING
from tests.center.a_center import canonical
from tests.simulation.center_world import SETUP, World

LEAVING = (
    f.ServiceEnded, f.NoShowDeclared, f.TicketHeld, f.TicketTransferred, f.TicketCancelled,
)  # fmt: skip
# What a cut-off machine may state although the box knows better; everything else must never contradict.
CONTRADICTED = ("ServedByHand", "TicketCancelled", "Rated", "RatingReasonGiven", "NumberTaken")


def faults_of(world: World) -> list[str]:
    """Every broken promise of this healed center, as sentences; none when all is well."""
    journal = world.book.journal
    entries = list(journal.entries())
    return [
        *paper_faults(world, entries), *call_faults(entries), *absorption_faults(world, entries),
        *fold_faults(world, entries), *rating_faults(world.book.day), *ghosts(world.book.day, entries),
        *[f"chain: {fault}" for fault in journal.verify().faults],
    ]


def paper_faults(world: World, entries) -> list[str]:
    faults = []
    for key, times in Counter((paper.day, paper.ticket) for paper in world.tape).items():
        if times > 1:
            faults.append(f"number {key} is on {times} papers")
    given = Counter((e.fact.day, e.fact.ticket) for e in entries if isinstance(e.fact, f.NumberTaken))
    faults += [f"number {key} is {times} times in the book" for key, times in given.items() if times > 1]
    withdrawn = {(e.fact.day, e.fact.ticket) for e in entries
                 if isinstance(e.fact, f.TicketCancelled) and e.fact.by == "box"}
    for paper in world.tape:
        if (paper.day, paper.ticket) not in given:
            faults.append(f"{paper.ticket} of {paper.machine} is on paper and not in the book")
        if (paper.day, paper.ticket) in withdrawn:
            faults.append(f"{paper.ticket} is on paper and was withdrawn")
        if paper.day == world.book.day.day:
            ticket = world.book.day.tickets.get(paper.ticket)
            if ticket is None or (ticket.state == CANCELLED and paper.ticket not in world.cancelled):
                faults.append(f"{paper.ticket} is lost: {ticket and ticket.state}")
    return faults


def ghosts(day: Day, entries) -> list[str]:
    """Of one press, at most one ticket stays in the line: the one on paper."""
    of_press: dict[str, list[f.NumberTaken]] = {}
    for entry in entries:
        if isinstance(entry.fact, f.NumberTaken) and entry.fact.nonce and entry.fact.day == day.day:
            of_press.setdefault(entry.fact.nonce, []).append(entry.fact)
    return [
        f"ghost: {', '.join(one.ticket for one in taken)} of one press"
        for taken in of_press.values()
        if len(taken) > 1 and any(not t.leased and day.tickets[t.ticket].state in (WAITING, HELD) for t in taken)
    ]


def call_faults(entries) -> list[str]:
    """Nobody at two counters, no counter with two people, nobody overtaken beyond the maximum wait."""
    faults = []
    at_desk: dict[tuple, int] = {}
    days: dict = {}
    longest = timedelta(minutes=SETUP.rules.max_wait_minutes)
    for entry in entries:
        fact = entry.fact
        day = days.setdefault(fact.day, Day(fact.day))
        if isinstance(fact, f.TicketCalled | f.NoShowUndone):
            key = (fact.day, fact.ticket)
            if key in at_desk:
                faults.append(f"{fact.ticket} is called at {fact.counter} while at {at_desk[key]}")
            if any(d == fact.day and n == fact.counter for (d, _), n in at_desk.items()):
                faults.append(f"counter {fact.counter} calls {fact.ticket} with somebody in hand")
            at_desk[key] = fact.counter
        elif isinstance(fact, LEAVING):
            at_desk.pop((fact.day, fact.ticket), None)
        elif isinstance(fact, f.ServedByHand) and at_desk.get((fact.day, fact.ticket)) == fact.counter:
            del at_desk[fact.day, fact.ticket]
        if isinstance(fact, f.TicketCalled) and fact.rule not in ("chosen", "walk_up"):
            faults += overtaken(day, fact, longest)
        day.take_in([(entry.seq, fact)])
    return faults


def overtaken(day: Day, call: f.TicketCalled, longest: timedelta) -> list[str]:
    fields = SETUP.counter_by_number[call.counter].weights
    called = day.tickets.get(call.ticket)
    if called is None:
        return [f"{call.ticket} is called and unknown"]
    return [
        f"{call.ticket} ({call.rule}) overtakes {t.id}, who waits since {t.waits_since}"
        for t in day.tickets.values()
        if t.state == WAITING and t.field in fields and t.to_counter in (None, call.counter)
        and call.at - t.waits_since > longest and t.waits_since < called.waits_since
    ]


def absorption_faults(world: World, entries) -> list[str]:
    """Every fact of every machine is in the box's book exactly once, word for word."""
    faults = []
    heard = Counter(e.origin for e in entries if e.origin is not None)
    texts = {e.origin: (e.fact, e.text) for e in entries if e.origin is not None}
    for name, station in world.stations.items():
        own = station.node._journal
        for entry in own.entries():
            origin = (name, own.epoch, entry.seq)
            if heard[origin] != 1 or texts[origin][1] != entry.text:
                faults.append(f"{name} {entry.seq} {type(entry.fact).__name__}: {heard[origin]} times at the box")
    kept = world.book.journal.connection.execute("SELECT node, seq, why FROM quarantine").fetchall()
    return faults + [f"set aside: {row}" for row in kept]


def fold_faults(world: World, entries) -> list[str]:
    """Box, refold and every machine show the same Day."""
    faults = []
    today = world.book.day.day
    mine = [(e.seq, e.fact) for e in entries if e.fact.day == today]
    truth = canonical(fold(today, mine))
    stepwise = Day(today)
    for one in mine:
        stepwise = stepwise.after([one])
    views = {"box": world.book.day, "step by step": stepwise}
    views |= {name: station.node.day for name, station in world.stations.items()}
    for name, day in views.items():
        shown = canonical(day)
        for key, value in truth.items():
            if shown[key] != value:
                faults.append(f"{name} differs in {key}: {_difference(shown[key], value)}")
    for doubt in truth["doubts"]:
        if not doubt.startswith(CONTRADICTED):
            faults.append(f"contradiction: {doubt}")
    for name, station in world.stations.items():
        view = station.node._view
        unheard = [fact for _, fact in view.own if fact.day == today] + view.unsent(station.node._pump.acknowledged)
        if unheard:
            faults.append(f"{name} still waits for the echo of {unheard}")
    return faults


def _difference(one, other) -> str:
    if isinstance(one, dict):
        keys = [key for key in sorted({*one, *other}, key=str) if one.get(key) != other.get(key)]
        return "; ".join(f"{key}: {one.get(key)} / {other.get(key)}" for key in keys[:2])
    if isinstance(one, list):
        return f"{[x for x in one if x not in other][:2]} / {[x for x in other if x not in one][:2]}"
    return f"{one} / {other}"


def rating_faults(day: Day) -> list[str]:
    faults = []
    rated = Counter(row.ticket for row in day.ratings if row.ticket)
    for ticket, times in rated.items():
        if times > 1 or day.tickets[ticket].state != DONE:
            faults.append(f"{ticket} is rated {times} times, {day.tickets[ticket].state}")
    if len(rated) > sum(desk.served_today for desk in day.counters.values()):
        faults.append("more ratings than visits")
    return faults
