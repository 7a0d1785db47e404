"""Every scanner × every fault × every cut point: it ends in time, pages that came are kept, nothing is left running."""

import threading
import time

import pytest

from devices import Power
from devices.scanning import ScanWish, Side, Source
from devices.simulators import feeder as inside
from devices.simulators.feeder import FAULTS, Feeder
from tests.devices.patience import until
from tests.devices.scanner_stands import DEADLINE_SECONDS, STANDS, WISH, Leftovers, Network, Simulated, scan

GONE = {"link_lost", "not_connected"}
ENDS = {  # fault: what the driver may call it
    "jam": {"feeder_jammed"},
    "cover_open": {"scanner_open"},
    "double_feed": {"double_feed"},
    "cancelled": {"scan_cancelled"},
    "unplugged": GONE,
    "refused": GONE,
    "silent": {"scanner_silent"},
    "garbage": {"answer_unreadable"},
    "torn": {"answer_unreadable"},
}


@pytest.fixture(params=STANDS, ids=lambda stand: stand.__name__)
def stand(request, tmp_path, monkeypatch):
    """`stand(**feeder)`; after the test nothing of it is left."""
    monkeypatch.setattr(inside, "SLOW_SECONDS", 0.1)
    before, opened = Leftovers(), []

    def open_stand(**options):
        opened.append(request.param(Feeder(**{"feed": "3", "refill": False, **options}), tmp_path))
        return opened[-1]

    yield open_stand
    for one in opened:
        one.close()
        until(lambda one=one: not one.programs())
    assert before.none()


@pytest.mark.parametrize("after", range(3))
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_the_scan_in_time_and_keeps_what_came(stand, fault, after):
    one = stand(script=f"{after}pages:{fault}")
    if not after:
        one.feeder.set_faults(fault)
    done = scan(one.scanner)
    assert done.seconds < DEADLINE_SECONDS
    assert [page.number for page in done.pages] == list(range(1, len(done.pages) + 1))
    assert all(page.content and page.width_px and page.height_px for page in done.pages)
    if fault in ENDS:
        assert len(done.pages) == after and done.code in ENDS[fault], done.trouble
        assert done.trouble.remedy
    elif fault == "empty":
        assert (len(done.pages), done.code) == ((after, "") if after else (0, "feeder_empty"))
    elif fault == "busy":
        assert done.code in ({"scanner_busy"} if not after else {"scanner_busy", ""}) and len(done.pages) >= after
    else:
        assert len(done.pages) == 3 and done.code in ("", "pages_missing")
        assert done.code == "pages_missing" or fault != "miscounts" or not isinstance(one, Network)
    assert one.scanner.health() is not None
    one.feeder.set_faults()
    one.feeder.load()
    again = scan(one.scanner)
    assert (len(again.pages), again.code) == (3, ""), "mended, it scans as if nothing had been"


@pytest.mark.parametrize("fault", FAULTS)
def test_health_is_bounded_and_never_raises(stand, fault):
    one = stand(fault=fault)
    began = time.monotonic()
    health = one.scanner.health()
    assert time.monotonic() - began < DEADLINE_SECONDS
    assert all(trouble.remedy for trouble in (*health.faults, *health.warnings))
    if fault in ("refused", "silent"):
        assert health.faults and not health.well
    if fault == "busy":
        assert health.well, "who is busy is there"


def test_a_cancelled_question_about_health_says_nothing_of_the_scanner(stand):
    """The scan that somebody cancels may still wait behind it."""
    one = stand(fault="silent")
    canceller = threading.Timer(0.3, one.scanner.cancel)
    canceller.start()
    began, health = time.monotonic(), one.scanner.health()
    canceller.join()
    if not isinstance(one, Simulated):
        assert not health.faults and health.power is Power.UNKNOWN and time.monotonic() - began < 1.5
    one.feeder.set_faults()
    assert one.scanner.health().well, "and it is not remembered"


def test_a_good_scan_of_each_source(stand):
    one = stand(feed="form-letter,blank")
    offered = one.scanner.ask_capabilities()
    assert set(offered.sources) == set(Source) and 300 in offered.dpis
    for source, sides in ((Source.FLATBED, "F"), (Source.FEEDER, "FF"), (Source.DUPLEX, "FBFB")):
        one.feeder.load()
        done = scan(one.scanner, ScanWish(source, WISH.mode, WISH.dpi))
        assert not done.trouble
        assert "".join("F" if page.side is Side.FRONT else "B" for page in done.pages) == sides
        assert all(page.dpi == WISH.dpi for page in done.pages)


@pytest.mark.parametrize("after", range(3))
def test_cancelled_from_another_thread(stand, after):
    """At any moment, a silent scanner included; the scanner is free for the next one."""
    one = stand(script=f"{after}pages:silent" if after else "")
    one.scanner.ask_capabilities()
    if not after:
        one.feeder.set_faults("silent")

    def cancel_soon() -> None:
        until(lambda: "silent" in one.feeder.faults, DEADLINE_SECONDS)
        time.sleep(0.1)
        one.scanner.cancel()

    canceller = threading.Thread(target=cancel_soon)
    canceller.start()
    done = scan(one.scanner)
    canceller.join()
    assert done.code == "scan_cancelled" and len(done.pages) == after and done.seconds < DEADLINE_SECONDS
    one.feeder.set_faults()
    one.feeder.load()
    assert len(scan(one.scanner).pages) == 3


def test_each_page_has_its_own_time(stand):
    """Three pages that take more than one may, together."""
    one = stand(page_seconds=0.9)
    done = scan(one.scanner)
    assert len(done.pages) == 3 and not done.trouble and done.seconds > 2.0


def test_an_iterator_that_is_dropped_sets_the_scanner_free(stand):
    one = stand()
    pages = one.scanner.scan(WISH)
    first = next(pages)
    assert first.number == 1
    pages.close()
    one.feeder.load()
    assert len(scan(one.scanner).pages) == 3


def test_two_at_once_are_refused_and_the_first_goes_on(stand):
    one = stand()
    pages = one.scanner.scan(WISH)
    next(pages)
    assert scan(one.scanner).code == "scanner_busy"
    assert one.scanner.health() is not None
    assert len(list(pages)) == 2
