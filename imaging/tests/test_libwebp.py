"""libwebp through its own interface, held against the same library inside libvips."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imaging_kit import SAMPLES

from picopt_imaging import Plan, optimize
from picopt_imaging.encode import libwebp, read_back, webp_alpha
from picopt_imaging.encode.libwebp import Settings
from picopt_imaging.encode.webp import write
from picopt_imaging.in_memory import to_srgb8
from picopt_imaging.recipe import Recipe
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.values import Format
from picopt_imaging.vips import Image, VipsError

# What libwebp's presets set: noise shaping, filter strength and sharpness.
PRESETS = {"default": (50, 60, 0), "picture": (80, 35, 4), "photo": (80, 30, 3), "drawing": (25, 10, 6)}


def photo(*, alpha: bool = False) -> Image:
    picture = Image.thumbnail(str(SAMPLES / "flower.jpg"), 301).copy_memory()
    return picture.bandjoin(Image.xyz(picture.width, picture.height)[0].cast("uchar")) if alpha else picture


def noise(width: int, height: int, bands: int) -> Image:
    grain = [Image.gaussnoise(width, height, mean=128, sigma=60, seed=band) for band in range(bands)]
    return grain[0].bandjoin(grain[1:]).cast("uchar").copy(interpretation="srgb").copy_memory()


def plain(quality: int = 75, method: int = 4) -> Settings:
    return Settings(quality=quality, method=method, noise_shaping=50, filter_strength=60, filter_sharpness=0)


@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("preset", PRESETS)
def test_the_same_settings_give_the_same_octets_as_libvips(preset: str, *, alpha: bool) -> None:
    shaping, strength, sharpness = PRESETS[preset]
    for quality, method, sharp in ((40, 4, False), (82, 5, True), (95, 6, False)):
        ours = Settings(
            quality=quality,
            method=method,
            noise_shaping=shaping,
            filter_strength=strength,
            filter_sharpness=sharpness,
            sharp_yuv=sharp,
        )
        theirs = photo(alpha=alpha).webpsave_buffer(
            Q=quality, effort=method, preset=preset, smart_subsample=sharp, keep="none"
        )
        assert libwebp.encode(photo(alpha=alpha), ours) == bytes(theirs)


@given(width=st.integers(1, 70), height=st.integers(1, 70), quality=st.integers(0, 100), alpha=st.booleans())
@settings(max_examples=40, deadline=None)
def test_what_is_read_back_is_what_libvips_reads(width: int, height: int, quality: int, *, alpha: bool) -> None:
    picture = noise(width, height, bands=4 if alpha else 3)
    data = libwebp.encode(picture, plain(quality, 0))
    ours, theirs = libwebp.decode(data, alpha=alpha), Image.new_from_buffer(data, "")
    assert (ours.width, ours.height, ours.bands) == (width, height, 4 if alpha else 3)
    assert (ours - theirs).abs().max() == 0


def clear_in_places(strength: int = 1) -> Image:
    """Opaque, clear and half clear, with colors below what is clear."""
    picture = photo()
    waves = (Image.xyz(picture.width, picture.height)[0] * strength).sin() * 300 + 128
    return picture.bandjoin(waves.cast("uchar")).copy(interpretation="srgb").copy_memory()


@pytest.mark.parametrize("method", [4, 6])
def test_transparency_that_was_compressed_before_gives_the_same_octets(method: int) -> None:
    images = [clear_in_places(), clear_in_places(3), photo(alpha=True), noise(33, 21, 4)]
    for image in images:
        for quality, alpha_quality, sharp in ((20, 90, False), (75, 90, True), (91, 100, False), (75, 90, False)):
            wanted = replace(plain(quality, method), alpha_quality=alpha_quality, sharp_yuv=sharp)
            webp_alpha.forget()
            anew = libwebp.encode(image, wanted)
            libwebp.encode(image, replace(wanted, quality=50))
            assert webp_alpha.is_known(webp_alpha.key_of(image, method, alpha_quality))
            assert libwebp.encode(image, wanted) == anew


def test_an_opaque_image_with_four_bands_has_no_transparency_to_keep() -> None:
    opaque = photo().bandjoin(255)
    first, second = (libwebp.encode(opaque, plain()) for _ in range(2))
    assert first == second
    assert b"ALPH" not in first[:64]


def test_transparency_is_kept_of_the_last_few_images_only() -> None:
    webp_alpha.forget()
    keys = []
    for seed in range(9):
        image = noise(16 + seed, 16, 4)
        libwebp.encode(image, plain())
        keys.append(webp_alpha.key_of(image, 4, 100))
    assert [webp_alpha.is_known(key) for key in keys] == [False] + [True] * 8


@pytest.mark.parametrize("keep", [0, 11, 200])
def test_a_damaged_file_is_an_error(keep: int) -> None:
    data = libwebp.encode(photo(), plain())
    with pytest.raises(VipsError, match="libwebp"):
        libwebp.decode(data[:keep], alpha=False)


def test_settings_that_mean_nothing_are_an_error() -> None:
    with pytest.raises(VipsError, match="refuses"):
        libwebp.encode(photo(), plain(method=7))


def test_gray_pictures_become_gray_files() -> None:
    gray = photo().colourspace("b-w").copy_memory()
    for picture in (gray, gray.bandjoin(gray)):
        made = Image.new_from_buffer(write(picture, Recipe(format=Format.WEBP, quality=80)), "")
        assert (made.width, made.height, made.hasalpha()) == (gray.width, gray.height, picture.hasalpha())
        assert (made[0] - made[2]).abs().max() <= 1


def test_huge_pictures_are_spared_passes_over_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[Settings]()

    def listen(pixels: Image, settings: Settings) -> bytes:
        asked.append(settings)
        return libwebp_encode(pixels, settings)

    libwebp_encode = libwebp.encode
    monkeypatch.setattr(libwebp, "encode", listen)
    for side in (1000, 5100):
        data = write(
            Image.black(side, side, bands=3).copy(interpretation="srgb"), Recipe(format=Format.WEBP, quality=40)
        )
        assert libwebp.decode(data, alpha=False).width == side
    assert [settings.partition_limit for settings in asked] == [0, 50]


def test_without_the_library_libvips_does_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libwebp, "_open", lambda: (None, "not here"))
    report = optimize(SAMPLES / "flower.jpg", Plan(format="webp", force_format=True), tmp_path)
    assert report.files[0].media_type == "image/webp"
    assert report.files[0].score is not None
    assert report.files[0].score >= 70


def test_smooth_gradients_of_large_images_are_not_left_in_steps() -> None:
    """A weak deblocking filter leaves the blocks' borders in skies and soft light; only far more bytes hide them."""
    down, across = np.mgrid[:1000, :1500] / np.array([[[1000]], [[1500]]])
    waves = 3 * across + 2 * down, 2 * across - 3 * down + 1, 2.5 * across * down
    light = np.stack([128 + 60 * np.sin(waves[0]), 90 + 50 * np.sin(waves[1]), 120 + 70 * np.cos(waves[2])], axis=-1)
    picture = to_srgb8(Image.new_from_array(light.round().astype(np.uint8)).copy(interpretation="srgb")).copy_memory()
    weak = Settings(quality=85, method=4, noise_shaping=80, filter_strength=35, filter_sharpness=7)
    before, now = libwebp.encode(picture, weak), write(picture, Recipe(format=Format.WEBP, quality=85))
    assert len(now) <= 1.01 * len(before)
    assert score_images(picture, read_back(now, picture)) > score_images(picture, read_back(before, picture)) + 1


def test_a_large_photograph_is_shaped_as_smaller_ones_are() -> None:
    """With the encoder's usual shaping of 80, it has more bytes at the same score; and it needs no other quality."""
    sheet = to_srgb8(Image.new_from_file(str(SAMPLES / "contact-sheet.jpg")))
    recipe = Recipe(format=Format.WEBP, quality=72)
    strong = Settings(quality=72, method=4, noise_shaping=80, filter_strength=60, filter_sharpness=7)
    smaller, larger = (sheet.crop(0, 0, 1250, height).copy_memory() for height in (800, 801))
    before, now = libwebp.encode(larger, strong), write(larger, recipe)
    assert len(now) < 0.98 * len(before)
    assert score_images(larger, read_back(now, larger)) > score_images(larger, read_back(before, larger))
    of_smaller = score_images(smaller, read_back(write(smaller, recipe), smaller))
    assert score_images(larger, read_back(now, larger)) == pytest.approx(of_smaller, abs=0.3)
