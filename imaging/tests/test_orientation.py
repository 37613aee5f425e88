"""C1: upright in every format and size, and never turned twice."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from imaging_kit import STORED, exiftool, read, turned, whole

from picopt_imaging import Metadata, Plan, embed, inspect, optimize, score
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


@pytest.mark.acceptance("C1")
@pytest.mark.parametrize("orientation", [3, 6, 8])
@pytest.mark.parametrize("frames", [1, 2])
def test_a_webp_is_shown_as_it_lies(tmp_path: Path, out: Path, orientation: int, frames: int) -> None:
    """No browser follows its orientation (Chromium 156), and WordPress does not turn it either."""
    tag = PIL.Image.Exif()
    tag[0x0112] = orientation
    pages = [PIL.Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")[:frames]]
    for page in pages:
        page.paste((0, 200, 0), (0, 0, 60, 8))
    path = tmp_path / "turned.webp"
    pages[0].save(path, exif=tag, quality=95, save_all=frames > 1, append_images=pages[1:], duration=100)
    source = inspect(path)
    assert (source.width, source.height, source.orientation, source.frames) == (60, 40, 1, frames)
    made = optimize(path, Plan(format="webp", preset="very_high", force_format=True), out).files[0]
    with PIL.Image.open(made.path) as image:
        assert image.size == (60, 40)
        top, bottom = (image.convert("RGB").getpixel((30, y)) for y in (3, 30))
    assert top[1] > 150 > bottom[1]
    assert exiftool(made.path).get("IFD0:Orientation") is None
    assert score(path, made.path) > 60


@pytest.mark.acceptance("C12")
def test_embedding_keeps_the_orientation_that_a_webp_has(tmp_path: Path) -> None:
    """For programs that do follow it."""
    tag = PIL.Image.Exif()
    tag[0x0112] = 6
    path, labelled = tmp_path / "turned.webp", tmp_path / "labelled.webp"
    PIL.Image.new("RGB", (60, 40), "red").save(path, exif=tag)
    assert exiftool(path)["IFD0:Orientation"] == "Rotate 90 CW"
    embed(path, Metadata(title="Red"), labelled)
    found = exiftool(labelled)
    assert (found["IFD0:Orientation"], found["XMP-dc:Title"]) == ("Rotate 90 CW", "Red")
