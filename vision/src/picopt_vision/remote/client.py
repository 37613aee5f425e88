"""One question to the endpoint, with retries, inside a budget of time and size."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

import httpx2
import openai

from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.dialect import Dialect
from picopt_vision.remote.failures import Failure, read_failure
from picopt_vision.remote.recording import record
from picopt_vision.remote.reply import AskFailed, Reply, error_of, read_reply

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 20.0
# What is read of an answer at most, in bytes; ours are 2 kB.
_LONGEST_ANSWER: Final = 256_000


class Asks(Protocol):
    """What a remote model needs: a client that asks at once, or the batch lane."""

    def ask(self, request: Mapping[str, Any], deadline: float) -> Reply:
        """The reply, by `deadline` (monotonic seconds). Raises VisionError."""


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
        sdk = openai.OpenAI(
            api_key=config.api_key or "none",  # local servers want no key; the SDK wants some
            base_url=config.base_url or None,
            max_retries=0,
            timeout=config.timeout_seconds,
            http_client=http,
        )
        # The SDK loads its parts when they are first named: a second that is not to come off an answer's time.
        self._completions = sdk.chat.completions.with_streaming_response

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
            except AskFailed as failed:
                self._go_on(failed.failure, sent, deadline)

    def _go_on(self, failure: Failure, sent: int, deadline: float) -> None:
        """Wait, or reword; raises where neither helps."""
        if failure.verdict == "reword" and failure.trait:
            if self.dialect.learn(failure.trait):
                return
            failure = Failure("model", f"it insists that it does not take {failure.trait}")
        if failure.verdict != "again":
            raise error_of(failure)
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
        return read_reply(body, self._config, sent=sent, seconds=time.monotonic() - started)

    def _exchange(self, said: dict[str, Any], until: float, seconds: float) -> bytes:
        try:
            with self._completions.create(model=self._config.model, timeout=seconds, **said) as response:
                body = _read(response.iter_bytes(), until)
        except openai.APIStatusError as error:
            text = error.response.text
            record(self._config.record_to, said, error.status_code, text)
            raise AskFailed(read_failure(error.status_code, error.response.headers, text)) from error
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise AskFailed(Failure("again", "the connection failed or took too long")) from error
        record(self._config.record_to, said, 200, body.decode("utf-8", "replace"))
        return body


def _read(chunks: Iterator[bytes], until: float) -> bytes:
    """The whole body. A server that drips bytes is given up at `until`, and one that floods at the size limit."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            raise AskFailed(Failure("again", "its answer is too long"))
        if time.monotonic() > until:
            raise AskFailed(Failure("again", "its answer came too slowly"))
    return bytes(body)


def _pause(sent: int) -> float:
    """Seconds before the next try: doubling, with full jitter on the upper half."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (sent - 1))
    return random.uniform(longest / 2, longest)  # noqa: S311 # jitter needs no secrecy
