"""The parts of a picture that are looked at before its files are made."""

from typing import Final

from picopt_imaging.animation import frames_of
from picopt_imaging.encode import encode, read_back
from picopt_imaging.geometry import Target, fit
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.resample import resample
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.vips import Image
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
        work.sample = Sample(target, pixels, is_file=len(frames) == 1)
    return work.sample


def take_crisp(work: Work) -> Sample | None:
    """The original's own pixels, or the busiest part of them; None where no file or the sample shows them already."""
    full = work.targets[0]
    if full.is_scaled or take_sample(work).target == full or work.base.width != full.width:
        return None
    if work.crisp is None:
        work.crisp = _crisp_of(work, frames_of(work.base)[0])
    return work.crisp


def _crisp_of(work: Work, frame: Image) -> Sample:
    full = work.targets[0]
    if full.pixels <= _CRISP_SIDE**2:
        return Sample(full, frame.copy_memory(), is_file=work.source.frames == 1)
    width, height = min(_CRISP_SIDE, frame.width), min(_CRISP_SIDE, frame.height)
    left, top = _busiest(frame, width, height)
    return Sample(full, frame.crop(left, top, width, height).copy_memory(), is_file=False)


def sample_target(work: Work) -> Target:
    """The target nearest to `SIDE` that shows the whole picture, else a size that is made for looking only.

    Of a drawing, one that is scaled: that makes its edges soft, and another recipe may be the best.
    """
    whole = [target for target in work.targets if (target.w, target.h) == (work.source.width, work.source.height)]
    fitting = [
        target
        for target in whole
        if SIDE / 2 <= max(target.width, target.height) <= SIDE * 1.5 and target.pixels <= MOST_PIXELS
    ]
    if work.graphic and (scaled := [target for target in work.targets if target.is_scaled]):
        fitting = [target for target in fitting if target.is_scaled] or _small_ones(whole, scaled)
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


def sample_of(work: Work, target: Target) -> Sample | None:
    """The one that shows all of the target's own pixels: what was tried on it is the target's file."""
    samples = [each for each in (work.sample, work.crisp) if each is not None and each.is_file]
    return next((each for each in samples if each.target == target), None)


def pixels_of(work: Work, target: Target) -> Image:
    """What is encoded: the target's pixels before any loss."""
    if sample := sample_of(work, target):
        return sample.pixels
    return resample(work.base, target, work.source.width, work.source.height)


def _small_ones(whole: list[Target], scaled: list[Target]) -> list[Target]:
    """The largest scaled target where all are small, if one can be of the whole picture."""
    if any(max(target.width, target.height) > SIDE * 1.5 for target in scaled):
        return []
    return [max([target for target in whole if target.is_scaled] or scaled, key=lambda target: target.pixels)]


def _busiest(frame: Image, width: int, height: int) -> tuple[int, int]:
    """Left and top of the part with the most edges: what is hard in a drawing lies where it is drawn."""
    gray = frame.thumbnail_image(SIDE, height=SIDE, size="down")
    if gray.hasalpha():
        gray = gray.flatten(background=[255.0] * (gray.bands - 1))
    edges = gray.colourspace("b-w").extract_band(0).sobel()
    across, down = max(1, frame.width // width), max(1, frame.height // height)
    cells = edges.shrink(max(1, edges.width // across), max(1, edges.height // down), ceil=False)
    _, x, y = cells.maxpos()
    left = round((x + 0.5) / cells.width * frame.width) - width // 2
    top = round((y + 0.5) / cells.height * frame.height) - height // 2
    return min(max(0, left), frame.width - width), min(max(0, top), frame.height - height)
