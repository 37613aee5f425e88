"""Bring one file to its target: encode, score it whole, correct, encode again."""

import math
from dataclasses import replace
from typing import Final

from picopt_imaging.encode import encode
from picopt_imaging.geometry import Target
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.search import better_quality, measured_gain, quality_between
from picopt_imaging.steps.sample import sample_of
from picopt_imaging.steps.trend import Trend
from picopt_imaging.steps.verify import verify
from picopt_imaging.steps.worth import cost, octets, score_of
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Work

_MOST_TRIES: Final = 6
"""Encodings of a file that still misses its target."""
_MOST_CORRECTIONS: Final = 2
"""Of one that reached it, to make it smaller."""
_LARGE: Final = 500_000
"""Pixels."""
_GENEROUS: Final = ((_LARGE, 1.5), (math.inf, 3.0))
"""Up to so many pixels, a file is worth another encoding from so many points above the target: of small ones as many as
a search may leave on its sample, which is often a file itself. With 3.0 points, 17 % of the pixels of larger sizes are
encoded twice, with 2.0 to 2 megapixels and 2.5 from there 22 % (the images of `trend._FALL`); a job has 0.3 % more
bytes."""
_HOPED: Final = 0.5
"""Points above the target that are aimed at where the quality is foretold: one encoding less is worth a few bytes."""
_SURE: Final = 0.3
"""Points above the target that a large file is corrected to, so that no third encoding is needed."""
_SMALL: Final = 250_000
"""Pixels up to which both ways with colour are tried for every file, but where a copy of the sample has answered it:
there it costs little, and suffers most. On 28 photographs and wallpapers, no file lost a byte by that answer."""
_OFF_COURSE: Final = 6
"""Steps of quality between what was foretold and what a file needs, from which colour is looked at again."""


def reach(work: Work, target: Target, pixels: Image, recipe: Recipe, trend: Trend) -> Made:
    """The file of one recipe, brought to the target of its score: up where it falls short, down where that is cheap."""
    if recipe.method is not Method.LOSSY or recipe.quality is None or work.target_score is None:
        return encode_target(work, target, pixels, recipe)
    foretold = foretell(work, target, recipe, trend)
    made = _climb(work, target, pixels, foretold, trend)
    off = abs((made.recipe.quality or 0) - (foretold.quality or 0)) > _OFF_COURSE
    missed = score_of(made) < work.target_score
    small = target.pixels <= _SMALL and not _is_colour_settled(work, target, recipe)
    if small or off or missed:
        return _with_other_colour(work, target, pixels, made)
    return made


def foretell(work: Work, target: Target, recipe: Recipe, trend: Trend) -> Recipe:
    """The recipe at the quality that the file will probably need; the same where that was found on its very pixels."""
    if recipe.method is not Method.LOSSY or _was_tried(work, target, recipe):
        return recipe
    prior = PRIORS[recipe.format]
    expected = trend.expect(target.pixels, prior)
    if expected is None:
        return recipe
    wanted = prior.score_at(expected) + _HOPED / _gain(work, recipe)
    return recipe.at(prior.up(prior.quality_for(wanted)))


def is_good_enough(work: Work, target: Target, score: float) -> bool:
    """Whether a file is at its target, and not so far above that another encoding is worth its time."""
    wanted = work.target_score
    generous = next(points for most, points in _GENEROUS if target.pixels <= most)
    return wanted is None or wanted <= score < wanted + generous


def encode_target(work: Work, target: Target, pixels: Image, recipe: Recipe) -> Made:
    """One encoding of the target, scored whole."""
    sample = sample_of(work, target)
    if sample and recipe in sample.tried:
        return sample.tried[recipe]
    with work.clock("encode"):
        data = encode(pixels, recipe)
    if recipe.method is Method.LOSSLESS:
        return Made(data, recipe, 100.0, "whole")
    with work.clock("score"):
        return Made(data, recipe, *verify(pixels, data))


def _was_tried(work: Work, target: Target, recipe: Recipe) -> bool:
    sample = sample_of(work, target)
    return sample is not None and recipe in sample.tried


def _is_colour_settled(work: Work, target: Target, recipe: Recipe) -> bool:
    """Whether a copy of the sample, about as small as the target and of the same part, has answered it."""
    return recipe.format in work.settled_colour and work.sample is not None and target.shows_part_of(work.sample.target)


def _with_other_colour(work: Work, target: Target, pixels: Image, made: Made) -> Made:
    """The same file with the other resolution of colour, where that has fewer bytes for its score."""
    wanted = work.target_score or 0.0
    first = encode_target(work, target, pixels, replace(made.recipe, full_colour=not made.recipe.full_colour))
    is_short = score_of(made) < wanted and score_of(first) > score_of(made)
    if not is_short and cost(first) >= cost(made):
        return made
    other = _climb(work, target, pixels, first, Trend())
    if min(score_of(made), score_of(other)) < wanted:
        return max(made, other, key=score_of)
    return min(made, other, key=octets)


def _climb(work: Work, target: Target, pixels: Image, start: Recipe | Made, trend: Trend) -> Made:
    """The best file that corrections lead to from a recipe, or from the file that was made with it."""
    first = start if isinstance(start, Made) else encode_target(work, target, pixels, start)
    wanted, tried = work.target_score or 0.0, [first]
    while len(tried) < _MOST_TRIES and sum(score_of(made) >= wanted for made in tried) <= _MOST_CORRECTIONS:
        recipe = _corrected(work, target, tried)
        if any(made.recipe == recipe for made in tried):
            break
        tried.append(encode_target(work, target, pixels, recipe))
    good = [made for made in tried if score_of(made) >= wanted]
    best = min(good, key=octets) if good else max(tried, key=score_of)
    trend.note(target.pixels, exact_quality(work, best))
    return best


def exact_quality(work: Work, made: Made) -> float:
    """The quality at which a lossy file would be just at its target."""
    prior = PRIORS[made.recipe.format]
    surplus = (score_of(made) - (work.target_score or score_of(made))) / _gain(work, made.recipe)
    return prior.quality_for(prior.score_at(made.recipe.quality or 0) - surplus)


def _corrected(work: Work, target: Target, tried: list[Made]) -> Recipe:
    """The recipe to try instead of the last, or the same where nothing is to be mended."""
    made, wanted = tried[-1], work.target_score or 0.0
    quality, score = made.recipe.quality or 0, score_of(made)
    if is_good_enough(work, target, score):
        return made.recipe
    points = [(each.recipe.quality or 0, score_of(each)) for each in tried]
    below = max((point for point in points if point[1] < wanted), default=None)
    above = min((point for point in points if point[1] >= wanted), default=None)
    prior, gain = PRIORS[made.recipe.format], _gain(work, made.recipe)
    if target.pixels > _LARGE:
        wanted += _SURE
    if below and above and below < above:
        return made.recipe.at(quality_between(below, above, wanted, prior))
    if len(points) > 1:
        gain = measured_gain(points[-2], points[-1], gain, prior)
    return made.recipe.at(better_quality(quality, score, wanted, gain, prior))


def _gain(work: Work, recipe: Recipe) -> float:
    return work.gains.get(recipe.format, 1.0)
