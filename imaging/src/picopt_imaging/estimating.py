"""How large the results will be, from a cheap look at the picture: for a wizard that wants to show it beforehand."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from picopt_imaging.content import looks_drawn
from picopt_imaging.decode import decode
from picopt_imaging.encode import encode, read_back
from picopt_imaging.errors import ImagingError
from picopt_imaging.geometry import Base, Target, fit, lay_out
from picopt_imaging.limits import LIMITS, Limits
from picopt_imaging.plan import Plan
from picopt_imaging.presets import PRIORS, recipe_of
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.report import SourceInfo
from picopt_imaging.search import Probe, find_quality
from picopt_imaging.source import read_source
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.steps.choose import SAME_FORMAT
from picopt_imaging.values import Format, Preset
from picopt_imaging.vips import Image

LARGE_SIDE: Final = 640
SMALL_SIDE: Final = 320
"""Pixels of the two looks. What lies between them tells how bytes grow with pixels."""
_EXPONENTS: Final = (0.45, 1.0)
"""Bytes grow slower than pixels: 0.55 for a soft photograph, 0.95 for a sharp one, measured between 256 and 2560."""
_METADATA: Final = 900
"""Octets of an average label."""


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


def look_at(path: Path, limits: Limits = LIMITS) -> Look:
    """Look at a picture, for about 0.2 CPU-seconds and one decode. Raises as `estimate` does."""
    source = _still(path, limits)
    large, small = _two_looks(path, source, (source.width, source.height))
    medium = _growth(large, small, recipe_of(Preset.MEDIUM, Format.WEBP))
    auto = _growth(large, small, _recipe(Plan(format=Format.WEBP), source, small))
    return Look(large.width * large.height, *medium, *auto)


def estimate(path: Path, plan: Plan, limits: Limits = LIMITS) -> Estimate:
    """What `optimize` would make, give or take 15 %, for a fraction of its work. Raises as `inspect` does."""
    source = _still(path, limits)
    targets = lay_out(plan, source.width, source.height, limits)
    full = targets[0]
    large, small = _two_looks(path, source, (full.width, full.height))
    recipe = _recipe(plan, source, small)
    octets, exponent = _growth(large, small, recipe)
    sizes = [_grown(octets, exponent, target, large) for target in targets]
    return Estimate(sizes[0], sum(sizes), recipe.quality)


def _still(path: Path, limits: Limits) -> SourceInfo:
    source = read_source(path, limits)
    if source.frames > 1:
        raise ImagingError("unsupported_media", "The size of an animation cannot be foretold.")
    return source


def _two_looks(path: Path, source: SourceInfo, full: tuple[int, int]) -> tuple[Image, Image]:
    """The picture inside `LARGE_SIDE` and inside `SMALL_SIDE`, never larger than `full` pixels."""
    large = decode(path, source, Base(*fit(*full, LARGE_SIDE, LARGE_SIDE)))
    width, height = fit(*full, SMALL_SIDE, SMALL_SIDE)
    return large, large.thumbnail_image(width, height=height, size="force").copy_memory()


def _recipe(plan: Plan, source: SourceInfo, small: Image) -> Recipe:
    """As the real search would find it, from the smaller look; drawings are estimated as lossless."""
    wanted = {Format.AUTO: Format.AVIF, Format.ORIGINAL: SAME_FORMAT.get(source.format, Format.PNG)}
    to = wanted.get(plan.format, plan.format)
    if plan.preset is not Preset.AUTO:
        return recipe_of(plan.preset, to)
    drawn = looks_drawn(small, source)
    if to not in PRIORS or (drawn and to is Format.WEBP):
        return Recipe(format=to, method=Method.LOSSLESS if to is Format.WEBP else Method.PALETTE, graphic=drawn)
    recipe = Recipe(format=to, quality=0, graphic=drawn)

    def probe(quality: int) -> Probe:
        data = encode(small, recipe.at(quality))
        return Probe(quality, score_images(small, read_back(data, small)), data)

    return recipe.at(find_quality(probe, plan.target, PRIORS[to]).best.quality)


def _growth(large: Image, small: Image, recipe: Recipe) -> tuple[int, float]:
    """Octets of the larger look, and the exponent with which octets grow with pixels."""
    more, less = len(encode(large, recipe)), len(encode(small, recipe))
    pixels = (large.width * large.height) / (small.width * small.height)
    if pixels <= 1.01:
        return more, _EXPONENTS[1]
    exponent = math.log(more / less) / math.log(pixels)
    return more, min(_EXPONENTS[1], max(_EXPONENTS[0], exponent))


def _grown(octets: int, exponent: float, target: Target, large: Image) -> int:
    scale: float = (target.pixels / (large.width * large.height)) ** exponent
    return round(octets * scale) + _METADATA
