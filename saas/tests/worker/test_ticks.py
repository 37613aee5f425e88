"""What the clock starts, where the clock is set while workers run."""

import time
from types import SimpleNamespace

import pytest
from procrastinate import periodic
from procrastinate.periodic import PeriodicRegistry, PeriodicTask

from picopt_saas.ticks import SteadyDeferrer

NOON = 1_800_014_400  # a Friday
MINUTE, HOUR, DAY, YEAR = 60, 3600, 86_400, 365 * 86_400


@pytest.fixture
def ticks():
    """The ticks that are due, asked at one moment after another."""
    registry = PeriodicRegistry()
    registry.periodic_tasks = {
        (cron, ""): PeriodicTask(task=SimpleNamespace(name=cron), cron=cron, periodic_id="", configure_kwargs={})
        for cron in ("*/5 * * * *", "17 3 * * *")
    }
    deferrer = SteadyDeferrer(registry)
    return lambda at: [(task.cron, tick - NOON) for task, tick in deferrer.get_previous_tasks(at=at)]


def test_each_tick_is_due_once(ticks):
    moments = range(NOON + 1, NOON + DAY, MINUTE)
    found = [tick for moment in moments for tick in ticks(moment)]
    assert [tick for cron, tick in found if cron.startswith("*")] == list(range(0, DAY, 5 * MINUTE))
    assert [tick for cron, tick in found if cron.startswith("1")] == [15 * HOUR + 17 * MINUTE]


@pytest.mark.parametrize("back", [2 * MINUTE, HOUR, YEAR])
def test_a_clock_that_is_set_back_starts_the_next_tick_in_its_time(ticks, back):
    ticks(NOON + 1)
    found = {tick + back for seconds in range(1, 10 * MINUTE, 10) for _, tick in ticks(NOON - back + seconds)}
    assert {0, 5 * MINUTE} <= {tick - tick % (5 * MINUTE) for tick in found}


@pytest.mark.parametrize("small", [1, 59])
def test_a_clock_that_is_corrected_a_little_starts_nothing_twice(ticks, small):
    assert ticks(NOON + 1) == [("*/5 * * * *", 0)]
    assert [ticks(NOON - small), ticks(NOON + 2)] == [[], []]


@pytest.mark.parametrize("forth", [HOUR, 30 * DAY, YEAR])
def test_ticks_that_were_missed_are_one(ticks, forth):
    ticks(NOON - DAY)
    ticks(NOON + 1)
    began = time.process_time()
    found = ticks(NOON + forth + 1)
    assert ("*/5 * * * *", forth) in found
    assert len(found) <= 2
    assert time.process_time() - began < 10, "whatever was missed is not counted one by one"


def test_workers_have_it():
    assert periodic.PeriodicDeferrer is SteadyDeferrer  # by this name a worker makes its own
