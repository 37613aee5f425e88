"""No file has more bytes than a larger one of the same part: a browser that takes the larger one must gain by it."""

from collections.abc import Iterator
from dataclasses import replace
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
_STEPS: Final = (1, 2, 4, 7, 11, 16)
"""Of quality, that the larger file is raised by until it has more bytes."""


def put_in_order(work: Work, made: dict[Target, Made]) -> None:
    """Where a smaller file has more bytes, its score stands: the larger one gets a better one. Changes `made`.

    A drawing of few colours can be smaller whole and without loss than scaled, where its edges become soft. Nothing
    better can be made of it then, and the scaled one, smaller and worse, is left out. Two stay nevertheless: `full`,
    and what has fewer bytes than the file that it replaces.
    """
    for target in sorted(made, key=lambda each: each.pixels):
        for small in _offenders(made, target):
            if octets(made[small]) < _WITHIN_REACH * octets(made[target]):
                made[small] = _lowered(work, small, made[small])
        _settle(work, made, target)


def _settle(work: Work, made: dict[Target, Made], target: Target) -> None:
    """Raise the target above all smaller ones; what it cannot be raised above is left out."""
    tried, untried = list[Made](), iter(_better_recipes(work, made[target].recipe))
    while offenders := _offenders(made, target):
        if raised := _raised(work, target, octets(made[offenders[0]]), tried, untried):
            made[target] = raised
        elif movable := [each for each in offenders if not _has_to_stay(each, made[each])]:
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


def _raised(work: Work, target: Target, least: int, tried: list[Made], untried: Iterator[Recipe]) -> Made | None:
    """The first of the better files that has so many bytes, and fewer than the file that it replaces."""
    most = most_octets(work, target)
    for made in tried:
        if least <= octets(made) < most:
            return made
    pixels = pixels_of(work, target)
    for recipe in untried:
        tried.append(encode_target(work, target, pixels, recipe))
        if least <= octets(tried[-1]) < most:
            return tried[-1]
    return None


def most_octets(work: Work, target: Target) -> float:
    """What a file has to stay below, by what it replaces; no bound where the format is forced."""
    in_use = work.source.bytes if target.name == "full" else target.replaces_bytes
    return float("inf") if in_use is None or work.plan.force_format else in_use


def _better_recipes(work: Work, recipe: Recipe) -> list[Recipe]:
    """Each with more bytes than the one before, but for the odd picture."""
    perfect = Recipe(format=recipe.format, method=Method.LOSSLESS, graphic=recipe.graphic)
    if recipe.method in (Method.PALETTE, Method.NEAR_LOSSLESS):
        return [*(replace(recipe, coarse=grade) for grade in reversed(range(recipe.coarse))), perfect]
    if recipe.method is Method.LOSSLESS or recipe.quality is None or work.plan.preset is not Preset.AUTO:
        return []
    prior = PRIORS[recipe.format]
    qualities = dict.fromkeys(prior.up(recipe.quality + step) for step in (*_STEPS, prior.highest))
    better = [recipe.at(quality) for quality in qualities if quality > recipe.quality]
    return better if recipe.format is Format.JPEG else [*better, perfect]
