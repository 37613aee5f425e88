"""Small change of English grammar."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from picopt_vision.rules.checks import comparable

# Any letter of the Latin script has one of these below its accents.
_LATIN: Final = re.compile("[a-zA-Z]")


def is_of_other_script(phrase: str) -> bool:
    """`懒人蛋挞`, `Борщ`: a name in no Latin letters, beside which English words are not read."""
    return phrase != "" and _LATIN.search(unicodedata.normalize("NFD", phrase)) is None


def joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


# `iPhone`, `macOS`: such names begin as they do.
_MARKED: Final = re.compile("[a-z]+[A-Z]")


def capital(text: str) -> str:
    """First letter upper case, the rest as it is."""
    return text if _MARKED.match(text) else text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """First letter lower case unless the word is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first in {"The", "A", "An", "Our", "This"} else text


def head(phrase: str) -> str:
    """What it is that a phrase names: `school` of `our dog school in Lakeside`."""
    words = re.split(r"\s(?:in|of|at|on|with|from|for|and|by)\s", phrase)[0].split()
    return words[-1] if words else ""


def share_a_word(one: str, other: str) -> bool:
    """They have a word in common, in the singular or in the plural."""
    return bool(
        {word.rstrip("s") for word in comparable(one).split()}
        & {word.rstrip("s") for word in comparable(other).split()}
    )


def pluralise(noun: str) -> str:
    """Regular English plural of the last word."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"
