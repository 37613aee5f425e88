"""C7: what is hostile, huge or broken is refused with its own code, soon and in little memory."""

import io
import resource
import struct
import subprocess
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import PIL.Image
import PIL.ImageStat
import pytest
from imaging_kit import ADOBE_RGB, labelled, png_chunk, read

from picopt_imaging import ImagingError, Limits, Plan, inspect, optimize
from picopt_imaging.vips import Image


def png_bomb(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20), 9)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def gif_of(frames: int) -> bytes:
    colours = [
        PIL.Image.new("RGB", (4, 4), (number * 37 % 256, number * 11 % 256, number % 256)) for number in range(frames)
    ]
    made = io.BytesIO()
    colours[0].save(made, "GIF", save_all=True, append_images=colours[1:], duration=20)
    return made.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "30k-by-30k.png": (lambda: png_bomb(30_000, 30_000), "too_many_pixels"),
    "10k-frames.gif": (lambda: gif_of(10_000), "too_many_frames"),
    "script.svg": (lambda: SVG, "svg_refused"),
    "svg-named.jpg": (lambda: b"\xef\xbb\xbf  " + SVG, "svg_refused"),
    "svg-with-comment.svg": (lambda: b"<!-- GIF89a --><svg/>", "svg_refused"),
    "page.png": (lambda: b"<!doctype html><p>404", "unsupported_media"),
    "program.php.jpg": (lambda: b"<?php echo 1;", "unsupported_media"),
    "zip.png": (lambda: b"PK\x03\x04" + bytes(100), "unsupported_media"),
    "film.mp4": (lambda: b"\0\0\0\x18ftypisom" + bytes(40), "unsupported_media"),
    "empty.jpg": (lambda: b"", "truncated"),
    "signature-only.png": (lambda: b"\x89PNG\r\n\x1a\n", "truncated"),
    "noise.jpg": (lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8 + b"\xff\xd9", "unreadable_image"),
}


@pytest.mark.acceptance("C7")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_from_the_header(tmp_path: Path, out: Path, name: str) -> None:
    build, code = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(build())
    inspect_ok = read  # libvips is loaded before the clock starts
    assert inspect_ok is not None
    before, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ImagingError) as caught:
        optimize(path, Plan(), out)
    assert caught.value.code == code
    assert len(str(caught.value)) > 20
    assert time.process_time() - before < 1.0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 100 * 1024
    assert list(out.iterdir()) == []


@pytest.mark.acceptance("C7")
@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "gif", "tif", "avif", "bmp"])
@pytest.mark.parametrize("share", [0.3, 0.97])
def test_a_cut_off_tail_is_an_error_and_not_a_grey_picture(
    photo: Path, make: Callable[..., Path], out: Path, extension: str, share: float
) -> None:
    if extension == "bmp":
        whole = out.parent / "whole.bmp"
        PIL.Image.open(photo).save(whole)
    else:
        whole = make(read(photo), f"whole.{extension}")
    cut = out.parent / f"cut.{extension}"
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    with pytest.raises(ImagingError) as caught:
        optimize(cut, Plan(), out)
    # A TIFF's directory can lie at its end; without it nobody can tell a cut from damage.
    assert caught.value.code == "truncated" or (extension == "tif" and caught.value.code == "unreadable_image")
    assert list(out.iterdir()) == []


UNREAD = {"lzma": "LZMA", "zstd": "Zstandard"}
COMPRESSIONS = ("raw", "packbits", "jpeg", "tiff_adobe_deflate", "tiff_lzw", "group4", *UNREAD)


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("mode", ["RGB", "L", "1", "CMYK", "P", "RGBA"])
@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_tiff_of_any_compression_is_right_or_refused_by_name(
    photo: Path, tmp_path: Path, out: Path, compression: str, mode: str
) -> None:
    source = tmp_path / "scan.tif"
    picture = PIL.Image.open(photo).resize((150, 100)).convert(mode)
    try:
        picture.save(source, compression=compression)
    except OSError:
        return  # libtiff writes no such file: fax compressions hold one bit, JPEG holds no palette
    if compression in UNREAD:
        with pytest.raises(ImagingError, match=UNREAD[compression]) as caught:
            optimize(source, Plan(force_format=True), out)
        assert caught.value.code == "unsupported_media"
        return
    report = optimize(source, Plan(force_format=True), out)
    made = PIL.Image.open(report.files[0].path).convert("L")
    # Pillow knows no printing colors: its CMYK is up to 14 darker than the press would print. Filler is off by 100.
    assert abs(mean(made) - mean(picture.convert("L"))) < 20


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize(
    ("how", "name"),
    [
        (["-depth", "12"], "12 bits"),
        (["-depth", "4"], "4 bits"),
        (["-define", "tiff:tile-geometry=64x64", "-interlace", "Plane"], "tiles of its own"),
    ],
)
def test_a_sound_tiff_that_is_laid_out_oddly_is_not_called_damaged(
    photo: Path, tmp_path: Path, out: Path, how: list[str], name: str
) -> None:
    source = tmp_path / "odd.tif"
    subprocess.run(["convert", str(photo), *how, str(source)], check=True)
    with pytest.raises(ImagingError, match=name) as caught:
        optimize(source, Plan(force_format=True), out)
    assert caught.value.code == "unsupported_media"


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize(("number", "name"), [(6, "old-style JPEG"), (34712, "JPEG 2000"), (50001, "WebP")])
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_tiff_that_nothing_here_decodes_is_refused_by_the_name_of_its_compression(
    tmp_path: Path, out: Path, number: int, name: str, order: str
) -> None:
    source = tmp_path / "scan.tif"
    source.write_bytes(tiff_of(number, order))
    with pytest.raises(ImagingError, match=name) as caught:
        optimize(source, Plan(force_format=True), out)
    assert caught.value.code == "unsupported_media"
    assert list(out.iterdir()) == []


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize(
    ("marker", "bits", "said"),
    [
        (0xC1, 12, "samples of 12 bits"),
        (0xC3, 8, "without loss"),
        (0xC3, 16, "without loss"),
        (0xC5, 8, "hierarchical"),
    ],
)
def test_a_jpeg_of_a_kind_that_nothing_here_decodes_is_refused_by_its_name(
    photo_jpeg: Path, out: Path, marker: int, bits: int, said: str
) -> None:
    """A file whose frame only says so: decoders stop there. A filling octet before the frame changes nothing."""
    data = photo_jpeg.read_bytes()
    frame = b"\xff\xc0\x00\x11\x08"
    assert data.count(frame) == 1
    source = out.parent / "odd.jpg"
    source.write_bytes(data.replace(frame, b"\xff\xff" + bytes((marker,)) + b"\x00\x11" + bytes((bits,))))
    with pytest.raises(ImagingError, match=said) as caught:
        optimize(source, Plan(force_format=True), out)
    assert caught.value.code == "unsupported_media"


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("end", [2, 20, 160, 163])
def test_a_jpeg_without_a_frame_is_damaged_or_cut_off(photo_jpeg: Path, tmp_path: Path, end: int) -> None:
    source = tmp_path / "odd.jpg"
    source.write_bytes(b"\xff\xd8\xff" + photo_jpeg.read_bytes()[3:end])
    with pytest.raises(ImagingError) as caught:
        inspect(source)
    assert caught.value.code in ("unreadable_image", "truncated")


