"""Cut, resize, encode, verify and label every file."""

from typing import Final

from picopt_imaging.geometry import Target
from picopt_imaging.metadata import write_blocks
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.steps.glance import seen_on_copy
from picopt_imaging.steps.order import most_octets, put_in_order
from picopt_imaging.steps.reach import encode_target, exact_quality, reach
from picopt_imaging.steps.sample import pixels_of, sample_target
from picopt_imaging.steps.trend import Trend
from picopt_imaging.steps.worth import octets, score_of
from picopt_imaging.values import Format
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Work

_SCORED_FROM: Final = 8
"""Pixels a side: of less, the metric says nothing (its reference refuses them too)."""
_EXACT: Final = frozenset({Method.PALETTE, Method.LOSSLESS})
"""Ways whose bytes a drawing's or a gradient's pixels decide: either may have ten times those of the other."""
_WORTH_IT: Final = 3
"""Times the bytes of the best file that misses its target, up to which one without loss is taken instead."""


def make_files(work: Work) -> None:
    """Every target in the format whose files have the fewest bytes together, ordered and labelled."""
    sets = [_make_set(work, to) for to in work.formats]
    best = min(sets, key=lambda made: (_misses(work, made), sum(map(octets, made.values()))))
    put_in_order(work, best)
    work.formats = (next(iter(best.values())).recipe.format,)
    for target in sorted(best, key=_by_pixels, reverse=True):
        _deliver(work, target, best[target])
    _say_what_was_missed(work)


def _make_set(work: Work, to: Format) -> dict[Target, Made]:
    """All files in one format, from the sample's size upwards, then downwards: each foretells the next quality."""
    trends: dict[Recipe, Trend] = {}
    middle = sample_target(work).pixels
    rising = sorted((each for each in work.targets if each.pixels >= middle), key=_by_pixels)
    falling = sorted((each for each in work.targets if each.pixels < middle), key=_by_pixels, reverse=True)
    made: dict[Target, Made] = {}
    for target in rising:
        made[target] = first_good(work, target, recipes_for(work, target, to), trends)
    _learn_from_copy(work, [recipe for recipe in work.recipes if recipe.format is to], trends)
    for target in falling:
        made[target] = first_good(work, target, recipes_for(work, target, to), trends)
    return made


def _learn_from_copy(work: Work, recipes: list[Recipe], trends: dict[Recipe, Trend]) -> None:
    """What the copy of 256 pixels needed, files about as small will need; larger ones go on from the sample.

    On 18 photographs and wallpapers in WebP, 3 % of the encodings up to 600,000 pixels are spared; on the five of the
    benchmark's jobs, 8 %.
    """
    for recipe in recipes:
        if work.sample and recipe.quality is not None and (seen := seen_on_copy(work.sample, recipe)):
            pixels, made = seen
            trends.setdefault(recipe, start(work, recipe)).note(pixels, exact_quality(work, made))


def recipes_for(work: Work, target: Target, to: Format) -> list[Recipe]:
    """What to try for a file in a format, the best first."""
    is_crisp = work.crisp_recipes and not target.is_scaled
    return [recipe for recipe in (work.crisp_recipes if is_crisp else work.recipes) if recipe.format is to]


def first_good(work: Work, target: Target, recipes: list[Recipe], trends: dict[Recipe, Trend]) -> Made:
    """The first of the recipes that reaches the target, else the best there is."""
    pixels, missed = pixels_of(work, target), list[Made]()
    if work.target_score is not None and min(target.width, target.height) < _SCORED_FROM:
        return encode_target(work, target, pixels, _finest(work, recipes[0].format))
    for recipe in recipes:
        made = reach(work, target, pixels, recipe, trends.setdefault(recipe, start(work, recipe)))
        if work.target_score is None:
            return _no_heavier(work, target, pixels, made, recipes)
        if score_of(made) >= work.target_score:
            made = _no_heavier(work, target, pixels, made, recipes)
            return _without_flicker(work, target, pixels, made) if _may_flicker(work, target, made) else made
        missed.append(made)
    return _perfect_instead(work, target, max(missed, key=score_of))


