"""C10: colours told by nclx, cICP, gAMA or cHRM are converted, HDR is brought to ordinary screens; both are said."""

from collections.abc import Callable
from pathlib import Path

import PIL.Image
import pytest
from imaging_kit import png_chunk, read

from picopt_imaging import Plan, inspect, optimize, score
from picopt_imaging.colour.profile import between
from picopt_imaging.colour.stated import BT2020, SRGB
from picopt_imaging.vips import Image

COLOURS = ((222, 31, 32), (40, 200, 60), (30, 30, 220), (230, 220, 40), (128, 128, 128), (255, 255, 255))


def patches(*, depth: int = 8) -> Image:
    """Six flat squares of 64 pixels side by side."""
    squares = [Image.black(64, 64, bands=3) + list(colour) for colour in COLOURS]
    page = Image.arrayjoin(squares, across=len(squares)).cast("uchar").copy(interpretation="srgb")
    return (page * 257).cast("ushort").copy(interpretation="rgb16") if depth == 16 else page


def with_chunks(path: Path, *chunks: tuple[bytes, bytes]) -> Path:
    """The PNG at `path`, chunks put before its pixels."""
    data = path.read_bytes()
    at = data.index(b"IDAT") - 4
    path.write_bytes(data[:at] + b"".join(png_chunk(*chunk) for chunk in chunks) + data[at:])
    return path


def with_nclx(path: Path, primaries: int, curve: int) -> Path:
    data = bytearray(path.read_bytes())
    at = data.index(b"colrnclx")
    data[at + 8 : at + 12] = primaries.to_bytes(2, "big") + curve.to_bytes(2, "big")
    path.write_bytes(data)
    return path


def shown(path: Path) -> list[tuple[int, ...]]:
    with PIL.Image.open(path) as made:
        upright = made.convert("RGB")
        return [upright.getpixel((32 + 64 * number, 32)) for number in range(len(COLOURS))]  # type: ignore[misc] # of RGB, a pixel is a tuple


def assert_close(found: list[tuple[int, ...]], wanted: list[tuple[float, ...]], off: float) -> None:
    for colour, truth in zip(found, wanted, strict=True):
        assert all(abs(a - b) <= off for a, b in zip(colour, truth, strict=True)), (colour, truth)


def as_p3() -> list[tuple[float, ...]]:
    """What the squares are in sRGB where their numbers are Display P3's; by libvips' own profile of that."""
    image = patches().icc_transform("srgb", input_profile="p3", embedded=False, intent="relative").copy_memory()
    return [tuple(image(32 + 64 * number, 32)) for number in range(len(COLOURS))]


@pytest.mark.acceptance("C10")
@pytest.mark.parametrize("to", ["png", "webp", "avif", "jpeg"])
def test_p3_by_cicp(make: Callable[..., Path], out: Path, to: str) -> None:
    path = with_chunks(make(patches(), "p3.png"), (b"cICP", bytes((12, 13, 0, 1))))
    report = optimize(path, Plan(format=to, preset="maximum", force_format=True), out)
    assert report.source.profile == "Display P3"
    assert any("Display P3" in note for note in report.notes)
    assert_close(shown(report.files[0].path), as_p3(), 4 if to == "png" else 8)


@pytest.mark.acceptance("C10")
def test_p3_by_nclx(make: Callable[..., Path], out: Path) -> None:
    path = with_nclx(make(patches(), "p3.avif", lossless=True), 12, 13)
    report = optimize(path, Plan(format="png", preset="maximum", force_format=True), out)
    assert report.source.profile == "Display P3"
    assert_close(shown(report.files[0].path), as_p3(), 4)


@pytest.mark.acceptance("C10")
@pytest.mark.parametrize("depth", [8, 16])
def test_gamma_by_gama(make: Callable[..., Path], out: Path, depth: int) -> None:
    """Light itself, gamma 1: half the light is not half the number."""
    path = with_chunks(make(patches(depth=depth), "linear.png"), (b"gAMA", (100_000).to_bytes(4, "big")))
    report = optimize(path, Plan(format="png", preset="maximum", force_format=True), out)

    def encoded(value: int) -> float:
        light = value / 255
        return 255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)

    assert_close(shown(report.files[0].path), [tuple(map(encoded, colour)) for colour in COLOURS], 3)


