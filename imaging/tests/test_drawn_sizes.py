"""Drawings at small sizes and at several: what is tried, and what is said where sizes cannot be in order."""

from collections import Counter
from pathlib import Path

import pytest
from imaging_kit import whole

from picopt_imaging import Plan, optimize
from picopt_imaging.recipe import Recipe
from picopt_imaging.steps import reach, sample
from picopt_imaging.vips import Image


def stripes(width: int, height: int) -> Image:
    """Diagonals of two colours: nothing for a lossless encoder, as long as their edges are hard."""
    position = Image.xyz(width, height)
    on = ((position[0] + 2 * position[1]) % 11) < 5
    return on.ifthenelse([20, 40, 120], [250, 250, 240]).cast("uchar").copy(interpretation="srgb")


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


@pytest.mark.acceptance("C8")
def test_where_sizes_cannot_be_in_order_that_is_said(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "stripes.png"
    stripes(1000, 500).pngsave(str(path))
    plan = Plan(sizes=(whole("large", 1000, 500, 700, 350),), force_format=True)
    report = optimize(path, plan, out)
    full, large = report.files
    assert full.score == 100
    assert large.score is not None
    assert large.score >= 85
    assert full.bytes < large.bytes
    assert any("“full” has fewer bytes than “large”" in note for note in report.notes)
    assert report.target == 85
