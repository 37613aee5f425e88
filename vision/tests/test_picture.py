"""Reading pictures: every kind that the service takes, and every way in which a file can be broken."""

import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from picopt_vision import VisionError
from picopt_vision.formats import ALWAYS, readable_formats
from picopt_vision.picture import DARK, look


def _noise(size: tuple[int, int] = (300, 200), mode: str = "RGB") -> Image.Image:
    return Image.effect_noise(size, 60).convert(mode)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "gif", "tiff", "bmp"])
def test_reads_every_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture.{suffix}"
    _noise().save(path)
    view = look(path)
    assert (view.image.mode, view.image.size) == ("RGB", (300, 200))


HEIC = Path(__file__).parents[2] / "imaging" / "tests" / "data" / "coffee.heic"


def test_reads_heic_with_its_extra() -> None:
    view = look(HEIC)
    assert (view.image.mode, view.image.size, view.frames, view.has_alpha) == ("RGB", (300, 200), 1, False)
    red, _, blue = view.image.resize((1, 1)).getpixel((0, 0))
    assert red > blue + 40  # a red cup on a wooden table


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_heic_that_is_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    data = HEIC.read_bytes()
    (tmp_path / "cut.heic").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(VisionError) as caught:
        look(tmp_path / "cut.heic")
    assert caught.value.code in {"truncated", "unreadable_image", "unsupported_media"}


def test_without_its_extra_heic_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    readable_formats.cache_clear()
    try:
        assert readable_formats() == ALWAYS
        with pytest.raises(VisionError) as caught:
            look(HEIC)
        assert caught.value.code == "unsupported_media"
    finally:
        readable_formats.cache_clear()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_reads_every_mode_of_png(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "picture.png"
    if mode == "I;16":
        Image.fromarray((np.arange(60_000, dtype=np.uint16)).reshape(200, 300)).save(path)
    else:
        _noise(mode="RGB").convert(mode).save(path)
    view = look(path)
    assert view.image.mode == "RGB"
    low, high = view.image.convert("L").getextrema()
    assert high - low > 50  # 16 bits are scaled, not clipped to white


def test_reads_cmyk(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    Image.new("CMYK", (64, 64), (0, 255, 255, 0)).save(path)
    red, green, blue = look(path).image.getpixel((32, 32))
    assert red > 200
    assert max(green, blue) < 100


@pytest.mark.parametrize(
    ("drawn", "share", "corner"),
    [
        ("white", 0.3, DARK),  # a logo for dark headers
        ("white", 0.95, (255, 255, 255)),  # a page with rounded corners
        ((200, 30, 40), 0.3, (255, 255, 255)),
        ("white", 0.0, (255, 255, 255)),
    ],
)
def test_what_white_would_hide_lies_on_dark(
    tmp_path: Path, drawn: str | tuple[int, int, int], share: float, corner: tuple[int, int, int]
) -> None:
    image = Image.new("RGBA", (100, 100), (255, 255, 255, 0))
    image.paste(Image.new("RGBA", (100, round(100 * share)), drawn), (0, 0))
    path = tmp_path / "logo.png"
    image.save(path)
    assert look(path).image.getpixel((99, 99)) == corner


def test_transparency_lies_on_white(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(path)
    view = look(path)
    assert view.has_alpha
    assert view.image.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_is_upright_whatever_the_camera_held(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "picture.jpg"
    _noise((300, 200)).save(path, exif=exif)
    view = look(path)
    expected = (300, 200) if orientation < 5 else (200, 300)
    assert view.image.size == expected
    assert (view.width, view.height) == expected


def test_a_large_picture_is_reduced_and_remembers_its_size(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    _noise((4000, 1000)).save(path)
    view = look(path)
    assert view.image.size == (1024, 256)
    assert (view.width, view.height) == (4000, 1000)


def test_a_large_picture_is_not_copied_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "picture.png"
    _noise((3000, 2000)).save(path)
    copied, copy = [], Image.Image.copy
    monkeypatch.setattr(Image.Image, "copy", lambda image: copied.append(image.size) or copy(image))
    assert look(path).image.size == (1024, 683)
    assert all(max(size) <= 1024 for size in copied)


def _huge_png() -> bytes:
    """The header of 30,000 × 30,000 pixels, and next to nothing behind it."""
    chunks = [b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(bytes(100))]
    framed = (struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.jpg", b"", "unsupported_media"),
        ("a.jpg", b"hello", "unsupported_media"),
        ("a.svg", b"<?xml version='1.0'?><svg onload='alert(1)'/>", "svg_refused"),
        ("a.png", _huge_png(), "too_many_pixels"),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(VisionError) as caught:
        look(path)
    assert caught.value.code == code


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_a_cut_off_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture.{suffix}"
    _noise().save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(VisionError) as caught:
        look(path)
    assert caught.value.code in {"truncated", "unreadable_image"}
