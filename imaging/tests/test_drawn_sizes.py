"""Drawings at small sizes: what is tried."""

from collections import Counter
from pathlib import Path

import pytest
from imaging_kit import stripes

from picopt_imaging import Plan, optimize
from picopt_imaging.encode import encode
from picopt_imaging.encode.palette import COARSEST, quantise
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.steps import reach, sample
from picopt_imaging.values import Format
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


def test_each_grade_has_fewer_colours() -> None:
    picture = page(400, 260)
    counts = []
    for grade in range(COARSEST + 1):
        made = quantise(picture, Recipe(format=Format.PNG, method=Method.PALETTE, coarse=grade))
        octets = bytes(made.write_to_memory())
        counts.append(len({octets[at : at + made.bands] for at in range(0, len(octets), made.bands)}))
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < counts[0] <= 256
