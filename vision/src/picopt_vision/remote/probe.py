"""The start-up check: whether the configured model sees and keeps a schema, and what a text costs."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from PIL import Image, ImageDraw

from picopt_vision.caption import EmbeddedText
from picopt_vision.context import Context
from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.picture import View
from picopt_vision.remote.answer import without_thoughts
from picopt_vision.remote.client import Client
from picopt_vision.remote.providers import provider_of
from picopt_vision.remote.reply import Reply
from picopt_vision.remote.request import build_request
from picopt_vision.settings import Settings

# In a word of its own: `a colored triangle` and `it is rendered` know no color.
_SEEN: Final = (re.compile(r"\bred(dish)?\b"), re.compile(r"\btriang(le|ular)\b"))
# Who names these as well is guessing.
_GUESSED: Final = re.compile(r"\b(circle|square|rectangle|pentagon|hexagon|star|blue|green|yellow|purple)\b")
# In some thousands of random words there is any word. A full sentence with its courtesies has thirty.
_MOST_WORDS: Final = 60
# A key that nothing in the question speaks of: only a server that keeps the schema writes it.
_KEY: Final = "zu_sehen"
_QUESTION: Final = "Which shape is in this image, and of which color? Answer in a few words."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked."""

    name: str
    fine: bool
    says: str


def probe(config: ModelConfig) -> Iterator[Finding]:
    """Ask twice: a question about a drawn shape, and one real request. A failure ends the check and says why."""
    with Client(config) as client:
        try:
            reply = client.ask(_question(config), time.monotonic() + config.budget_seconds)
            answered = f"{config.model} answered in {reply.usage.seconds:.1f} s"
            yield Finding("reaches the model", fine=True, says=answered)
            yield _sees(reply)
            yield _keeps_schema(reply, client)
            full = client.ask(_real_request(config), time.monotonic() + config.budget_seconds)
        except VisionError as error:
            yield Finding(f"{error.kind} trouble", fine=False, says=error.message)
            return
    yield _cost(config, full)
    yield _budget(full)


def _question(config: ModelConfig) -> dict[str, Any]:
    request = _real_request(config)
    image = request["messages"][1]["content"][1]
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {_KEY: {"type": "string"}},
        "required": [_KEY],
    }
    return {
        **request,
        "messages": [
            {"role": "system", "content": "You answer questions about images."},
            {"role": "user", "content": [{"type": "text", "text": _QUESTION}, image]},
        ],
        "response_format": {"type": "json_schema", "json_schema": {"name": "shape", "strict": True, "schema": schema}},
    }


def _real_request(config: ModelConfig) -> dict[str, Any]:
    return build_request(_drawing(), Context(), Settings(), (), config=config, provider=provider_of(config))


def _drawing() -> View:
    image = Image.new("RGB", (512, 384), "white")
    ImageDraw.Draw(image).polygon([(256, 60), (110, 320), (402, 320)], fill=(214, 20, 28))
    return View(image=image, width=512, height=384, has_alpha=False, frames=1, embedded=EmbeddedText())


def _sees(reply: Reply) -> Finding:
    said = without_thoughts(reply.content).lower()
    named = all(word.search(said) for word in _SEEN) and not _GUESSED.search(said)
    fine = named and len(said.split()) <= _MOST_WORDS
    says = "named the drawn shape" if fine else f"shown a red triangle, it answered: {reply.content[:120]!r}"
    return Finding("sees images", fine=fine, says=says)


def _keeps_schema(reply: Reply, client: Client) -> Finding:
    if client.dialect.refuses("response_format") or client.dialect.refuses("json_schema"):
        return Finding("keeps a schema", fine=False, says="refuses schemas; answers are checked and repaired instead")
    try:
        kept = list(json.loads(reply.content)) == [_KEY]
    except ValueError:
        kept = False
    return Finding("keeps a schema", fine=kept, says="kept" if kept else "accepts a schema and ignores it")


def _cost(config: ModelConfig, reply: Reply) -> Finding:
    usage = reply.usage
    tokens = f"{usage.input_tokens} tokens in, {usage.output_tokens} out"
    if not usage.input_tokens:
        return Finding("tells its cost", fine=False, says="reports no tokens; cost cannot be computed")
    if not (config.price_per_million_input or config.price_per_million_output):
        return Finding("tells its cost", fine=True, says=f"{tokens}; no prices are configured")
    thousand = (usage.cost * 1000).quantize(Decimal("0.01"))
    return Finding("tells its cost", fine=True, says=f"{tokens}: {thousand} for 1000 images")


def _budget(reply: Reply) -> Finding:
    says = "cut off by the token limit; raise it, or lower the reasoning effort" if reply.cut_off else "ends in time"
    return Finding("has room to answer", fine=not reply.cut_off, says=says)
