"""Two gateways that count in one Redis, and what callers notice when that goes away, stops answering, comes back."""

import os
import signal

import pytest
import urllib3

from picopt_gateway import counters
from picopt_gateway.app import create_app
from picopt_standalone.redis import temporary_redis

LIMIT = 10


@pytest.fixture
def redis():
    with temporary_redis() as started:
        yield started


@pytest.fixture(autouse=True)
def _account(platform, example):
    platform.on("GET", "/internal/v1/account", 200, example("Account.demo"))


@pytest.fixture
def two_gateways(start_gateway, redis):
    """The addresses of two gateway processes."""
    return [start_gateway(RATELIMIT_STORAGE_URI=redis.url) for _ in range(2)]


def ask_in_turn(gateways, auth, rounds):
    """The answers of each gateway, asked one after the other."""
    return [
        [urllib3.request("GET", f"{url}/v1/account", headers=auth, retries=False, timeout=5) for url in gateways]
        for _ in range(rounds)
    ]


def test_two_gateways_hold_a_key_to_one_rate_and_each_to_its_own_without_redis(two_gateways, platform, redis, auth):
    platform.set_key(platform.live_key, requests_per_minute=LIMIT)
    shared = [answer for pair in ask_in_turn(two_gateways, auth, LIMIT) for answer in pair]
    assert [answer.status for answer in shared] == [200] * LIMIT + [429] * LIMIT
    assert [f"r={left}" for left in range(LIMIT - 1, -1, -1)] == [
        answer.headers["RateLimit"].split(";")[1] for answer in shared[:LIMIT]
    ]
    assert all(1 <= int(answer.headers["Retry-After"]) <= 60 for answer in shared[LIMIT:])
    assert len(platform.calls("/internal/v1/account")) == LIMIT

    os.kill(redis.pid, signal.SIGKILL)
    alone = ask_in_turn(two_gateways, auth, LIMIT + 2)
    for answers in zip(*alone, strict=True):
        assert [answer.status for answer in answers] == [200] * LIMIT + [429] * 2


def test_a_redis_that_hangs_delays_one_request_and_is_used_again_when_it_is_back(
    monkeypatch, settings, platform, redis, auth
):
    monkeypatch.setattr(counters, "_RETRY_SECONDS", 3600.0)  # it is over when the test says so
    platform.set_key(platform.live_key, requests_per_minute=3)
    shared = settings.model_copy(update={"ratelimit_storage_uri": redis.url})
    one, other = (create_app(shared).test_client() for _ in range(2))
    counting = one.application.extensions["gate"]._counters

    def ask(client):
        answer = client.get("/v1/account", headers=auth)
        return answer.status_code, answer.headers["RateLimit"].split(";")[1]

    assert ask(one) == (200, "r=2")
    os.kill(redis.pid, signal.SIGSTOP)
    try:
        assert ask(one) == (200, "r=2")  # waits half a second, then counts from the start, by itself
        given_up = counting._shared_again_at
        assert [ask(one) for _ in range(2)] == [(200, "r=1"), (200, "r=0")]
        assert [ask(one) for _ in range(10)] == [(429, "r=0")] * 10
        assert counting._shared_again_at == given_up  # nobody else has asked it, and so nobody has waited
    finally:
        os.kill(redis.pid, signal.SIGCONT)
    counting._shared_again_at = 0.0
    assert ask(one) == (200, "r=1")  # what was counted before is still there
    assert ask(other) == (200, "r=0")
    assert [ask(one), ask(other)] == [(429, "r=0")] * 2


def test_what_was_quoted_at_one_gateway_is_known_at_the_other(settings, platform, redis, auth, example):
    account = example("Account.demo")
    account["credits"]["available"] = 2  # the example's quote costs 3
    platform.on("GET", "/internal/v1/account", 200, account)
    platform.on("POST", "/internal/v1/quotes", 201, example("Quote.one_paid_before"))
    shared = settings.model_copy(update={"ratelimit_storage_uri": redis.url})
    one, other = (create_app(shared).test_client() for _ in range(2))
    headers = auth | {"Idempotency-Key": "test-shared"}

    quote = one.post("/v1/quotes", json=example("QuoteRequest.analyze_export"), headers=headers)
    order = example("JobRequest.analyze_export") | {"quote_id": quote.json["id"]}
    refused = other.post("/v1/jobs", json=order, headers=headers)
    assert (refused.status_code, refused.json["needed"], refused.json["available"]) == (402, 3, 2)
    assert not platform.calls("/internal/v1/jobs")
