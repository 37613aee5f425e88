"""What an endpoint's words mean; the statuses alone would mislead."""

import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from picopt_vision.remote.completion import read_completion
from picopt_vision.remote.dialect import REMEMBERED, Dialect
from picopt_vision.remote.failures import asked_pause, read_error_in_answer, read_failure


@pytest.mark.acceptance("E9")
@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        (429, '{"error": {"message": "Rate limit reached"}}', "again"),
        (429, '{"error": {"message": "You exceeded your current quota"}}', "account"),
        (400, '{"error": {"message": "temperature is great outside"}}', "image"),  # no refusal of the option
        (400, '{"error": {"message": "The image shows a response_format"}}', "image"),
        (
            400,
            '{"error": {"message": "max_tokens is too large: 9999", "param": "max_tokens"}}',
            "model",
        ),  # every image's
        (400, '{"error": {"message": "Unknown parameter", "param": "temperature"}}', "reword"),
        (403, "", "account"),
        (404, "", "model"),
        (418, "", "image"),
        (500, "Traceback", "again"),
        (400, "[]", "image"),
        (400, '"text"', "image"),
        (400, '{"error": "model \'x\' not found"}', "model"),
    ],
)
def test_verdicts(status: int, body: str, verdict: str) -> None:
    assert read_failure(status, {}, body).verdict == verdict


def test_an_error_inside_a_success_is_read_like_any_other() -> None:
    assert read_error_in_answer({"code": 402, "message": "Insufficient credits"}).verdict == "account"
    assert read_error_in_answer("upstream went away").verdict == "again"


def test_retry_after_is_a_number_or_a_date() -> None:
    assert asked_pause({"retry-after": "7"}) == 7
    assert asked_pause({"retry-after": "-7"}) == 0
    assert asked_pause({"retry-after": "99999"}) == 600
    assert asked_pause({"retry-after": "soon"}) == 0
    assert asked_pause({}) == 0
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 50 < asked_pause({"retry-after": in_a_minute}) <= 60


def test_a_dialect_is_forgotten_after_a_while() -> None:
    now = 100.0
    dialect = Dialect(clock=lambda: now)
    assert dialect.learn("response_format")
    assert not dialect.learn("response_format")
    assert "response_format" not in dialect.phrase({"response_format": {}, "messages": []})
    dialect.learn("detail")
    dialect.forget("detail")
    assert not dialect.refuses("detail")
    now += REMEMBERED
    assert "response_format" in dialect.phrase({"response_format": {}, "messages": []})


def test_a_dialect_changes_nothing_else() -> None:
    request = {
        "messages": [
            {"role": "system", "content": [{"type": "text", "text": "s", "cache_control": {"type": "ephemeral"}}]},
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "u", "detail": "low"}}]},
        ],
        "response_format": {"type": "json_schema"},
        "max_tokens": 9,
        "temperature": 0.2,
    }
    assert Dialect().phrase(request) == request
    dialect = Dialect()
    for trait in ("max_tokens", "json_schema", "temperature", "detail", "cache_control", "system"):
        dialect.learn(trait)
    assert dialect.phrase(request) == {
        "messages": [
            {
                "role": "user",
                "content": [{"type": "text", "text": "s"}, {"type": "image_url", "image_url": {"url": "u"}}],
            }
        ],
        "response_format": {"type": "json_object"},
        "max_completion_tokens": 9,
    }
    assert request["max_tokens"] == 9  # the request itself is left alone


@pytest.mark.acceptance("E9")
@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        (500, '{"error": {"message": "insufficient balance (1008)"}}', "account"),  # MiniMax's, not an outage
        (500, '{"error": {"message": "Failed to load image or audio file"}}', "image"),
        (400, '{"error": {"message": "Failed to load model \\"x\\". Error: Operation canceled."}}', "model"),
        (429, '{"error": {"message": "No deployments available. Try again in 5 seconds."}}', "again"),
        (404, '{"error": {"message": "No endpoints found that support image input"}}', "model"),
        (404, '{"error": {"message": "No endpoints available matching your data policy"}}', "account"),
        (421, "", "model"),
        (422, '{"detail": [{"loc": ["messages", 1, "content"], "msg": "Input should be a valid string"}]}', "model"),
        (400, '{"error": {"message": "The grammar of this sign is odd"}}', "image"),
    ],
)
def test_words_of_newer_servers(status: int, body: str, verdict: str) -> None:
    assert read_failure(status, {}, body).verdict == verdict


def test_an_error_that_is_not_called_one_is_found() -> None:
    for body in ('{"code": 401, "msg": "expired"}', '{"detail": "expired", "code": 401}'):
        assert read_error_in_answer(read_completion(body).error).verdict == "account"
    for body in ('{"status": "ok"}', '{"message": {"role": "assistant", "content": "An unpaid billing form"}}'):
        with pytest.raises(ValueError, match="no completion"):
            read_completion(body)


def test_a_code_of_success_beside_something_that_is_no_answer_is_no_matter_of_the_image() -> None:
    body = '{"code": 200, "msg": "success", "data": {"choices": []}}'
    assert read_error_in_answer(read_completion(body).error).verdict == "again"


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"detail": [{"loc": ["body"], "msg": "Value error", "input": {"text": "A page on billing"}}]}),
        json.dumps({"error": {"message": "1 error: {'msg': 'Value error', 'input': 'A page on billing'}"}}),
        json.dumps({"error": {"message": "Value error in " + "the text of a page " * 500 + " on billing"}}),
    ],
    ids=["FastAPI's", "vLLM's", "long"],
)
def test_what_a_page_says_is_no_matter_of_the_account(body: str) -> None:
    """It would stop everybody's images, and some endpoints repeat the request that they refuse."""
    assert read_failure(400, {}, body).verdict == "image"


def test_an_endless_error_is_read_at_once() -> None:
    started = time.process_time()
    assert read_failure(400, {}, json.dumps({"error": {"message": "response_format" * 40_000}})).verdict == "image"
    assert time.process_time() - started < 2
