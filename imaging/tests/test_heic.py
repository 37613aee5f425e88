"""HEIC, written by an encoder that is GPL and so never in the workspace: `tools/test-heic` runs this where it is.

`test_iso_properties.py` and `test_heic_reading.py` read HEIC everywhere.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
from imaging_kit import SHARED, STORED, exiftool, problems, read

from picopt_imaging import ImagingError, Limits, Plan, inspect, optimize
from picopt_imaging.cli import main
from picopt_imaging.metadata.exif import build_exif
from picopt_imaging.metadata.fields import Fields
from picopt_imaging.metadata.tiff import ASCII, RATIONAL, Entry
from picopt_imaging.metadata.xmp import build_xmp
from picopt_imaging.vips import Image

pillow_heif: Any = pytest.importorskip(
    "pillow_heif", reason="HEIC's encoder is GPL and outside the lock (ADR 0003); tools/test-heic has it"
)

SOURCE = Fields(
    caption="كلب يركض",
    copyright="© Zoë",
    creator="Zoë",
    gps=(Entry(0x0001, ASCII, b"N\0"), Entry(0x0002, RATIONAL, b"\x30\0\0\0\1\0\0\0" * 3)),
)


@pytest.fixture
def heic(photo: Path, tmp_path: Path) -> Callable[..., Path]:
    """Write the photograph as HEIC, with settings of pillow-heif; `turned` tells how it is stored."""
    pillow_heif.register_heif_opener(thumbnails=False)

    def write(picture: PIL.Image.Image | None = None, **settings: Any) -> Path:
        path = tmp_path / "photo.heic"
        (picture or PIL.Image.open(photo).convert("RGB")).save(path, quality=90, **settings)
        return path

    return write


def differences(photo: Path, result: Path) -> float:
    """Mean absolute difference of the levels, 0–255."""
    return float(np.abs(read(photo).numpy().astype(int) - read(result).numpy()[..., :3].astype(int)).mean())


@pytest.mark.parametrize("to", ["webp", "avif", "jpeg", "png"])
def test_the_picture_is_the_same(heic: Callable[..., Path], photo: Path, out: Path, to: str) -> None:
    report = optimize(heic(), Plan(format=to, preset="maximum", force_format=True), out)
    assert (report.source.format, report.source.media_type) == ("heic", "image/heic")
    assert differences(photo, report.files[0].path) < 3


@pytest.mark.acceptance("C1")
@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright_and_turned_once(heic: Callable[..., Path], photo: Path, out: Path, orientation: int) -> None:
    """Apple writes the turn into the container and into EXIF; only the first counts."""
    stored = PIL.Image.fromarray(STORED[orientation](read(photo)).numpy())
    source = heic(stored, exif=b"Exif\0\0" + (build_exif(Fields(), orientation=orientation) or b""))
    report = optimize(source, Plan(format="png", preset="high", force_format=True), out)
    assert (report.source.width, report.source.height) == (600, 400)
    assert differences(photo, report.files[0].path) < 3
    assert exiftool(report.files[0].path).get("IFD0:Orientation") is None


@pytest.mark.acceptance("C2")
def test_display_p3_is_converted(heic: Callable[..., Path], photo: Path, out: Path) -> None:
    wide = read(photo).icc_transform("p3", input_profile="srgb")
    profile = bytes(wide.get("icc-profile-data"))
    source = heic(PIL.Image.fromarray(wide.numpy()), icc_profile=profile)
    report = optimize(source, Plan(format="png", preset="high", force_format=True), out)
    assert report.source.profile is not None
    assert "P3" in report.source.profile
    assert differences(photo, report.files[0].path) < 3


@pytest.mark.acceptance("C3")
def test_rights_survive_and_gps_does_not(heic: Callable[..., Path], out: Path) -> None:
    source = heic(exif=b"Exif\0\0" + (build_exif(SOURCE) or b""), xmp=build_xmp(SOURCE))
    for to in ("webp", "jpeg"):
        path = optimize(source, Plan(format=to, preset="low", force_format=True), out).files[0].path
        found = exiftool(path)
        assert (found["IFD0:Copyright"], found["XMP-dc:Creator"]) == (SOURCE.copyright, [SOURCE.creator])
        assert not [tag for tag in found if "GPS" in tag]
        assert problems(found) == []


@pytest.mark.acceptance("C5")
def test_transparency_stays(heic: Callable[..., Path], photo: Path, out: Path) -> None:
    picture = PIL.Image.open(photo).convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 200, 400))
    made = read(optimize(heic(picture), Plan(format="webp", preset="high", force_format=True), out).files[0].path)
    assert made(50, 200)[3] < 8
    assert made(500, 200)[3] > 247


def test_of_several_pictures_the_main_one_counts(photo: Path, tmp_path: Path, out: Path) -> None:
    main_one, other = PIL.Image.open(photo).convert("RGB"), PIL.Image.new("RGB", (320, 200), "red")
    both = pillow_heif.from_pillow(other)
    both.add_from_pillow(main_one)
    source = tmp_path / "two.heic"
    both.save(source, quality=90, primary_index=1)
    report = optimize(source, Plan(format="png", preset="high", force_format=True), out)
    assert (report.source.width, report.source.frames) == (600, 1)
    assert differences(photo, report.files[0].path) < 3
    assert any("2 images" in note for note in report.notes)


def test_ten_bits_become_eight_and_that_is_said(tmp_path: Path, photo: Path, out: Path) -> None:
    deep = read(photo).colourspace("rgb16").numpy()
    source = tmp_path / "deep.heic"
    pillow_heif.encode("RGB;16", (600, 400), deep.astype("<u2").tobytes(), source, quality=90)
    report = optimize(source, Plan(format="png", preset="high", force_format=True), out)
    assert report.source.bits > 8
    assert any("became 8" in note for note in report.notes)
    assert differences(photo, report.files[0].path) < 3


def test_gray_of_ten_bits_is_the_same_gray(tmp_path: Path, out: Path) -> None:
    ramp = np.tile(np.linspace(0, 65_535, 128).astype("<u2"), (128, 1))
    source = tmp_path / "gray.heic"
    pillow_heif.encode("I;16", (128, 128), ramp.tobytes(), source, quality=90)
    made = read(optimize(source, Plan(format="png", preset="high", force_format=True), out).files[0].path)
    assert np.abs(made.extract_band(0).numpy() - ramp / 257).mean() < 2


@pytest.mark.acceptance("C7")
@pytest.mark.parametrize("share", [0.02, 0.3, 0.97])
def test_a_cut_off_tail_is_an_error(heic: Callable[..., Path], out: Path, share: float) -> None:
    source = heic()
    source.write_bytes(source.read_bytes()[: int(source.stat().st_size * share)])
    with pytest.raises(ImagingError) as caught:
        optimize(source, Plan(), out)
    assert caught.value.code == "truncated"
    assert list(out.iterdir()) == []


def test_limits_hold_here_too(heic: Callable[..., Path], out: Path) -> None:
    with pytest.raises(ImagingError) as caught:
        optimize(heic(), Plan(), out, Limits(pixels=1000))
    assert caught.value.code == "too_many_pixels"


def test_the_command_line_takes_it(heic: Callable[..., Path], out: Path) -> None:
    assert main(["optimize", str(heic()), "--format", "webp", "--out", str(out), "--quiet"]) == 0
    assert Image.new_from_file(str(out / "photo" / "photo.webp")).width == 600


@pytest.mark.acceptance("C7")
@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_missing_tiles_are_not_filled_with_green(out: Path, tmp_path: Path, share: float) -> None:
    """Phones write tiles, and the decoder takes what is there."""
    whole = SHARED / "edge" / "exifr_heic-iphone.heic"
    if not whole.is_file():
        pytest.skip("the large test set with pictures of phones is not beside this repository")
    source = tmp_path / "cut.heic"
    source.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    with pytest.raises(ImagingError) as caught:
        optimize(source, Plan(), out)
    assert caught.value.code == "truncated"


@pytest.mark.parametrize("name", ["exifr_heic-iphone", "exifr_heic-iphone7", "exifr_heic-single"])
def test_pictures_of_phones(name: str, out: Path) -> None:
    source = SHARED / "edge" / f"{name}.heic"
    if not source.is_file():
        pytest.skip("the large test set with pictures of phones is not beside this repository")
    report = optimize(source, Plan(format="jpeg", preset="medium", max_width=1200, force_format=True), out)
    found = exiftool(report.files[0].path)
    assert problems(found) == []
    assert not [tag for tag in found if "GPS" in tag]
    assert inspect(report.files[0].path).profile is None
