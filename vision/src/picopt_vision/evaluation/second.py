"""A second model as judge: optional, off by default, and never part of the goals. It may be wrong as any model may."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from picopt_vision.errors import VisionError
from picopt_vision.evaluation.judge import FIELDS, Verdict
from picopt_vision.evaluation.score import Share
from picopt_vision.model_config import ModelConfig
from picopt_vision.picture import View, look
from picopt_vision.remote.answer import BrokenAnswer, find_object
from picopt_vision.remote.client import Client
from picopt_vision.remote.facts import write_facts
from picopt_vision.remote.request import image_part
from picopt_vision.settings import Settings

RUBRIC_VERSION: Final = "rubric-1"
_LONGEST_ANSWER: Final = 1000
"""Tokens."""


class Opinion(BaseModel):
    """What the second model thinks of one text."""

    model_config = ConfigDict(extra="ignore", str_max_length=2000)

    false: list[str] = Field(default=[], max_length=50)
    unsupported: list[str] = Field(default=[], max_length=50)
    purpose: bool
    sign: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Second:
    """One verdict, and the second model's opinion of the same text."""

    verdict: Verdict
    opinion: Opinion


def ask_second(config: ModelConfig, verdicts: Iterable[Verdict]) -> list[Second]:
    """Opinions of all texts. One that cannot be had or read is left out; an endpoint that fails raises VisionError."""
    with Client(config) as client:
        return [
            Second(verdict, opinion)
            for verdict in verdicts
            if verdict.result and (opinion := _ask(client, config, verdict)) is not None
        ]


def shares(seconds: list[Second], of: int) -> dict[str, Share]:
    """How often it answered, found faults, would sign, and whether the judge of words says the same."""
    all_of = len(seconds)
    return {
        "answered": Share(all_of, of),
        "finds_false": Share(sum(bool(one.opinion.false) for one in seconds), all_of),
        "finds_unsupported": Share(sum(bool(one.opinion.unsupported) for one in seconds), all_of),
        "would_sign": Share(sum(one.opinion.sign for one in seconds), all_of),
        "judge_agrees": Share(sum(one.opinion.sign == one.verdict.signable for one in seconds), all_of),
    }


def _ask(client: Client, config: ModelConfig, verdict: Verdict) -> Opinion | None:
    try:
        reply = client.ask(_question(config, verdict), time.monotonic() + config.budget_seconds)
        return Opinion.model_validate(find_object(reply.content))
    except (BrokenAnswer, ValidationError):
        return None
    except VisionError as error:
        if error.kind == "image":
            return None
        raise


def _question(config: ModelConfig, verdict: Verdict) -> Mapping[str, Any]:
    view = look(verdict.label.path)
    text = f"{_facts(view, verdict)}\n<metadata>\n{_metadata(verdict)}\n</metadata>"
    rubric = files(__package__).joinpath(f"{RUBRIC_VERSION}.md").read_text("utf-8")
    content = [{"type": "text", "text": text}, image_part(view, config)]
    return {
        "messages": [{"role": "system", "content": rubric}, {"role": "user", "content": content}],
        "max_tokens": max(_LONGEST_ANSWER, config.max_output_tokens),
        "temperature": 0,
    }


def _facts(view: View, verdict: Verdict) -> str:
    return f"<facts>\n{write_facts(view, verdict.label.context, Settings(), ())}\n</facts>"


def _metadata(verdict: Verdict) -> str:
    told = {name: getattr(verdict.result, name) for name in FIELDS}
    return json.dumps({"role": verdict.result and verdict.result.role, **told}, ensure_ascii=False).replace(
        "<", "\\u003c"
    )
