"""The model's answer, read without trusting any of it."""

import json
import re
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from picopt_vision.remote.schema import ROLES

_REFUSAL: Final = re.compile(
    r"\b(i('| a)m (sorry|unable)|i (can ?not|can't|won't) (help|assist|describe|provide|comply|process|analy[sz]e)"
    r"|against my guidelines)",
    re.IGNORECASE,
)


# Reasoning models behind simple servers think aloud in front of their answer.
_THOUGHTS: Final = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
# Braces in prose before the object; a broken answer may hold thousands.
_MOST_STARTS: Final = 20


class BrokenAnswer(Exception):  # noqa: N818 # it is an answer, and it is broken
    """The answer is not the wanted JSON; the message says what is wrong, for the repair turn."""


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
    tags: list[str] = Field(default=[], max_length=50)
    language: str = ""
    confidence: float = Field(default=0.5, ge=0, le=1)
    places: list[PlaceAnswer] = Field(default=[], max_length=50)

    @property
    def told_role(self) -> str:
        """One of the five roles; informative for anything else."""
        if self.decorative:
            return "decorative"
        return self.role if self.role in ROLES else "informative"


def parse_answer(content: str) -> Answer:
    """The JSON object in the answer, fences and prose around it dropped. Raises BrokenAnswer."""
    try:
        return Answer.model_validate(find_object(content))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:5])
        raise BrokenAnswer(f"The JSON does not have the wanted shape: {faults}.") from error


def find_object(content: str) -> Any:
    """The first JSON object in an answer. Raises BrokenAnswer."""
    said = _THOUGHTS.sub("", content)
    starts = [match.start() for match in re.finditer(r"\{", said)][:_MOST_STARTS]
    if not starts:
        raise BrokenAnswer("There is no JSON object in the answer.")
    for start in starts:
        try:
            found, _ = json.JSONDecoder().raw_decode(said[start:])
        except RecursionError:
            break
        except json.JSONDecodeError as error:
            if said[start + 1 : start + error.pos].strip():
                break  # it began as an object: what stands inside it must not be taken for the whole
            continue  # a brace in prose
        return found
    raise BrokenAnswer("The JSON is broken or cut off.")


def is_refusal(content: str) -> bool:
    """Prose that declines instead of an answer."""
    return "{" not in content and bool(_REFUSAL.search(content[:400]))
