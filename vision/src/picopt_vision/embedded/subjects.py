"""Which words the picture supports strongly enough to be said."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from picopt_vision.embedded.classifier import Probabilities
from picopt_vision.embedded.vocabulary import Node, vocabulary

# The networks were trained with label smoothing and are rarely surer than 0.9 even of the plainest picture.
LEAST: Final = 0.4
# Doubt spreads over all classes, so a word for many of them needs more: `animal` covers 398 classes.
LEAST_WIDE: Final = 0.75
WIDE: Final = 100
# A further thing in the picture, when the first is sure: less probability is left for it.
LEAST_SECOND: Final = 0.2
NARROW: Final = 10
# A word that the file's name or the page also uses needs only this much from the pixels.
LEAST_HINTED: Final = 0.12


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that may be named, with the probability that it is there (0–1)."""

    node: Node
    probability: float
    hinted: bool


def find_subjects(probabilities: Probabilities, hints: Collection[str]) -> list[Subject]:
    """The things to name, surest first, at most two. `hints`: lower-case words near the picture."""
    candidates = [
        Subject(node, float(probabilities[list(node.all_classes())].sum()), _hinted(node, hints))
        for node in vocabulary()
        if node.word
    ]
    sure = [subject for subject in candidates if subject.probability >= _wanted(subject, LEAST)]
    if not sure:
        return []
    first = _deepest(sure)
    apart = [subject for subject in candidates if not _related(subject.node, first.node)]
    narrow = [subject for subject in apart if len(subject.node.all_classes()) <= NARROW]
    further = [subject for subject in narrow if subject.probability >= _wanted(subject, LEAST_SECOND)]
    return [first, _deepest(further)] if further else [first]


def _wanted(subject: Subject, least: float) -> float:
    if len(subject.node.all_classes()) >= WIDE:
        return LEAST_WIDE
    return min(least, LEAST_HINTED) if subject.hinted else least


def _deepest(sure: list[Subject]) -> Subject:
    """The surest tree's most exact word: `macaw` before `parrot` before `bird`, as long as it is sure enough."""
    best = max(sure, key=lambda subject: subject.probability)
    while True:
        below = [subject for subject in sure if best.node in list(subject.node.path())[1:]]
        if not below:
            return best
        best = max(below, key=lambda subject: subject.probability)


def _related(one: Node, other: Node) -> bool:
    return one in other.path() or other in one.path() or bool(set(one.path()) & set(other.path()))


def _hinted(node: Node, hints: Collection[str]) -> bool:
    return node.word.lower() in hints or node.plural.lower() in hints
