"""The shape that is asked for: only the fields that are wanted, and an alt text for each place that needs its own."""

from collections.abc import Sequence
from typing import Any, Final

ROLES: Final = ("functional", "decorative", "text", "complex", "informative")
_LINES: Final = ("alt", "title", "caption", "description", "filename")
# Tokens that a field takes at most in the wordiest of the languages, its name and quotation marks included.
_TOKENS: Final = {"alt": 120, "title": 40, "caption": 90, "description": 320, "filename": 40, "tags": 110}
_FRAME: Final = 60
"""Role, language and confidence, with all braces."""
_PLACE: Final = 130


def response_format(fields: Sequence[str], *, with_places: bool) -> dict[str, Any]:
    """The value of `response_format`. Servers exist that accept it and answer in prose all the same."""
    properties: dict[str, Any] = {"role": {"type": "string", "enum": list(ROLES)}}
    properties |= {name: {"type": "string"} for name in _LINES if name in fields}
    if "tags" in fields:
        properties["tags"] = {"type": "array", "items": {"type": "string"}}
    if with_places:
        place = _object({"key": {"type": "string"}, "alt": {"type": "string"}})
        properties["places"] = {"type": "array", "items": place}
    properties |= {"language": {"type": "string"}, "confidence": {"type": "number"}}
    schema = {"name": "image_text", "strict": True, "schema": _object(properties)}
    return {"type": "json_schema", "json_schema": schema}


def output_tokens(fields: Sequence[str], *, places: int, most: int) -> int:
    """What the answer may take, at most `most`: alt text alone needs a fifth of what all fields need.

    `most` is for models that think before they write, and count that too; it is shared out in the same proportion.
    """
    needed = _FRAME + sum(_TOKENS[name] for name in fields) + places * _PLACE
    everything = _FRAME + sum(_TOKENS.values()) + places * _PLACE
    return max(needed, round(most * needed / everything))


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": list(properties),
    }
