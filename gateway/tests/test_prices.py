"""A quote's price is what the platform said once, however often its answer passes."""

import threading

import pytest

from picopt_gateway.counters import Counters
from picopt_gateway.prices import Prices
from picopt_gateway.settings import Settings


@pytest.fixture
def prices(settings: Settings) -> Prices:
    return Prices(Counters(settings))


def test_an_answer_that_is_repeated_does_not_raise_the_price(prices):
    for _ in range(3):
        prices.remember("quo_1", 7)
    assert prices.recall("quo_1") == 7
    assert prices.recall("quo_2") == 0


def test_what_was_ordered_is_not_judged_by_its_price_again(prices):
    prices.remember("quo_1", 7)
    prices.forget("quo_1")
    prices.remember("quo_1", 7)  # the site begins anew, with the same Idempotency-Key
    assert prices.recall("quo_1") == 0, "its credits are held already"


def test_answers_at_the_same_moment_never_add_up(prices):
    start = threading.Barrier(8)

    def remember():
        start.wait()
        prices.remember("quo_1", 7)

    threads = [threading.Thread(target=remember) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert prices.recall("quo_1") in (7, 0)


def test_what_is_free_needs_no_memory(prices):
    prices.remember("quo_1", 0)
    assert prices.recall("quo_1") == 0
