"""(c) What preset `auto` saves against one fixed quality with the same worst-case score, on held-out pictures."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from picopt_imaging import Plan, inspect, optimize
from picopt_imaging.decode import decode
from picopt_imaging.encode import encode
from picopt_imaging.geometry import Base
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Recipe
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.values import Format
from picopt_imaging.vips import Image


@dataclass(frozen=True)
class Fixed:
    """One quality for all pictures."""

    quality: int
    octets: list[int]
    worst: float


def auto_against_fixed(pictures: list[Path], to: Format) -> dict[str, Any]:
    """Bytes of both, the share saved, and the scores that both are held to."""
    images = [_as_the_pipeline_sees_it(path) for path in pictures]
    scores, octets, qualities = [], [], []
    for path in pictures:
        with tempfile.TemporaryDirectory() as folder:
            made = optimize(path, Plan(format=to, force_format=True), Path(folder)).files[0]
            scores.append(made.score or 0.0)
            octets.append(made.bytes)
            qualities.append(made.quality)
    worst = min(scores)
    fixed = _lowest_quality(images, to, worst)
    return {
        "pictures": len(pictures),
        "worst_score": worst,
        "auto_bytes": sum(octets),
        "auto_qualities": qualities,
        "fixed_quality": fixed.quality,
        "fixed_bytes": sum(fixed.octets),
        "fixed_worst_score": round(fixed.worst, 2),
        "saved": round(1 - sum(octets) / sum(fixed.octets), 4),
    }


def _as_the_pipeline_sees_it(path: Path) -> Image:
    """Without a profile, whose 3 kB would count for the fixed quality only."""
    info = inspect(path)
    return decode(path, info, Base(info.width, info.height))


def _lowest_quality(images: list[Image], to: Format, worst: float) -> Fixed:
    """The lowest quality at which no picture scores below `worst`."""
    low, high = PRIORS[to].lowest, PRIORS[to].highest
    best = _encode_all(images, to, high)
    while high - low > 1:
        middle = (low + high) // 2
        tried = _encode_all(images, to, middle)
        if tried.worst >= worst:
            high, best = middle, tried
        else:
            low = middle
    return best


def _encode_all(images: list[Image], to: Format, quality: int) -> Fixed:
    made = [encode(image, Recipe(format=to, quality=quality)) for image in images]
    scores = [score_images(image, Image.new_from_buffer(data, "")) for image, data in zip(images, made, strict=True)]
    return Fixed(quality, [len(data) for data in made], min(scores))
