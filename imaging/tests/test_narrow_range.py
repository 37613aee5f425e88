"""C10: gray and transparency between 16 and 235 in an AVIF are as dark, light and clear as other decoders show them."""

import contextlib
import io
import time
from pathlib import Path

import PIL.Image
import pytest

from picopt_imaging import Plan, optimize
from picopt_imaging.av1_header import Samples, read_samples
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base
from picopt_imaging.metadata.containers.isobmff import read as read_boxes
from picopt_imaging.narrow_range import Narrow, narrow_parts, widen
from picopt_imaging.source import read_source
from picopt_imaging.vips import Image

STEPS = (0, 8, 16, 60, 128, 200, 235, 247, 255)


def avif(folder: Path, subsampling: str, shown: str, *, alpha: bool = False) -> Path:
    """Nine bars from black to white, written by Pillow."""
    bars = PIL.Image.new("RGBA" if alpha else "RGB", (32 * len(STEPS), 48))
    for number, step in enumerate(STEPS):
        bars.paste(
            (step, step, step, 100 + number) if alpha else (step, step, step), (32 * number, 0, 32 * number + 32, 48)
        )
    path = folder / "bars.avif"
    bars.save(path, quality=95, speed=8, subsampling=subsampling, range=shown)
    return path


def grays(image: Image) -> list[float]:
    return [image(32 * number + 16, 24)[0] for number in range(len(STEPS))]


@pytest.mark.acceptance("C10")
@pytest.mark.parametrize("shown", ["full", "limited"])
@pytest.mark.parametrize("subsampling", ["4:0:0", "4:2:0"])
@pytest.mark.parametrize("alpha", [False, True])
def test_black_is_black_and_white_is_white(subsampling: str, shown: str, tmp_path: Path, *, alpha: bool) -> None:
    """Held against libavif, by way of Pillow."""
    path = avif(tmp_path, subsampling, shown, alpha=alpha)
    source = read_source(path)
    ours = decode(path, source, Base(source.width, source.height))
    with PIL.Image.open(path) as image:
        theirs = image.convert("RGBA")
    assert narrow_parts(path).gray is (subsampling == "4:0:0" and shown == "limited")
    assert grays(ours) == pytest.approx(
        [theirs.getpixel((32 * number + 16, 24))[0] for number in range(len(STEPS))],  # type: ignore[index] # RGBA
        abs=2,
    )
    if alpha:
        assert ours(16, 24)[3] == pytest.approx(100, abs=2)


def with_transparency(folder: Path, subsampling: str, shown: str) -> Path:
    """Noise under transparency that rises in nine bars: in the place of a longer one lies the stream of `avif`."""
    bars = read_boxes(avif(folder, subsampling, shown).read_bytes()).items[0].octets
    size = (32 * len(STEPS), 48)
    noise = PIL.Image.effect_noise(size, 90)
    path = folder / "clear.avif"
    PIL.Image.merge("RGBA", [noise, noise, noise, PIL.Image.effect_noise(size, 90)]).save(path, quality=95, speed=8)
    data = path.read_bytes()
    old = read_boxes(data).items[1].octets
    missing = len(old) - len(bars)
    assert missing > 130
    length = missing - 3  # of a unit of padding (AV1 bitstream specification, 5.8): its kind, its length, zeros, a bit
    padding = bytes((0x7A, length & 127 | 128, length >> 7)) + bytes(length - 1) + b"\x80"
    path.write_bytes(data.replace(old, bars + padding))
    return path


@pytest.mark.acceptance("C10")
@pytest.mark.parametrize("shown", ["full", "limited"])
@pytest.mark.parametrize("subsampling", ["4:0:0", "4:2:0"])
def test_what_is_clear_is_clear_and_what_covers_covers(subsampling: str, shown: str, tmp_path: Path) -> None:
    """Transparency of that range has 16 for what is not to be seen. Held against libavif again."""
    path = with_transparency(tmp_path, subsampling, shown)
    assert narrow_parts(path) == Narrow(alpha=shown == "limited")
    source = read_source(path)
    ours = decode(path, source, Base(source.width, source.height))
    with PIL.Image.open(path) as image:
        theirs = image.getchannel("A")
    places = [(32 * number + 16, 24) for number in range(len(STEPS))]
    found = [ours(*place)[3] for place in places]
    assert found == pytest.approx([theirs.getpixel(place) for place in places], abs=2)
    assert found == pytest.approx(STEPS, abs=4)


@pytest.mark.acceptance("C10")
@pytest.mark.parametrize("preset", ["auto", "maximum"])
def test_a_png_of_it_is_as_light(preset: str, tmp_path: Path) -> None:
    path = avif(tmp_path, "4:0:0", "limited")
    made = optimize(path, Plan(format="png", preset=preset, force_format=True), tmp_path).files[0].path
    image = Image.new_from_file(str(made)).colourspace("srgb").cast("uchar")
    assert grays(image)[0] <= 1
    assert grays(image)[-1] >= 254


def test_the_containers_range_goes_before_the_bit_streams(tmp_path: Path) -> None:
    path = avif(tmp_path, "4:0:0", "limited")
    data = bytearray(path.read_bytes())
    at = data.index(b"colrnclx") + len(b"colrnclx") + 6
    data[at] |= 0x80
    path.write_bytes(data)
    assert not narrow_parts(path).gray


