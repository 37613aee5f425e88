"""Find the lowest quality that reaches a target score, with few encodings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from picopt_imaging.presets import Prior

MOST_PROBES: Final = 5
_ENOUGH: Final = 0.6
"""Of what a step gains: with less than that to spare, one step lower would miss the target (27 pictures)."""
_MARGIN: Final = 0.1
"""Points aimed above the target: a probe that just misses it is no use."""
_NEAR: Final = 1.5
"""Points. Probes nearer to each other than this say little about how steep the picture's curve is."""


@dataclass(frozen=True)
class Probe:
    """One encoding that was tried."""

    quality: int
    score: float
    data: bytes


@dataclass(frozen=True)
class Aim:
    """The score to reach, and how many points above it are near enough, even if a lower quality might do."""

    target: float
    tolerance: float = 0.0

    @property
    def middle(self) -> float:
        """Where a probe is likeliest to be near enough."""
        return self.target + max(_MARGIN, self.tolerance / 2)


@dataclass(frozen=True)
class Found:
    """The best probe, and how many points this picture gains where the average one gains one."""

    best: Probe
    gain: float
    reached: bool


def find_quality(
    try_quality: Callable[[int], Probe],
    aim: Aim,
    prior: Prior,
    *,
    start: int | None = None,
    most_probes: int = MOST_PROBES,
) -> Found:
    """The probe of lowest quality that reaches the target; at most `most_probes` encodings, the first at `start`.

    Steps are taken along the prior's ladder, stretched by what the last two probes say about this picture. Where even
    the highest quality does not reach the target, the best there was, with `reached` False.
    """
    target = aim.target
    below: Probe | None = None
    above: Probe | None = None
    last: Probe | None = None
    quality, gain = prior.start(target) if start is None else start, 1.0
    for _ in range(most_probes):
        probe = try_quality(quality)
        if probe.score >= target:
            above = probe
        else:
            below = probe
        if last:
            gain = measured_gain((last.quality, last.score), (probe.quality, probe.score), gain, prior)
        if _is_enough(below, above, target, gain, prior) or (above and above.score < target + aim.tolerance):
            break
        quality, last = _next_quality(below, above, aim, gain, prior), probe
    best = above or below
    if best is None:  # pragma: no cover - the loop ran at least once
        raise AssertionError
    return Found(best, gain, reached=above is not None)


def better_quality(quality: int, score: float, target: float, gain: float, prior: Prior) -> int:
    """A quality that should bring `score` just above the target. At least a step up where it falls short."""
    wanted = _towards(quality, target + _MARGIN - score, gain, prior)
    if score < target:
        wanted = max(wanted, prior.higher(quality))
    return wanted


def quality_between(below: tuple[int, float], above: tuple[int, float], target: float, prior: Prior) -> int:
    """The quality that should just reach the target, between two whose scores lie below and not below it.

    Where the two are neighbours, one of them.
    """
    low, high = prior.score_at(below[0]), prior.score_at(above[0])
    share = (target + _MARGIN - below[1]) / (above[1] - below[1])
    wanted = prior.up(prior.quality_for(low + share * (high - low)))
    return min(prior.lower(above[0]), max(prior.higher(below[0]), wanted))


def _is_enough(below: Probe | None, above: Probe | None, target: float, gain: float, prior: Prior) -> bool:
    if above is None:
        return below is not None and below.quality >= prior.highest
    if above.quality <= prior.lowest or (below is not None and prior.higher(below.quality) >= above.quality):
        return True
    step = gain * (prior.score_at(above.quality) - prior.score_at(prior.lower(above.quality)))
    return above.score - target < _ENOUGH * step


def _next_quality(below: Probe | None, above: Probe | None, aim: Aim, gain: float, prior: Prior) -> int:
    if below and above:
        wanted = min(aim.middle, above.score)
        return quality_between((below.quality, below.score), (above.quality, above.score), wanted - _MARGIN, prior)
    probe = above or below
    if probe is None:  # pragma: no cover - there was a probe
        raise AssertionError
    wanted = _towards(probe.quality, aim.middle - probe.score, gain, prior)
    return min(prior.lower(probe.quality), wanted) if above else max(prior.higher(probe.quality), wanted)


def _towards(quality: int, points: float, gain: float, prior: Prior) -> int:
    """The quality so many points of this picture away."""
    return prior.up(prior.quality_for(prior.score_at(quality) + points / gain))


def measured_gain(first: tuple[int, float], second: tuple[int, float], before: float, prior: Prior) -> float:
    """From two pairs of quality and score; the nearer they are, the more what was known `before` counts."""
    expected = prior.score_at(second[0]) - prior.score_at(first[0])
    if expected == 0:
        return before
    trust = min(1.0, abs(expected) / _NEAR)
    return min(2.0, max(0.5, trust * (second[1] - first[1]) / expected + (1 - trust) * before))
