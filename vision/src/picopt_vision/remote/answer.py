"""The model's answer, read without trusting any of it."""

import json
import re
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from picopt_vision.remote.schema import ROLES

# Reasoning models behind simple servers think aloud in front of their answer, each in brackets of its own.
_THOUGHTS: Final = r"(?:\w+:)?(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|analysis|scratchpad)"
_OPENS: Final = rf"<{_THOUGHTS}>|\[THINK\]|◁think▷|<\|channel>thought"
_CLOSES: Final = rf"</{_THOUGHTS}>|\[/THINK\]|◁/think▷|<channel\|>|<\|channel\|>final<\|message\|>"
# A text is stepped over: a comma in it is none of the object's. One without an end reaches to the end, lest each
# quotation mark in it begin another.
_TRAILING_COMMA: Final = re.compile(r'("(?:[^"\\]|\\.)*+"?)|,(?=\s*[}\]])', re.DOTALL)
# Braces in prose before the object; a broken answer may hold thousands.
_MOST_STARTS: Final = 20


class BrokenAnswer(Exception):  # noqa: N818 -- it is an answer, and it is broken
    """The answer is not the wanted JSON; the message says what is wrong, for the repair turn."""


def _share(value: object) -> float:
    """How sure it is, from 0 to 1; percent are taken, too. One half for what is no number: no text is lost over it."""
    try:
        number = float(str(value).removesuffix("%"))
    except ValueError:
        return 0.5
    number = number / 100 if 1 < number <= 100 else number
    return number if 0 <= number <= 1 else 0.5


def _listed(value: object) -> object:
    """Tags in one line are parted where all tags are tidied."""
    return [value] if isinstance(value, str) else value


class PlaceAnswer(BaseModel):
    """The alt text for one place."""

    model_config = ConfigDict(extra="ignore", str_max_length=4000)

    key: str
    alt: str = ""


class Answer(BaseModel):
    """What the model wrote, in shape but not yet checked against the rules."""

    model_config = ConfigDict(extra="ignore", str_max_length=4000)

    role: str = "informative"
    decorative: bool = False
    """As models write that were not given the schema; the same as the role of that name."""
    alt: str = ""
    title: str = ""
    caption: str = ""
    description: str = ""
    filename: str = ""
    tags: Annotated[list[str], BeforeValidator(_listed)] = Field(default=[], max_length=50)
    language: str = ""
    confidence: Annotated[float, BeforeValidator(_share)] = 0.5
    places: list[PlaceAnswer] = Field(default=[], max_length=50)

    @property
    def told_role(self) -> str:
        """One of the five roles; informative for anything else."""
        if self.decorative:
            return "decorative"
        role = self.role.strip().lower()
        return role if role in ROLES else "informative"


def parse_answer(content: str) -> Answer:
    """The JSON object in the answer, fences and prose around it dropped. Raises BrokenAnswer."""
    try:
        return Answer.model_validate(_told(_unwrapped(find_object(content))))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:5])
        raise BrokenAnswer(f"The JSON does not have the wanted shape: {faults}.") from error


def find_object(content: str) -> dict[str, Any]:
    """The first JSON object in an answer. Raises BrokenAnswer."""
    said = _unquoted(without_thoughts(content))
    starts = [match.start() for match in re.finditer(r"\{", said)][:_MOST_STARTS]
    if not starts:
        raise BrokenAnswer("There is no JSON object in the answer.")
    for start in starts:
        try:
            return _decoded(said[start:])
        except json.JSONDecodeError as error:
            if said[start + 1 : start + error.pos].strip():
                break  # it began as an object: what stands inside it must not be taken for the whole
            # else a brace in prose
        except (RecursionError, ValueError):  # nested too deeply, or a number of thousands of digits
            break
    raise BrokenAnswer("The JSON is broken or cut off.")


def _unquoted(content: str) -> str:
    """The object that stands within a JSON string, as some gateways wrap it once more."""
    text = content.strip()
    if not (text.startswith('"') and text.endswith('"')):
        return content
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return content


def _decoded(text: str) -> dict[str, Any]:
    """The object at the beginning. Line breaks within strings are broken JSON by the book, and tidied later."""
    decoder = json.JSONDecoder(strict=False)
    found: dict[str, Any]
    try:
        found = decoder.raw_decode(text)[0]
    except json.JSONDecodeError:
        found = decoder.raw_decode(_TRAILING_COMMA.sub(lambda match: match[1] or "", text))[0]
    return found


def without_thoughts(content: str) -> str:
    """What follows the last thought; of a thought that never ends, nothing."""
    after = re.split(_CLOSES, content)[-1]
    return re.split(_OPENS, after, maxsplit=1)[0]


def _unwrapped(found: dict[str, Any]) -> dict[str, Any]:
    """`{"image_text": {…}}`: models like to name what they were asked for."""
    inner = next(iter(found.values())) if len(found) == 1 else None
    return inner if isinstance(inner, dict) and Answer.model_fields.keys().isdisjoint(found) else found


def _told(found: dict[str, Any]) -> dict[str, Any]:
    """Without what is null, which is left out in other words; an alt text is asked for in any case."""
    return {name: value for name, value in found.items() if value is not None or name == "alt"}
