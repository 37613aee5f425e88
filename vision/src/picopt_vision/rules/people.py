"""Rule 12: no guess at anyone's identity, origin, age or health unless the context says so.

Words of origin are fine for food, elephants and furniture; they are a guess where they describe people. For languages
that `people.toml` does not have, the prompt alone must do.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from picopt_vision.context import Context

# Not whom a thing is for: `black men's shoes`, `weiße Kinder-Jacke`.
_ITSELF: Final = r"\b(?!-|(?<=s)['’]|(?<=en)['’]s)"


def find_guess(text: str, context: Context) -> str:
    """The first guess about a person in the text that the context does not make itself; empty when there is none."""
    known = context.repeatable.lower()
    for pattern in _guesses():
        for match in pattern.finditer(text):
            if match.group().lower() not in known:
                return match.group()
    return ""


@cache
def _guesses() -> tuple[re.Pattern[str], ...]:
    words = tomllib.loads(files(__package__).joinpath("people.toml").read_text("utf-8"))
    return tuple(re.compile(pattern, re.IGNORECASE) for told in words.values() for pattern in _patterns(told))


def _patterns(told: dict[str, list[str]]) -> Iterator[str]:
    people, traits, before, colors = (_any(told, name) for name in ("people", "traits", "before", "colors"))
    if "traits" in told:
        yield rf"\b{traits}\s+(?:[\w-]+\s+)?{people}{_ITSELF}|\b{people}\s+{traits}\b"
    if "before" in told:
        yield rf"\b{before}\s+(?:[\w-]+\s+)?{people}{_ITSELF}"
    if "colors" in told:
        led = "|".join(rf"(?<=\b{article} )" for article in told["articles"])
        yield rf"(?:^|{led}){people}\s+(?-i:(?=[a-z])){colors}\b(?!\s+(?:et|de|di)\b)"
    yield from (guess.replace("{people}", people) for guess in told["guesses"])


def _any(told: dict[str, list[str]], name: str) -> str:
    return f"(?:{'|'.join(told.get(name, []))})"
