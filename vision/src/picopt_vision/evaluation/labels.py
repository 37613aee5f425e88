"""Labelled pictures and how words are compared with them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# Pictures that show the same; of each group only the first that is present is counted.
SAME: Final = (
    ("flower-meadow-square", "coming-soon-bg-image", "services-subscriber-photo"),
    ("red-hibiscus-closeup", "grid-flower-1"),
    ("ruins-image", "poster-image-background"),
    ("botany-flowers", "botany-flowers-closeup"),
    ("book-image", "book-image-landing"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """What is true and what is false of a picture. Words in no list are unknown, not wrong."""

    path: Path
    kind: str
    subjects: tuple[tuple[str, ...], ...]
    """Groups of synonyms; a useful alt text names one of the first group."""
    acceptable: tuple[str, ...]
    wrong: tuple[str, ...]


def read_labels(path: Path) -> list[Label]:
    """The labels in a JSON file; picture paths are relative to it. Raises FileNotFoundError."""
    labels = [
        Label(
            path=path.parent / entry["path"],
            kind=entry["kind"],
            subjects=tuple(tuple(group) for group in entry["subjects"]),
            acceptable=tuple(entry["acceptable"]),
            wrong=tuple(entry["wrong"]),
        )
        for entry in json.loads(path.read_text("utf-8"))
    ]
    return [label for label in labels if not _seen_before(label, labels)]


def _seen_before(label: Label, labels: list[Label]) -> bool:
    present = {other.path.stem for other in labels}
    group = next((group for group in SAME if label.path.stem in group), (label.path.stem,))
    return label.path.stem != next(name for name in group if name in present)


def says(text: str, phrase: str) -> bool:
    """The text has the phrase as whole words, whatever their case; singular and plural are the same."""
    words, wanted = _stems(text), _stems(phrase)
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in re.findall(r"[^\W_]+", text.lower())]


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
