"""Drawings at small sizes: what is tried."""

from collections import Counter
from pathlib import Path

import pytest
from imaging_kit import stripes

from picopt_imaging import Plan, optimize
from picopt_imaging.recipe import Recipe
from picopt_imaging.steps import reach, sample
from picopt_imaging.vips import Image


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
