"""C9, C10: channels beside the image's own and profiles that say nothing are passed over, as in browsers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from imaging_kit import ADOBE_RGB, BROKEN_PROFILE, labelled

from picopt_imaging import Metadata, Plan, inspect, optimize
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base
from picopt_imaging.superfluous import has_broken_profile, has_more_channels, with_usual_channels
from picopt_imaging.vips import Image


def patches(bands: int, interpretation: str, *, depth: str = "uchar") -> Image:
    """Four squares, each channel with numbers of its own."""
    unit = 257 if depth == "ushort" else 1
    squares = [
        Image.black(20, 20, bands=bands) + [unit * (20 + 30 * square + 13 * band) for band in range(bands)]
        for square in range(4)
    ]
    return Image.arrayjoin(squares, across=4).cast(depth).copy(interpretation=interpretation)


def seen(path: Path) -> Image:
    source = inspect(path)
    return decode(path, source, Base(source.width, source.height))


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("depth", ["uchar", "ushort"])
@pytest.mark.parametrize("extra", [2, 3, 5])
@pytest.mark.parametrize("to", ["webp", "png", "jpeg"])
def test_selections_saved_beside_the_image_are_left_out(extra: int, to: str, depth: str, tmp_path: Path) -> None:
    path = tmp_path / "source.tif"
    patches(3 + extra, "srgb" if depth == "uchar" else "rgb16", depth=depth).tiffsave(str(path))
    plain = tmp_path / "plain.tif"
    patches(4, "srgb" if depth == "uchar" else "rgb16", depth=depth).tiffsave(str(plain))
    made, same = seen(path), seen(plain)
    assert made.bands == 4
    assert (made - same).abs().max() == 0
    report = optimize(path, Plan(format=to, force_format=True), tmp_path)
    assert report.files[0].score is not None
    assert report.files[0].score > 70


def test_a_lossless_png_has_the_usual_channels(tmp_path: Path) -> None:
    path = tmp_path / "source.tif"
    patches(6, "rgb16", depth="ushort").tiffsave(str(path))
    file = optimize(path, Plan(format="png", preset="maximum", force_format=True), tmp_path).files[0]
    assert Image.new_from_file(str(file.path)).bands == 4


@pytest.mark.parametrize(
    ("bands", "interpretation", "more"),
    [(1, "b-w", False), (2, "b-w", False), (3, "b-w", True), (4, "srgb", False), (5, "srgb", True), (5, "cmyk", False)],
)
def test_what_is_superfluous(bands: int, interpretation: str, *, more: bool) -> None:
    image = patches(bands, interpretation)
    assert has_more_channels(image) is more
    assert with_usual_channels(image).bands == bands - more


@pytest.mark.acceptance("C10")
@pytest.mark.parametrize("name", ["broken.jpg", "broken.png", "broken.webp", "broken.tif"])
@pytest.mark.parametrize("keep", [False, True])
def test_a_broken_profile_is_passed_over_and_that_is_said(
    name: str, make: Callable[..., Path], out: Path, *, keep: bool
) -> None:
    image = patches(3, "srgb")
    path = make(labelled(image, icc_profile_data=BROKEN_PROFILE), name)
    report = optimize(path, Plan(format="png", force_format=True, metadata=Metadata(keep_profile=keep)), out)
    assert any("profile is damaged" in note for note in report.notes)
    assert inspect(path).profile is None
    assert (seen(path) - image).abs().max() <= 12
    assert not Image.new_from_file(str(report.files[0].path)).get_typeof("icc-profile-data")


@pytest.mark.acceptance("C10")
def test_printing_colours_with_a_broken_profile_are_those_without_one(make: Callable[..., Path]) -> None:
    image = patches(4, "cmyk")
    plain, broken = make(image, "plain.tif"), make(labelled(image, icc_profile_data=BROKEN_PROFILE), "broken.tif")
    assert (seen(plain) - seen(broken)).abs().max() == 0


@pytest.mark.parametrize(("profile", "broken"), [(ADOBE_RGB, False), (BROKEN_PROFILE, True)])
def test_which_profiles_are_broken(profile: bytes, *, broken: bool) -> None:
    assert has_broken_profile(labelled(patches(3, "srgb"), icc_profile_data=profile)) is broken


def test_no_profile_is_no_broken_one() -> None:
    assert not has_broken_profile(patches(3, "srgb"))
