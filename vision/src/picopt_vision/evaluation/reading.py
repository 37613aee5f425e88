"""Files of labels, of any kind."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from picopt_vision.evaluation.accepted import read_accepted
from picopt_vision.evaluation.labels import Label, read_alone, read_in_page

# Images that show the same; of each group only the first that is present is counted.
SAME: Final = (
    ("flower-meadow-square", "coming-soon-bg-image", "services-subscriber-photo"),
    ("red-hibiscus-closeup", "grid-flower-1"),
    ("ruins-image", "poster-image-background"),
    ("botany-flowers", "botany-flowers-closeup"),
    ("book-image", "book-image-landing"),
)
# What an entry has tells what it is.
_READERS: Final[Mapping[str, Callable[[Mapping[str, Any], Path], Label]]] = {
    "accepted": read_accepted,
    "good_alt_points": read_in_page,
    "subjects": read_alone,
}


def read_labels(path: Path) -> list[Label]:
    """The labels in a JSON file; image paths are relative to it. Raises FileNotFoundError."""
    entries = json.loads(path.read_text("utf-8"))
    labels = [_reader(entry)(entry, path.parent) for entry in entries]
    return [label for label in labels if not _seen_before(label, labels)]


def _reader(entry: Mapping[str, Any]) -> Callable[[Mapping[str, Any], Path], Label]:
    return next(reader for name, reader in _READERS.items() if name in entry)


def _seen_before(label: Label, labels: list[Label]) -> bool:
    present = {other.path.stem for other in labels}
    group = next((group for group in SAME if label.path.stem in group), (label.path.stem,))
    return label.path.stem != next(name for name in group if name in present)
