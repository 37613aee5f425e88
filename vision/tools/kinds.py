"""Makes `kinds.txt`, the nouns that name a kind of what the pixels show: `python vision/tools/kinds.py FOLDER`.

FOLDER holds WordNet's `data.noun`, `index.noun`, `index.adj` and `noun.exc`, as Debian's package `wordnet-base`
brings them.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

OUT: Final = Path(__file__).parents[1] / "src" / "picopt_vision" / "embedded" / "page" / "kinds.txt"
# Group, the group around it, and WordNet's words for it; `:1` is a word's second meaning.
GROUPS: Final = (
    ("animal", "", "animal"),
    ("bird", "animal", "bird"),
    ("dog", "animal", "dog"),
    ("cat", "animal", "cat"),
    ("fish", "animal", "fish"),
    ("insect", "animal", "insect"),
    ("plant", "", "plant:1 flower:1"),
    ("tree", "plant", "tree"),
    ("musical instrument", "", "musical_instrument"),
    ("vehicle", "", "vehicle public_transport"),
    ("boat", "vehicle", "boat ship"),
    ("aircraft", "vehicle", "aircraft"),
    ("building", "", "building dwelling tower defensive_structure stadium"),
    ("furniture", "", "furniture"),
    ("body of water", "", "body_of_water"),
    ("landform", "", "geological_formation field meadow desert"),
    ("person", "", "person"),
    ("food", "", "food food:1 edible_fruit vegetable"),
    ("artifact", "", "instrumentality:2 covering:1 commodity structure decoration way:5 plaything"),
)
# What no other group has is one of these: a trout is an animal first, and a church a building.
REST: Final = frozenset({"food", "artifact"})
# A church is a community, too, and first.
MEANINGS: Final = 2
# Words of these are taken in their first meaning alone: few have no other.
PLAIN: Final = frozenset({"person", "body of water", "landform", *REST})
# Nobody is called so in a text of ours, whoever named the file.
_UNKIND_WORDS: Final = "bad_person unwelcome_person simpleton incompetent prostitute old_woman vagrant unfortunate"
_UNKIND: Final = re.compile(r"\b(?:offensive|derogatory|disparag|slur|contempt|obscene|vulgar|slang)", re.IGNORECASE)


@dataclass(frozen=True)
class WordNet:
    """What is read of it."""

    folder: Path

    @cached_property
    def above(self) -> Mapping[str, tuple[str, ...]]:
        """The wider meanings of each meaning, by its offset."""
        return {fields[0]: _wider(fields) for fields, _ in self._lines("data.noun")}

    @cached_property
    def spelled(self) -> Mapping[str, frozenset[str]]:
        """The words of each meaning that may be repeated, as WordNet spells them."""
        return {
            fields[0]: frozenset() if _UNKIND.search(gloss) else frozenset(fields[4 : 4 + 2 * int(fields[3], 16) : 2])
            for fields, gloss in self._lines("data.noun")
        }

    @cached_property
    def meanings(self) -> Mapping[str, list[str]]:
        """Offsets of the meanings of each word, most common first."""
        return {fields[0]: fields[-int(fields[2]) :] for fields, _ in self._lines("index.noun")}

    @cached_property
    def adjectives(self) -> frozenset[str]:
        """Words that are adjectives as well."""
        return frozenset(fields[0] for fields, _ in self._lines("index.adj"))

    def is_under(self, meaning: str, roots: frozenset[str]) -> bool:
        """It is a kind of one of the roots."""
        return any(above in roots or self.is_under(above, roots) for above in self.above[meaning])

    def irregular(self) -> Iterator[tuple[str, str]]:
        """Plurals and their singulars."""
        for line in (self.folder / "noun.exc").read_text("ascii").splitlines():
            plural, *singulars = line.split()
            yield plural, singulars[0]

    def _lines(self, name: str) -> Iterator[tuple[list[str], str]]:
        for line in (self.folder / name).read_text("ascii").splitlines():
            if not line.startswith("  "):  # the license
                record, _, gloss = line.partition("|")
                yield record.split(), gloss


Groups = tuple[tuple[str, str, str], ...]


def main(folder: Path) -> None:
    OUT.write_text("\n".join(lines(WordNet(folder))) + "\n", "ascii")


def lines(wordnet: WordNet, groups: Groups = GROUPS, unkind: str = _UNKIND_WORDS) -> Iterator[str]:
    """The file: a line for each group, then the irregular plurals of their words."""
    words = {name: _words(wordnet, roots, unkind, 1 if name in PLAIN else MEANINGS) for name, _, roots in groups}
    for name in PLAIN & words.keys() - {"person"}:  # whose shallows are shallow
        words[name] -= wordnet.adjectives
    for name, around, _ in groups:
        inner = [words[other] for other, above, _ in groups if above == name]
        outer = [words[other] for other in words.keys() - REST] if name in REST else []
        own = words[name].difference(*inner, *outer)
        yield f"{name} < {around}: {' '.join(sorted(own))}"
    known = frozenset().union(*words.values())
    plurals = {plural: one for plural, one in wordnet.irregular() if one in known and plural not in known}
    yield f"plurals: {' '.join(f'{plural}={one}' for plural, one in sorted(plurals.items()))}"


def _words(wordnet: WordNet, roots: str, unkind_words: str, known: int) -> frozenset[str]:
    tops, unkind = (frozenset(_meaning(wordnet, root) for root in text.split()) for text in (roots, unkind_words))
    return frozenset(
        word
        for word, meanings in wordnet.meanings.items()
        if word.isalpha()
        and len(word) > 2
        and any(
            word in wordnet.spelled[meaning]
            and wordnet.is_under(meaning, tops)
            and meaning not in unkind
            and not wordnet.is_under(meaning, unkind)
            for meaning in meanings[:known]
        )
    )


def _meaning(wordnet: WordNet, root: str) -> str:
    word, _, number = root.partition(":")
    return wordnet.meanings[word][int(number or 0)]


def _wider(fields: list[str]) -> tuple[str, ...]:
    count = 4 + 2 * int(fields[3], 16)
    pointers = fields[count + 1 :]
    return tuple(
        pointers[4 * at + 1]
        for at in range(int(fields[count]))
        if pointers[4 * at] == "@" and pointers[4 * at + 2] == "n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
