"""A search in vain becomes a fact at the box, or at the kiosk while the box is away; each counts."""

from datetime import UTC, datetime

from center.facts import SearchMissed
from center.rules import decide, decide_alone
from center.verbs import ReportMissedSearch
from tests.center.a_center import Center

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_every_search_in_vain_counts_also_the_same_again():
    center = Center()
    verb = ReportMissedSearch(machine="kiosk-1", words=("sổ hồng",))
    for rule in (decide, decide_alone):
        for _ in range(2):
            (fact,) = rule(center.day, center.setup, verb, AT)
            assert fact == SearchMissed(at=AT, day=center.day.day, machine="kiosk-1", words=("sổ hồng",))


def test_no_more_than_a_few_words_are_kept():
    center = Center()
    (fact,) = decide(center.day, center.setup, ReportMissedSearch(words=("a",) * 50), AT)
    assert len(fact.words) == 8
