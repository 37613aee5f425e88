"""Whether a model declines instead of describing: in prose, or inside the shape that it was made to write."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from picopt_vision.remote.answer import Answer


def is_refusal(content: str) -> bool:
    """Prose that declines instead of an answer."""
    return "{" not in content and bool(_patterns()["prose"].search(_plain(content[:400])))


def declines(answer: Answer) -> bool:
    """One of its fields says that nothing is said. Such a text is none of the image, whatever its shape."""
    fields = (answer.alt, answer.title, answer.caption, answer.description, *(place.alt for place in answer.places))
    return any(_patterns()["field"].search(_plain(field)) for field in fields)


def _plain(text: str) -> str:
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = tomllib.loads(files(__package__).joinpath("refusals.toml").read_text("utf-8"))
    return {name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in words.items()}
