"""Nouns that a caption names without a capital, with the adjectives that belong to them."""

import re
from collections.abc import Sequence
from typing import Final

from picopt_vision.embedded.page.captions import TELLS
from picopt_vision.embedded.page.proper import FUNCTION_WORDS

# What a noun phrase begins with.
_DETERMINERS: Final = frozenset({"a", "an", "the", "this", "these", "our", "my", "his", "her", "its", "their"})


def captioned_noun(text: str, tokens: Sequence[re.Match[str]], at: int) -> tuple[str, ...]:
    """`motherboard` out of `installing the motherboard in the case`, `unused cards` out of `these 500 unused cards`.

    A noun stands between an article or the like and the end of its phrase, with adjectives before it at most.
    """
    start = next((back for back in range(at - 1, max(-1, at - 5), -1) if tokens[back][0].lower() in _DETERMINERS), -1)
    inner = [token[0] for token in tokens[start + 1 : at + 1] if not token[0].isdigit()]
    is_phrase = start >= 0 and all(part.islower() for part in inner) and ends_phrase(text, tokens, at)
    if not is_phrase or not FUNCTION_WORDS.isdisjoint(inner):
        return ()
    return tuple(inner)


def ends_phrase(text: str, tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Nothing that follows the word belongs to it."""
    if at + 1 == len(tokens) or text[tokens[at].end() : tokens[at + 1].start()] != " ":
        return True
    return tokens[at + 1][0].lower() in FUNCTION_WORDS | TELLS
