"""C6: never larger than the original, and the score that is shown reaches the target."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from imaging_kit import read, whole

from picopt_imaging import Plan, optimize, score
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.steps import choose
from picopt_imaging.values import Format
from picopt_imaging.vips import Image

PALETTE = Recipe(format=Format.PNG, method=Method.PALETTE)
LEAN = {"compression": 9, "filter": "all"}


@pytest.mark.acceptance("C6")
@pytest.mark.parametrize("to", ["webp", "avif", "jpeg", "png", "original", "auto"])
def test_a_result_that_is_not_smaller_is_not_delivered(
    photo: Path, make: Callable[..., Path], out: Path, to: str
) -> None:
    tiny = make(read(photo), "tiny.avif", Q=5)
    report = optimize(tiny, Plan(format=to, preset="very_high"), out)
    assert (report.outcome, report.reason, report.files) == ("no_gain", "not_smaller", ())
    assert list(out.iterdir()) == []
    forced = optimize(tiny, Plan(format=to, preset="very_high", force_format=True), out)
    assert forced.outcome == "optimized"
    assert forced.files[0].bytes > forced.source.bytes


@pytest.mark.acceptance("C6")
@pytest.mark.parametrize("to", ["webp", "avif", "jpeg", "auto"])
@pytest.mark.parametrize("target", [60, 80])
def test_the_shown_score_is_real_and_reaches_the_target(photo_jpeg: Path, out: Path, to: str, target: float) -> None:
    report = optimize(photo_jpeg, Plan(format=to, target=target, sizes=(whole("s", 600, 400, 300, 200),)), out)
    assert report.outcome == "optimized"
    for file in report.files:
        assert file.score is not None
        assert file.score >= target
        assert file.score < target + 8
    assert score(photo_jpeg, report.files[0].path) == pytest.approx(report.files[0].score, abs=0.1)


@pytest.mark.acceptance("C6")
def test_a_target_that_cannot_be_reached_is_said(make: Callable[..., Path], out: Path) -> None:
    noise = Image.gaussnoise(200, 200, sigma=90, mean=128).bandjoin(
        [Image.gaussnoise(200, 200, sigma=90, mean=128, seed=seed) for seed in (1, 2)]
    )
    source = make(noise.cast("uchar").copy(interpretation="srgb"), "noise.png")
    report = optimize(source, Plan(format="jpeg", target=95), out)
    assert report.files[0].score is not None
    assert report.files[0].score < 95
    assert any("was not reached" in note for note in report.notes)


def test_auto_takes_the_smallest_format_that_reaches_the_target(photo_jpeg: Path, tmp_path: Path) -> None:
    sizes = {}
    for to in ("auto", "webp", "jpeg", "avif"):
        (tmp_path / to).mkdir()
        report = optimize(photo_jpeg, Plan(format=to, max_width=300), tmp_path / to)
        sizes[to] = report.files[0].bytes
    assert sizes["auto"] == min(sizes.values())


def test_text_on_flat_colour_is_not_blurred_and_much_smaller(screenshot: Path, out: Path) -> None:
    report = optimize(screenshot, Plan(format="webp"), out)
    assert report.files[0].score is not None
    assert report.files[0].score >= 85
    assert report.files[0].bytes < 0.7 * report.source.bytes


def test_lossless_is_bit_exact(photo: Path, make: Callable[..., Path], out: Path) -> None:
    deep = read(photo).colourspace("rgb16") + 7
    for image in (read(photo), deep.cast("ushort").copy(interpretation="rgb16"), read(photo).colourspace("b-w")):
        source = make(image, "exact.png")
        report = optimize(source, Plan(format="png", preset="maximum", force_format=True), out)
        assert np.array_equal(read(report.files[0].path).numpy(), image.numpy())
        assert report.files[0].quality is None
        assert report.files[0].score == 100


def test_the_report_describes_the_files_that_are_there(photo_jpeg: Path, out: Path) -> None:
    plan = Plan(sizes=(whole("small", 600, 400, 60, 40), whole("big", 600, 400, 300, 200)), breakpoints=(480,))
    report = optimize(photo_jpeg, plan, out)
    assert [file.name for file in report.files] == ["full", "breakpoint-480", "small", "big"]
    for file in report.files:
        data = file.path.read_bytes()
        assert (file.bytes, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        image = read(file.path)
        assert (image.width, image.height) == (file.width, file.height)
        assert (file.media_type, file.extension) == ("image/webp", "webp")
    assert report.cpu_seconds == pytest.approx(sum(report.cpu_split.values()), abs=0.01)
    assert len(report.as_json()["files"]) == 4


def test_presets_order_bytes(photo_jpeg: Path, tmp_path: Path) -> None:
    for to in ("webp", "avif", "jpeg"):
        sizes = []
        for preset in ("maximum", "very_high", "high", "medium", "low", "minimum"):
            folder = tmp_path / f"{to}-{preset}"
            folder.mkdir()
            sizes.append(optimize(photo_jpeg, Plan(format=to, preset=preset, force_format=True), folder).files[0].bytes)
        assert sizes == sorted(sizes, reverse=True)


def _gradient(width: int, height: int) -> Image:
    """More colours than a palette has, and hardly any bytes without loss."""
    at = Image.xyz(width, height)
    bands = (at[0] * 255 / width, at[1] * 255 / height, (at[0] + at[1]) * 255 / (width + height))
    return bands[0].bandjoin(list(bands[1:])).cast("uchar").copy(interpretation="srgb").copy_memory()


@pytest.mark.acceptance("C6")
@pytest.mark.parametrize("preset", ["medium", "auto"])
def test_a_palette_gives_way_where_no_loss_is_smaller(make: Callable[..., Path], out: Path, preset: str) -> None:
    """As a palette, the gradient would have ten times the bytes of the original."""
    source = make(_gradient(600, 400), "gradient.png", **LEAN)
    small = replace(whole("small", 600, 400, 300, 200), replaces_bytes=4000)
    report = optimize(source, Plan(format="png", preset=preset, sizes=(small,)), out)
    assert [(file.name, file.method) for file in report.files] == [("full", "lossless"), ("small", "lossless")]
    assert report.files[1].bytes < 4000
    assert report.notes == ()


@pytest.mark.acceptance("C6")
@pytest.mark.parametrize("chosen", [Method.PALETTE, Method.LOSSLESS])
def test_what_the_sample_chose_gives_way_to_a_file_that_is_smaller_than_the_one_in_use(
    photo: Path, make: Callable[..., Path], out: Path, monkeypatch: pytest.MonkeyPatch, chosen: Method
) -> None:
    """A gradient is small without loss, a photograph as a palette; each time the sample had said the opposite."""
    source = make(_gradient(600, 400), "gradient.png", **LEAN) if chosen is Method.PALETTE else photo
    sizes = [replace(whole("small", 600, 400, 300, 200), replaces_bytes=most) for most in (4000, 60_000)]
    ranked = sorted((PALETTE, replace(PALETTE, method=Method.LOSSLESS)), key=lambda each: each.method is not chosen)
    monkeypatch.setattr(choose, "_of_fixed_preset", lambda *_: ranked)
    report = optimize(source, Plan(format="png", preset="medium", sizes=(sizes[chosen is Method.LOSSLESS],)), out)
    assert [file.method for file in report.files][-1] != chosen
    assert report.files[-1].name == "small"


def test_a_photograph_stays_a_palette_where_the_preset_says_so(photo: Path, out: Path) -> None:
    report = optimize(photo, Plan(format="png", preset="medium"), out)
    assert [file.method for file in report.files] == ["palette"]
