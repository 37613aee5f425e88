import re
import time

import pytest
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from waiting import wait_until

from picopt_contract.errors import ErrorCode
from picopt_gateway import counters
from picopt_gateway.app import create_app


@pytest.fixture
def account(platform, example):
    platform.on("GET", "/internal/v1/account", 200, example("Account.demo"))


@pytest.mark.usefixtures("account")
def test_a_key_is_held_to_its_plans_rate(client, platform, auth):
    platform.set_key(platform.live_key, requests_per_minute=3)
    answers = [client.get("/v1/account", headers=auth) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert answers[-1].json["code"] == ErrorCode.RATE_LIMITED
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert answers[-1].headers["RateLimit-Policy"] == '"key";q=3;w=60'
    assert len(platform.calls("/internal/v1/account")) == 3


@pytest.mark.usefixtures("account")
def test_the_sizes_of_an_image_are_no_requests_and_have_ten_times_their_rate(client, platform, auth):
    """A bulk run of a site with seven sizes would be held to a third of what its plan lets it order."""
    platform.set_key(platform.live_key, requests_per_minute=2)
    platform.on("GET", "/internal/v1/files/fil_1", 200, b"bytes")
    files = []
    for _ in range(21):
        with client.get("/v1/files/fil_1", headers=auth) as answer:
            files.append(answer)
    assert [answer.status_code for answer in files] == [200] * 20 + [429]
    assert files[0].headers["RateLimit-Policy"] == '"files";q=20;w=60'
    assert files[0].headers["RateLimit"].startswith('"files";r=19;')
    assert "20 files a minute" in files[-1].text
    requests = [client.get("/v1/account", headers=auth) for _ in range(3)]
    assert [answer.status_code for answer in requests] == [200, 200, 429]
    assert requests[0].headers["RateLimit-Policy"] == '"key";q=2;w=60'


@pytest.mark.usefixtures("account")
def test_guessing_keys_is_held_to_the_addresss_rate(settings, platform):
    client = create_app(settings.model_copy(update={"address_requests_per_minute": 5})).test_client()
    codes = [
        client.get("/v1/account", headers={"Authorization": f"Bearer po_live_{number:043}"}).json["code"]
        for number in range(8)
    ]
    assert codes == [ErrorCode.INVALID_KEY] * 5 + [ErrorCode.RATE_LIMITED] * 3
    assert len(platform.seen) == 5


def test_device_codes_are_guessed_slowly(client, example):
    codes = [client.post("/v1/connect/token", json=example("ConnectTokenRequest.pkce")).status_code for _ in range(62)]
    assert codes.count(429) == 2


def test_a_site_that_connects_is_told_its_limit_with_each_answer(client, platform, example):
    platform.on("POST", "/internal/v1/connect/token", 200, example("ConnectToken.new_key"))
    answers = [client.post("/v1/connect/token", json=example("ConnectTokenRequest.pkce")) for _ in range(2)]
    assert [answer.headers["RateLimit"].split(";")[:2] for answer in answers] == [
        ['"connect"', "r=59"],
        ['"connect"', "r=58"],
    ]


@pytest.mark.usefixtures("account")
def test_addresses_are_believed_only_from_trusted_proxies(settings, auth):
    def codes(app):
        headers = [auth | {"X-Forwarded-For": f"10.0.0.{number}"} for number in range(3)]
        return [app.test_client().get("/v1/account", headers=header).status_code for header in headers]

    strict = settings.model_copy(update={"address_requests_per_minute": 1})
    assert codes(create_app(strict)) == [200, 429, 429]
    assert codes(create_app(strict.model_copy(update={"trusted_proxies": 1}))) == [200, 200, 200]


@pytest.mark.usefixtures("account")
def test_who_has_a_network_of_ipv6_has_one_addresss_rate(settings, auth):
    client = create_app(settings.model_copy(update={"address_requests_per_minute": 2})).test_client()

    def ask(address):
        return client.get("/v1/account", headers=auth, environ_overrides={"REMOTE_ADDR": address}).status_code

    assert [ask(f"2001:db8:7:7::{number}") for number in range(4)] == [200, 200, 429, 429]
    assert ask("2001:db8:7:8::1") == 200, "the neighbor's network"


@pytest.mark.usefixtures("account")
def test_a_shared_store_that_is_down_does_not_stop_anybody(settings, platform, auth):
    down = settings.model_copy(update={"ratelimit_storage_uri": "redis://127.0.0.1:1/0"})
    platform.set_key(platform.live_key, requests_per_minute=2)
    client = create_app(down).test_client()
    answers = [client.get("/v1/account", headers=auth) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert re.fullmatch(r'"key";r=1;t=\d+', answers[0].headers["RateLimit"])


@pytest.mark.usefixtures("account")
def test_counting_starts_no_thread_a_request_and_forgets_what_has_expired(client, auth):
    counters = client.application.extensions["gate"]._counters
    client.get("/v1/account", headers=auth)
    before = counters._own.storage.timer
    for _ in range(5):
        time.sleep(0.02)
        client.get("/v1/account", headers=auth)
    assert counters._own.storage.timer is before
    store = counters._own.storage
    store.incr("old", expiry=-1)
    before.function()
    assert "old" not in store.storage


def moments():
    """Times of hits over four windows: crowds at first, then few, then a pause longer than a window."""
    now = 1_000_000.0
    for most in (0.5, 0.5, 20.0, 2.0, 70.0, 1.0, 130.0, 0.5):
        for number in range(30):
            now += most * (number * 7919 % 997) / 997
            yield now


@pytest.mark.parametrize("limit", [1, 5, 60])
def test_hits_are_counted_as_the_library_counts_them(monkeypatch, limit):
    item = RateLimitItemPerMinute(limit)
    ours, usual = (SlidingWindowCounterRateLimiter(store) for store in (counters._memory(), MemoryStorage()))
    for now in moments():
        monkeypatch.setattr(time, "time", lambda now=now: now)
        assert ours.hit(item, "key", "a") == usual.hit(item, "key", "a")
        assert ours.get_window_stats(item, "key", "a") == pytest.approx(usual.get_window_stats(item, "key", "a"))
        assert not ours.get_window_stats(item, "key", "b").remaining < limit


def test_what_has_expired_is_swept_away_by_the_clock_again_and_again(monkeypatch):
    monkeypatch.setattr(counters, "_SWEEP_SECONDS", 0.01)
    store, sweeps = counters._memory(), []
    monkeypatch.setattr(store.timer, "function", lambda: sweeps.append(1))
    wait_until(lambda: len(sweeps) > 2)
    store.timer.cancel()


def test_what_still_counts_is_not_swept_away(monkeypatch):
    item, store = RateLimitItemPerMinute(60), counters._memory()
    limiter = SlidingWindowCounterRateLimiter(store)
    begin = 60 * 20_000.0

    def remaining_after(seconds):
        monkeypatch.setattr(time, "time", lambda: begin + seconds)
        store.timer.function()
        return limiter.get_window_stats(item, "key", "a").remaining

    monkeypatch.setattr(time, "time", lambda: begin)
    assert all(limiter.hit(item, "key", "a") for _ in range(60))
    assert [remaining_after(seconds) for seconds in (0, 59, 61, 90, 119, 121)] == [0, 0, 1, 30, 59, 60]
    assert not store.storage
