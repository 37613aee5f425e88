"""Which quality a size needs, foretold from the sizes that were made already."""

import math
from dataclasses import dataclass, field
from typing import Final

from picopt_imaging.presets import Prior

_USUAL: Final = 70.5
"""Where images end up at their full size: the average score of the quality that they need there. What needs less when
it is small needs more with every size; what needs more stays."""
_PULL: Final = 0.15
"""Of the way to `_USUAL`, that the need grows by when the pixels grow by *e*."""
_TRUST: Final = 0.8
"""Of what was measured between the two last sizes, that goes on beside that. On 24 photographs and wallpapers (see
“What was tuned on which pictures”), 24 % of the pixels of larger sizes are encoded twice; 36 % with half the trust,
52 % without both."""
_FALL: Final = 0.5
"""The same where sizes have come to need less. On 36 photographs and wallpapers in WebP, 22.0 % of the pixels of larger
sizes would be encoded twice; 23.2 % if such sizes were foretold to need no less."""
_EASE: Final = 0.8
"""Points of score by which smaller sizes need less when the pixels shrink by *e*,"""
_EASE_TRUST: Final = 0.35
"""and of what was measured between the two sizes above, that goes on beside that. On 28 photographs and wallpapers,
sizes of 300 pixels need 1.5 ± 1.3 less than 768 a step of *e* in WebP, ± 0.9 about this line; 0.7 ± 1.5 in JPEG."""
_FARTHEST: Final = 1.0
"""Growth, as a logarithm of pixels, that is foretold at most."""


@dataclass
class Trend:
    """Which quality files of one picture need for the same score, by their pixels: it drifts slowly with the size."""

    known: dict[float, float] = field(default_factory=dict)
    """Logarithm of pixels to quality."""

    def note(self, pixels: int, quality: float) -> None:
        """A file of so many pixels reaches the target exactly at this quality."""
        self.known[math.log(pixels)] = quality

    def expect(self, pixels: int, prior: Prior) -> float | None:
        """Between two known sizes on a straight line; below and above them as images usually go on."""
        at, known = math.log(pixels), sorted(self.known.items())
        if not known:
            return None
        below = [pair for pair in known if pair[0] <= at]
        above = [pair for pair in known if pair[0] >= at]
        if not below:
            return _before(known, at, prior)
        if not above:
            return _beyond(known, at, prior)
        (left, low), (right, high) = below[-1], above[0]
        return low if right == left else low + (high - low) * (at - left) / (right - left)


def _before(known: list[tuple[float, float]], at: float, prior: Prior) -> float:
    first, quality = known[0]
    score = prior.score_at(quality)
    slope = _EASE
    if len(known) > 1:
        after, higher = known[1]
        slope += _EASE_TRUST * (prior.score_at(higher) - score) / (after - first)
    return prior.quality_for(score - slope * (first - at))


def _beyond(known: list[tuple[float, float]], at: float, prior: Prior) -> float:
    last, quality = known[-1]
    score = prior.score_at(quality)
    slope = _PULL * max(0.0, _USUAL - score)
    if len(known) > 1:
        before, lower = known[-2]
        grown = (score - prior.score_at(lower)) / (last - before)
        slope += (_TRUST if grown > 0 else _FALL) * grown
    return prior.quality_for(score + slope * min(_FARTHEST, at - last))
