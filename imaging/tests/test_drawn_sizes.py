"""Drawings at small sizes: what is tried."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from imaging_kit import stripes

from picopt_imaging import Plan, optimize
from picopt_imaging.encode import encode
from picopt_imaging.encode.palette import COARSEST, quantise
from picopt_imaging.geometry import Target
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.steps import choose, reach, sample
from picopt_imaging.values import Format
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Sample


@pytest.mark.parametrize("side", [120, 256, 380])
def test_a_small_drawing_is_encoded_once_a_recipe(
    side: int, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "icon.png"
    stripes(side, side).draw_circle([200, 30, 30], side // 2, side // 2, side // 3, fill=True).pngsave(str(path))
    tried: Counter[tuple[int, int, Recipe]] = Counter()
    encode = sample.encode

    def count(image: Image, recipe: Recipe) -> bytes:
        tried[image.width, image.height, recipe] += 1
        return encode(image, recipe)

    monkeypatch.setattr(sample, "encode", count)
    monkeypatch.setattr(reach, "encode", count)
    optimize(path, Plan(force_format=True), out)
    assert tried
    assert max(tried.values()) == 1


def page(width: int, height: int) -> Image:
    """A window of flat parts, with a shaded title and a few hundred hues: more than a coarse palette has."""
    shade = (Image.xyz(width, height)[0] / width * 120 + 60).cast("uchar")
    window = shade.bandjoin([(shade * 0.8).cast("uchar"), 200]).copy(interpretation="srgb").copy_memory()
    window = window.draw_rect([245, 246, 247], 10, 40, width - 20, height - 50, fill=True)
    for row in range(6):
        window = window.draw_rect([30, 30, 30 + row], 30, 60 + 25 * row, 40 + 30 * row, 9, fill=True)
    return window


def test_a_coarser_palette_is_taken_where_the_score_allows_it(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "window.png"
    page(400, 260).pngsave(str(path))
    report = optimize(path, Plan(force_format=True), out)
    file = report.files[0]
    fine = encode(page(400, 260), Recipe(format=Format.WEBP, method=Method.PALETTE, graphic=True))
    assert report.target == 85
    assert file.score is not None
    assert file.score >= 85
    assert file.bytes < len(fine)


@pytest.mark.parametrize(
    ("scores", "grades"),
    [
        ((86.9, 0, 0, 0), [0]),  # too little to give away
        ((99, 95, 90, 88, 86, 80), [0, 2, 4]),  # within two points
        ((99, 95, 90, 88, 84, 80), [0, 2, 4, 3]),
        ((99, 84, 80), [0, 2, 1]),
    ],
)
def test_palettes_are_tried_in_strides_and_once_in_between(
    monkeypatch: pytest.MonkeyPatch, scores: tuple[float, ...], grades: list[int]
) -> None:
    tried: list[int] = []

    def try_on(_sample: object, recipe: Recipe) -> Made:
        tried.append(recipe.coarse)
        return Made(bytes(100 - recipe.coarse), recipe, scores[min(recipe.coarse, len(scores) - 1)])

    monkeypatch.setattr(choose, "try_on", try_on)
    recipe = Recipe(format=Format.WEBP, method=Method.PALETTE, graphic=True)
    looked_at = Sample(Target(name="full", x=0, y=0, w=9, h=9, width=9, height=9), page(400, 260), is_file=True)
    assert [made.recipe.coarse for made in choose._try_palettes(looked_at, recipe, 85.0)] == grades
    assert tried == grades


def test_each_grade_has_fewer_colours() -> None:
    picture = page(400, 260)
    counts = []
    for grade in range(COARSEST + 1):
        made = quantise(picture, Recipe(format=Format.PNG, method=Method.PALETTE, coarse=grade))
        counts.append(len(np.unique(made.numpy().reshape(-1, made.bands), axis=0)))
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) > 5
    assert counts[-1] < counts[0] <= 256
