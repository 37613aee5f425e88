"""The circuit breaker, by a clock that the test moves."""

from picopt_runtime.breaker import Breaker


def test_a_breaker_opens_tries_once_and_closes() -> None:
    now = 0.0
    breaker = Breaker(failures=2, seconds=10, clock=lambda: now)
    breaker.failed()
    assert breaker.lets_through()
    breaker.failed()
    assert not breaker.lets_through()
    now = 11.0
    assert breaker.lets_through()
    assert not breaker.lets_through()  # one tries, the others wait for what it finds
    breaker.failed()
    now = 20.0
    assert not breaker.lets_through()
    now = 22.0
    assert breaker.lets_through()
    breaker.succeeded()
    assert breaker.lets_through()
    assert breaker.lets_through()
