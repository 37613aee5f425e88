"""How long a provider wants to be left alone, and whether waiting helps at all."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from picopt_vision.remote.failures import asked_pause, read_failure


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("1.5", 1.5),
        (" 7 ", 7),
        ("600", 600),
        ("601", 600),
        ("1e9", 600),
        ("inf", 600),
        ("-inf", 0),
        ("nan", 0),
        ("-1", 0),
        ("", 0),
        ("soon", 0),
        ("7s", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2015 07:28:00 -0000", 0),
        ("Wed, 21 Oct 2015 07:28:00", 0),
        ("Fri, 31 Dec 2199 23:59:59 GMT", 600),
        ("Fri, 31 Dec 2199 23:59:59", 600),
        ("Fri, 99 Dec 2199 23:59:59 GMT", 0),
    ],
)
def test_the_pause_that_was_asked_for(value: str, seconds: float) -> None:
    assert asked_pause({"retry-after": value}) == seconds


@pytest.mark.parametrize("zone", ["GMT", "+0200", "-0800"])
def test_a_date_is_read_in_its_zone(zone: str) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=300)
    shifts = {"GMT": 0, "+0200": 2, "-0800": -8}
    written = format_datetime(moment + timedelta(hours=shifts[zone])).replace("+0000", zone)
    assert asked_pause({"retry-after": written}) == pytest.approx(300, abs=60)


_GOOGLE = "You exceeded your current quota, please check your plan and billing details."


def _google(quota: str, retry: str = "26s") -> str:
    details = [
        {"violations": [{"quotaId": quota}]},
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": retry},
    ]
    return json.dumps(
        [{"error": {"code": 429, "message": _GOOGLE, "status": "RESOURCE_EXHAUSTED", "details": details}}]
    )


def _error(message: str) -> str:
    return json.dumps({"error": {"message": message}})


@pytest.mark.acceptance("E9")
@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (_error("Rate limit reached for m on tokens per min (TPM): Limit 30000. Please try again in 6ms."), 0.006),
        (
            _error(
                "Rate limit reached for m on requests per min. Limit: 3 / min. Please try again in 20s. Please add a "
                "payment method to your account to increase your rate limit: https://example.org/account/billing"
            ),
            20,
        ),
        (_error("This request would exceed your account's rate limit of 50,000 input tokens per minute"), 0),
        (_error("exceeded token rate limit of your pricing tier. Please retry after 26 seconds."), 26),
        (_error("Too many requests for this API key. Please try again in 1m7.5s."), 67.5),
        (_error("Quota exceeded. Please retry in 28.3s."), 28.3),
        (_error("Too many requests. Please try again in 99999s."), 600),
        (_google("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"), 26),
    ],
)
def test_a_limit_of_a_minute_is_waited_for_whatever_it_says_of_plans(body: str, seconds: float) -> None:
    failure = read_failure(429, {}, body)
    assert (failure.verdict, failure.why) == ("again", "it wants to be asked less often")
    assert failure.after == pytest.approx(seconds)
    assert read_failure(429, {"retry-after": "300"}, body).after == max(seconds, 300)


@pytest.mark.acceptance("E9")
@pytest.mark.parametrize(
    "body",
    [
        _google("GenerateRequestsPerDayPerProjectPerModel-FreeTier"),
        _error(f"{_GOOGLE} * Quota exceeded for metric: requests, limit: 0. Please retry in 3s."),
        _error(f"{_GOOGLE}"),
    ],
)
def test_a_limit_that_no_waiting_helps_is_the_account_s(body: str) -> None:
    assert read_failure(429, {}, body).verdict == "account"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "1500", "retry-after": "2"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "2"}, 0),
        ({"retry-after-ms": "-5"}, 0),
    ],
)
def test_a_pause_in_milliseconds_is_the_more_exact_one(headers: dict[str, str], seconds: float) -> None:
    assert asked_pause(headers) == seconds
