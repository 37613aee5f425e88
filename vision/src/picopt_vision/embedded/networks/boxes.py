"""Boxes around what detectors find, and which of those that lie upon each other is kept."""

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]
"""Rows of left, top, right, bottom, and probability; what a detector knows besides stands behind."""
_PROBABILITY = 4


def suppress(boxes: Boxes, most_overlap: float, *, of_smaller: bool = False) -> Boxes:
    """Without boxes that overlap a surer one by more than `most_overlap` of the union (or of the smaller box)."""
    rest = boxes[np.argsort(-boxes[:, _PROBABILITY])]
    kept = []
    while len(rest):
        best, rest = rest[0], rest[1:]
        kept.append(best)
        rest = rest[_overlap(best, rest, of_smaller=of_smaller) <= most_overlap]
    return np.array(kept, np.float32).reshape(-1, boxes.shape[1])


def _overlap(box: Boxes, others: Boxes, *, of_smaller: bool) -> Boxes:
    sides = np.minimum(box[2:4], others[:, 2:4]) - np.maximum(box[0:2], others[:, 0:2])
    shared = np.clip(sides, 0, None).prod(axis=1)
    area = (box[2:4] - box[0:2]).prod()
    areas = (others[:, 2:4] - others[:, 0:2]).prod(axis=1)
    whole = np.minimum(area, areas) if of_smaller else area + areas - shared
    share: Boxes = shared / np.maximum(whole, 1e-6)
    return share
