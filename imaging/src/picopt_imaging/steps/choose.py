"""Choose the format and how it is encoded; preset `auto` tries on one size of the picture itself."""

import math
from dataclasses import replace
from typing import Final

from picopt_imaging.animation import frames_of
from picopt_imaging.content import looks_drawn
from picopt_imaging.encode.palette import COARSEST
from picopt_imaging.presets import PRIORS, recipe_of
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.search import Aim, Found, Probe, find_quality
from picopt_imaging.steps.glance import glance, is_hopeless
from picopt_imaging.steps.sample import sample_of, take_crisp, take_sample, try_on
from picopt_imaging.steps.worth import BYTES_A_POINT, cost, octets, score_of
from picopt_imaging.values import Format, Preset
from picopt_imaging.work import Made, Sample, Work

SAME_FORMAT: Final = {"jpeg": Format.JPEG, "png": Format.PNG, "webp": Format.WEBP, "avif": Format.AVIF}
_CANDIDATES: Final = (Format.WEBP, Format.AVIF, Format.JPEG)
_HOPELESS: Final = 1.6
"""Times the bytes of the best file without loss, from which a search for a lossy one is not begun."""
_TO_GIVE: Final = 2.0
"""Points above the target from which a palette of fewer colours is tried."""
_STRIDE: Final = 2
"""Grades of a palette from one try to the next."""
_TOLERANCE: Final = 1.5
"""Points above the target, with which a search ends on a sample that is not the full file: what it has to spare is not
foretold for the others. With 1.0 here and in `reach._GENEROUS`, nine photographs and wallpapers take 8 % more encodings
up to 600,000 pixels and 6 % more of their CPU time, for 0.3 % fewer bytes."""
_CLOSE: Final = 1.1
"""Times the bytes of the best: formats so near to each other are compared by all files, not by the sample's."""


def choose_formats(work: Work) -> None:
    """Settle `original`, and name the candidates of `auto`."""
    wanted = work.plan.format
    if wanted is Format.AUTO:
        work.formats = _CANDIDATES
    elif wanted is Format.ORIGINAL:
        work.formats = (SAME_FORMAT.get(work.source.format, Format.PNG),)
    else:
        work.formats = (wanted,)


def choose_recipes(work: Work) -> None:
    """With a fixed preset the smallest candidate at that preset; with `auto` the smallest that reaches the target."""
    with work.clock("search"):
        work.graphic = _looks_drawn(work)
        if work.plan.preset is not Preset.AUTO and len(work.formats) == 1:
            work.recipes = _of_fixed_preset(work, recipe_of(work.plan.preset, work.formats[0]))
            return
        ranked = _ranked(work, take_sample(work))
        crisp = take_crisp(work) if work.graphic and work.plan.preset is Preset.AUTO else None
        crisp_ranked = _ranked(work, crisp) if crisp else []
    work.formats = tuple(dict.fromkeys(_close_formats(work, ranked) + _close_formats(work, crisp_ranked)))
    work.recipes = _recipes(work, ranked)
    work.crisp_recipes = _recipes(work, crisp_ranked)


def _of_fixed_preset(work: Work, recipe: Recipe) -> list[Recipe]:
    """The preset's own; before a palette, what has no loss, where that is smaller, too: a palette's dots pack badly."""
    if recipe.method is not Method.PALETTE:
        return [recipe]
    perfect, sample = replace(recipe, method=Method.LOSSLESS), take_sample(work)
    return sorted((recipe, perfect), key=lambda each: octets(try_on(sample, each)))


