"""Cut, resize, encode, verify and label every file."""

from dataclasses import dataclass
from typing import Final

from picopt_imaging.animation import moments
from picopt_imaging.encode import encode
from picopt_imaging.geometry import Target
from picopt_imaging.metadata import write_blocks
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.resample import resample
from picopt_imaging.search import better_quality
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.steps.choose import sample_target
from picopt_imaging.vips import Image
from picopt_imaging.work import Work

_LARGE: Final = 1_000_000
"""Pixels. Larger and smaller files learn their quality from different measurements."""
_SCORED_WHOLE: Final = 2_000_000
"""Pixels; larger files are scored on four squares, which flatters by about 2 points but costs a tenth."""
_SQUARE: Final = 256
_MOMENTS: Final = 3
"""Of an animation, that are scored; the worst counts."""
_MOST_CORRECTIONS: Final = 2


@dataclass(frozen=True)
class Made:
    """An encoded target."""

    data: bytes
    recipe: Recipe
    score: float | None


def make_files(work: Work) -> None:
    """Every target, largest first. What is measured of one corrects the quality of those that follow in its class.

    Measured are the full picture and the size that the search looked at, with `score_all` every file.
    """
    learned: dict[bool, list[Recipe]] = {}
    measured = {work.targets[0].name, sample_target(work).name}
    for target in sorted(work.targets, key=_by_pixels, reverse=True):
        pixels = resample(work.base, target, work.source.width, work.source.height)
        large = target.pixels > _LARGE
        recipes = learned.get(large, work.recipes)
        is_measured = work.plan.score_all or target.name in measured
        made = _best(work, pixels, recipes, measure=is_measured)
        if is_measured and made.recipe.method is Method.LOSSY:
            learned[large] = [made.recipe if each.method is Method.LOSSY else each for each in recipes]
        to = made.recipe.format
        gain_map = work.gain_map.cut(target, work.source.width, work.source.height) if work.gain_map else None
        data = write_blocks(to, made.data, work.embedding.blocks(to, target.width, target.height, gain_map))
        work.save(target, data, made.recipe, made.score)
    _say_what_was_missed(work)


def _best(work: Work, pixels: Image, recipes: list[Recipe], *, measure: bool) -> Made:
    """The smallest of the recipes; drawings have several, and are always measured."""
    if len(recipes) == 1:
        return _make(work, pixels, recipes[0], measure=measure)
    made = [_make(work, pixels, recipe, measure=True) for recipe in recipes]
    target = work.target_score or 0.0
    good = [each for each in made if each.score is not None and each.score >= target]
    return min(good or made, key=lambda each: len(each.data))


def _make(work: Work, pixels: Image, recipe: Recipe, *, measure: bool) -> Made:
    for _ in range(_MOST_CORRECTIONS):
        made = _encode(work, pixels, recipe, measure=measure)
        better = _corrected(work, made)
        if better == recipe:
            return made
        recipe = better
    return _encode(work, pixels, recipe, measure=measure)


def _encode(work: Work, pixels: Image, recipe: Recipe, *, measure: bool) -> Made:
    with work.clock("encode"):
        data = encode(pixels, recipe)
    if not measure:
        return Made(data, recipe, None)
    if recipe.method is Method.LOSSLESS:
        return Made(data, recipe, 100.0)
    with work.clock("score"):
        return Made(data, recipe, _score(pixels, data))


def _corrected(work: Work, made: Made) -> Recipe:
    """The recipe to try instead, or the same where nothing is to be mended."""
    target, quality = work.target_score, made.recipe.quality
    if target is None or made.score is None or quality is None or made.score >= target:
        return made.recipe
    return made.recipe.at(better_quality(quality, made.score, target, work.points_per_step, PRIORS[made.recipe.format]))


def _score(pixels: Image, data: bytes) -> float:
    if pixels.get_typeof("page-height"):
        result = Image.new_from_buffer(data, "[n=-1]").copy_memory()
        pairs = zip(moments(pixels, _MOMENTS), moments(result, _MOMENTS), strict=True)
        return min(score_images(before, after) for before, after in pairs)
    result = Image.new_from_buffer(data, "")
    if pixels.width * pixels.height <= _SCORED_WHOLE:
        return score_images(pixels, result)
    return score_images(_squares(pixels), _squares(result))


def _squares(image: Image) -> Image:
    """Four squares, from the middles of the quarters, side by side."""
    places = [(across, down) for down in (1, 3) for across in (1, 3)]
    half = _SQUARE // 2
    parts = [
        image.crop(image.width * across // 4 - half, image.height * down // 4 - half, _SQUARE, _SQUARE)
        for across, down in places
    ]
    return Image.arrayjoin(parts, across=2)


def _say_what_was_missed(work: Work) -> None:
    target = work.target_score
    missed = [file for file in work.files if target is not None and file.score is not None and file.score < target]
    if missed:
        worst = min(missed, key=lambda file: file.score or 0.0)
        work.notes.append(f"The target of {target:g} was not reached: “{worst.name}” scores {worst.score:.1f}.")


def _by_pixels(target: Target) -> int:
    return target.pixels
