"""C1: upright in every format and size, and never turned twice."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from imaging_kit import STORED, exiftool, read, turned, whole

from picopt_imaging import Plan, inspect, optimize
from picopt_imaging.vips import Image


def upright() -> Image:
    """240 × 160: four colours, so that every turn shows."""
    quarter = [
        Image.black(120, 80, bands=3) + colour
        for colour in ([220, 30, 30], [30, 200, 40], [40, 60, 220], [240, 230, 40])
    ]
    return Image.arrayjoin(quarter, across=2).cast("uchar").copy(interpretation="srgb").copy_memory()


@pytest.mark.acceptance("C1")
@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("to", ["webp", "avif", "jpeg", "png"])
def test_every_size_is_upright(make: Callable[..., Path], out: Path, orientation: int, to: str) -> None:
    source = make(turned(STORED[orientation](upright()), orientation), "turned.jpg", Q=95)
    plan = Plan(
        format=to, preset="very_high", force_format=True, sizes=(whole("half", 240, 160, 120, 80),), breakpoints=(60,)
    )
    report = optimize(source, plan, out)
    assert (report.source.width, report.source.height) == (240, 160)
    for file in report.files:
        image = read(file.path)
        assert (image.width, image.height) == (file.width, file.height)
        expected = upright().resize(file.width / 240, kernel="nearest").numpy()
        assert np.abs(image.numpy()[..., :3].astype(int) - expected.astype(int)).mean() < 12
        assert exiftool(file.path).get("IFD0:Orientation") is None
        assert inspect(file.path).orientation == 1


@pytest.mark.acceptance("C1")
def test_optimising_a_result_again_does_not_turn_it(make: Callable[..., Path], tmp_path: Path) -> None:
    source = make(turned(STORED[6](upright()), 6), "turned.jpg", Q=95)
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    once = optimize(source, Plan(format="jpeg", preset="high", force_format=True), first).files[0]
    twice = optimize(once.path, Plan(format="webp", preset="high", force_format=True), second).files[0]
    assert (twice.width, twice.height) == (240, 160)
