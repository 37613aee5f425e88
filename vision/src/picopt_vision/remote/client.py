"""One question to the endpoint, with retries, inside a budget of time and size."""

import random
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol, Self

import httpx2
import openai

from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.bounds import bounded
from picopt_vision.remote.dialect import Dialect
from picopt_vision.remote.failures import Failure, Trait, read_failure
from picopt_vision.remote.reaching import sdk_http, split_address
from picopt_vision.remote.recording import record
from picopt_vision.remote.reply import AskFailed, Reply, error_of, read_reply

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 20.0
# What is read of an answer at most, in bytes. Ours are 2 kB, and a hundred times that where a server streams words.
_LONGEST_ANSWER: Final = 500_000


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
        address, parameters = split_address(config.base_url)
        sdk = openai.OpenAI(
            # Local servers want no key, the SDK wants some.
            api_key=config.key or "none",
            base_url=address or None,
            default_query=parameters,
            max_retries=0,
            timeout=config.timeout_seconds,
            http_client=bounded(http or sdk_http(config.timeout_seconds)),
        )
        self._close = sdk.close
        # The SDK loads its parts when they are first named: a second that is not to come off an answer's time.
        self._completions = sdk.chat.completions.with_streaming_response

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Its connections are kept open for the next request until then."""
        self._close()

    def ask(self, request: Mapping[str, Any], deadline: float) -> Reply:
        """Send the request (`messages`, `max_tokens` and options), try again until `deadline` (monotonic seconds).

        Raises VisionError: model_refused (about this image), model_account, model_unsuitable, or model_unavailable,
        which alone is worth another try later.
        """
        met: list[Failure] = []
        while True:
            said = self.dialect.phrase(request)
            try:
                return self._send(said, deadline, len(met) + 1)
            except AskFailed as failed:
                met.append(failed.failure)
                if failed.failure.trait:
                    self._reword(failed.failure.trait, request, said)
                else:
                    self._wait(met, deadline)

    def _reword(self, trait: Trait, request: Mapping[str, Any], said: Mapping[str, Any]) -> None:
        """Note what the endpoint does not take. Raises VisionError where the request says nothing else then.

        Another thread may have learnt it meanwhile: then there is another way to say it. Who refuses what was never
        said speaks of something else, and of this image only.
        """
        was_known = not self.dialect.learn(trait)
        if self.dialect.phrase(request) != said:
            return
        if not was_known:
            self.dialect.forget(trait)
        raise error_of(Failure("model" if was_known else "image", f"it insists that it does not take {trait}"))

    def _wait(self, met: Sequence[Failure], deadline: float) -> None:
        """Before another try. Raises VisionError where none would help, or there is no time for it."""
        failure, sent = met[-1], len(met)
        is_first = sum(other.verdict == "once" for other in met) == 1
        if failure.verdict != "again" and not (failure.verdict == "once" and is_first):
            raise error_of(failure)
        pause = max(failure.after, _pause(sent))
        if time.monotonic() + pause >= deadline:
            message = f"The vision model cannot be reached: {failure.why}. It will be tried again."
            raise VisionError("model_unavailable", message, retryable=True)
        self._sleep(pause)

    def _send(self, said: Mapping[str, Any], deadline: float, sent: int) -> Reply:
        started = time.monotonic()
        until = min(deadline, started + self._config.timeout_seconds)
        body = self._exchange(said, until, max(until - started, 0.1))
        return read_reply(body, self._config, sent=sent, seconds=time.monotonic() - started)

    def _exchange(self, said: Mapping[str, Any], until: float, seconds: float) -> bytes:
        try:
            with self._completions.create(model=self._config.model, timeout=seconds, **said) as response:
                body = _read(response.iter_bytes(), until)
        except openai.APIStatusError as error:
            text = error.response.text
            record(self._config, said, error.status_code, text)
            raise AskFailed(read_failure(error.status_code, error.response.headers, text)) from error
        except (openai.APIConnectionError, httpx2.HTTPError) as error:
            raise AskFailed(Failure("again", _why_unreached(error))) from error
        except UnicodeEncodeError as error:  # the text is whole (`characters.py`)
            raise AskFailed(Failure("account", "its key has characters that no key has")) from error
        record(self._config, said, 200, body.decode("utf-8", "replace"))
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


def _why_unreached(error: BaseException) -> str:
    """What only the operator can mend is named: it is tried again as well."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is none that this machine trusts"
    if isinstance(error, httpx2.ProxyError):
        return f"the proxy that this machine is told to use does not help ({error})"
    cause = error.__cause__ or error.__context__
    return _why_unreached(cause) if cause else "the connection failed or took too long"


def _pause(sent: int) -> float:
    """Seconds before the next try: doubling, with full jitter on the upper half."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (sent - 1))
    return random.uniform(longest / 2, longest)  # noqa: S311 -- jitter needs no secrecy
