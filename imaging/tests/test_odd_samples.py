"""C11, and the rest of C9: hidden images, samples of 32 bits and in floating point, colours that are not known here."""

from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from imaging_kit import SAMPLES

from picopt_imaging import ImagingError, Plan, inspect, optimize
from picopt_imaging.vips import Image


def a_photo() -> Image:
    return Image.thumbnail(str(SAMPLES / "coffee.png"), 200).copy_memory()


def difference(path: Path, out: Path, truth: Image) -> float:
    """Mean of levels between what is made of the image at `path` and what it should be."""
    report = optimize(path, Plan(format="png", preset="maximum", force_format=True), out)
    made = Image.new_from_file(str(report.files[0].path)).colourspace("srgb")
    return float((made - truth.colourspace("srgb")).abs().avg())


@pytest.mark.acceptance("C11")
def test_light_in_floating_point(tmp_path: Path) -> None:
    path, photo = tmp_path / "light.tif", a_photo()
    photo.colourspace("scrgb").write_to_file(str(path))
    assert difference(path, tmp_path, photo) < 1


@pytest.mark.acceptance("C11")
def test_gray_light_in_floating_point(tmp_path: Path) -> None:
    path, gray = tmp_path / "light.tif", a_photo().colourspace("b-w")
    linear = gray.bandjoin([gray, gray]).copy(interpretation="srgb").colourspace("scrgb").extract_band(0)
    PIL.Image.fromarray(linear.numpy().squeeze().astype(np.float32)).save(path)
    assert difference(path, tmp_path, gray) < 1


@pytest.mark.acceptance("C11")
@pytest.mark.parametrize("bands", [1, 3])
def test_integers_of_32_bits(bands: int, tmp_path: Path) -> None:
    path = tmp_path / "deep.tif"
    photo = a_photo().colourspace("b-w" if bands == 1 else "srgb")
    samples = photo.numpy().astype(np.uint32) * np.uint32(16_843_009)
    Image.new_from_array(samples).copy(interpretation=photo.interpretation).write_to_file(str(path))
    assert difference(path, tmp_path, photo) < 1


@pytest.mark.acceptance("C11")
@pytest.mark.parametrize("frames", [1, 2, 3])
def test_the_hidden_default_image_of_an_animated_png_is_no_frame(frames: int, tmp_path: Path) -> None:
    colours = [(255, 0, 0), (0, 128, 0), (0, 0, 255), (250, 250, 0)][: frames + 1]
    pictures = [PIL.Image.new("RGB", (60, 40), colour) for colour in colours]
    path = tmp_path / "hidden.png"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], default_image=True, duration=100)
    assert inspect(path).frames == frames
    report = optimize(path, Plan(format="webp", preset="maximum", force_format=True), tmp_path)
    with PIL.Image.open(report.files[0].path) as made:
        assert getattr(made, "n_frames", 1) == frames
        for number, colour in enumerate(colours[1:]):
            made.seek(number)
            found = made.convert("RGB").getpixel((30, 20))
            assert np.abs(np.subtract(found, colour)).max() <= 3


@pytest.mark.acceptance("C9")
def test_what_would_be_misread_is_refused_by_its_true_name(tmp_path: Path) -> None:
    photo = PIL.Image.open(SAMPLES / "coffee.png").convert("RGB").resize((120, 80))
    photo.convert("YCbCr").save(tmp_path / "YCbCr.tif")
    _lab(photo).save(tmp_path / "Lab.tif")
    PIL.Image.fromarray(np.arange(9600, dtype=np.int32).reshape(80, 120)).save(tmp_path / "signed.tif")
    a_photo().cast("double").write_to_file(str(tmp_path / "64 bits.tif"))
    for path in sorted(tmp_path.glob("*.tif")):
        with pytest.raises(ImagingError, match=path.stem) as caught:
            optimize(path, Plan(format="webp", preset="maximum", force_format=True), tmp_path)
        assert caught.value.code == "unsupported_media"


def _lab(photo: PIL.Image.Image) -> PIL.Image.Image:
    from PIL import ImageCms  # noqa: PLC0415 -- loads lcms, for this file only

    to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    made = ImageCms.applyTransform(photo, to_lab)
    assert made is not None
    return made
