"""Thresholds by cross-validation over sources: chosen on some publishers' images, tried on the others'."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from picopt_vision.evaluation.judge import Verdict


@dataclass(frozen=True, slots=True)
class Crossed:
    """What confidence is asked for, and what came of it on sources that had no say in it."""

    thresholds: dict[str, float]
    """By the source that was held out."""
    kept: list[Verdict]
    """Verdicts of held-out sources that passed the threshold chosen without them."""


def cross_validate(
    verdicts: Sequence[Verdict], *, is_bad: Callable[[Verdict], bool], most_bad: float, by: Callable[[Verdict], str]
) -> Crossed:
    """For each source: the lowest confidence at which at most `most_bad` (0–1) of the other sources' texts are bad."""
    thresholds: dict[str, float] = {}
    kept: list[Verdict] = []
    for source in dict.fromkeys(map(by, verdicts)):
        others = [verdict for verdict in verdicts if by(verdict) != source]
        thresholds[source] = choose(others, is_bad=is_bad, most_bad=most_bad)
        own = [verdict for verdict in verdicts if by(verdict) == source]
        kept += [verdict for verdict in own if verdict.spoke and confidence(verdict) >= thresholds[source]]
    return Crossed(thresholds, kept)


def choose(verdicts: Sequence[Verdict], *, is_bad: Callable[[Verdict], bool], most_bad: float) -> float:
    """The lowest confidence from which on the share of bad texts is small enough; above 1 where there is none."""
    spoke = sorted((verdict for verdict in verdicts if verdict.spoke), key=confidence, reverse=True)
    best, bad = 1.01, 0
    for at, verdict in enumerate(spoke, start=1):
        bad += is_bad(verdict)
        follows = spoke[at : at + 1]
        if bad <= most_bad * at and not (follows and confidence(follows[0]) == confidence(verdict)):
            best = confidence(verdict)
    return best


def confidence(verdict: Verdict) -> float:
    """What the model said of itself, 0–1."""
    return verdict.result.confidence if verdict.result else 0.0