def stream_of(subsampling: str, shown: str) -> bytes:
    """The main image's octets: Pillow's encoder writes them behind everything else."""
    file = io.BytesIO()
    image = PIL.Image.new("RGB", (40, 30), (90, 90, 90))
    image.save(file, format="AVIF", speed=8, subsampling=subsampling, range=shown)
    data = file.getvalue()
    return data[data.index(b"mdat") + 4 :]


@pytest.mark.parametrize("shown", ["full", "limited"])
@pytest.mark.parametrize("subsampling", ["4:0:0", "4:2:0", "4:4:4"])
def test_the_bit_stream_says_what_its_samples_are(subsampling: str, shown: str) -> None:
    expected = Samples(is_gray=subsampling == "4:0:0", is_whole_range=shown == "full")
    assert read_samples(stream_of(subsampling, shown)) == expected


@pytest.mark.parametrize("length", [0, 1, 2, 3, 5, 8])
def test_a_header_that_is_cut_off_is_no_header(length: int) -> None:
    with pytest.raises(ValueError, match=r"header|unit"):
        read_samples(stream_of("4:0:0", "full")[:length])


def test_a_file_without_boxes_is_read_as_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "odd.avif"
    path.write_bytes(b"av1C\x81\x00\x1c\x00" + bytes(40))
    assert not narrow_parts(path).gray
    path.write_bytes(b"")
    assert not narrow_parts(path).gray


@pytest.mark.parametrize(("depth", "most"), [("uchar", 255), ("ushort", 65_535)])
def test_widening_keeps_transparency_and_cuts_what_lies_outside(depth: str, most: int) -> None:
    unit = (most + 1) // 256
    dark, light, lightest = (Image.black(1, 1, bands=3) + [value * unit] * 3 for value in (16, 235, 255))
    row = Image.arrayjoin([dark, light, lightest], across=3).bandjoin(77).cast(depth)
    kind = "srgb" if depth == "uchar" else "rgb16"
    made = widen(row.copy(interpretation=kind), Narrow(gray=True))
    assert made.format == depth
    assert made(0, 0)[:3] == [0, 0, 0]
    assert made(1, 0)[0] == pytest.approx(most, abs=1)
    assert made(2, 0)[0] == most
    assert made(2, 0)[3] == 77


@pytest.mark.parametrize(
    "stream",
    [
        b"\x12" + b"\xff" * 30_000_000,  # a unit whose length goes on without end
        b"\x12\x00" * 15_000_000,  # units without contents
        b"\x0a" + bytes((0xFF, 0xFF, 0xFF, 0x0F)) + b"\x00\x03\xff" + b"\xff" * 30_000_000,  # one endless header
    ],
    ids=["length", "units", "header"],
)
@pytest.mark.acceptance("C7")
def test_a_stream_of_nonsense_is_read_for_a_moment_only(stream: bytes) -> None:
    started = time.process_time()
    with contextlib.suppress(ValueError):
        read_samples(stream)
    assert time.process_time() - started < 0.5


def gray_profile(exponent: float) -> bytes:
    """A gray profile of version 2 whose curve is this exponent (ICC.1:2001-04, 6.3 and 6.5.3)."""
    curve = b"curv" + bytes(4) + (1).to_bytes(4, "big") + round(exponent * 256).to_bytes(2, "big") + bytes(2)
    white = b"XYZ " + bytes(4) + b"".join(number.to_bytes(4, "big") for number in (63_190, 65_536, 54_061))
    text = b"desc" + bytes(4) + (5).to_bytes(4, "big") + b"gray\0" + bytes(79)
    tags, table, at = (b"kTRC", curve), (3).to_bytes(4, "big"), 128 + 4 + 3 * 12
    for name, data in (tags, (b"wtpt", white), (b"desc", text)):
        table += name + at.to_bytes(4, "big") + len(data).to_bytes(4, "big")
        at += len(data)
    head = at.to_bytes(4, "big") + bytes(4) + b"\2\x10\0\0mntrGRAYXYZ " + bytes(12) + b"acsp" + bytes(28)
    head += white[8:] + bytes(128)
    return head[:128] + table + curve + white + text


@pytest.mark.acceptance("C10")
@pytest.mark.parametrize("subsampling", ["4:0:0", "4:4:4"])
def test_a_profile_of_gray_counts_where_there_is_no_color(subsampling: str, tmp_path: Path) -> None:
    """As in browsers; of an image in color it says nothing, and is passed over."""
    path = tmp_path / "gray.avif"
    bars = PIL.Image.open(avif(tmp_path, subsampling, "full", alpha=True))
    bars.save(path, quality=100, speed=8, subsampling=subsampling, icc_profile=gray_profile(1.0))
    source = read_source(path)
    made = decode(path, source, Base(source.width, source.height))
    light = [255 * (1.055 * (step / 255) ** (1 / 2.4) - 0.055) if step > 1 else 0 for step in STEPS]
    assert grays(made) == pytest.approx(light if subsampling == "4:0:0" else STEPS, abs=3)
    assert (made.bands, made(16, 24)[3]) == (4, pytest.approx(100, abs=2))
    kept = decode(path, source, Base(source.width, source.height), keep_profile=True)
    assert grays(kept) == pytest.approx(STEPS, abs=3)
