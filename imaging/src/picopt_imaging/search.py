"""Find the lowest quality that reaches a target score, with few encodings."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from picopt_imaging.presets import Prior

MOST_PROBES: Final = 5
_CLOSE: Final = 0.35
"""Points above the target that are not worth another encoding."""


@dataclass(frozen=True)
class Probe:
    """One encoding that was tried."""

    quality: int
    score: float
    data: bytes


@dataclass(frozen=True)
class Found:
    """The best probe, and how many points a step of quality gains near it."""

    best: Probe
    points_per_step: float
    reached: bool


def find_quality(try_quality: Callable[[int], Probe], target: float, prior: Prior) -> Found:
    """The probe of lowest quality that reaches the target, by secant steps; at most `MOST_PROBES` encodings.

    Where even the highest quality does not reach it, the best there was, with `reached` False.
    """
    below: Probe | None = None
    above: Probe | None = None
    last: Probe | None = None
    quality, slope = prior.start(target), prior.points_per_step
    for _ in range(MOST_PROBES):
        probe = try_quality(quality)
        if probe.score >= target:
            above = probe
        else:
            below = probe
        slope = _slope(probe, last, slope)
        if _is_enough(below, above, target, prior):
            break
        quality, last = _next_quality(below, above, target, slope, prior), probe
    best = above or below
    if best is None:  # pragma: no cover - the loop ran at least once
        raise AssertionError
    return Found(best, slope, reached=above is not None)


def better_quality(quality: int, score: float, target: float, slope: float, prior: Prior) -> int:
    """A quality that should lift `score` to the target: at least one step, a little more than the slope says."""
    step = max(1, math.ceil(1.15 * (target - score) / max(slope, 0.1)))
    return min(prior.highest, quality + step)


def _is_enough(below: Probe | None, above: Probe | None, target: float, prior: Prior) -> bool:
    if above is None:
        return below is not None and below.quality >= prior.highest
    if above.score - target <= _CLOSE or above.quality <= prior.lowest:
        return True
    return below is not None and above.quality - below.quality <= 1


def _next_quality(below: Probe | None, above: Probe | None, target: float, slope: float, prior: Prior) -> int:
    if below and above:
        share = (target - below.score) / (above.score - below.score)
        wanted = below.quality + math.ceil(share * (above.quality - below.quality))
        return min(above.quality - 1, max(below.quality + 1, wanted))
    probe = above or below
    if probe is None:  # pragma: no cover - there was a probe
        raise AssertionError
    # Aim a little above the target: a probe that just misses it is no use.
    step = (target + _CLOSE / 2 - probe.score) / max(slope, 0.1)
    moved = probe.quality + (min(-1, round(step)) if above else max(1, math.ceil(step)))
    return min(prior.highest, max(prior.lowest, moved))


def _slope(probe: Probe, last: Probe | None, before: float) -> float:
    """Points a step, from the last two probes; neighbours are noisy, so it stays within a factor of four."""
    if last is None:
        return before
    measured = (probe.score - last.score) / (probe.quality - last.quality)
    return min(4 * before, max(before / 4, measured))
