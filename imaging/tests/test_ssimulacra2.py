"""The meter against the metric's reference implementation, and its two builds against each other."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from damaged_pairs import PAIRS, REFERENCE
from hypothesis import given, settings
from hypothesis import strategies as st
from imaging_kit import STORED, read, turned

from picopt_imaging import ImagingError, score
from picopt_imaging.encode import encode
from picopt_imaging.recipe import Recipe
from picopt_imaging.ssimulacra2 import backend, fallback, native, score_images
from picopt_imaging.ssimulacra2.weights import weigh
from picopt_imaging.values import Format
from picopt_imaging.vips import Image


def test_the_compiled_meter_is_there() -> None:
    assert backend() == "native", "run `make setup`: the meter was not compiled"


def test_identical_pictures_score_100(photo: Path) -> None:
    assert score(photo, photo) == 100.0


@pytest.mark.parametrize("name", PAIRS)
def test_scores_are_those_of_the_reference(name: str) -> None:
    assert score_images(*PAIRS[name]()) == pytest.approx(REFERENCE[name], abs=0.5)


def test_on_average_the_meter_is_not_kinder_than_the_reference() -> None:
    off = [score_images(*make()) - REFERENCE[name] for name, make in PAIRS.items()]
    assert abs(sum(off) / len(off)) < 0.1


@settings(max_examples=25, deadline=None)
@given(st.integers(8, 90), st.integers(8, 90), st.integers(0, 2**31))
def test_both_meters_agree_on_any_size(width: int, height: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    a = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
    b = np.clip(a + random.normal(0, 12, a.shape), 0, 255).astype(np.uint8)
    with native.Meter(width, height) as meter:
        half = height // 2
        meter.push(a[:half].tobytes(), b[:half].tobytes(), half)
        meter.push(a[half:].tobytes(), b[half:].tobytes(), height - half)
        compiled = meter.finish()
    assert np.allclose(compiled, fallback.averages(a, b), rtol=2e-3, atol=1e-6)
    assert weigh(compiled) == pytest.approx(weigh(fallback.averages(a, b)), abs=0.02)


def test_more_damage_scores_less(photo: Path) -> None:
    picture = read(photo)
    scores = [
        score_images(picture, Image.new_from_buffer(picture.jpegsave_buffer(Q=quality), ""))
        for quality in (95, 75, 50, 20)
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 85
    assert scores[-1] < 50


def test_thumbnails_have_sensible_scores(photo: Path) -> None:
    small = read(photo).resize(0.2)
    assert 60 < score_images(small, Image.new_from_buffer(small.webpsave_buffer(Q=80), "")) < 95


def test_damage_under_transparency_does_not_count_but_damaged_transparency_does(photo: Path) -> None:
    picture = read(photo)
    hidden = picture.bandjoin(0)
    assert score_images(hidden, (picture.bandjoin(0) * [0.2, 1, 1, 1]).cast("uchar")) == 100.0
    assert score_images(picture.bandjoin(255), picture.bandjoin(128)) < 50


def test_other_sizes_are_refused(photo: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.png"
    read(photo).resize(0.5).write_to_file(str(small))
    with pytest.raises(ImagingError, match="600 × 400 and 300 × 200"):
        score(photo, small)


def test_the_meter_refuses_half_rows() -> None:
    with native.Meter(10, 10) as meter, pytest.raises(ValueError, match="whole rows"):
        meter.push(bytes(31), bytes(31), 1)


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("kind", ["jpg", "png", "tif"])
def test_what_is_turned_is_compared_upright(
    photo: Path, make: Callable[..., Path], kind: str, orientation: int
) -> None:
    stored = turned(STORED[orientation](read(photo)), orientation)
    assert score(photo, make(stored, f"turned.{kind}", **({"Q": 95} if kind == "jpg" else {}))) > 85


def test_bmp_is_compared_by_its_pixels(photo: Path, tmp_path: Path) -> None:
    path = tmp_path / "photo.bmp"
    PIL.Image.open(photo).convert("RGB").save(path)
    assert score(photo, path) == 100.0
    PIL.Image.new("RGB", (600, 400)).save(path)
    assert score(photo, path) < 0


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "gif", "tif"])
def test_what_is_cut_off_or_damaged_has_no_score(photo: Path, make: Callable[..., Path], kind: str) -> None:
    sound = make(read(photo), f"photo.{kind}")
    octets = sound.read_bytes()
    sound.write_bytes(octets[: len(octets) // 2])
    for pair in ((photo, sound), (sound, photo)):
        with pytest.raises(ImagingError) as refused:
            score(*pair)
        assert refused.value.code in ("truncated", "unreadable_image")


def test_animations_are_compared_at_their_worst_moment(photo: Path, tmp_path: Path) -> None:
    bright = PIL.Image.open(photo).convert("RGB")
    dark = bright.point(lambda value: value // 4)
    steady, failing = tmp_path / "steady.webp", tmp_path / "failing.webp"
    bright.save(steady, save_all=True, append_images=[bright.rotate(180)], duration=100, lossless=True)
    bright.save(failing, save_all=True, append_images=[dark], duration=100, lossless=True)
    assert score(steady, steady) == 100.0
    assert score(steady, failing) < 50


@pytest.mark.acceptance("C9")
def test_a_damaged_avif_is_said_to_be_damaged(tmp_path: Path) -> None:
    """Its header is sound, its pixels are not: the decoder that browsers have is not the one that explains it."""
    sound, damaged = tmp_path / "sound.avif", tmp_path / "damaged.avif"
    data = encode(Image.black(64, 64, bands=3).copy(interpretation="srgb"), Recipe(format=Format.AVIF, quality=60))
    sound.write_bytes(data)
    at = data.index(b"mdat") + 4
    damaged.write_bytes(data[:at] + bytes(len(data) - at))
    with pytest.raises(ImagingError) as caught:
        score(sound, damaged)
    assert caught.value.code == "unreadable_image"
