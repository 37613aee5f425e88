"""C2: colours of every kind come out as they went in, C5: transparency stays transparent."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from imaging_kit import ADOBE_RGB, labelled, read

from picopt_imaging import Metadata, Plan, inspect, optimize
from picopt_imaging.vips import Image


def in_lab(image: Image) -> Image:
    """As its profile says, else as sRGB or libvips' own CMYK; always against the same white (D50) of lcms.

    libvips' own `colourspace("lab")` means D65, which alone is 1 ΔE2000 away.
    """
    if image.hasalpha():
        image = image.flatten(background=[255])
    if image.get_typeof("icc-profile-data") or image.interpretation == "cmyk":
        return image.icc_import(embedded=True, intent="relative", pcs="lab")
    rgb = image.colourspace("rgb16" if image.format == "ushort" else "srgb")
    return rgb.icc_import(input_profile="srgb", intent="relative", pcs="lab")


def difference(source: Path, result: Path) -> float:
    """Mean ΔE2000."""
    return float(in_lab(read(source)).dE00(in_lab(read(result))).avg())


def colourful(photo: Path) -> Image:
    """The photograph with its colours pushed to the borders of what sRGB holds."""
    lch = read(photo).resize(0.4).colourspace("lch")
    return (lch * [1, 1.2, 1]).copy(interpretation="lch").colourspace("srgb").copy_memory()


def sources(photo: Path) -> dict[str, tuple[Image, str]]:
    image = colourful(photo)
    gray = image.colourspace("b-w")
    return {
        "srgb": (image, "jpg"),
        "adobe-rgb": (labelled(image, icc_profile_data=ADOBE_RGB), "jpg"),
        "display-p3": (image.icc_transform("p3", input_profile="srgb"), "jpg"),
        "p3-16-bit": (image.icc_transform("p3", input_profile="srgb", depth=16), "png"),
        "cmyk": (image.icc_transform("cmyk", input_profile="srgb"), "jpg"),
        "gray": (gray, "jpg"),
        "gray-16-bit": (image.colourspace("grey16"), "png"),
        "16-bit": (image.colourspace("rgb16"), "png"),
        "lab-tiff": (image.colourspace("labs"), "tif"),
        "palette": (image, "gif"),
    }


@pytest.mark.acceptance("C2")
@pytest.mark.parametrize("to", ["webp", "avif", "jpeg", "png"])
@pytest.mark.parametrize(
    "kind",
    ["srgb", "adobe-rgb", "display-p3", "p3-16-bit", "cmyk", "gray", "gray-16-bit", "16-bit", "lab-tiff", "palette"],
)
def test_colours_survive(photo: Path, make: Callable[..., Path], out: Path, kind: str, to: str) -> None:
    image, extension = sources(photo)[kind]
    source = make(image, f"{kind}.{extension}", **({"Q": 95} if extension == "jpg" else {}))
    report = optimize(source, Plan(format=to, preset="maximum", force_format=True), out)
    assert difference(source, report.files[0].path) < 2.0
    assert inspect(report.files[0].path).bits == (16 if to == "png" and "16-bit" in kind else 8)


@pytest.mark.acceptance("C2")
def test_a_kept_profile_is_in_the_result_and_its_numbers_are_not_touched(
    photo: Path, make: Callable[..., Path], out: Path
) -> None:
    source = make(labelled(colourful(photo), icc_profile_data=ADOBE_RGB), "adobe.jpg", Q=95)
    plan = Plan(format="webp", preset="maximum", force_format=True, metadata=Metadata(keep_profile=True))
    report = optimize(source, plan, out)
    assert inspect(report.files[0].path).profile == "Adobe RGB (made for tests)"
    assert difference(source, report.files[0].path) < 2.0
    assert not any("sRGB" in note for note in report.notes)


@pytest.mark.acceptance("C2")
def test_a_conversion_is_reported(photo: Path, make: Callable[..., Path], out: Path) -> None:
    source = make(labelled(read(photo), icc_profile_data=ADOBE_RGB), "adobe.jpg", Q=98)
    report = optimize(source, Plan(format="webp"), out)
    assert "Colors were converted from “Adobe RGB (made for tests)” to sRGB." in report.notes


@pytest.mark.acceptance("C2")
def test_an_hdr_picture_shows_as_on_ordinary_screens(photo: Path, make: Callable[..., Path], out: Path) -> None:
    bright = read(photo).colourspace("scrgb") * 2.5
    source = make(bright.copy(interpretation="scrgb"), "hdr.jpg")
    if not inspect(source).has_gain_map:
        pytest.fail("libvips did not write a gain map; the test needs another source")
    report = optimize(source, Plan(format="webp", preset="maximum", force_format=True), out)
    assert any("gain map" in note for note in report.notes)
    assert difference(source, report.files[0].path) < 2.0


ALPHAS: dict[str, Callable[[Image], Image]] = {
    "rgba": lambda image: image,
    "gray-alpha": lambda image: image[:3].colourspace("b-w").bandjoin(image[3]),
    "rgba-16": lambda image: image.colourspace("rgb16"),
}


def half_transparent(photo: Path) -> Image:
    picture = read(photo).resize(0.4)
    ramp = (Image.identity().resize(picture.width / 256, vscale=picture.height, kernel="nearest")).cast("uchar")
    return picture.bandjoin(ramp.crop(0, 0, picture.width, picture.height)).copy(interpretation="srgb").copy_memory()


@pytest.mark.acceptance("C5")
@pytest.mark.parametrize("to", ["webp", "avif", "png"])
@pytest.mark.parametrize("preset", ["auto", "maximum", "medium"])
@pytest.mark.parametrize("kind", ALPHAS)
def test_transparency_stays(  # noqa: PLR0917 - fixtures and cases are arguments
    photo: Path, make: Callable[..., Path], out: Path, kind: str, to: str, preset: str
) -> None:
    source = make(ALPHAS[kind](half_transparent(photo)), "alpha.png")
    made = read(optimize(source, Plan(format=to, preset=preset, force_format=True), out).files[0].path)
    assert made.hasalpha()
    alpha = made[made.bands - 1].numpy().astype(float) / (257 if made.format == "ushort" else 1)
    expected = half_transparent(photo)[3].numpy().astype(float)
    assert np.abs(alpha - expected).mean() < 4


@pytest.mark.acceptance("C5")
@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("to", ["webp", "avif", "png", "jpeg"])
def test_a_transparent_palette_never_gets_a_black_ground(tmp_path: Path, out: Path, bits: int, to: str) -> None:
    picture = PIL.Image.new("P", (64, 64), 0)
    picture.putpalette([255, 0, 0, 0, 0, 255, 0, 255, 0][: 6 if bits == 1 else 9])
    picture.paste(1, (16, 16, 48, 48))
    source = tmp_path / "palette.png"
    picture.save(source, bits=bits, transparency=0)
    made = read(optimize(source, Plan(format=to, preset="high", force_format=True), out).files[0].path)
    corner, middle = made(2, 2), made(32, 32)
    if to == "jpeg":
        assert min(corner[:3]) > 240
    else:
        assert corner[-1] < 12
        assert middle[-1] > 243
    assert middle[2] > 200
    assert middle[0] < 60


@pytest.mark.acceptance("C5")
def test_colours_do_not_bleed_out_of_transparent_parts(make: Callable[..., Path], out: Path) -> None:
    """Green under full transparency must not tint the red beside it when the picture is made smaller."""
    red = Image.black(64, 128, bands=4).linear(0, [255, 0, 0, 255])
    hidden = Image.black(64, 128, bands=4).linear(0, [0, 255, 0, 0])
    source = make(red.join(hidden, "horizontal").cast("uchar").copy(interpretation="srgb"), "edge.png")
    report = optimize(source, Plan(format="png", preset="high", force_format=True, max_width=32), out)
    visible = [read(report.files[0].path)(column, 16) for column in range(32)]
    assert all(pixel[1] < 30 for pixel in visible if pixel[3] > 20)
