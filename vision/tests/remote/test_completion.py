"""Completions as servers send them, and what is left of them for us."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picopt_vision import ModelConfig
from picopt_vision.remote.completion import Completion, read_completion
from picopt_vision.remote.reply import AskFailed, Reply, read_reply

SAID = '{"alt": "Red barn"}'


def whole(message: dict | None = None, **more: object) -> str:
    choice = {"index": 0, "message": message or {"role": "assistant", "content": SAID}, "finish_reason": "stop", **more}
    return json.dumps({"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]})


def stream(*events: dict | str) -> str:
    return "".join(f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n" for event in events)


def delta(**what: object) -> dict:
    reason = what.pop("finish_reason", None)
    return {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": what, "finish_reason": reason}]}


def reply(body: str | bytes, **config: Decimal) -> Reply:
    return read_reply(body, ModelConfig(kind="openai", model="m", **config), sent=1)


@pytest.mark.parametrize(
    "body",
    [
        whole(),
        "\ufeff" + whole(),
        "\n \n" + whole(),  # what a router sends while it waits
        json.dumps({"choices": [{"message": {"content": SAID}}]}),  # all that is needed
        json.dumps({"choices": [{"message": {"content": SAID}}], "error": None, "usage": None, "created": 1.5}),
        whole({"content": [{"type": "text", "text": SAID}]}),
        whole({"content": [{"type": "thinking", "thinking": [{"text": "{}"}]}, {"type": "text", "text": SAID}]}),
        whole({"content": json.loads(SAID)}),
        whole({"content": None, "tool_calls": [{"function": {"name": "image_text", "arguments": SAID}}]}),
        whole({"content": "", "function_call": {"name": "image_text", "arguments": SAID}}),
        whole({"content": SAID, "reasoning_content": "{", "tool_calls": [], "refusal": None}),
        stream(
            delta(role="assistant"), delta(content=SAID[:5]), delta(content=SAID[5:], finish_reason="stop"), "[DONE]"
        ),
        ": PROCESSING\n\n" + stream(delta(content=SAID), {"choices": [], "usage": {"prompt_tokens": 5}}),
        whole({"content": None, "tool_calls": [{"function": {"name": "image_text", "arguments": json.loads(SAID)}}]}),
        "data: " + json.dumps(delta(content=SAID, role="\u2028\x85"), ensure_ascii=False) + "\r\n\r\ndata: [DONE]\r\n",
        stream(
            delta(tool_calls=[{"function": {"arguments": SAID[:7]}}]),
            delta(tool_calls=[{"function": {"arguments": SAID[7:]}}]),
        ),
    ],
)
def test_the_text_is_found(body: str) -> None:
    found = read_completion(body)
    assert (found.content, found.refused, found.cut_off, found.broke, found.error) == (SAID, False, False, False, None)


@pytest.mark.parametrize("reason", ["stop", "STOP", "eos", "eos_token", "end_turn", "tool_calls", "", None])
def test_whatever_a_server_calls_the_end_it_is_one(reason: str | None) -> None:
    assert reply(whole(finish_reason=reason)) == Reply(SAID, refused=False, cut_off=False, usage=reply(whole()).usage)


@pytest.mark.acceptance("E9")
@pytest.mark.parametrize(
    "reason",
    ["content_filter", "content_filter: PROHIBITED_CONTENT", "SAFETY", "IMAGE_SAFETY", "RECITATION", "BLOCKLIST",
     "SPII", "refusal", "guardrail_intervened", "sensitive"],
)  # fmt: skip
def test_a_filter_s_end_is_a_refusal_in_whichever_words(reason: str) -> None:
    assert reply(whole({"role": "assistant"}, finish_reason=reason)).refused


def test_a_blocked_prompt_is_a_refusal_although_nothing_was_chosen() -> None:
    assert reply(json.dumps({"choices": [], "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}})).refused
    assert reply(whole({"refusal": "I'd rather not."})).refused
    assert reply(stream(delta(refusal="I'd "), delta(refusal="rather not."))).refused


@pytest.mark.parametrize("reason", ["length", "MAX_TOKENS", "max_tokens", "max_output_tokens"])
def test_an_answer_that_the_limit_cut_off(reason: str) -> None:
    assert reply(whole(finish_reason=reason)).cut_off


@pytest.mark.acceptance("E9")
@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ('{"error": {"code": 402, "message": "Insufficient credits"}}', "account"),  # and status 200
        ('{"error": {"code": "insufficient_quota", "message": "You exceeded your current quota"}}', "account"),
        ('{"error": {"code": "502", "message": "Provider returned error"}}', "again"),
        ('{"error": "upstream went away"}', "again"),
        (whole(finish_reason="error"), "again"),
        (whole(finish_reason="network_error"), "again"),
        (whole({"content": ""}, error={"code": 403, "message": "Input was flagged"}, finish_reason="error"), "refused"),
        (stream(delta(content="{"), {"error": {"code": 502, "message": "gone"}, "choices": []}), "again"),
        ('{"choices": []}', "once"),
        ('{"choices": null}', "once"),
        ('{"choices": [null]}', "once"),
        ("", "again"),
        ("<html>Sign in</html>", "again"),
        ("{}", "again"),
        ("[]", "again"),
        ("null", "again"),
        ('{"object": "list", "data": []}', "again"),
        ("data: {", "again"),
        ("data: [DONE]", "again"),
        ("[" * 100_000, "again"),
        (b"\xff\xfe\x00", "again"),
    ],
)
def test_what_is_no_reply_says_whose_matter_it_is(body: str | bytes, verdict: str) -> None:
    with pytest.raises(AskFailed) as failed:
        reply(body)
    assert failed.value.failure.verdict == verdict


@pytest.mark.parametrize(
    "body",
    [
        whole({"content": 5}),
        whole({"content": [5, None, {"text": None}, {"type": "image_url"}]}),
        whole({"content": None, "tool_calls": [{}]}),
        whole({"tool_calls": "none"}),
        json.dumps({"choices": [{"message": "Red barn"}]}),
        json.dumps({"choices": [{"text": "Red barn"}]}),
    ],
)
def test_odd_shapes_are_empty_answers_and_no_crash(body: str) -> None:
    found = read_completion(body)
    assert isinstance(found, Completion)
    assert not json.loads(found.content or "{}")


def test_halves_of_characters_are_replaced() -> None:
    """They come out of escapes that a limit cut; nothing could be sent or stored with them."""
    body = '{"choices": [{"message": {"content": "barn \\ud83c, hut \\ud83d\\ude00"}}]}'
    assert read_completion(body).content == "barn \ufffd, hut \U0001f600"


def test_tokens_are_counted_where_they_are_told() -> None:
    usage = {"prompt_tokens": 1000, "completion_tokens": 100, "prompt_tokens_details": {"cached_tokens": 5000}}
    body = json.loads(whole()) | {"usage": usage}
    prices = {"price_per_million_input": Decimal(10), "price_per_million_output": Decimal(20)}
    assert reply(json.dumps(body), **prices).usage.cost == Decimal("0.012")
    odd = {"prompt_tokens": "many", "completion_tokens": -3, "prompt_tokens_details": None}
    counted = reply(json.dumps(body | {"usage": odd})).usage
    assert (counted.input_tokens, counted.output_tokens, counted.cost) == (0, 0, Decimal(0))


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["message", "delta", "content", "finish_reason", "tool_calls", "function", "arguments", "error", "code",
                 "text", "type", "refusal", "usage", "prompt_tokens", "details", "metadata", "param"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.acceptance("E9")
@settings(max_examples=150)
@given(choices=_ANYTHING, error=_ANYTHING, usage=_ANYTHING, streamed=st.booleans())
def test_whatever_a_server_answers_is_a_reply_or_somebody_s_matter(
    choices: object, error: object, usage: object, *, streamed: bool
) -> None:
    body = json.dumps({"choices": [choices], "error": error, "usage": usage})
    try:
        found = reply(f"data: {body}\n\n" if streamed else body)
    except AskFailed as failed:
        told = failed.failure.why
    else:
        told = found.content
        assert found.usage.input_tokens >= 0
    told.encode()  # whole characters, or a half sentence about the endpoint
