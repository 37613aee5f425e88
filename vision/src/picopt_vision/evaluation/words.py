"""Words as the judge compares them: whole, singular as plural, with the synonyms and wider words of `synonyms.toml`."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

# Words that claim nothing about what is to be seen. A number, a color or a place is a claim and stands not here.
EMPTY: Final = frozenset(
    """a an the this that these those and or but nor of in on at to from by for with without as into onto over under
    above below behind beside between near next off out up down around about across along through during before
    after while where which who whose what is are was were be been being has have having had do does it its they
    their them he she his her him there here s t d ll re ve not no so than then also only just very more most some
    any each other another such own el la los las un una de del y en con por para le les des du et der die das ein
    eine und mit von im auf zu
    """.split()  # noqa: SIM905 -- a list of words is read more easily as prose
)


def says(text: str, phrase: str) -> bool:
    """The text has the phrase as whole words, whatever their case; singular and plural are the same."""
    words, wanted = stems(text), stems(phrase)
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def stems(text: str) -> list[str]:
    """The words of a text in order, lower case, singular."""
    return [_stem(word) for word in re.findall(r"[^\W_]+", text.lower())]


def claims(text: str) -> list[str]:
    """The words of a text that claim something, each once, in order."""
    words = re.findall(r"[^\W_]+", text.lower())
    return list(dict.fromkeys(_stem(word) for word in words if word not in EMPTY))


def supported(texts: Iterable[str]) -> frozenset[str]:
    """The words of true texts and all that follows from them: a dog is an animal, two women are people."""
    told = {word for text in texts for word in stems(text)}
    phrases = [" ".join(stems(text)) for text in texts]
    for wide, narrow in _wider():
        if any(word in told or any(f" {word} " in f" {phrase} " for phrase in phrases) for word in narrow):
            told.add(wide)
    return frozenset(told | {root for word in told if (root := _root(word))})


def follows(word: str, told: frozenset[str]) -> bool:
    """A claim follows from what is true, in another form of the word if need be (`speaking` from `speaker`)."""
    return word in told or bool((root := _root(word)) and root in told)


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _root(word: str) -> str:
    """What forms of a word share; empty where the word is too short to tell."""
    for ending in ("ing", "ed", "er", "or", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word if len(word) >= 4 else ""


@cache
def _wider() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Pairs of a wider word and the narrower ones that make it true, in the order in which they are to be applied."""
    tables = tomllib.loads(files(__package__).joinpath("synonyms.toml").read_text("utf-8"))
    same = [(one, tuple(other for other in group if other != one)) for group in tables["same"] for one in group]
    pairs = [*same, *((wide, tuple(narrow)) for wide, narrow in tables["wider"].items()), *same]
    return tuple((" ".join(stems(wide)), tuple(" ".join(stems(word)) for word in narrow)) for wide, narrow in pairs)
