"""Choose the format and how it is encoded; preset `auto` tries on one size of the picture itself."""

from dataclasses import dataclass
from typing import Final

from picopt_imaging.animation import frames_of
from picopt_imaging.content import looks_drawn
from picopt_imaging.encode import encode
from picopt_imaging.geometry import Target, fit
from picopt_imaging.presets import PRIORS, recipe_of
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.resample import resample
from picopt_imaging.search import Probe, find_quality
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.values import Format, Preset
from picopt_imaging.vips import Image
from picopt_imaging.work import Work

SAMPLE_SIDE: Final = 768
"""Pixels. At equal quality, scores of this size and of 2560 pixels differ by ±1.5 points (8 photographs)."""
SAME_FORMAT: Final = {"jpeg": Format.JPEG, "png": Format.PNG, "webp": Format.WEBP, "avif": Format.AVIF}
_CANDIDATES: Final = (Format.WEBP, Format.AVIF, Format.JPEG)


@dataclass(frozen=True)
class Trial:
    """A recipe that was tried on the sample."""

    recipe: Recipe
    octets: int
    score: float
    points_per_step: float = 0.0


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
        sample = sample_of(work)
        trials = [trial for each in work.formats for trial in _try_format(work, each, sample)]
    target = work.target_score
    reached = [trial for trial in trials if target is None or trial.score >= target]
    # Where nothing reaches the target, the best there is; its score says so.
    best = min(reached, key=_octets) if reached else max(trials, key=_score)
    chosen = [trial for trial in (reached or [best]) if trial.recipe.format is best.recipe.format]
    work.formats = (best.recipe.format,)
    work.recipes = [trial.recipe for trial in sorted(chosen, key=_octets)]
    work.points_per_step = max(trial.points_per_step for trial in chosen)


def sample_target(work: Work) -> Target:
    """The size that the search looks at: the target nearest to `SAMPLE_SIDE`, else one made for it."""
    whole = [target for target in work.targets if (target.w, target.h) == (work.source.width, work.source.height)]
    fitting = [target for target in whole if SAMPLE_SIDE / 2 <= max(target.width, target.height) <= SAMPLE_SIDE * 1.5]
    if fitting:
        return min(fitting, key=lambda target: abs(max(target.width, target.height) - SAMPLE_SIDE))
    full = work.targets[0]
    width, height = fit(full.width, full.height, SAMPLE_SIDE, SAMPLE_SIDE)
    return Target(name="", x=0, y=0, w=work.source.width, h=work.source.height, width=width, height=height)


def sample_of(work: Work) -> Image:
    """The pixels of that size; of an animation, its middle frame."""
    frames = frames_of(work.base)
    return resample(frames[len(frames) // 2], sample_target(work), work.source.width, work.source.height)


def _try_format(work: Work, to: Format, sample: Image) -> list[Trial]:
    if work.plan.preset is not Preset.AUTO:
        recipe = recipe_of(work.plan.preset, to)
        return [Trial(recipe, len(encode(sample, recipe)), 0.0)]
    trials = [_search(work, to, sample)] if to in PRIORS else []
    if to is Format.PNG or (to is Format.WEBP and work.graphic):
        # A palette is made for one picture; the frames of an animation would each want their own.
        methods = (Method.LOSSLESS, Method.PALETTE) if work.source.frames == 1 else (Method.LOSSLESS,)
        trials += [_try(sample, Recipe(format=to, method=method, graphic=work.graphic)) for method in methods]
    return trials


def _search(work: Work, to: Format, sample: Image) -> Trial:
    recipe = Recipe(format=to, graphic=work.graphic, quality=0)

    def try_quality(quality: int) -> Probe:
        data = encode(sample, recipe.at(quality))
        return Probe(quality, score_images(sample, Image.new_from_buffer(data, "")), data)

    found = find_quality(try_quality, work.target_score or work.plan.target, PRIORS[to])
    return Trial(recipe.at(found.best.quality), len(found.best.data), found.best.score, found.points_per_step)


def _try(sample: Image, recipe: Recipe) -> Trial:
    data = encode(sample, recipe)
    if recipe.method is Method.LOSSLESS:
        return Trial(recipe, len(data), 100.0)
    return Trial(recipe, len(data), score_images(sample, Image.new_from_buffer(data, "")))


def _octets(trial: Trial) -> int:
    return trial.octets


def _score(trial: Trial) -> float:
    return trial.score
