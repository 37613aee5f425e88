"""Files over 1 megapixel: scored whole, at a quality that is foretold."""

from pathlib import Path

import pytest
from imaging_kit import SAMPLES

from picopt_imaging import Plan, optimize
from picopt_imaging.recipe import Recipe
from picopt_imaging.steps import reach
from picopt_imaging.vips import Image


@pytest.mark.parametrize(
    ("name", "to"),
    [
        *(("contact-sheet.jpg", to) for to in ("webp", "jpeg", "avif")),
        *(("stairs.webp", to) for to in ("webp", "jpeg")),
        pytest.param("stairs.webp", "avif", marks=pytest.mark.deep),
    ],
)
def test_they_reach_the_target_without_being_far_too_good(
    name: str, to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode, large = reach.encode, list[Recipe]()

    def count(pixels: Image, recipe: Recipe) -> bytes:
        if pixels.width * pixels.height > 1_000_000:
            large.append(recipe)
        return encode(pixels, recipe)

    monkeypatch.setattr(reach, "encode", count)
    report = optimize(SAMPLES / name, Plan(format=to, max_width=1600, force_format=True), tmp_path)
    full = report.files[0]
    assert full.scored == "whole"
    assert full.score is not None
    assert 70 <= full.score < 73
    assert len(large) <= 3
    assert not report.notes
