"""The lane's near end: in a remote model it takes the place of the client that asks at once."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from decimal import Decimal
from typing import Any, Final, Protocol, get_args

from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.batch.ledger import Asked
from picopt_vision.remote.dialect import Dialect
from picopt_vision.remote.failures import Failure, Verdict
from picopt_vision.remote.reply import AskFailed, Reply, error_of, is_too_long, read_reply

# What both providers take for requests that wait, of what they take otherwise.
PRICE: Final = Decimal("0.5")
_KEPT: Final = {field.name for field in fields(Failure)}


class Notes(Protocol):
    """What the near end needs of a ledger."""

    def find(self, key: str) -> Asked | None:
        """The request with this key."""

    def note(self, key: str, request: Mapping[str, Any]) -> None:
        """Keep a request until it is sent; once, however often it is asked."""

    def forget(self, key: str) -> None:
        """A failure that was told: asked once more, it is sent once more."""


class BatchClient:
    """Answers from the ledger, or notes the question there."""

    def __init__(self, config: ModelConfig, ledger: Notes) -> None:
        self._config = config
        self._ledger = ledger
        self.dialect = Dialect()

    def ask(self, request: Mapping[str, Any], deadline: float) -> Reply:  # noqa: ARG002 -- the port of `Client`
        """The reply to a request that was asked before and is answered, with half of its cost.

        Raises VisionError: `model_waiting` until then, and what `Client.ask` raises where the answer is a failure; that
        is told once, and asked again it is sent again; only what is too long stays so.
        """
        key = key_of(self._config.model, request)
        asked = self._ledger.find(key)
        if asked is None:
            self._ledger.note(key, request)
        if asked is None or asked.state in {"noted", "sent"}:
            message = "The image waits for its turn in the batch lane, up to a day."
            raise VisionError("model_waiting", message, retryable=True)
        try:
            return read_answer(asked.answer, self._config, sent=asked.tries)
        except AskFailed as failed:
            if not is_too_long(failed.failure):
                self._ledger.forget(key)
            raise _error(failed.failure) from failed


def key_of(model: str, request: Mapping[str, Any]) -> str:
    """The same for the same question to the same model; 64 hexadecimal digits, as both providers allow."""
    return hashlib.sha256(json.dumps([model, request], sort_keys=True).encode()).hexdigest()


def failure_as_text(failure: Failure) -> str:
    """For the ledger."""
    return json.dumps(asdict(failure))


def read_answer(answer: str, config: ModelConfig, *, sent: int) -> Reply:
    """What a batch brought, with what it cost there. Raises AskFailed where that is a failure, or cannot be read."""
    told = _failure_in(answer)
    if told is not None:
        raise AskFailed(told)
    return _at_half_price(read_reply(answer, config, sent=sent))


def _failure_in(answer: str) -> Failure | None:
    """What `failure_as_text` kept; an endpoint's own object that begins like it, too, may be anything."""
    if not answer.startswith('{"verdict"'):
        return None
    told = json.loads(answer)
    return Failure(**told) if told.keys() == _KEPT and told["verdict"] in get_args(Verdict) else None


def _at_half_price(reply: Reply) -> Reply:
    return replace(reply, usage=replace(reply.usage, cost=reply.usage.cost * PRICE))


def _error(failure: Failure) -> VisionError:
    if failure.verdict in {"again", "reword"}:
        message = f"The vision model's batches brought no answer: {failure.why}. It will be tried again."
        return VisionError("model_unavailable", message, retryable=True)
    return error_of(failure)
