"""Where the search on a sample begins: a copy of it, so small that a look costs a tenth, is searched first."""

import math
from typing import Final

from picopt_imaging.geometry import fit
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Recipe
from picopt_imaging.resample import resize
from picopt_imaging.search import Aim, Probe, find_quality
from picopt_imaging.steps.sample import try_on
from picopt_imaging.steps.worth import cost, score_of
from picopt_imaging.values import Format
from picopt_imaging.work import Made, Sample

_FORMATS: Final = frozenset({Format.WEBP, Format.AVIF})
"""In JPEG, small copies mislead: on six images, a search that began with them took longer."""
_SIDE: Final = 256
"""Pixels."""
_WORTH_IT: Final = 6
"""Times the pixels of the small copy, that a sample needs to have."""
_NEAR_ENOUGH: Final = 2.0
"""Points above the target: what the sample needs differs by more."""
_MOST_LOOKS: Final = 3
_PROMISING: Final = 0.99
"""Of the copy's bytes at equal score, below which the other way with colour is looked at on the sample: of 44
photographs and wallpapers, 5 have less, of which 3 save bytes there; of the others, one does at one of two
qualities."""
_GROWTH: Final = 0.95
"""Points of the prior's score by which an image needs more when its pixels grow by *e*: from 256 to 768 pixels a side
2.1 ± 2.0 in WebP on eight images of Kodak, 2.2 ± 0.2 in AVIF on three of them."""


def glance(sample: Sample, recipe: Recipe, aim: Aim) -> int | None:
    """The quality that the sample will probably need with this recipe; None where a copy does not tell."""
    small = _copy_of(sample) if recipe.format in _FORMATS else None
    if small is None:
        return None
    times = _pixels(sample) / _pixels(small)
    prior = PRIORS[recipe.format]

    def look(quality: int) -> Probe:
        made = try_on(small, recipe.at(quality))
        return Probe(quality, score_of(made), made.data)

    best = find_quality(look, Aim(aim.target, _NEAR_ENOUGH), prior, most_probes=_MOST_LOOKS).best
    # The middle of what a search ends with is the likeliest to be hit.
    wanted = aim.target + aim.tolerance / 2 + _GROWTH * math.log(times)
    return prior.nearest(prior.quality_for(prior.score_at(best.quality) + wanted - best.score))


def is_hopeless(sample: Sample, made: Made, other: Recipe) -> bool:
    """Whether a look at the small copy says that the other way with color costs the sample's bytes for nothing.

    Of 39 photographs and wallpapers, sharp color saves 18, 10, 4, and 2 % at 768 pixels where the copy has fewer bytes,
    and 1.2, 0.7, and 0.3 % of three where it has 2 to 5 % more; of gray, both ways are the same file.
    """
    small = _copy_of(sample) if other.format is Format.WEBP else None
    if small is None:
        return False
    looked = _nearest_look(small, made.recipe)
    return cost(try_on(small, other.at(looked.quality or 0))) >= _PROMISING * cost(try_on(small, looked))


def seen_on_copy(sample: Sample, recipe: Recipe) -> tuple[int, Made] | None:
    """The copy's pixels, and what came of them at the nearest quality that was tried; None without a look."""
    small = next(iter(sample.copies), None)
    made = small.tried.get(_nearest_look(small, recipe)) if small else None
    return (_pixels(small), made) if small and made else None


def _nearest_look(small: Sample, recipe: Recipe) -> Recipe:
    """What was tried on the copy already, at the quality nearest to the recipe's; the recipe itself where nothing was.

    How much one way with color costs more than the other changes little within a few steps of quality.
    """
    wanted = recipe.quality or 0
    tried = [each for each in small.tried if each.quality is not None and each.at(wanted) == recipe]
    return min(tried, key=lambda each: abs((each.quality or 0) - wanted), default=recipe)


def _copy_of(sample: Sample) -> Sample | None:
    """Made once; None where the sample is not so much larger that a look at a copy would be worth it."""
    width, height = fit(sample.pixels.width, sample.pixels.height, _SIDE, _SIDE)
    if _pixels(sample) < _WORTH_IT * width * height:
        return None
    if not sample.copies:
        sample.copies.append(Sample(sample.target, resize(sample.pixels, width, height), is_file=False))
    return sample.copies[0]


def _pixels(sample: Sample) -> int:
    return int(sample.pixels.width * sample.pixels.height)
