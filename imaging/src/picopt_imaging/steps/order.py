"""No file has more bytes than a larger one of the same part: a browser that takes the larger one must gain by it."""

from collections.abc import Callable
from typing import Final

from picopt_imaging.geometry import Target
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.steps.choose import octets
from picopt_imaging.steps.reach import encode_target
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Work

_STEPS: Final = (1, 2, 4, 7, 11, 16)
"""Of quality, that the larger file is raised by until it has more bytes."""


def put_in_order(work: Work, made: dict[Target, Made], pixels_of: Callable[[Target], Image]) -> None:
    """Where a smaller file has more bytes, its score stands: the larger one gets a better one. Changes `made`."""
    for target in sorted(made, key=lambda each: each.pixels):
        least = max((octets(made[each]) for each in made if target.contains(each)), default=0)
        if octets(made[target]) < least:
            made[target] = _raise(work, target, pixels_of(target), made[target], least)
        if octets(made[target]) < least:
            _say_what_cannot_be(work, target, made)


def _say_what_cannot_be(work: Work, target: Target, made: dict[Target, Made]) -> None:
    """A drawing of few colours can be smaller whole and without loss than scaled, where its edges become soft."""
    larger = [each.name for each in made if target.contains(each) and octets(made[each]) > octets(made[target])]
    names = ", ".join(f"“{name}”" for name in larger)
    work.notes.append(
        f"“{target.name}” has fewer bytes than {names}, although it is larger: nothing better can be made of it."
    )


def _raise(work: Work, target: Target, pixels: Image, made: Made, least: int) -> Made:
    best = made
    for recipe in _better_recipes(work, made.recipe):
        best = max(best, encode_target(work, target, pixels, recipe), key=octets)
        if octets(best) >= least:
            break
    return best


def _better_recipes(work: Work, recipe: Recipe) -> list[Recipe]:
    if recipe.method is Method.LOSSY and recipe.quality is not None and work.plan.preset == "auto":
        highest = PRIORS[recipe.format].highest
        qualities = [recipe.quality + step for step in _STEPS if recipe.quality + step < highest]
        return [recipe.at(quality) for quality in (*qualities, highest) if quality > recipe.quality]
    if recipe.method in (Method.PALETTE, Method.NEAR_LOSSLESS):
        return [Recipe(format=recipe.format, method=Method.LOSSLESS, graphic=recipe.graphic)]
    return []