def _looks_drawn(work: Work) -> bool:
    """By most of three frames: any may be empty and look drawn among photographs, the first and last most of all."""
    frames = frames_of(work.base)
    asked = {len(frames) * quarter // 4 for quarter in (1, 2, 3)}
    return 2 * sum(looks_drawn(frames[number], work.source) for number in asked) > len(asked)


def _ranked(work: Work, sample: Sample) -> list[Made]:
    """What was tried, the best first: those that reach the target by bytes, then the others by score."""
    trials = [trial for each in work.formats for trial in _try_format(work, sample, each)]
    target = work.target_score
    reached = sorted((trial for trial in trials if target is None or score_of(trial) >= target), key=octets)
    missed = sorted((trial for trial in trials if trial not in reached), key=score_of, reverse=True)
    return reached + missed


def _close_formats(work: Work, ranked: list[Made]) -> list[Format]:
    """The best one's, and those that are so near to it that all files are to decide."""
    target = work.target_score or 0.0
    return [
        trial.recipe.format
        for trial in ranked
        if trial is ranked[0] or (score_of(trial) >= target and octets(trial) <= _CLOSE * octets(ranked[0]))
    ]


def _recipes(work: Work, ranked: list[Made]) -> list[Recipe]:
    return [trial.recipe for trial in ranked if trial.recipe.format in work.formats]


def _try_format(work: Work, sample: Sample, to: Format) -> list[Made]:
    if work.plan.preset is not Preset.AUTO:
        return [try_on(sample, recipe_of(work.plan.preset, to))]
    trials = _try_without_loss(work, sample, to) if to is Format.PNG or (to is Format.WEBP and work.graphic) else []
    return trials + ([_search_tunes(work, sample, to)] if _is_lossy_worth_a_search(work, sample, to, trials) else [])


def _try_without_loss(work: Work, sample: Sample, to: Format) -> list[Made]:
    """Lossless, palettes, and where even the finest is too coarse, near-lossless."""
    plain = Recipe(format=to, method=Method.LOSSLESS, graphic=work.graphic)
    trials = [try_on(sample, plain)]
    # A palette is made for one picture; the frames of an animation would each want their own.
    if work.source.frames == 1:
        trials += _try_palettes(sample, replace(plain, method=Method.PALETTE), work.target_score or 0.0)
    if to is Format.WEBP and max(score_of(trial) for trial in trials[1:] or trials) < (work.target_score or 0.0):
        trials.append(try_on(sample, replace(plain, method=Method.NEAR_LOSSLESS)))
    return trials


def _try_palettes(sample: Sample, recipe: Recipe, target: float) -> list[Made]:
    """The finest palette, and of a drawing, coarser ones while there is something to give away, and to gain.

    In strides of two grades; where the last was too long, the one between.
    """
    trials = [try_on(sample, recipe)]
    while recipe.graphic and recipe.coarse < COARSEST and score_of(trials[-1]) >= target + _TO_GIVE:
        recipe = replace(recipe, coarse=recipe.coarse + _STRIDE)
        trials.append(try_on(sample, recipe))
        if octets(trials[-1]) >= octets(trials[-2]):
            return trials
    if recipe.coarse and score_of(trials[-1]) < target:
        trials.append(try_on(sample, replace(recipe, coarse=recipe.coarse - 1)))
    return trials


def _is_lossy_worth_a_search(work: Work, sample: Sample, to: Format, others: list[Made]) -> bool:
    """Not where one look says that it would be far larger than what there is without a search."""
    if to not in PRIORS:
        return False
    target = work.target_score or 0.0
    reached = [octets(other) for other in others if score_of(other) >= target]
    if not reached:
        return True
    look = try_on(sample, Recipe(format=to, graphic=work.graphic, quality=PRIORS[to].start(target)))
    missing = target - score_of(look)
    return octets(look) * math.exp(BYTES_A_POINT * missing) < _HOPELESS * min(reached)


def _search_tunes(work: Work, sample: Sample, to: Format) -> Made:
    """The lossy recipe for the sample: its quality, and whether sharp colour is worth its bytes.

    For a small photograph in WebP more is tried: the encoder's other tunes, which keep texture, and its highest effort.
    For a large picture these searches would cost more than they are worth.
    """
    made = _search(work, sample, Recipe(format=to, graphic=work.graphic, full_colour=to is Format.AVIF, quality=0))
    other = replace(made.recipe, full_colour=not made.recipe.full_colour)
    is_short = score_of(made) < (work.target_score or 0.0)
    if work.graphic or is_short or not is_hopeless(sample, made, other):
        made = _search_other(work, sample, made, other)
    else:
        work.settled_colour.add(to)
    if to is not Format.WEBP or work.graphic or sample_of(work, work.targets[0]) is not sample:
        return made
    tunes = (replace(made.recipe, graphic=True), replace(made.recipe, vivid=True))
    made = _search_other(work, sample, made, *tunes)
    return _better(work, made, _search(work, sample, replace(made.recipe, thorough=True), start=made.recipe.quality))


def _search_other(work: Work, sample: Sample, made: Made, *others: Recipe) -> Made:
    """One look at each of the others; the best of them is searched where it promises fewer bytes, or a better score."""
    other = min((try_on(sample, each) for each in others), key=cost)
    is_short = score_of(made) < (work.target_score or 0.0) and score_of(other) > score_of(made)
    if not is_short and cost(other) >= cost(made):
        return made
    return _better(work, made, _search(work, sample, other.recipe, start=other.recipe.quality))


def _better(work: Work, made: Made, other: Made) -> Made:
    target = work.target_score or 0.0
    if min(score_of(made), score_of(other)) < target:
        return max(made, other, key=score_of)
    return min(made, other, key=octets)


def _search(work: Work, sample: Sample, recipe: Recipe, *, start: int | None = None) -> Made:
    def try_quality(quality: int) -> Probe:
        made = try_on(sample, recipe.at(quality))
        return Probe(quality, score_of(made), made.data)

    is_full = sample_of(work, work.targets[0]) is sample
    aim = Aim(work.target_score or work.plan.target, 0.0 if is_full else _TOLERANCE)
    # Drawings change with their size: their edges become soft.
    if start is None and not work.graphic:
        start = glance(sample, recipe, aim)
    found: Found = find_quality(try_quality, aim, PRIORS[recipe.format], start=start)
    work.gains[recipe.format] = found.gain
    return try_on(sample, recipe.at(found.best.quality))
