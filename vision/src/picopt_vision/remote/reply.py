"""What came back from an endpoint: a reply with its tokens and what they cost, or whose matter the failure is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from openai.types.chat import ChatCompletion
from pydantic import ValidationError

from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.failures import Failure, read_error_in_answer
from picopt_vision.result import Usage

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


class AskFailed(Exception):  # noqa: N818 # a failure on its way to whoever decides what follows from it
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


def error_of(failure: Failure) -> VisionError:
    """What the caller is told of a failure that another try does not mend."""
    return VisionError(_CODES[failure.verdict], _MESSAGES[failure.verdict].format(why=failure.why))


def read_reply(body: bytes | str, config: ModelConfig, *, sent: int, seconds: float = 0.0) -> Reply:
    """A chat completion as JSON. `sent`: requests that it took. Raises AskFailed where it is none, or an error."""
    try:
        completion = ChatCompletion.model_validate_json(body)
    except ValidationError as error:
        raise AskFailed(Failure("again", "it did not answer in the chat protocol")) from error
    told = (completion.model_extra or {}).get("error")
    if told:
        raise AskFailed(read_error_in_answer(told))
    if not completion.choices:
        raise AskFailed(Failure("again", "it answered without a choice"))
    choice = completion.choices[0]
    return Reply(
        content=choice.message.content or "",
        refused=bool(choice.message.refusal) or choice.finish_reason == "content_filter",
        cut_off=choice.finish_reason == "length",
        usage=_usage(completion, config, sent, seconds),
    )


def _usage(completion: ChatCompletion, config: ModelConfig, sent: int, seconds: float) -> Usage:
    usage = completion.usage
    read, wrote = (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)
    details = usage.prompt_tokens_details if usage else None
    cached = min(read, (details.cached_tokens or 0) if details else 0)
    return Usage(
        input_tokens=read,
        output_tokens=wrote,
        cost=_cost(config, read - cached, cached, wrote),
        requests=sent,
        seconds=seconds,
    )


def _cost(config: ModelConfig, read: int, cached: int, wrote: int) -> Decimal:
    """In the currency of the configured prices."""
    price = config.price_per_million_cached_input
    cached_price = config.price_per_million_input if price is None else price
    total = read * config.price_per_million_input + cached * cached_price + wrote * config.price_per_million_output
    return total / Decimal(1_000_000)
