"""Nouns that name a kind of what the pixels show: the network knows a bird, and whoever named the file, an owl.

`vision/tools/kinds.py` makes the list from WordNet 3.0; `kinds.LICENSE.txt` is its license.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from picopt_vision.embedded.claim import Claim, with_article
from picopt_vision.embedded.page.filewords import file_words
from picopt_vision.embedded.page.phrases import pluralise

# The vocabulary's words for what WordNet calls otherwise.
_ALSO: Final = {
    "flower": "plant", "ship": "boat", "sailboat": "boat", "bike": "vehicle", "landscape with water": "body of water",
    "landscape": "landform",
}  # fmt: skip

# Too wide to be suspected for a word of the file: waves and pelts look like animals, and drills are monkeys, too.
_WIDEST: Final = "animal"
# Groups too wide to tell a more exact word for what is seen: most dishes have no article, and any tool is an artifact.
_REST: Final = frozenset({"food", "artifact"})


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun of the list, as a text has it."""

    one: str
    """In the singular."""
    is_plural: bool
    groups: tuple[str, ...]
    """What it is a kind of: `bird`, `animal`."""

    @property
    def is_any_thing(self) -> bool:
        """A dish or an artifact of no narrower group."""
        return not _REST.isdisjoint(self.groups)


def noun(word: str) -> Noun | None:
    """The noun that the word is a form of; None where the list has none."""
    groups, plurals = _nouns()
    for one in _singulars(word.lower(), plurals):
        if one in groups:
            return Noun(one, one != word.lower(), groups[one])
    return None


def is_kind_of(word: str, claim: Claim) -> bool:
    """What the word names is a kind of what the pixels show."""
    found = noun(word)
    return found is not None and not {_ALSO.get(tag, tag) for tag in claim.tags}.isdisjoint(found.groups)


def wider_in_file(file_name: str) -> frozenset[str]:
    """What the file's last word is a kind of, in the vocabulary's words: `bird` of `owl.jpg`."""
    found = noun(word) if (word := next(reversed(file_words(file_name)), "")) else None
    groups = () if found is None or found.is_any_thing else found.groups
    return frozenset(groups).union(word for word, group in _ALSO.items() if group in groups) - {_WIDEST}


def as_file_says(claim: Claim, file_name: str, *, single: AbstractSet[str] = frozenset()) -> Claim:
    """`owl.jpg` of a bird shows an owl, `hens.jpg` of a hen several: whoever named the file looked at the image.

    `single`: that of which the detector sees one. `puppies.jpg` may stand for all that its page offers.
    """
    if claim.source == "people":
        return claim
    is_one = not claim.plural and not single.isdisjoint(claim.tags)
    for word in reversed(file_words(file_name)):  # a turkey vulture is a vulture
        found = noun(word)
        if found and is_one:
            found = replace(found, is_plural=False)
        if found and found.one == claim.noun and found.is_plural:
            return replace(claim, phrase=word, noun=word, plural=True, is_of_file=True)
        if found and _is_narrower(found, claim):
            return _more_exact(claim, found, word)
    return claim


def _is_narrower(found: Noun, claim: Claim) -> bool:
    is_of_it = _ALSO.get(claim.tags[0], claim.tags[0]) in found.groups
    return is_of_it and not found.is_any_thing and found.one not in claim.tags


def _more_exact(claim: Claim, found: Noun, as_written: str) -> Claim:
    is_plural = claim.plural or found.is_plural
    word = as_written if found.is_plural else pluralise(found.one) if is_plural else found.one
    phrase = f"flowering {word}" if claim.tags[0] == "flower" and "tree" in found.groups else word
    colour = claim.phrase.partition(" in ")[2]
    return replace(
        claim,
        phrase=(phrase if is_plural else with_article(phrase)) + (f" in {colour}" if colour else ""),
        noun=word,
        tags=(found.one, *claim.tags),
        plural=is_plural,
        is_of_file=True,
    )


def _singulars(word: str, plurals: Mapping[str, str]) -> Iterator[str]:
    """What the word may be a form of, itself first."""
    yield word
    if word in plurals:
        yield plurals[word]
    for ending, instead in (("men", "man"), ("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending):
            yield word.removesuffix(ending) + instead


@cache
def _nouns() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, str]]:
    """The groups of each noun, innermost first, and irregular plurals with their singulars."""
    *lines, last = files(__package__).joinpath("kinds.txt").read_text("ascii").splitlines()
    groups: dict[str, tuple[str, ...]] = {"": ()}
    nouns: dict[str, tuple[str, ...]] = {}
    for line in lines:  # wider groups stand first
        name, _, words = line.partition(": ")
        inner, _, outer = name.partition(" < ")
        groups[inner] = (inner, *groups[outer])
        nouns.update(dict.fromkeys(words.split(), groups[inner]))
    return nouns, dict(pair.split("=") for pair in last.partition(": ")[2].split())
