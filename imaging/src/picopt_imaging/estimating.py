"""How large the results will be, from a cheap look at the picture: for a wizard that wants to show it beforehand."""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from picopt_imaging import steps
from picopt_imaging.content import LEAST_SCORE, least_score, looks_drawn
from picopt_imaging.decode import decode
from picopt_imaging.encode import encode, read_back
from picopt_imaging.errors import ImagingError
from picopt_imaging.geometry import Base, Target, fit
from picopt_imaging.limits import LIMITS, Limits
from picopt_imaging.metadata import write_blocks
from picopt_imaging.naming import under_a_plain_name
from picopt_imaging.plan import Plan
from picopt_imaging.presets import PRIORS, recipe_of
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.report import SourceInfo
from picopt_imaging.search import Aim, Probe, find_quality
from picopt_imaging.source import read_source
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.steps.choose import SAME_FORMAT
from picopt_imaging.steps.make import first_good, recipes_for, start
from picopt_imaging.steps.reach import encode_target, foretell, is_good_enough
from picopt_imaging.steps.sample import pixels_of, take_sample, try_on
from picopt_imaging.steps.worth import BYTES_A_POINT, score_of
from picopt_imaging.values import Format, Preset
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Work

LARGE_SIDE: Final = 640
SMALL_SIDE: Final = 320
"""Pixels of the two looks. What lies between them tells how bytes grow with pixels."""
_EXPONENTS: Final = (0.45, 1.0)
"""Bytes grow slower than pixels: 0.55 for a soft photograph, 0.95 for a sharp one, measured between 256 and 2560."""
_METADATA: Final = 900
"""Octets of an average label."""
_EXACTLY: Final = 1_000_000
"""Pixels up to which the full file is made as it will be."""
_AIMED: Final = 0.5
"""Points above the target at which corrected files end up on average."""
_STEPS: Final = (
    steps.read_header,
    steps.choose_formats,
    steps.lay_out_targets,
    steps.plan_metadata,
    steps.decode_base,
    steps.choose_recipes,
)


@dataclass(frozen=True)
class Estimate:
    """Bytes of the full picture and of all files together; the quality that preset `auto` will probably choose."""

    full_bytes: int
    total_bytes: int
    quality: int | None


@dataclass(frozen=True)
class Look:
    """A small version of a picture, measured once, from which any order can be estimated later. WebP; bytes, pixels."""

    pixels: int
    medium_bytes: int
    medium_exponent: float
    auto_bytes: int
    auto_exponent: float


@under_a_plain_name
def look_at(path: Path, limits: Limits = LIMITS) -> Look:
    """Look at a picture, for about 0.2 CPU-seconds and one decode. Raises as `estimate` does."""
    source = _still(path, limits)
    large, small = _two_looks(path, source, (source.width, source.height))
    medium = _growth(large, small, recipe_of(Preset.MEDIUM, Format.WEBP))
    auto = _growth(large, small, _recipe(Plan(format=Format.WEBP), source, small))
    return Look(large.width * large.height, *medium, *auto)


@under_a_plain_name
def estimate(path: Path, plan: Plan, limits: Limits = LIMITS) -> Estimate:
    """What `optimize` would make. Raises as `optimize` does.

    The full file is made as `optimize` makes it, where it is small, else encoded once; sizes are foretold from it and
    from the sample that was searched. That is about half of the work of an order with sizes.
    """
    _still(path, limits)
    work = Work(path=path, plan=plan, out_dir=Path(), limits=limits)
    for step in _STEPS:
        step(work)
    full = work.targets[0]
    octets, recipe = min((_bytes_of_full(work, full, to) for to in work.formats), key=lambda pair: pair[0])
    known = [(full.pixels, octets - _METADATA), *_known_bytes(work, recipe)]
    sizes = [round(_between(known, target.pixels)) + _METADATA for target in work.targets[1:]]
    return Estimate(octets, octets + sum(sizes), recipe.quality)


def _bytes_of_full(work: Work, full: Target, to: Format) -> tuple[int, Recipe]:
    """Octets of the full file in a format, labelled, and its recipe."""
    recipes = recipes_for(work, full, to)
    if full.pixels <= _EXACTLY or work.graphic or work.target_score is None:
        made = first_good(work, full, recipes, {})
        octets = float(len(made.data))
    else:
        recipe = foretell(work, full, recipes[0], start(work, recipes[0]))
        draft = replace(recipe, draft=recipe.format is Format.AVIF)
        made = encode_target(work, full, pixels_of(work, full), draft)
        octets = len(made.data) * _missing(work, full, made) * _draft_ratio(work, recipe, draft)
    label = work.embedding.blocks(to, full.width, full.height, None)
    return round(octets) + len(write_blocks(to, made.data, label)) - len(made.data), made.recipe


