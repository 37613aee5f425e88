"""One thing that the text may say, with the reason why."""

from dataclasses import dataclass
from typing import Final, Literal

_SURROUNDINGS: Final = frozenset({"building", "landscape", "room", "store", "library"})
Source = Literal["classifier", "detector", "people"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A noun phrase that is true of the picture with `probability` (0–1)."""

    phrase: str
    """With article: `a lighthouse`, `two people`."""
    noun: str
    """Without: `lighthouse`, `people`."""
    tags: tuple[str, ...]
    """From the most exact word to the widest."""
    probability: float
    source: Source
    plural: bool = False
    is_of_file: bool = False
    """The pixels tell what it is a kind of, and the file's name the rest."""

    @property
    def is_surroundings(self) -> bool:
        """A building, a coast: what people and things are in or before, and what rooms are taken for."""
        return not _SURROUNDINGS.isdisjoint(self.tags)


def with_article(noun: str, *, mass: bool = False) -> str:
    """`a barn`, `an owl`, `food`. By letter, with the exceptions that the vocabulary has."""
    if mass:
        return noun
    vowel = noun[0].lower() in "aeiou" and not noun.lower().startswith(("uni", "eu", "one", "ute"))
    return f"{'an' if vowel else 'a'} {noun}"
