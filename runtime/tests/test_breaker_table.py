"""The breaker's whole table: counting, opening, trying, closing, and many callers at once."""

import threading

import pytest

from picopt_runtime.breaker import Breaker


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock, failures: int = 3) -> Breaker:
    breaker = Breaker(failures=failures, seconds=60, clock=clock)
    for _ in range(failures):
        breaker.failed()
    return breaker


def test_a_new_breaker_is_closed_and_patient() -> None:
    breaker = Breaker()
    assert not breaker.is_open
    assert breaker.lets_through()
    assert breaker.seconds == 60


@pytest.mark.parametrize("failures", [1, 2, 5])
def test_it_opens_at_the_last_failure_of_a_row(failures: int) -> None:
    breaker = Breaker(failures=failures, clock=Clock())
    for _ in range(failures):
        assert not breaker.is_open
        assert breaker.lets_through()
        breaker.failed()
    assert breaker.is_open
    assert not breaker.lets_through()


def test_an_answer_in_between_ends_the_row() -> None:
    breaker = Breaker(failures=2, clock=Clock())
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()
    assert not breaker.is_open
    assert breaker.lets_through()


@pytest.mark.parametrize(("after", "passes"), [(0.0, False), (59.9, False), (60.0, True), (61.0, True)])
def test_one_may_try_when_the_time_is_up(after: float, *, passes: bool) -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = after
    assert breaker.is_open is not passes
    assert breaker.lets_through() is passes
    assert not breaker.lets_through()


def test_a_try_that_fails_opens_it_for_the_whole_time_again() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 60
    assert breaker.lets_through()
    clock.now = 70
    breaker.failed()
    clock.now = 129
    assert not breaker.lets_through()
    clock.now = 130
    assert breaker.lets_through()


def test_a_try_whose_caller_vanished_is_made_by_another_later() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 60
    assert breaker.lets_through()
    clock.now = 119
    assert not breaker.lets_through()
    clock.now = 120
    assert breaker.lets_through()


def test_a_try_that_succeeds_closes_it_for_all() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 60
    assert breaker.lets_through()
    breaker.succeeded()
    assert not breaker.is_open
    assert [breaker.lets_through() for _ in range(3)] == [True] * 3
    breaker.failed()
    assert breaker.lets_through()


def test_of_many_callers_at_once_one_tries() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 60
    start, passed = threading.Barrier(16), []

    def call() -> None:
        start.wait()
        passed.append(breaker.lets_through())

    threads = [threading.Thread(target=call) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(passed) == [False] * 15 + [True]
