import hashlib

import pytest

from picopt_contract.errors import ErrorCode
from picopt_contract.limits import LIMITS


def ask(client, auth):
    return client.get("/v1/account", headers=auth).status_code


@pytest.fixture
def answering(platform, example):
    platform.on("GET", "/internal/v1/account", 200, example("Account.demo"))
    return platform


def test_a_key_is_asked_for_once_in_five_seconds_and_never_sent(client, answering, auth):
    assert [ask(client, auth) for _ in range(5)] == [200] * 5
    [resolve] = answering.calls("/internal/keys/resolve")
    assert hashlib.sha256(answering.live_key.encode()).hexdigest() in resolve.body.decode()
    assert resolve.claims.account_id == ""
    assert answering.live_key not in str(answering.seen)


def test_switching_a_key_off_works_within_five_seconds(client, answering, auth):
    assert ask(client, auth) == 200
    answering.set_key(answering.live_key, active=False)
    cache = client.application.extensions["gate"].keys._cache
    cache.expire(cache.timer() + LIMITS.key_cache_seconds)
    assert ask(client, auth) == 403


def test_a_platform_that_does_not_trust_us_is_not_an_unknown_key(client, platform, auth):
    platform.on("POST", "/internal/keys/resolve", 401, {})
    response = client.get("/v1/account", headers=auth)
    assert (response.status_code, response.json["code"]) == (503, ErrorCode.BUSY)
    assert response.headers["Retry-After"] == "5"


def test_a_newer_platform_may_say_more_of_a_key(client, answering, auth):
    answering.set_key(answering.live_key, said_since_next_year={"nothing": "for us"})
    assert ask(client, auth) == 200


@pytest.mark.parametrize(
    "header",
    [
        "{key}",
        "Basic {key}",
        "Token {key}",
        "Bearer {key} {key}",
        "Bearer {key}!",
        "Bearer po_live_" + "a" * 15,
        "Bearer po_live_" + "a" * 201,
        "Bearer po_else_" + "a" * 43,
        "Bearer x" + "{key}",
    ],
)
def test_what_cannot_be_a_key_is_refused_without_asking(client, answering, header):
    response = client.get("/v1/account", headers={"Authorization": header.format(key=answering.live_key)})
    assert (response.status_code, response.json["code"]) == (401, ErrorCode.INVALID_KEY)
    assert answering.seen == []


@pytest.mark.parametrize("length", [16, 200])
def test_the_shortest_and_the_longest_key_are_asked_for(client, answering, length):
    key = "po_live_" + "b" * length
    answering.set_key(key)
    assert ask(client, {"Authorization": f"Bearer {key}"}) == 200


@pytest.mark.parametrize("header", ["bearer {key}", "BEARER {key}", "Bearer   {key}  "])
def test_the_scheme_is_of_any_case_and_spaces_are_no_part_of_the_key(client, answering, header):
    assert ask(client, {"Authorization": header.format(key=answering.live_key)}) == 200
