"""One question to the endpoint, with retries, inside a budget of time and size."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import httpx2
import openai
from openai.types.chat import ChatCompletion
from pydantic import ValidationError

from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.dialect import Dialect
from picopt_vision.remote.failures import Failure, read_error_in_answer, read_failure
from picopt_vision.remote.recording import record
from picopt_vision.result import Usage

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 20.0
# What is read of an answer at most, in bytes; ours are 2 kB.
_LONGEST_ANSWER: Final = 256_000
_CODES: Final = {
    "refused": "model_refused",
    "image": "model_refused",
    "broken": "model_broken_answer",
    "account": "model_account",
    "model": "model_unsuitable",
}
_MESSAGES: Final = {
    "refused": "The vision model refused to describe this image.",
    "image": "The vision model could not work with this image: {why}.",
    "broken": "The vision model's answer could not be used: {why}.",
    "account": "The vision model's provider does not accept our account: {why}. Nothing was charged.",
    "model": "The configured vision model cannot do this work: {why}. Nothing was charged.",
}


class _Failed(Exception):  # noqa: N818 # a failure on its way to whoever decides what follows from it
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.why)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    content: str
    refused: bool
    cut_off: bool
    usage: Usage


class Client:
    """Talks to one model at one endpoint. The SDK's own retries are off, so that the budget holds."""

    def __init__(
        self,
        config: ModelConfig,
        *,
        sleep: Callable[[float], None] = time.sleep,
        dialect: Dialect | None = None,
        http: httpx2.Client | None = None,
    ) -> None:
        self._config = config
        self._sleep = sleep
        self.dialect = dialect or Dialect()
        self._sdk = openai.OpenAI(
            api_key=config.api_key or "none",  # local servers want no key; the SDK wants some
            base_url=config.base_url or None,
            max_retries=0,
            timeout=config.timeout_seconds,
            http_client=http,
        )

    def ask(self, request: Mapping[str, Any], deadline: float) -> Reply:
        """Send the request (`messages`, `max_tokens` and options), try again until `deadline` (monotonic seconds).

        Raises VisionError: model_refused (about this image), model_account, model_unsuitable, or model_unavailable,
        which alone is worth another try later.
        """
        sent = 0
        while True:
            sent += 1
            try:
                return self._send(request, deadline, sent)
            except _Failed as failed:
                self._go_on(failed.failure, sent, deadline)

    def _go_on(self, failure: Failure, sent: int, deadline: float) -> None:
        """Wait, or reword; raises where neither helps."""
        if failure.verdict == "reword" and failure.trait:
            if self.dialect.learn(failure.trait):
                return
            failure = Failure("model", f"it insists that it does not take {failure.trait}")
        if failure.verdict != "again":
            message = _MESSAGES[failure.verdict].format(why=failure.why)
            raise VisionError(_CODES[failure.verdict], message)
        pause = max(failure.after, _pause(sent))
        if time.monotonic() + pause >= deadline:
            message = f"The vision model cannot be reached: {failure.why}. It will be tried again."
            raise VisionError("model_unavailable", message, retryable=True)
        self._sleep(pause)

    def _send(self, request: Mapping[str, Any], deadline: float, sent: int) -> Reply:
        started = time.monotonic()
        until = min(deadline, started + self._config.timeout_seconds)
        said = self.dialect.phrase(request)
        body = self._exchange(said, until, max(until - started, 0.1))
        try:
            completion = ChatCompletion.model_validate_json(body)
        except ValidationError as error:
            raise _Failed(Failure("again", "it did not answer in the chat protocol")) from error
        return self._reply(completion, sent, time.monotonic() - started)

    def _exchange(self, said: dict[str, Any], until: float, seconds: float) -> bytes:
        try:
            with self._sdk.chat.completions.with_streaming_response.create(
                model=self._config.model, timeout=seconds, **said
            ) as response:
                body = _read(response.iter_bytes(), until)
        except openai.APIStatusError as error:
            text = error.response.text
            record(self._config.record_to, said, error.status_code, text)
            raise _Failed(read_failure(error.status_code, error.response.headers, text)) from error
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise _Failed(Failure("again", "the connection failed or took too long")) from error
        record(self._config.record_to, said, 200, body.decode("utf-8", "replace"))
        return body

    def _reply(self, completion: ChatCompletion, sent: int, seconds: float) -> Reply:
        error = (completion.model_extra or {}).get("error")
        if error:
            raise _Failed(read_error_in_answer(error))
        if not completion.choices:
            raise _Failed(Failure("again", "it answered without a choice"))
        choice = completion.choices[0]
        return Reply(
            content=choice.message.content or "",
            refused=bool(choice.message.refusal) or choice.finish_reason == "content_filter",
            cut_off=choice.finish_reason == "length",
            usage=self._usage(completion, sent, seconds),
        )

    def _usage(self, completion: ChatCompletion, sent: int, seconds: float) -> Usage:
        usage = completion.usage
        read, wrote = (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)
        details = usage.prompt_tokens_details if usage else None
        cached = min(read, (details.cached_tokens or 0) if details else 0)
        return Usage(
            input_tokens=read,
            output_tokens=wrote,
            cost=_cost(self._config, read - cached, cached, wrote),
            requests=sent,
            seconds=seconds,
        )


def _cost(config: ModelConfig, read: int, cached: int, wrote: int) -> Decimal:
    """In the currency of the configured prices."""
    price = config.price_per_million_cached_input
    cached_price = config.price_per_million_input if price is None else price
    total = read * config.price_per_million_input + cached * cached_price + wrote * config.price_per_million_output
    return total / Decimal(1_000_000)


def _read(chunks: Iterator[bytes], until: float) -> bytes:
    """The whole body. A server that drips bytes is given up at `until`, and one that floods at the size limit."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            raise _Failed(Failure("again", "its answer is too long"))
        if time.monotonic() > until:
            raise _Failed(Failure("again", "its answer came too slowly"))
    return bytes(body)


def _pause(sent: int) -> float:
    """Seconds before the next try: doubling, with full jitter on the upper half."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (sent - 1))
    return random.uniform(longest / 2, longest)  # noqa: S311 # jitter needs no secrecy
