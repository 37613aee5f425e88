"""What came back from an endpoint: a reply with its tokens and what they cost, or whose matter the failure is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.completion import read_completion
from picopt_vision.remote.failures import Failure, read_error_in_answer
from picopt_vision.result import Usage

_CODES: Final = {
    "refused": "model_refused",
    "image": "model_refused",
    "long": "model_refused",
    "room": "model_refused",
    "broken": "model_broken_answer",
    "once": "model_broken_answer",
    "account": "model_account",
    "model": "model_unsuitable",
}
_IMAGE: Final = "The vision model could not work with this image: {why}."
_BROKEN: Final = "The vision model's answer could not be used: {why}."
_MESSAGES: Final = {
    "refused": "The vision model refused to describe this image.",
    "image": _IMAGE,
    "long": _IMAGE,
    "room": _IMAGE,
    "broken": _BROKEN,
    "once": _BROKEN,
    "account": "The vision model's provider does not accept our account: {why}.",
    "model": "The configured vision model cannot do this work: {why}.",
}


class TooLong(VisionError):  # noqa: N818 -- another request, which tells less, may well be taken
    """The endpoint's context has no room for all that it was told of the image."""


class NoRoom(TooLong):
    """There would be room, were less of it kept for the answer."""


class AskFailed(Exception):  # noqa: N818 -- a failure on its way to whoever decides what follows from it
    """An endpoint's answer was none."""

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


_TOO_LONG: Final = {"long": TooLong, "room": NoRoom}


def is_too_long(failure: Failure) -> bool:
    """Whether the same request stays too long, so that it need not be sent again, and a smaller one may be taken."""
    return failure.verdict in _TOO_LONG


def error_of(failure: Failure) -> VisionError:
    """What the caller is told of a failure that another try does not mend."""
    kind = _TOO_LONG.get(failure.verdict, VisionError)
    return kind(_CODES[failure.verdict], _MESSAGES[failure.verdict].format(why=failure.why))


def read_reply(body: bytes | str, config: ModelConfig, *, sent: int, seconds: float = 0.0) -> Reply:
    """A chat completion. `sent`: requests that it took. Raises AskFailed where it is none, or an error."""
    try:
        found = read_completion(body)
    except ValueError as error:
        raise AskFailed(Failure("again", "it did not answer in the chat protocol")) from error
    if found.error:
        raise AskFailed(read_error_in_answer(found.error))
    if found.broke:
        raise AskFailed(Failure("again", "it failed while it answered"))
    if found.is_empty and not found.refused:
        raise AskFailed(Failure("once", "it answered without a choice"))
    return Reply(
        content=found.content,
        refused=found.refused,
        cut_off=found.cut_off,
        usage=_usage(found.usage, config, sent, seconds),
    )


def _usage(told: Mapping[str, Any], config: ModelConfig, sent: int, seconds: float) -> Usage:
    details = told.get("prompt_tokens_details")
    read, wrote = _count(told, "prompt_tokens"), _count(told, "completion_tokens")
    cached = min(read, _count(details, "cached_tokens") if isinstance(details, dict) else 0)
    return Usage(
        input_tokens=read,
        output_tokens=wrote,
        cost=_cost(config, read - cached, cached, wrote),
        requests=sent,
        seconds=seconds,
    )


def _count(told: Mapping[str, Any], name: str) -> int:
    """Tokens; 0 for what is no number of them."""
    value = told.get(name)
    return max(0, value) if isinstance(value, int) else 0


def _cost(config: ModelConfig, read: int, cached: int, wrote: int) -> Decimal:
    """In the currency of the configured prices."""
    price = config.price_per_million_cached_input
    cached_price = config.price_per_million_input if price is None else price
    total = read * config.price_per_million_input + cached * cached_price + wrote * config.price_per_million_output
    return total / Decimal(1_000_000)