@pytest.mark.acceptance("C9")
def test_separate_planes_are_read(make: Callable[..., Path], photo: Path, out: Path) -> None:
    source = out.parent / "planes.tif"
    subprocess.run(["convert", str(photo), "-interlace", "Plane", "-compress", "LZW", str(source)], check=True)
    report = optimize(source, Plan(force_format=True), out)
    assert abs(mean(PIL.Image.open(report.files[0].path).convert("L")) - mean(PIL.Image.open(photo).convert("L"))) < 5


def mean(picture: PIL.Image.Image) -> float:
    return PIL.ImageStat.Stat(picture).mean[0]


def tiff_of(compression: int, order: str) -> bytes:
    """One gray strip of 8 × 8 pixels, its bytes noise."""
    noise = bytes(range(64))
    tags = [(256, 8), (257, 8), (258, 8), (259, compression), (262, 1), (273, 8), (277, 1), (278, 8), (279, 64)]
    directory = b"".join(struct.pack(f"{order}HHIHH", tag, 3, 1, value, 0) for tag, value in tags)
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8 + len(noise))
    return head + noise + struct.pack(f"{order}H", len(tags)) + directory + bytes(4)


@pytest.mark.acceptance("C7")
def test_a_huge_profile_is_refused(photo: Path, tmp_path: Path, out: Path) -> None:
    source = tmp_path / "profile.png"
    PIL.Image.open(photo).save(
        source, icc_profile=struct.pack(">I", 6 << 20) + ADOBE_RGB[4:].ljust((6 << 20) - 4, b"\0")
    )
    with pytest.raises(ImagingError) as caught:
        optimize(source, Plan(), out)
    assert caught.value.code == "profile_too_large"


def test_a_broken_profile_does_not_stop_a_picture(photo: Path, make: Callable[..., Path], out: Path) -> None:
    source = make(labelled(read(photo), icc_profile_data=b"not a profile at all" * 20), "odd.png")
    assert optimize(source, Plan(preset="medium"), out).outcome == "optimized"


def test_limits_are_the_callers(photo: Path, out: Path) -> None:
    with pytest.raises(ImagingError, match="at most 100"):
        inspect(photo, Limits(source_bytes=100))
    with pytest.raises(ImagingError) as caught:
        optimize(photo, Plan(), out, Limits(pixels=1000))
    assert caught.value.code == "too_many_pixels"


def test_webp_says_what_it_cannot_hold(make: Callable[..., Path], out: Path) -> None:
    source = make(Image.black(17_000, 8, bands=3).copy(interpretation="srgb"), "long.png")
    with pytest.raises(ImagingError, match="16383") as caught:
        optimize(source, Plan(format="webp"), out)
    assert caught.value.code == "geometry"
    assert (
        optimize(source, Plan(format="webp", max_width=1000, preset="low", force_format=True), out).files[0].width
        == 1000
    )
    assert optimize(source, Plan(format="auto", preset="low", force_format=True), out).format == "jpeg"


def test_heic_without_the_extra_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "phone.heic"
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100))
    with pytest.raises(ImagingError) as caught:
        inspect(path)
    assert caught.value.code in ("unsupported_media", "unreadable_image", "truncated")


@pytest.mark.parametrize("extension", ["bmp", "tif"])
def test_bmp_and_tiff_are_read(photo: Path, tmp_path: Path, out: Path, extension: str) -> None:
    source = tmp_path / f"photo.{extension}"
    PIL.Image.open(photo).save(source)
    assert inspect(source).media_type == {"bmp": "image/bmp", "tif": "image/tiff"}[extension]
    report = optimize(source, Plan(format="original", preset="high"), out)
    assert (report.format, report.outcome) == ("png", "optimized")
    assert read(report.files[0].path).numpy().tobytes() == read(photo).numpy().tobytes()
