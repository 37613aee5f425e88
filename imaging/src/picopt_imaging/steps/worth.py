"""What a file that was made is worth: its octets, its score, and one number of both."""

import math
from typing import Final

from picopt_imaging.work import Made

BYTES_A_POINT: Final = 0.018
"""Logarithm of the bytes that a point of score costs near 70; the same for all three formats, on Kodak."""


def cost(made: Made) -> float:
    """Octets, as if all had the same score."""
    return float(len(made.data) * math.exp(-BYTES_A_POINT * score_of(made)))


def score_of(made: Made) -> float:
    """The score, 0 where none was measured."""
    return made.score or 0.0


def octets(made: Made) -> int:
    """Length of the file."""
    return len(made.data)
