"""No file has more bytes than a larger one of the same part: a browser that takes the larger one must gain by it."""

from dataclasses import replace
from functools import cache, partial
from typing import Final

from picopt_imaging.geometry import Target
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.steps.reach import encode_target, reach
from picopt_imaging.steps.sample import pixels_of
from picopt_imaging.steps.trend import Trend
from picopt_imaging.steps.worth import octets, score_of
from picopt_imaging.values import Format, Preset
from picopt_imaging.work import Made, Work

_WITHIN_REACH: Final = 1.3
"""Times the bytes of the larger file, up to which another recipe of the smaller one may have fewer than it."""
_DEAREST: Final = 1.25
"""Times the bytes of the smaller file, up to which a larger one is raised for its sake. Beyond a palette of 256 colors,
the next better file may have three times the bytes, for a size that nobody needs beside a larger and lighter one."""
_STEPS: Final = (1, 2, 4, 7, 11, 16)
"""Of quality, that the larger file is raised by until it has more bytes."""
_AROUND: Final = (-8, -4, 0, 4)
"""The same about where a search begins, for a drawing whose finest palette has too few bytes."""


def put_in_order(work: Work, made: dict[Target, Made]) -> None:
    """Where a smaller file has more bytes, its score stands: the larger one gets a better one. Changes `made`.

    A drawing of few colours can be smaller whole than scaled, where its edges become soft. Where nothing better can be
    made of it, or only at a price, the scaled one is left out. Two stay nevertheless: `full`, and what has fewer bytes
    than the file that it replaces.
    """
    for target in sorted(made, key=lambda each: each.pixels):
        for small in _offenders(made, target):
            if octets(made[small]) < _WITHIN_REACH * octets(made[target]):
                made[small] = _lowered(work, small, made[small])
        _settle(work, made, target)


def _settle(work: Work, made: dict[Target, Made], target: Target) -> None:
    """Raise the target above all smaller ones; what it cannot be raised above, or not cheaply, is left out."""
    recipes = _better_recipes(work, made[target].recipe)
    pixels = cache(partial(pixels_of, work, target))
    encoded = cache(lambda recipe: encode_target(work, target, pixels(), recipe))
    while offenders := _offenders(made, target):
        least = octets(made[offenders[0]])
        movable = [each for each in offenders if not _has_to_stay(each, made[each])]
        better = (each for each in map(encoded, recipes) if _is_better(work, target, made[target], each))
        raised = next((each for each in better if octets(each) >= least), None)
        is_short = score_of(made[target]) < (work.target_score or 0.0)
        if raised and (is_short or not movable or octets(raised) <= _DEAREST * least):
            made[target] = raised
        elif movable:
            _leave_out(work, made, movable[0], target)
        else:
            names = ", ".join(f"“{each.name}”" for each in offenders)
            work.notes.append(
                f"“{target.name}” has fewer bytes than {names}, although it is larger: "
                "nothing better can be made of it."
            )
            return


def _offenders(made: dict[Target, Made], target: Target) -> list[Target]:
    """What is smaller than the target and has more bytes, those with the most first."""
    found = [each for each in made if target.contains(each) and octets(made[each]) > octets(made[target])]
    return sorted(found, key=lambda each: octets(made[each]), reverse=True)


def _has_to_stay(target: Target, made: Made) -> bool:
    in_use = target.replaces_bytes
    return target.name == "full" or (in_use is not None and octets(made) < in_use)


def _leave_out(work: Work, made: dict[Target, Made], small: Target, target: Target) -> None:
    work.notes.append(
        f"“{small.name}” was left out: it would have {octets(made.pop(small))} bytes, while “{target.name}”, which is "
        f"larger and no worse, has {octets(made[target])}."
    )


def _lowered(work: Work, target: Target, made: Made) -> Made:
    """The smaller file by whichever recipe reaches the target with the fewest bytes."""
    wanted, pixels, best = work.target_score, pixels_of(work, target), made
    for recipe in work.recipes if wanted is not None else ():
        if recipe.format is made.recipe.format and recipe.method is not made.recipe.method:
            other = reach(work, target, pixels, recipe, Trend())
            if score_of(other) >= min(wanted or 0.0, score_of(made)):
                best = min(best, other, key=octets)
    return best


def _is_better(work: Work, target: Target, made: Made, other: Made) -> bool:
    """Whether it may stand for the target: smaller than the file that it replaces, and of no lower score."""
    scores_as_well = other.recipe.method is made.recipe.method or score_of(other) >= score_of(made)
    return scores_as_well and octets(other) < most_octets(work, target)


def most_octets(work: Work, target: Target) -> float:
    """What a file has to stay below, by what it replaces; no bound where the format is forced."""
    in_use = work.source.bytes if target.name == "full" else target.replaces_bytes
    return float("inf") if in_use is None or work.plan.force_format else in_use


def _better_recipes(work: Work, recipe: Recipe) -> list[Recipe]:
    """Each with more bytes than the one before, but for the odd picture."""
    perfect = Recipe(format=recipe.format, method=Method.LOSSLESS, graphic=recipe.graphic)
    if recipe.method in (Method.PALETTE, Method.NEAR_LOSSLESS):
        finer = [replace(recipe, coarse=grade) for grade in reversed(range(recipe.coarse))]
        return [*finer, *_between_palette_and_perfect(work, recipe), perfect]
    if recipe.method is Method.LOSSLESS or recipe.quality is None or work.plan.preset is not Preset.AUTO:
        return []
    prior = PRIORS[recipe.format]
    qualities = dict.fromkeys(prior.up(recipe.quality + step) for step in (*_STEPS, prior.highest))
    better = [recipe.at(quality) for quality in qualities if quality > recipe.quality]
    return better if recipe.format is Format.JPEG else [*better, perfect]


def _between_palette_and_perfect(work: Work, recipe: Recipe) -> list[Recipe]:
    """What WebP has of other methods, as lossless files of a drawing may have four times the bytes of a palette."""
    if recipe.method is not Method.PALETTE or recipe.format is not Format.WEBP:
        return []
    prior, sharp = PRIORS[recipe.format], replace(recipe, method=Method.LOSSY, coarse=0, full_colour=True)
    begin = prior.start(work.target_score or 0.0)
    qualities = dict.fromkeys(prior.up(begin + step) for step in _AROUND)
    return [*map(sharp.at, qualities), replace(sharp, method=Method.NEAR_LOSSLESS, full_colour=False)]
