"""HEIC as the service reads it: through a wheel that only decodes, and holds no GPL code."""

from importlib.metadata import distribution
from pathlib import Path

import pytest
from imaging_kit import SAMPLES, read

from picopt_imaging import ImagingError, Plan, inspect, optimize
from picopt_imaging.ssimulacra2 import score_images

DATA = Path(__file__).parent / "data"
HEIC = DATA / "coffee.heic"


def test_it_becomes_a_webp_of_the_same_image(out: Path) -> None:
    report = optimize(HEIC, Plan(format="webp", force_format=True), out)
    assert (report.source.format, report.source.media_type) == ("heic", "image/heic")
    sample = read(SAMPLES / "coffee.png").thumbnail_image(300, height=200, size="force")
    assert score_images(sample, read(report.files[0].path)) > 50


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("share", [0.2, 0.6, 0.97])
def test_a_cut_off_one_is_refused(tmp_path: Path, share: float) -> None:
    data = HEIC.read_bytes()
    (tmp_path / "cut.heic").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ImagingError) as caught:
        inspect(tmp_path / "cut.heic")
    assert caught.value.code == "truncated"


def test_gray_of_ten_bits_keeps_its_steps(out: Path) -> None:
    made = read(
        optimize(DATA / "gray-10-bit.heic", Plan(format="png", preset="high", force_format=True), out).files[0].path
    )
    assert [made(x, 64)[0] for x in (0, 32, 64, 96, 127)] == pytest.approx([0, 64, 128, 193, 255], abs=3)


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize(("kind", "said"), [(b"jpeg", "as JPEG "), (b"unci", "plain samples"), (b"avc1", "H.264")])
def test_another_compression_is_refused_by_its_name(kind: bytes, said: str, tmp_path: Path) -> None:
    """A file that only says so: whether its octets are of that kind is never looked at."""
    data = HEIC.read_bytes()
    assert data.count(b"hvc1") == 1
    (tmp_path / "other.heif").write_bytes(data.replace(b"hvc1", kind))
    with pytest.raises(ImagingError, match=said) as refused:
        inspect(tmp_path / "other.heif")
    assert refused.value.code == "unsupported_media"


def test_a_damaged_one_is_refused_as_that(tmp_path: Path) -> None:
    (tmp_path / "damaged.heic").write_bytes(HEIC.read_bytes().replace(b"hvc1", b"????").replace(b"iloc", b"iiii"))
    with pytest.raises(ImagingError) as refused:
        inspect(tmp_path / "damaged.heic")
    assert refused.value.code == "unreadable_image"


def test_the_decoder_holds_no_encoder() -> None:
    """x265 and Kvazaar are what would make it GPL, or encode; libheif and libde265 are LGPL."""
    files = [Path(str(file)).name for file in distribution("pi-heif").files or []]
    libraries = {name.split("-")[0] for name in files if ".so" in name and name.startswith("lib")}
    assert libraries == {"libheif", "libde265"}


@pytest.mark.parametrize("name", ["coffee.heic", "gray-10-bit.heic"])
def test_what_lies_behind_the_end_is_passed_over_and_mends_no_cut(name: str, out: Path) -> None:
    whole, path = (DATA / name).read_bytes(), out / "photo.heic"
    path.write_bytes(whole + b"Downloaded from somewhere. ")
    assert optimize(path, Plan(force_format=True), out).source == inspect(path)
    path.write_bytes(whole[:-99] + b"Downloaded from somewhere. ")
    with pytest.raises(ImagingError) as refused:
        inspect(path)
    assert refused.value.code == "truncated"