@pytest.mark.acceptance("C10")
def test_gamma_beside_primaries_is_meant_as_it_is_said(make: Callable[..., Path], out: Path) -> None:
    """Both together are a profile to browsers, and its curve is darker than sRGB's in the shadows."""
    srgb = b"".join(n.to_bytes(4, "big") for n in (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))
    path = with_chunks(make(patches(), "both.png"), (b"gAMA", (45455).to_bytes(4, "big")), (b"cHRM", srgb))
    report = optimize(path, Plan(format="png", preset="maximum", force_format=True), out)

    def encoded(value: int) -> float:
        light = (value / 255) ** 2.2
        return 255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)

    assert_close(shown(report.files[0].path), [tuple(map(encoded, colour)) for colour in COLOURS], 1.5)


@pytest.mark.parametrize("chunks", [(), ((b"gAMA", (45455).to_bytes(4, "big")),), ((b"cICP", bytes((1, 13, 0, 1))),)])
def test_srgb_however_it_is_said_stays_as_it_is(
    make: Callable[..., Path], out: Path, chunks: tuple[tuple[bytes, bytes], ...]
) -> None:
    path = with_chunks(make(patches(), "plain.png"), *chunks)
    report = optimize(path, Plan(format="png", preset="maximum", force_format=True), out)
    assert report.source.profile is None
    assert shown(report.files[0].path) == [*COLOURS]


@pytest.mark.acceptance("C10")
@pytest.mark.parametrize(("curve", "name"), [(16, "PQ"), (18, "HLG")])
def test_hdr_is_brought_to_ordinary_screens_and_said(
    make: Callable[..., Path], out: Path, curve: int, name: str
) -> None:
    """A gray ramp of BT.2020 stays gray and rises; 203 nits are nearly white; nothing is black that was not."""
    ramp = (Image.xyz(512, 32)[0] * (65535 / 511)).cast("ushort")
    image = ramp.bandjoin([ramp, ramp]).copy(interpretation="rgb16")
    path = with_chunks(make(image, "hdr.png"), (b"cICP", bytes((9, curve, 0, 1))))
    report = optimize(path, Plan(format="png", preset="maximum", force_format=True), out)
    assert any(f"HDR ({name})" in note and "203 nits" in note for note in report.notes)
    made = read(report.files[0].path)
    line = [made(x, 16) for x in range(0, 512, 8)]
    assert all(max(pixel) - min(pixel) <= 2 for pixel in line)
    grays = [pixel[0] for pixel in line]
    assert grays == sorted(grays)
    assert grays[0] == 0
    assert grays[-1] >= 254
    white = {"PQ": 0.5807, "HLG": 0.75}[name]  # the signal of 203 nits (BT.2408, table 1)
    assert 235 <= made(round(511 * white), 16)[0] <= 250


def test_the_score_of_a_file_sees_its_stated_colours(make: Callable[..., Path], tmp_path: Path) -> None:
    plain, told = make(patches(), "plain.png"), tmp_path / "told.png"
    told.write_bytes(plain.read_bytes())
    with_chunks(told, (b"cICP", bytes((12, 13, 0, 1))))
    assert score(plain, plain) == 100
    assert score(plain, told) < 95


def test_nonsense_is_ignored(make: Callable[..., Path]) -> None:
    for number, chunk in enumerate(((b"cICP", b"\xff\xff\0\1"), (b"gAMA", bytes(4)), (b"cICP", b"\1"))):
        assert inspect(with_chunks(make(patches(), f"{number}.png"), chunk)).profile is None
    flat = (b"cHRM", (31270).to_bytes(4, "big") * 8)
    assert (
        inspect(with_chunks(make(patches(), "flat.png"), (b"gAMA", (45455).to_bytes(4, "big")), flat)).profile is None
    )


def test_white_stays_white_between_primaries() -> None:
    for row in between(BT2020, SRGB):
        assert sum(row) == pytest.approx(1)
