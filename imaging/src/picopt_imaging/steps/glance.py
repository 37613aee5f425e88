"""Where the search on a sample begins: a copy of it, so small that a look costs a tenth, is searched first."""

import math
from typing import Final

from picopt_imaging.geometry import fit
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Recipe
from picopt_imaging.resample import resize
from picopt_imaging.search import Aim, Probe, find_quality
from picopt_imaging.steps.sample import try_on
from picopt_imaging.steps.worth import score_of
from picopt_imaging.values import Format
from picopt_imaging.work import Sample

_FORMATS: Final = frozenset({Format.WEBP, Format.AVIF})
"""In JPEG, small copies mislead: on six images, a search that began with them took longer."""
_SIDE: Final = 256
"""Pixels."""
_WORTH_IT: Final = 6
"""Times the pixels of the small copy, that a sample needs to have."""
_NEAR_ENOUGH: Final = 2.0
"""Points above the target: what the sample needs differs by more."""
_MOST_LOOKS: Final = 3
_GROWTH: Final = 0.95
"""Points of the prior's score by which an image needs more when its pixels grow by *e*: from 256 to 768 pixels a side
2.1 ± 2.0 in WebP on eight images of Kodak, 2.2 ± 0.2 in AVIF on three of them."""


def glance(sample: Sample, recipe: Recipe, aim: Aim) -> int | None:
    """The quality that the sample will probably need with this recipe; None where a copy does not tell."""
    width, height = fit(sample.pixels.width, sample.pixels.height, _SIDE, _SIDE)
    times = sample.pixels.width * sample.pixels.height / (width * height)
    if recipe.format not in _FORMATS or times < _WORTH_IT:
        return None
    small = Sample(sample.target, resize(sample.pixels, width, height), is_file=False)
    prior = PRIORS[recipe.format]

    def look(quality: int) -> Probe:
        made = try_on(small, recipe.at(quality))
        return Probe(quality, score_of(made), made.data)

    best = find_quality(look, Aim(aim.target, _NEAR_ENOUGH), prior, most_probes=_MOST_LOOKS).best
    # The middle of what a search ends with is the likeliest to be hit.
    wanted = aim.target + aim.tolerance / 2 + _GROWTH * math.log(times)
    return round(prior.quality_for(prior.score_at(best.quality) + wanted - best.score))
