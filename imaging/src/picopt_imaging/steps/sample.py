"""The parts of a picture that are looked at before its files are made."""

from typing import Final

from picopt_imaging.animation import frames_of
from picopt_imaging.encode import encode, read_back
from picopt_imaging.geometry import Target, fit
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.resample import resample
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.work import Made, Sample, Work

SIDE: Final = 768
"""Pixels. At equal quality, scores of this size and of 2560 pixels differ by ±1.5 points (8 photographs)."""
MOST_PIXELS: Final = 1_000_000
_CRISP_SIDE: Final = 512


def take_sample(work: Work) -> Sample:
    """The pixels of the sample's size; of an animation, its middle frame. Cut once."""
    if work.sample is None:
        target, frames = sample_target(work), frames_of(work.base)
        pixels = resample(frames[len(frames) // 2], target, work.source.width, work.source.height)
        work.sample = Sample(target, pixels)
    return work.sample


def take_crisp(work: Work) -> Sample | None:
    """The busiest part of the original's own pixels; None where no file shows them, or the sample does already."""
    full = work.targets[0]
    if full.is_scaled or take_sample(work).target == full or work.base.width != full.width:
        return None
    if work.crisp is None:
        frame = frames_of(work.base)[0]
        width, height = min(_CRISP_SIDE, frame.width), min(_CRISP_SIDE, frame.height)
        left, top = _busiest(work, width, height)
        work.crisp = Sample(full, frame.crop(left, top, width, height).copy_memory())
    return work.crisp


def sample_target(work: Work) -> Target:
    """The target nearest to `SIDE` that shows the whole picture, else a size that is made for looking only."""
    whole = [target for target in work.targets if (target.w, target.h) == (work.source.width, work.source.height)]
    fitting = [
        target
        for target in whole
        if SIDE / 2 <= max(target.width, target.height) <= SIDE * 1.5 and target.pixels <= MOST_PIXELS
    ]
    if fitting:
        return min(fitting, key=lambda target: abs(max(target.width, target.height) - SIDE))
    full = work.targets[0]
    width, height = fit(full.width, full.height, SIDE, SIDE)
    if (width, height) == (full.width, full.height):  # nothing is tried twice
        return full
    return Target(name="", x=0, y=0, w=work.source.width, h=work.source.height, width=width, height=height)


def try_on(sample: Sample, recipe: Recipe) -> Made:
    """The sample, encoded and scored. What was tried is kept: it may be the very file that is asked for."""
    if recipe not in sample.tried:
        data = encode(sample.pixels, recipe)
        lossless = recipe.method is Method.LOSSLESS
        score = 100.0 if lossless else score_images(sample.pixels, read_back(data, sample.pixels))
        sample.tried[recipe] = Made(data, recipe, score, "whole")
    return sample.tried[recipe]


def is_whole_file(work: Work, target: Target) -> bool:
    """Whether what was tried on the sample is this target's file."""
    return work.source.frames == 1 and target == take_sample(work).target


def _busiest(work: Work, width: int, height: int) -> tuple[int, int]:
    """Left and top of the part with the most edges: what is hard in a drawing lies where it is drawn."""
    gray = take_sample(work).pixels
    if gray.hasalpha():
        gray = gray.flatten(background=[255.0] * (gray.bands - 1))
    edges = gray.colourspace("b-w").extract_band(0).sobel()
    full = work.targets[0]
    across, down = max(1, full.width // width), max(1, full.height // height)
    cells = edges.shrink(max(1, edges.width // across), max(1, edges.height // down), ceil=False)
    _, x, y = cells.maxpos()
    left = round((x + 0.5) / cells.width * full.width) - width // 2
    top = round((y + 0.5) / cells.height * full.height) - height // 2
    return min(max(0, left), full.width - width), min(max(0, top), full.height - height)
