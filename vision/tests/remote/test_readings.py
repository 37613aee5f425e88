"""Every failure that is told by its words, as providers write them, and those told by the status alone."""

import json

import pytest

from picopt_vision.remote.failures import read_error_in_answer, read_failure


def read(status: int, message: str, **error: object) -> tuple[str, str]:
    failure = read_failure(status, {}, json.dumps({"error": {"message": message, **error}}))
    return failure.verdict, failure.why


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (429, "You exceeded your current quota, please check your plan and billing details."),
        (402, "Insufficient credits. Add more using https://example.org/credits"),
        (400, "Your credit balance is too low to access the API."),
        (401, "Incorrect API key provided: sk-…"),
        (403, "This account has been deactivated"),
        (400, "Monthly spending limit reached"),
        (429, "insufficient_quota"),
        (400, "You have reached your specified API usage limits. You will regain access on 2027-01-01."),
        (429, "Rate limit reached for m on requests per day (RPD): Limit 200. Please try again in 7m12s."),
        (429, "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day"),
        (402, "This request requires more credits, or fewer max_tokens."),
    ],
)
def test_an_account_without_money_or_key(status: int, message: str) -> None:
    assert read(status, message) == ("account", "its account has no credit or quota left")


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "The response was filtered due to the prompt triggering content_filter"),
        (400, "Your request was rejected as a result of our safety system."),
        (403, "Input was flagged by moderation"),
        (422, "PROHIBITED_CONTENT"),
        (400, "violates our usage policies"),
        (400, "Content violates usage guidelines"),
        (400, "data_inspection_failed: Input data may contain inappropriate content."),
        (400, "系统检测到输入或生成内容可能包含不安全或敏感内容"),
    ],
)
def test_an_image_that_is_refused_for_what_it_shows(status: int, message: str) -> None:
    assert read(status, message) == ("refused", "it refused this image")


@pytest.mark.parametrize(
    ("status", "message", "why"),
    [
        (400, "This model does not support image input", "the model does not see images"),
        (404, "No endpoints found that support image input", "the model does not see images"),
        (
            500,
            "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj",
            "the model does not see images",
        ),
        (400, "Invalid content type. image_url is only supported by certain models.", "the model does not see images"),
        (404, "The model `gpt-9` does not exist or you do not have access to it.", "it does not know the model"),
        (404, 'model "llava" not found, try pulling it first', "it does not know the model"),
        (400, "llava is not a valid model ID", "it does not know the model"),
        (400, "unknown model", "it does not know the model"),
        (400, "Server is pinned to '/models/llava'; requested 'llava'.", "it does not know the model"),
        (400, "this model is missing data required for image input", "the model does not see images"),
        (400, "Vision add-on is not loaded, but images were provided", "the model does not see images"),
        (
            400,
            "max_tokens is too large: 4000. This model supports at most 2048 completion tokens",
            "it writes less than the configured limit of tokens",
        ),
        (
            400,
            "`max_tokens` must be less than or equal to `2048`",
            "it writes less than the configured limit of tokens",
        ),
    ],
)
def test_a_model_that_cannot_do_the_work(status: int, message: str, why: str) -> None:
    assert read(status, message) == ("model", why)


@pytest.mark.parametrize(
    ("status", "message", "why"),
    [
        (400, "Could not process image", "it could not read this image"),
        (500, "Failed to load image or audio file", "it could not read this image"),
        (413, "image is too large", "it could not read this image"),
        (400, "Invalid base64 image_url.", "it could not read this image"),
        (400, "This model's maximum context length is 4096 tokens", "this image and its facts are too long for it"),
        (413, "Request Entity Too Large", "this image and its facts are too long for it"),
    ],
)
def test_an_image_that_is_too_much(status: int, message: str, why: str) -> None:
    assert read(status, message) == ("long" if "too long" in why else "image", why)


def test_an_answer_that_the_server_itself_could_not_shape() -> None:
    assert read(500, "Failed to parse model output as JSON") == (
        "broken",
        "it could not bring its own answer into the wanted shape",
    )
    assert read(400, "Failed to parse output")[0] == "image"
    assert read(400, "Failed to generate JSON. See 'failed_generation'.", code="json_validate_failed")[0] == "broken"


