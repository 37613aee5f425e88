"""Choose the format and how it is encoded; preset `auto` tries on one size of the picture itself."""

import math
from dataclasses import replace
from typing import Final

from picopt_imaging.animation import frames_of
from picopt_imaging.content import looks_drawn
from picopt_imaging.presets import PRIORS, recipe_of
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.search import Found, Probe, find_quality
from picopt_imaging.steps.sample import is_whole_file, try_on_sample
from picopt_imaging.values import Format, Preset
from picopt_imaging.work import Made, Work

SAME_FORMAT: Final = {"jpeg": Format.JPEG, "png": Format.PNG, "webp": Format.WEBP, "avif": Format.AVIF}
_CANDIDATES: Final = (Format.WEBP, Format.AVIF, Format.JPEG)
_BYTES_A_POINT: Final = 0.018
"""Logarithm of the bytes that a point of score costs near 70; the same for all three formats, on Kodak."""


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
        work.graphic = looks_drawn(frames_of(work.base)[0], work.source)
        if work.plan.preset is not Preset.AUTO and len(work.formats) == 1:
            work.recipes = [recipe_of(work.plan.preset, work.formats[0])]
            return
        trials = [trial for each in work.formats for trial in _try_format(work, each)]
    target = work.target_score
    reached = [trial for trial in trials if target is None or (trial.score or 0.0) >= target]
    # Where nothing reaches the target, the best there is; its score says so.
    best = min(reached, key=_octets) if reached else max(trials, key=_score)
    chosen = [trial for trial in (reached or [best]) if trial.recipe.format is best.recipe.format]
    work.formats = (best.recipe.format,)
    work.recipes = [trial.recipe for trial in sorted(chosen, key=_octets)]


def _try_format(work: Work, to: Format) -> list[Made]:
    if work.plan.preset is not Preset.AUTO:
        return [try_on_sample(work, recipe_of(work.plan.preset, to))]
    trials = [_search_tunes(work, to)] if to in PRIORS else []
    if to is Format.PNG or (to is Format.WEBP and work.graphic):
        # A palette is made for one picture; the frames of an animation would each want their own.
        methods = (Method.LOSSLESS, Method.PALETTE) if work.source.frames == 1 else (Method.LOSSLESS,)
        trials += [try_on_sample(work, Recipe(format=to, method=method, graphic=work.graphic)) for method in methods]
    return trials


def _search_tunes(work: Work, to: Format) -> Made:
    """The lossy recipe for the sample. For a small photograph in WebP more is tried than the quality.

    First the encoder's other tunes, which keep texture and strong colours, then its highest effort. For a large
    picture these searches would cost more than they are worth.
    """
    made = _search(work, Recipe(format=to, graphic=work.graphic, quality=0))
    if to is not Format.WEBP or work.graphic or not is_whole_file(work, work.targets[0]):
        return made
    tunes = (replace(made.recipe, graphic=True), replace(made.recipe, vivid=True))
    other = min((try_on_sample(work, tune) for tune in tunes), key=_cost)
    if _cost(other) < _cost(made):
        made = _better(work, made, _search(work, other.recipe, start=other.recipe.quality))
    return _better(work, made, _search(work, replace(made.recipe, thorough=True), start=made.recipe.quality))


def _better(work: Work, made: Made, other: Made) -> Made:
    reaches = _score(other) >= (work.target_score or 0.0)
    return other if reaches and _octets(other) < _octets(made) else made


def _search(work: Work, recipe: Recipe, *, start: int | None = None) -> Made:
    def try_quality(quality: int) -> Probe:
        made = try_on_sample(work, recipe.at(quality))
        return Probe(quality, made.score or 0.0, made.data)

    found: Found = find_quality(try_quality, work.target_score or work.plan.target, PRIORS[recipe.format], start=start)
    work.gains[recipe.format] = found.gain
    return try_on_sample(work, recipe.at(found.best.quality))


def _cost(made: Made) -> float:
    """Octets, as if all had the same score."""
    return float(len(made.data) * math.exp(-_BYTES_A_POINT * (made.score or 0.0)))


def _octets(made: Made) -> int:
    return len(made.data)


def _score(made: Made) -> float:
    return made.score or 0.0
