"""One question to the endpoint, with retries, inside a budget of time and size."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import httpx2
import openai
from openai.types.chat import ChatCompletion
from pydantic import ValidationError

from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.result import Usage

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 20.0
_RETRYABLE: Final = frozenset({408, 409, 425, 429, *range(500, 600)})
# Some part of the request is not understood; `_Dialect` then tries another wording.
_NOT_UNDERSTOOD: Final = frozenset({400, 422})
# What is read of an answer at most, in bytes; ours are 2 kB.
_LONGEST_ANSWER: Final = 256_000


class _TryAgain(Exception):  # noqa: N818 # not an error yet
    """This request failed, and the next may not."""

    def __init__(self, why: str, *, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    content: str
    refused: bool
    cut_off: bool
    usage: Usage


@dataclass(frozen=True, slots=True)
class Wanted:
    """Shape and length of the answer."""

    response_format: dict[str, Any]
    output_tokens: int


class _Dialect:
    """The part of the request that servers differ in; what was learnt from a refusal holds from then on."""

    def __init__(self) -> None:
        self.limit = "max_tokens"
        self.takes_schema = True

    def options(self, wanted: Wanted) -> dict[str, Any]:
        """The wanted shape and length in this server's words."""
        schema = {"response_format": wanted.response_format} if self.takes_schema else {}
        return {**schema, self.limit: wanted.output_tokens}

    def reword(self, complaint: str) -> str:
        """Change what a server may not have understood; says what that was, or "" when there is nothing left to change.

        OpenAI's reasoning models refuse `max_tokens` by name; every other server knows only that one.
        """
        if "max_completion_tokens" in complaint and self.limit == "max_tokens":
            self.limit = "max_completion_tokens"
            return "it wants another name for the limit"
        if self.takes_schema:
            self.takes_schema = False
            return "it does not take a schema"
        return ""


class Client:
    """Talks to one endpoint. The SDK's own retries are off, so that the budget holds."""

    def __init__(self, config: ModelConfig, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._config = config
        self._sleep = sleep
        self._dialect = _Dialect()
        self._sdk = openai.OpenAI(
            api_key=config.api_key or "none",  # local servers want no key; the SDK wants some
            base_url=config.base_url or None,
            max_retries=0,
        )

    def ask(self, messages: list[dict[str, Any]], wanted: Wanted, deadline: float) -> Reply:
        """Send the messages; try again with growing pauses until `deadline` (monotonic seconds).

        Raises VisionError: model_unavailable or time_out, both worth another try later, unless the endpoint refused the
        request itself (wrong key, unknown model), which is model_unavailable and not retryable.
        """
        sent = 0
        while True:
            sent += 1
            try:
                completion, seconds = self._send(messages, wanted, deadline)
                return self._reply(completion, sent, seconds)
            except _TryAgain as failure:
                pause = max(failure.after, _pause(sent))
                if time.monotonic() + pause >= deadline:
                    raise VisionError(
                        "model_unavailable", f"The vision model cannot be reached: {failure}.", retryable=True
                    ) from failure
                self._sleep(pause)

    def _send(self, messages: list[dict[str, Any]], wanted: Wanted, deadline: float) -> tuple[ChatCompletion, float]:
        started = time.monotonic()
        until = min(deadline, started + self._config.timeout_seconds)
        with (
            _named_failures(self._dialect),
            self._sdk.chat.completions.with_streaming_response.create(
                model=self._config.model,
                messages=messages,  # type: ignore[arg-type] # plain dictionaries of the documented shape
                timeout=max(until - started, 0.1),
                **self._dialect.options(wanted),
            ) as response,
        ):
            body = _read(response.iter_bytes(), until)
        try:
            return ChatCompletion.model_validate_json(body), time.monotonic() - started
        except ValidationError as error:
            raise _TryAgain("it did not answer in the chat protocol") from error

    def _reply(self, completion: ChatCompletion, sent: int, seconds: float) -> Reply:
        if not completion.choices:
            raise _TryAgain("it answered without a choice")
        choice = completion.choices[0]
        return Reply(
            content=choice.message.content or "",
            refused=bool(choice.message.refusal) or choice.finish_reason == "content_filter",
            cut_off=choice.finish_reason == "length",
            usage=self._usage(completion, sent, seconds),
        )

    def _usage(self, completion: ChatCompletion, sent: int, seconds: float) -> Usage:
        read, wrote = (
            (completion.usage.prompt_tokens, completion.usage.completion_tokens) if completion.usage else (0, 0)
        )
        cost = read * self._config.price_per_million_input + wrote * self._config.price_per_million_output
        return Usage(
            input_tokens=read,
            output_tokens=wrote,
            cost=cost / Decimal(1_000_000),
            requests=sent,
            seconds=seconds,
        )


@contextmanager
def _named_failures(dialect: _Dialect) -> Iterator[None]:
    """Turns the SDK's failures into “try again” or into the one error of this library."""
    try:
        yield
    except openai.APIStatusError as error:
        if error.status_code in _NOT_UNDERSTOOD and (changed := dialect.reword(error.message)):
            raise _TryAgain(changed) from error
        if error.status_code in _RETRYABLE:
            raise _TryAgain(f"it answered {error.status_code}", after=_asked_pause(error)) from error
        message = f"The vision model's endpoint answered {error.status_code}; check its address, key and model name."
        raise VisionError("model_unavailable", message) from error
    except (openai.APIConnectionError, httpx2.HTTPError) as error:
        raise _TryAgain("the connection failed or took too long") from error


def _read(chunks: Iterator[bytes], until: float) -> bytes:
    """The whole body. A server that drips bytes is given up at `until`, and one that floods at the size limit."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            raise _TryAgain("its answer is too long")
        if time.monotonic() > until:
            raise _TryAgain("its answer came too slowly")
    return bytes(body)


def _pause(sent: int) -> float:
    """Seconds before the next try: doubling, with full jitter on the upper half."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (sent - 1))
    return random.uniform(longest / 2, longest)  # noqa: S311 # jitter needs no secrecy


def _asked_pause(error: openai.APIStatusError) -> float:
    """`Retry-After` in seconds, when it is a number; a date is rare and left to our own pauses."""
    try:
        return min(max(float(error.response.headers.get("retry-after", "0")), 0.0), 600.0)
    except ValueError:
        return 0.0