@pytest.mark.parametrize(
    ("message", "trait"),
    [
        ("Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.", "max_tokens"),
        ("'response_format.type' must be 'text' or 'json_object'", "json_schema"),
        ("json_schema is not supported by this model", "json_schema"),
        ("Unrecognized request argument supplied: response_format", "response_format"),
        (
            "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value",
            "temperature",
        ),
        ("Unknown parameter: reasoning_effort", "reasoning_effort"),
        ("Extra inputs are not permitted: detail", "detail"),
        ("cache_control: Extra inputs are not permitted", "cache_control"),
        ("System role not supported", "system"),
        ("Conversation roles must alternate user/assistant", "system"),
    ],
)
@pytest.mark.parametrize("status", [400, 422])
def test_a_part_of_the_request_that_is_not_taken(status: int, message: str, trait: str) -> None:
    failure = read_failure(status, {}, json.dumps({"error": {"message": message}}))
    assert (failure.verdict, failure.trait, failure.why) == ("reword", trait, f"it does not take {trait}")


@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_nothing_is_learnt_from_other_statuses(status: int) -> None:
    assert read_failure(status, {}, '{"error": {"message": "Unknown parameter: reasoning_effort"}}').trait is None


@pytest.mark.parametrize(
    ("named", "trait"),
    [
        ("temperature", "temperature"),
        ("response_format.type", "response_format"),
        ("max_tokens", None),
        ("messages", None),
        ("", None),
        (None, None),
    ],
)
def test_the_parameter_that_an_error_names(named: str | None, trait: str | None) -> None:
    assert read_failure(400, {}, json.dumps({"error": {"message": "Bad value", "param": named}})).trait == trait


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (400, "image"),
        (401, "account"),
        (402, "account"),
        (403, "account"),
        (404, "model"),
        (405, "model"),
        (407, "account"),
        (408, "again"),
        (409, "again"),
        (410, "model"),
        (413, "image"),
        (415, "image"),
        (418, "image"),
        (422, "image"),
        (425, "again"),
        (429, "again"),
        (500, "again"),
        (503, "again"),
        (529, "again"),
        (599, "again"),
        (302, "model"),
    ],
)
def test_without_words_the_status_decides(status: int, verdict: str) -> None:
    failure = read_failure(status, {"retry-after": "3"}, "")
    assert failure.verdict == verdict
    assert failure.why.startswith(f"it answered {status}")
    assert failure.after == (3 if verdict == "again" else 0)


@pytest.mark.parametrize(
    "body",
    [
        '{"error": {"message": "unknown model"}}',
        '{"error": "unknown model"}',
        '[{"error": {"message": "unknown model"}}]',
        '{"detail": "unknown model"}',
        '{"detail": [{"msg": "unknown model"}]}',
        '{"message": "unknown model"}',
        '{"error": {"message": "Provider returned error", "metadata": {"raw": "unknown model"}}}',
        '{"error": {"code": "unknown model"}}',
        "unknown model",
        "<html>unknown model</html>",
    ],
)
def test_the_words_are_found_in_any_shape(body: str) -> None:
    assert read_failure(400, {}, body).why == "it does not know the model"


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", "5", '"x"', "[" * 100_000, '{"error": null}', '{"error": []}', "\x00\xff", "x" * 1_000_000],
)
def test_a_body_that_says_nothing_leaves_the_status(body: str) -> None:
    assert read_failure(503, {}, body).verdict == "again"


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        ({"code": 402, "message": "Insufficient credits"}, "account"),
        ({"code": 429, "message": "slow down"}, "again"),
        ({"code": "rate_limit", "message": "slow down"}, "again"),
        ({"code": 403, "message": "Input was flagged"}, "refused"),
        ({"message": "unknown model"}, "again"),
        ({"code": 404, "message": "unknown model"}, "model"),
        ("upstream went away", "again"),
        (None, "again"),
        (["odd"], "again"),
        ({}, "again"),
        ({"code": "402", "message": "Insufficient credits"}, "account"),
        ({"code": "insufficient_quota", "message": "You exceeded your current quota"}, "account"),
        ({"code": 99999, "message": "odd"}, "again"),
        ({"code": 500, "message": "Failed to load image or audio file"}, "image"),
        ({"message": "Failed to load image or audio file"}, "image"),
    ],
)
def test_an_error_that_came_as_a_success(error: object, verdict: str) -> None:
    assert read_error_in_answer(error).verdict == verdict


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "User location is not supported for the API use."),
        (403, "Country, region, or territory not supported"),
    ],
)
def test_an_endpoint_that_does_not_serve_where_we_are(status: int, message: str) -> None:
    assert read(status, message) == ("account", "it does not serve where we are")
