"""AVIF and HEIC are shown as their properties say: cut to the clean aperture, turned, mirrored, in that order."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from imaging_kit import SAMPLES, read
from iso_edits import clean_aperture, mirror, rotation, with_properties

from picopt_imaging import ImagingError, inspect
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base
from picopt_imaging.vips import Image

DATA = Path(__file__).parent / "data"
Source = Callable[..., Path]


@pytest.fixture(params=["avif", "heic"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Source:
    """The sample in one of the containers, with properties."""

    def write(*boxes: bytes) -> Path:
        if request.param == "heic":
            data = (DATA / "coffee.heic").read_bytes()
        else:
            small = read(SAMPLES / "coffee.png").thumbnail_image(300, height=200, size="force")
            data = bytes(small.heifsave_buffer(compression="av1", Q=80, keep="none"))
        path = tmp_path / f"source.{request.param}"
        path.write_bytes(with_properties(data, *boxes) if boxes else data)
        return path

    return write


def shown(path: Path) -> Image:
    """What the pipeline works on."""
    info = inspect(path)
    made = decode(path, info, Base(info.width, info.height))
    assert (info.width, info.height) == (made.width, made.height)
    return made


def differs(a: Image, b: Image) -> float:
    assert (a.width, a.height) == (b.width, b.height)
    return float(np.abs(a.numpy().astype(int)[..., :3] - b.numpy().astype(int)[..., :3]).mean())


def test_without_properties_it_is_the_sample(source: Source) -> None:
    sample = read(SAMPLES / "coffee.png").thumbnail_image(300, height=200, size="force")
    assert differs(shown(source()), sample) < 5


@pytest.mark.acceptance("C1")
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_it_is_turned_anticlockwise(source: Source, quarters: int) -> None:
    plain = shown(source())
    expected = {1: plain.rot270, 2: plain.rot180, 3: plain.rot90}[quarters]()
    assert differs(shown(source(rotation(quarters))), expected) < 1


@pytest.mark.acceptance("C1")
@pytest.mark.parametrize("axis", [0, 1])
def test_it_is_mirrored(source: Source, axis: int) -> None:
    plain = shown(source())
    expected = plain.fliphor() if axis else plain.flipver()
    assert differs(shown(source(mirror(axis))), expected) < 1


@pytest.mark.acceptance("C11")
@pytest.mark.parametrize(("across", "down"), [(0, 0), (10, -10)])
def test_it_is_cut_to_its_clean_aperture(source: Source, across: int, down: int) -> None:
    plain = shown(source())
    expected = plain.crop(20 + across, 14 + down, 260, 172)
    assert differs(shown(source(clean_aperture(260, 172, across, down))), expected) < 1


@pytest.mark.acceptance("C11")
def test_it_is_cut_and_then_turned(source: Source) -> None:
    plain = shown(source())
    expected = plain.crop(20, 14, 260, 172).rot90()
    assert differs(shown(source(clean_aperture(260, 172), rotation(3))), expected) < 1


def test_a_heic_that_shows_a_small_part_is_refused_by_that_name(tmp_path: Path) -> None:
    path = tmp_path / "part.heic"
    path.write_bytes(with_properties((DATA / "coffee.heic").read_bytes(), clean_aperture(100, 60)))
    with pytest.raises(ImagingError, match="stores far more than the part of it that is shown") as caught:
        shown(path)
    assert caught.value.code == "unsupported_media"


@pytest.mark.parametrize("box", [clean_aperture(0, 0), clean_aperture(9000, 9000), clean_aperture(200, 100, 5000, 0)])
def test_a_senseless_aperture_harms_nobody(source: Source, box: bytes) -> None:
    """Refused, or shown whole: never other pixels than the file's."""
    with suppress(ImagingError):
        made = shown(source(box))
        assert (made.width, made.height) <= (300, 200)
