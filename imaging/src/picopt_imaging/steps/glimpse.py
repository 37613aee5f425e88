"""A glimpse at the sample, made small: what is lost there is not looked at again in the large."""

from dataclasses import replace
from typing import Final

from picopt_imaging.geometry import fit
from picopt_imaging.resample import resize
from picopt_imaging.steps.sample import try_on
from picopt_imaging.steps.worth import cost
from picopt_imaging.work import Made, Sample

_SIDE: Final = 224
"""Pixels. Two looks of this size cost a tenth of one at the sample's 768."""
_WORTH_IT: Final = 4
"""Times its pixels, that a sample needs to have."""
_CLEARLY: Final = 1.02
"""Times the cost, from which sharp colour has lost."""


def may_gain_by_sharp_colour(sample: Sample, made: Made) -> bool:
    """Whether the sample, made with halved colour, is worth a look with sharp colour.

    Colour suffers most where the image is small; sharp colour that loses there has not won in the large, on 30
    photographs and wallpapers that nothing is measured on.
    """
    if made.recipe.full_colour:
        return True
    width, height = fit(sample.pixels.width, sample.pixels.height, _SIDE, _SIDE)
    if sample.pixels.width * sample.pixels.height < _WORTH_IT * width * height:
        return True
    small = Sample(sample.target, resize(sample.pixels, width, height), is_file=False)
    halved, sharp = (try_on(small, replace(made.recipe, full_colour=full)) for full in (False, True))
    return cost(sharp) < _CLEARLY * cost(halved)
