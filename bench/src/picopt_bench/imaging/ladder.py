"""Bytes and scores of one image at several qualities, and the bytes at any score between them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Rung:
    """One quality: octets, and how good the file is by some metric (higher is better)."""

    quality: int
    octets: int
    worth: float


def climb(qualities: Sequence[int], encode: Callable[[int], bytes], worth: Callable[[bytes], float]) -> list[Rung]:
    """A rung for each quality."""
    made = [(quality, encode(quality)) for quality in qualities]
    return [Rung(quality, len(data), worth(data)) for quality, data in made]


def octets_at(rungs: Sequence[Rung], worth: float) -> float | None:
    """Between the two rungs that lie about it, by the logarithm of bytes; None outside of the ladder."""
    for low, high in pairwise(sorted(rungs, key=lambda rung: rung.worth)):
        if low.worth <= worth <= high.worth:
            share = (worth - low.worth) / (high.worth - low.worth) if high.worth > low.worth else 1.0
            return math.exp(math.log(low.octets) * (1 - share) + math.log(high.octets) * share)
    return None