def _no_heavier(work: Work, target: Target, pixels: Image, made: Made, recipes: list[Recipe]) -> Made:
    """A palette that is no smaller than the file that it replaces, or a file without loss, by the other of them."""
    if made.recipe.method not in _EXACT or octets(made) < most_octets(work, target):
        return made
    could = [*recipes, _finest(work, made.recipe.format)]
    others = dict.fromkeys(each for each in could if each.method in _EXACT and each.method is not made.recipe.method)
    tried = (encode_target(work, target, pixels, each) for each in others)
    return min([made, *(each for each in tried if score_of(each) >= (work.target_score or 0.0))], key=octets)


def _may_flicker(work: Work, target: Target, made: Made) -> bool:
    """Whether an animation may be lighter without loss: a drawn one, or one that saves little of a GIF or a PNG."""
    if work.source.frames == 1 or made.recipe.method is Method.LOSSLESS:
        return False
    saves_little = octets(made) * work.source.width * work.source.height > work.source.bytes * target.pixels / 2
    return work.graphic or (saves_little and work.source.format in ("gif", "png"))


def _without_flicker(work: Work, target: Target, pixels: Image, made: Made) -> Made:
    """The animation without loss where that is lighter: a loss differs from frame to frame where they are equal."""
    perfect = encode_target(work, target, pixels, _finest(work, made.recipe.format))
    return min(made, perfect, key=octets)


def _perfect_instead(work: Work, target: Target, missed: Made) -> Made:
    """The file without loss, where nothing else reaches the target and its bytes are to be defended."""
    finest = _finest(work, missed.recipe.format)
    if finest.method is not Method.LOSSLESS or missed.recipe == finest:
        return missed
    perfect = encode_target(work, target, pixels_of(work, target), finest)
    return perfect if octets(perfect) < min(_WORTH_IT * octets(missed), most_octets(work, target)) else missed


def _finest(work: Work, to: Format) -> Recipe:
    """Without loss, where the format can."""
    if to is Format.JPEG:
        return Recipe(format=to, quality=PRIORS[to].highest, full_colour=True, graphic=work.graphic)
    return Recipe(format=to, method=Method.LOSSLESS, graphic=work.graphic)


def start(work: Work, recipe: Recipe) -> Trend:
    """What the sample says of a recipe's quality."""
    trend = Trend()
    sample = work.crisp if recipe in work.crisp_recipes else work.sample
    if sample is not None and recipe.quality is not None:
        made = sample.tried.get(recipe)
        trend.note(sample.target.pixels, exact_quality(work, made) if made else recipe.quality)
    return trend


def _deliver(work: Work, target: Target, made: Made) -> None:
    to = made.recipe.format
    gain_map = work.gain_map.cut(target, work.source.width, work.source.height) if work.gain_map else None
    data = write_blocks(to, made.data, work.embedding.blocks(to, target.width, target.height, gain_map))
    if target.replaces_bytes is not None and len(data) >= target.replaces_bytes and not work.plan.force_format:
        work.notes.append(
            f"“{target.name}” would have {len(data)} bytes, the file in use has {target.replaces_bytes}: it was kept."
        )
        return
    work.save(target, data, made)


def _misses(work: Work, made: dict[Target, Made]) -> int:
    return sum(score_of(each) < (work.target_score or 0.0) for each in made.values())


def _say_what_was_missed(work: Work) -> None:
    target = work.target_score
    missed = [file for file in work.files if target is not None and file.score is not None and file.score < target]
    if missed:
        worst = min(missed, key=lambda file: file.score or 0.0)
        to = work.formats[0]
        lossless = "" if to is Format.JPEG else "; without loss it would have too many bytes"
        work.notes.append(
            f"The target of {target:g} was not reached: “{worst.name}” scores {worst.score:.1f} at the highest quality "
            f"of {to}{lossless}."
        )


def _by_pixels(target: Target) -> int:
    return target.pixels
