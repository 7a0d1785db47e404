"""A device's thread: jobs in turn, each with a deadline; one that hangs is left to itself."""

import threading

import pytest

from devices.troubles import DeviceHangs, PaperOut, TooLate
from devices.worker import Worker
from tests.devices.test_cabinet import until


@pytest.fixture
def worker():
    worker = Worker("device-under-test")
    yield worker
    worker.close(lambda: None)
    assert worker.ended(2.0)


def test_jobs_in_their_order_and_one_thread(worker):
    seen = []
    jobs = [worker.ask(lambda n=n: seen.append((n, threading.current_thread().name)), 1.0) for n in range(20)]
    for job in jobs:
        job.result(2)
    assert seen == [(n, "device-under-test") for n in range(20)]


def test_no_thread_before_the_first_job():
    worker = Worker("device-under-test")
    assert worker.ended(0.0)
    worker.close(lambda: pytest.fail("nothing was opened"))


def test_a_trouble_is_raised_or_told_in_its_place(worker):
    def out():
        raise PaperOut("in a test")

    with pytest.raises(PaperOut):
        worker.ask(out, 1.0).result(2)
    assert worker.ask(out, 1.0, in_place=lambda trouble: trouble.code).result(2) == "paper_out"


def test_a_job_that_hangs_is_answered_in_its_place_and_what_waits_too_long_as_well(worker):
    go, done = threading.Event(), []
    stuck = worker.ask(lambda: (go.wait(10), done.append("stuck")), may_take=0.05)
    waits = worker.ask(lambda: done.append("never"), may_take=1.0, begin_within=0.05)
    until(lambda: worker.hangs)
    until(lambda: (worker.look(), stuck.done() and waits.done())[1])
    with pytest.raises(DeviceHangs):
        stuck.result(0)
    with pytest.raises(TooLate):
        waits.result(0)
    go.set()
    worker.ask(lambda: done.append("next"), may_take=1.0).result(2)
    assert done == ["stuck", "next"] and not worker.hangs


def test_a_thread_that_hangs_does_not_hold_up_closing_and_lets_go_once_it_returns():
    worker, go, closed = Worker("device-under-test"), threading.Event(), []
    until(worker.ask(lambda: go.wait(10), may_take=0.05).running)
    waits = worker.ask(lambda: None, may_take=1.0)
    worker.close(lambda: closed.append("let go"))
    assert waits.cancelled() and not worker.ended(0.05) and not closed
    go.set()
    assert worker.ended(2.0) and closed == ["let go"]
    assert worker.ask(lambda: None, 1.0).cancelled()


def test_whoever_gave_up_waiting_is_passed_over(worker):
    go, done = threading.Event(), []
    worker.ask(lambda: go.wait(10), may_take=5.0)
    given_up = worker.ask(lambda: done.append("given up"), may_take=1.0)
    assert given_up.cancel()
    go.set()
    worker.ask(lambda: done.append("next"), 1.0).result(2)
    assert done == ["next"]
