"""Things that the classifier is sure of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from picopt_vision.embedded.claim import Claim, with_article
from picopt_vision.embedded.networks.classifier import Probabilities
from picopt_vision.embedded.sight.vocabulary import Node, vocabulary

# All of the image: nothing is beside it.
WHOLE: Final = "landscape"
# A further thing beside one that is sure: less probability is left for it.
LEAST_SECOND: Final = 0.2
# Groups of more classes than this gather doubt; they are named alone or not at all.
NARROW: Final = 10
# A word that the file's name or the page also uses needs only this much from the pixels.
LEAST_HINTED: Final = 0.15
# Two words that the page has in a row, as `teddy bear`, are hardly there by chance.
LEAST_HINTED_BY_TWO: Final = 0.08
# Two more chances to see something make two more chances to be wrong.
LEAST_AT_SECOND_LOOK: Final = 0.4


@dataclass(frozen=True, slots=True)
class _Candidate:
    node: Node
    probability: float
    hinted: bool

    def reaches(self, least: float) -> bool:
        """Probable enough, or less so but confirmed by a word near the picture."""
        least_hinted = LEAST_HINTED_BY_TWO if " " in self.node.word else LEAST_HINTED
        return self.probability >= least or (self.hinted and self.probability >= least_hinted)


def find_things(
    probabilities: Probabilities, hints: Collection[str], *, at_least: float = 0.0, several: Collection[str] = ()
) -> list[Claim]:
    """The things to name, surest first, at most two.

    `hints`: lower-case words near the picture. `at_least`: probability wanted whatever the vocabulary asks for.
    `several`: words for that of which there is more than one.
    """
    candidates = [
        _Candidate(node, float(probabilities[list(node.all_classes)].sum()), _hinted(node, hints))
        for node in vocabulary()
        if node.word
    ]
    first = _most_exact([c for c in candidates if c.reaches(max(c.node.least, at_least))])
    if not first:
        return []
    if first.node.word == WHOLE:
        return [_claim(first, several)]
    apart = [c for c in candidates if len(c.node.all_classes) <= NARROW and not _related(c.node, first.node)]
    second = _most_exact([candidate for candidate in apart if candidate.reaches(LEAST_SECOND)])
    return [_claim(found, several) for found in (first, second) if found]


def _most_exact(sure: Sequence[_Candidate]) -> _Candidate | None:
    """In the surest tree the most exact word: `macaw` before `parrot` before `bird`, as long as it is sure enough."""
    if not sure:
        return None
    best = max(sure, key=lambda candidate: candidate.probability)
    while below := [candidate for candidate in sure if best.node in list(candidate.node.path())[1:]]:
        best = max(below, key=lambda candidate: candidate.probability)
    return best


def _related(one: Node, other: Node) -> bool:
    return bool(set(one.path()) & set(other.path()))


def _hinted(node: Node, hints: Collection[str]) -> bool:
    return node.word.lower() in hints or node.plural.lower() in hints


def _claim(found: _Candidate, several: Collection[str]) -> Claim:
    node = found.node
    tags = tuple(above.word.lower() for above in node.path() if above.word)
    is_plural = not node.mass and not set(tags).isdisjoint(several)
    return Claim(
        phrase=node.plural if is_plural else with_article(node.word, mass=node.mass),
        noun=node.plural if is_plural else node.word,
        tags=tags,
        probability=min(1.0, found.probability),
        source="classifier",
        plural=is_plural,
    )
