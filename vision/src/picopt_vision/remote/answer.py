"""The model's answer: the schema that is asked for, and the reading that trusts none of it."""

import json
import re
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_TEXTS: Final = ("alt", "title", "caption", "description", "filename", "language")

# Sent as `response_format`. Servers exist that accept it and answer in prose all the same.
RESPONSE_FORMAT: Final[dict[str, Any]] = {
    "type": "json_schema",
    "json_schema": {
        "name": "picture_text",
        "strict": True,
        "schema": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "decorative": {"type": "boolean"},
                **{name: {"type": "string"} for name in _TEXTS},
                "tags": {"type": "array", "items": {"type": "string"}},
                "confidence": {"type": "number"},
            },
            "required": ["decorative", *_TEXTS, "tags", "confidence"],
        },
    },
}

_REFUSAL: Final = re.compile(
    r"\b(i('| a)m (sorry|unable)|i (can ?not|can't|won't) (help|assist|describe|provide|comply|process|analy[sz]e)"
    r"|against my guidelines)",
    re.IGNORECASE,
)


class BrokenAnswer(Exception):  # noqa: N818 # it is an answer, and it is broken
    """The answer is not the wanted JSON; the message says what is wrong, for the repair turn."""


class Answer(BaseModel):
    """What the model wrote, in shape but not yet checked against the rules."""

    model_config = ConfigDict(extra="ignore", str_max_length=4000)

    decorative: bool = False
    alt: str
    title: str = ""
    caption: str = ""
    description: str = ""
    filename: str = ""
    tags: list[str] = Field(default=[], max_length=50)
    language: str = ""
    confidence: float = Field(default=0.5, ge=0, le=1)


def parse_answer(content: str) -> Answer:
    """The JSON object in the answer, fences and prose around it dropped. Raises BrokenAnswer."""
    try:
        return Answer.model_validate(_find_object(content))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:5])
        raise BrokenAnswer(f"The JSON does not have the wanted shape: {faults}.") from error


def _find_object(content: str) -> Any:
    start = content.find("{")
    if start < 0:
        raise BrokenAnswer("There is no JSON object in the answer.")
    try:
        found, _ = json.JSONDecoder().raw_decode(content[start:])
    except (json.JSONDecodeError, RecursionError) as error:
        raise BrokenAnswer("The JSON is broken or cut off.") from error
    return found


def is_refusal(content: str) -> bool:
    """Prose that declines instead of an answer."""
    return "{" not in content and bool(_REFUSAL.search(content[:400]))
