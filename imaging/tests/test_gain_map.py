"""C2: the gain map of an Ultra HDR picture goes with JPEG results, and bright parts come out as bright as they were."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from imaging_kit import SHARED, exiftool, problems, read, whole

from picopt_imaging import Metadata, Plan, Size, embed, inspect, optimize
from picopt_imaging.gain_map import SMALLEST_SIDE, read_gain_map
from picopt_imaging.metadata import Blocks, write_blocks
from picopt_imaging.metadata.exif import build_exif
from picopt_imaging.metadata.fields import Fields
from picopt_imaging.metadata.hdr import build_gain_xmp
from picopt_imaging.metadata.xmp import build_xmp
from picopt_imaging.values import Format
from picopt_imaging.vips import Image

TEXT = Metadata(title="Licht 光", copyright="© Zoë")


@pytest.fixture
def hdr(photo: Path, make: Callable[..., Path]) -> Path:
    """900 × 600, its upper half three times as bright as white, written by libvips (libultrahdr)."""
    light = read(photo).resize(1.5).colourspace("scrgb")
    factors = Image.black(light.width, 300).linear(1, 3).join(Image.black(light.width, 300).linear(1, 0.8), "vertical")
    return make((light * factors).copy(interpretation="scrgb"), "hdr.jpg")


def stops(path: Path, width: int, height: int) -> np.ndarray[Any, Any]:
    """Light of the HDR rendition, in powers of two above a floor."""
    light = Image.new_from_file(str(path)).uhdr2scRGB()
    small = light.resize(width / light.width, vscale=height / light.height, kernel="linear")
    found: np.ndarray[Any, Any] = np.log2(np.maximum(small.numpy()[:height, :width], 0) + 0.05)
    return found


@pytest.mark.acceptance("C2")
def test_jpeg_results_are_as_bright_as_the_source(hdr: Path, out: Path) -> None:
    assert inspect(hdr).has_gain_map
    plan = Plan(format="jpeg", preset="high", force_format=True, sizes=(whole("s", 900, 600, 600, 400),), metadata=TEXT)
    report = optimize(hdr, plan, out)
    assert any("gain map was kept" in note for note in report.notes)
    for file in report.files:
        assert inspect(file.path).has_gain_map
        before, after = stops(hdr, 300, 200), stops(file.path, 300, 200)
        assert np.abs(before - after).mean() < 0.1
        assert before.max() > 1.0, "nothing is brighter than white, so the test shows nothing"
        found = exiftool(file.path)
        assert problems(found) == []
        assert found["MPF0:NumberOfImages"] == 2
        assert found["XMP-dc:Title"] == TEXT.title


@pytest.mark.acceptance("C2")
def test_without_its_gain_map_the_result_would_fail_that_test(hdr: Path, out: Path) -> None:
    """The measure sees what it is meant to see."""
    plain = optimize(hdr, Plan(format="png", preset="high", force_format=True), out).files[0].path
    ordinary = read(plain).colourspace("scrgb")
    small = ordinary.resize(300 / ordinary.width, kernel="linear").numpy()[:200, :300]
    assert np.abs(np.log2(np.maximum(small, 0) + 0.05) - stops(hdr, 300, 200)).mean() > 0.3


@pytest.mark.acceptance("C2")
def test_a_crop_carries_its_own_part(hdr: Path, out: Path) -> None:
    """The lower half is not brighter than white, so neither is its part of the map."""
    lower = Size(name="lower", src_x=0, src_y=320, src_w=900, src_h=280, dst_w=900, dst_h=280)
    upper = Size(name="upper", src_x=0, src_y=0, src_w=900, src_h=280, dst_w=900, dst_h=280)
    report = optimize(hdr, Plan(format="jpeg", preset="high", force_format=True, sizes=(lower, upper)), out)
    bright = {file.name: float(stops(file.path, 90, 28).max()) for file in report.files}
    assert bright["upper"] > bright["lower"] + 0.7


@pytest.mark.acceptance("C2")
@pytest.mark.parametrize("to", ["webp", "avif", "png", "auto"])
def test_other_formats_show_the_ordinary_picture_and_say_so(hdr: Path, out: Path, to: str) -> None:
    report = optimize(hdr, Plan(format=to, preset="medium", force_format=True), out)
    assert any("gain map was removed" in note for note in report.notes)
    assert not inspect(report.files[0].path).has_gain_map


def test_small_files_go_without(hdr: Path, out: Path) -> None:
    small = whole("thumbnail", 900, 600, 150, 100)
    report = optimize(hdr, Plan(format="jpeg", preset="low", force_format=True, sizes=(small,)), out)
    assert [inspect(file.path).has_gain_map for file in report.files] == [True, False]
    assert f"files of {SMALLEST_SIDE} pixels" in report.notes[0]


@pytest.mark.acceptance("C1")
def test_a_turned_picture_s_gain_map_is_turned_with_it(hdr: Path, out: Path, tmp_path: Path) -> None:
    source, info = tmp_path / "turned.jpg", inspect(hdr)
    gain = read_gain_map(hdr, info)
    assert gain is not None
    stored = bytes(gain.pixels.rot270().jpegsave_buffer(Q=95))
    behind = write_blocks(Format.JPEG, stored, Blocks(xmp=build_gain_xmp(gain.settings)))
    turned = bytes(read(hdr).rot270().jpegsave_buffer(Q=95, keep="icc"))
    blocks = Blocks(exif=build_exif(Fields(), orientation=6), xmp=build_xmp(Fields(), len(behind)), gain_map=behind)
    source.write_bytes(write_blocks(Format.JPEG, turned, blocks))
    assert (inspect(source).orientation, inspect(source).has_gain_map) == (6, True)
    made = optimize(source, Plan(format="jpeg", preset="high", force_format=True), out).files[0]
    assert (made.width, made.height) == (900, 600)
    assert np.abs(stops(hdr, 300, 200) - stops(made.path, 300, 200)).mean() < 0.1


def test_relabelling_keeps_every_bit_of_picture_and_gain_map(hdr: Path, tmp_path: Path) -> None:
    made = embed(hdr, TEXT, tmp_path / "again.jpg").path
    before, after = (Image.new_from_file(str(path)).uhdr2scRGB() for path in (hdr, made))
    assert (before - after).abs().max() == 0
    # The source's own segment of ISO 21496-1, which exiftool does not know, is kept.
    assert problems(exiftool(made)) == problems(exiftool(hdr))
    assert exiftool(made)["XMP-dc:Title"] == TEXT.title


def test_a_damaged_gain_map_costs_the_gain_map_only(hdr: Path, out: Path, tmp_path: Path) -> None:
    data = bytearray(hdr.read_bytes())
    second = data.rfind(b"\xff\xd8\xff")
    data[second + 700 : second + 900] = bytes(200)
    source = tmp_path / "damaged.jpg"
    source.write_bytes(bytes(data))
    report = optimize(source, Plan(format="jpeg", preset="low", force_format=True), out)
    assert report.outcome == "optimized"


@pytest.mark.acceptance("C2")
def test_a_phone_s_picture(out: Path) -> None:
    source = SHARED / "edge" / "sharp_gain-map.jpg"
    if not source.is_file():
        pytest.skip("the large test set with a phone's HDR picture is not beside this repository")
    report = optimize(source, Plan(format="jpeg", preset="high", max_width=1600, force_format=True), out)
    assert np.abs(stops(source, 400, 225) - stops(report.files[0].path, 400, 225)).mean() < 0.05