def _missing(work: Work, full: Target, made: Made) -> float:
    """Times the bytes that one more encoding would have, where the first is not good enough."""
    if made.recipe.method is not Method.LOSSY or is_good_enough(work, full, score_of(made)):
        return 1.0
    return math.exp(BYTES_A_POINT * ((work.target_score or 0.0) + _AIMED - score_of(made)))


def _draft_ratio(work: Work, recipe: Recipe, draft: Recipe) -> float:
    """How many times the bytes of a draft the recipe's own effort makes, on the sample."""
    if recipe == draft:
        return 1.0
    sample = take_sample(work)
    return len(try_on(sample, recipe).data) / len(try_on(sample, draft).data)


def _known_bytes(work: Work, recipe: Recipe) -> list[tuple[int, int]]:
    """Pixels and octets of the sample, by the recipe that was found for it."""
    if len(work.targets) == 1:
        return []
    sample = take_sample(work)
    found = next(each for each in work.recipes if each.format is recipe.format)
    return [(sample.target.pixels, len(try_on(sample, found).data))]


def _between(known: list[tuple[int, int]], pixels: int) -> float:
    """Octets of a size, on the curve through what is known, whose exponent stays within what images have."""
    (more, octets), (less, fewer) = known[0], known[-1]
    exponent = _EXPONENTS[1]
    if more > 1.01 * less:
        exponent = math.log(max(octets, 1) / max(fewer, 1)) / math.log(more / less)
    nearest = min(known, key=lambda pair: abs(math.log(pair[0] / pixels)))
    return float(nearest[1] * (pixels / nearest[0]) ** min(_EXPONENTS[1], max(_EXPONENTS[0], exponent)))


def _still(path: Path, limits: Limits) -> SourceInfo:
    source = read_source(path, limits)
    if source.frames > 1:
        raise ImagingError("unsupported_media", "The size of an animation cannot be estimated.")
    return source


def _two_looks(path: Path, source: SourceInfo, full: tuple[int, int]) -> tuple[Image, Image]:
    """The picture inside `LARGE_SIDE` and inside `SMALL_SIDE`, never larger than `full` pixels."""
    large = decode(path, source, Base(*fit(*full, LARGE_SIDE, LARGE_SIDE)))
    width, height = fit(*full, SMALL_SIDE, SMALL_SIDE)
    return large, large.thumbnail_image(width, height=height, size="force").copy_memory()


def _recipe(plan: Plan, source: SourceInfo, small: Image) -> Recipe:
    """As the real search would find it, from the smaller look.

    Drawings are estimated as lossless, but those that came as JPEG, whose noise that would keep.
    """
    wanted = {Format.AUTO: Format.AVIF, Format.ORIGINAL: SAME_FORMAT.get(source.format, Format.PNG)}
    to = wanted.get(plan.format, plan.format)
    if plan.preset is not Preset.AUTO:
        return recipe_of(plan.preset, to)
    drawn = looks_drawn(small, source)
    least = least_score(source) if drawn else 0.0
    if to not in PRIORS or (drawn and to is Format.WEBP and least == LEAST_SCORE):
        return Recipe(format=to, method=Method.LOSSLESS if to is Format.WEBP else Method.PALETTE, graphic=drawn)
    recipe = Recipe(format=to, quality=0, graphic=drawn)

    def probe(quality: int) -> Probe:
        data = encode(small, recipe.at(quality))
        return Probe(quality, score_images(small, read_back(data, small)), data)

    return recipe.at(find_quality(probe, Aim(max(plan.target, least)), PRIORS[to]).best.quality)


def _growth(large: Image, small: Image, recipe: Recipe) -> tuple[int, float]:
    """Octets of the larger look, and the exponent with which octets grow with pixels."""
    more, less = len(encode(large, recipe)), len(encode(small, recipe))
    pixels = (large.width * large.height) / (small.width * small.height)
    if pixels <= 1.01:
        return more, _EXPONENTS[1]
    exponent = math.log(more / less) / math.log(pixels)
    return more, min(_EXPONENTS[1], max(_EXPONENTS[0], exponent))
