"""What machines and devices report, and the help a citizen asks for."""

from datetime import datetime

from center import verbs as v
from center.day import Day
from center.facts import DeviceFaulted, DeviceRecovered, Fact, HelpAsked, HelpGiven, PaperChanged, SearchMissed
from center.setup import Setup

MOST_WORDS, LONGEST_WORD = 8, 60  # of a search without a find


def report_device(day: Day, setup: Setup, verb: v.ReportDevice, at: datetime) -> tuple[Fact, ...]:
    """A change of a device's health; the same trouble told again is no new fact."""
    known = day.faults.get((verb.machine, verb.device))
    if not verb.fault:
        return (DeviceRecovered(at=at, day=day.day, machine=verb.machine, device=verb.device),) if known else ()
    if known is not None and known.fault == verb.fault:
        return ()
    return (
        DeviceFaulted(
            at=at, day=day.day, machine=verb.machine, device=verb.device, fault=verb.fault, remedy=verb.remedy
        ),
    )


def change_paper(day: Day, setup: Setup, verb: v.ChangePaper, at: datetime) -> tuple[Fact, ...]:
    return (PaperChanged(at=at, day=day.day, machine=verb.machine, device=verb.device),)


def report_missed_search(day: Day, setup: Setup, verb: v.ReportMissedSearch, at: datetime) -> tuple[Fact, ...]:
    """Every search without a find counts, also the same one again; a word longer than any of ours is none."""
    words = tuple(word for word in verb.words if 0 < len(word) <= LONGEST_WORD)[:MOST_WORDS]
    return (SearchMissed(at=at, day=day.day, machine=verb.machine, words=words),)


def ask_help(day: Day, setup: Setup, verb: v.AskHelp, at: datetime) -> tuple[Fact, ...]:
    """A citizen waits for somebody at the machine; pressing again changes nothing."""
    return () if verb.machine in day.help else (HelpAsked(at=at, day=day.day, machine=verb.machine),)


def give_help(day: Day, setup: Setup, verb: v.GiveHelp, at: datetime) -> tuple[Fact, ...]:
    if verb.help_machine not in day.help:
        return ()
    return (HelpGiven(at=at, day=day.day, machine=verb.help_machine, official=verb.official),)
