"""Cut, resize, encode, verify and label every file."""

from typing import Final

from picopt_imaging.encode import encode
from picopt_imaging.geometry import Target
from picopt_imaging.metadata import write_blocks
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.resample import resample
from picopt_imaging.search import better_quality, measured_gain, quality_between
from picopt_imaging.steps.closeup import LARGE, rehearse
from picopt_imaging.steps.sample import is_whole_file, sample_target
from picopt_imaging.steps.verify import verify
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Work

_MOST_CORRECTIONS: Final = 2
"""And one more where the target is still missed."""
_GENEROUS: Final = {True: 3.0, False: 1.5}
"""Points above the target from which a large or a small file is worth another encoding."""
_SAFE: Final = {True: 0.5, False: 0.0}
"""Points that a correction aims higher: of a large file, another one would be dear."""


def make_files(work: Work) -> None:
    """Every target, largest first. What is measured of one corrects the quality of those that follow in its class.

    Measured are the largest file and the size that the search looked at, with `score_all` every file.
    """
    learned: dict[bool, list[Recipe]] = {}
    ordered = sorted(work.targets, key=_by_pixels, reverse=True)
    measured = {ordered[0].name, work.targets[0].name, sample_target(work).name}
    for target in ordered:
        pixels = _pixels(work, target)
        large = target.pixels > LARGE
        recipes = learned.get(large) or (rehearse(work, pixels) if large else work.recipes)
        is_measured = work.plan.score_all or target.name in measured
        made = _best(work, target, pixels, recipes, measure=is_measured)
        if is_measured and made.recipe.method is Method.LOSSY:
            learned[large] = [made.recipe if each.method is Method.LOSSY else each for each in recipes]
        to = made.recipe.format
        gain_map = work.gain_map.cut(target, work.source.width, work.source.height) if work.gain_map else None
        work.save(
            target, write_blocks(to, made.data, work.embedding.blocks(to, target.width, target.height, gain_map)), made
        )
    _say_what_was_missed(work)


def _pixels(work: Work, target: Target) -> Image:
    if work.sample is not None and is_whole_file(work, target):
        return work.sample.pixels
    return resample(work.base, target, work.source.width, work.source.height)


def _best(work: Work, target: Target, pixels: Image, recipes: list[Recipe], *, measure: bool) -> Made:
    """The smallest of the recipes; drawings have several, and are always measured."""
    if len(recipes) == 1:
        return _make(work, target, pixels, recipes[0], measure=measure)
    made = [_make(work, target, pixels, recipe, measure=True) for recipe in recipes]
    wanted = work.target_score or 0.0
    good = [each for each in made if each.score is not None and each.score >= wanted]
    return min(good or made, key=lambda each: len(each.data))


def _make(work: Work, target: Target, pixels: Image, recipe: Recipe, *, measure: bool) -> Made:
    """Encoded, and where it is measured brought to the target: up where it falls short, down where that is cheap."""
    tried: dict[Recipe, Made] = {}
    wanted, good = work.target_score or 0.0, list[Made]()
    while recipe not in tried and len(tried) <= _MOST_CORRECTIONS + (not good):
        made = tried[recipe] = _encode(work, target, pixels, recipe, measure=measure)
        if made.score is None or made.score >= wanted:
            good.append(made)
        recipe = _corrected(work, target, list(tried.values()))
    return min(good, key=_octets) if good else max(tried.values(), key=_score)


def _encode(work: Work, target: Target, pixels: Image, recipe: Recipe, *, measure: bool) -> Made:
    if work.sample is not None and recipe in work.sample.tried and is_whole_file(work, target):
        return work.sample.tried[recipe]
    with work.clock("encode"):
        data = encode(pixels, recipe)
    if not measure:
        return Made(data, recipe)
    if recipe.method is Method.LOSSLESS:
        return Made(data, recipe, 100.0, "whole")
    with work.clock("score"):
        return Made(data, recipe, *verify(work, pixels, data))


def _corrected(work: Work, target: Target, tried: list[Made]) -> Recipe:
    """The recipe to try instead of the last, or the same where nothing is to be mended."""
    made, wanted = tried[-1], work.target_score
    quality = made.recipe.quality
    if wanted is None or made.score is None or quality is None:
        return made.recipe
    large = target.pixels > LARGE
    if wanted <= made.score < wanted + _GENEROUS[large]:
        return made.recipe
    gain, prior, aim = work.gains.get(made.recipe.format, 1.0), PRIORS[made.recipe.format], wanted + _SAFE[large]
    points = [(each.recipe.quality or 0, _score(each)) for each in tried]
    below = max((point for point in points if point[1] < wanted), default=None)
    above = min((point for point in points if point[1] >= wanted), default=None)
    if below and above and below < above:
        return made.recipe.at(quality_between(below, above, aim, prior))
    if len(points) > 1:
        gain = measured_gain(points[-2], points[-1], gain, prior)
    return made.recipe.at(better_quality(quality, made.score, aim, gain, prior))


def _say_what_was_missed(work: Work) -> None:
    target = work.target_score
    missed = [file for file in work.files if target is not None and file.score is not None and file.score < target]
    if missed:
        worst = min(missed, key=lambda file: file.score or 0.0)
        work.notes.append(f"The target of {target:g} was not reached: “{worst.name}” scores {worst.score:.1f}.")


def _by_pixels(target: Target) -> int:
    return target.pixels


def _octets(made: Made) -> int:
    return len(made.data)


def _score(made: Made) -> float:
    return made.score or 0.0
