"""C10: gray AVIFs between 16 and 235 are as dark and as light as other decoders show them."""

import io
from pathlib import Path

import PIL.Image
import pytest

from picopt_imaging import Plan, optimize
from picopt_imaging.av1_header import Gray, read_gray
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base
from picopt_imaging.narrow_gray import is_narrow_gray, widen
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
    assert is_narrow_gray(path) is (subsampling == "4:0:0" and shown == "limited")
    assert grays(ours) == pytest.approx(
        [theirs.getpixel((32 * number + 16, 24))[0] for number in range(len(STEPS))],  # type: ignore[index] # RGBA
        abs=2,
    )
    if alpha:
        assert ours(16, 24)[3] == pytest.approx(100, abs=2)


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
    assert not is_narrow_gray(path)


def stream_of(subsampling: str, shown: str) -> bytes:
    """The main image's octets: Pillow's encoder writes them behind everything else."""
    file = io.BytesIO()
    image = PIL.Image.new("RGB", (40, 30), (90, 90, 90))
    image.save(file, format="AVIF", speed=8, subsampling=subsampling, range=shown)
    data = file.getvalue()
    return data[data.index(b"mdat") + 4 :]


@pytest.mark.parametrize("shown", ["full", "limited"])
def test_the_bit_stream_says_its_range(shown: str) -> None:
    assert read_gray(stream_of("4:0:0", shown)) == Gray(is_gray=True, is_whole_range=shown == "full")


@pytest.mark.parametrize("subsampling", ["4:2:0", "4:4:4"])
def test_colour_is_no_gray(subsampling: str) -> None:
    assert not read_gray(stream_of(subsampling, "full")).is_gray


@pytest.mark.parametrize("length", [0, 1, 2, 3, 5, 8])
def test_a_header_that_is_cut_off_is_no_header(length: int) -> None:
    with pytest.raises(ValueError, match=r"header|unit"):
        read_gray(stream_of("4:0:0", "full")[:length])


def test_a_file_without_boxes_is_read_as_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "odd.avif"
    path.write_bytes(b"av1C\x81\x00\x1c\x00" + bytes(40))
    assert not is_narrow_gray(path)
    path.write_bytes(b"")
    assert not is_narrow_gray(path)


@pytest.mark.parametrize(("depth", "most"), [("uchar", 255), ("ushort", 65_535)])
def test_widening_keeps_transparency_and_cuts_what_lies_outside(depth: str, most: int) -> None:
    unit = (most + 1) // 256
    dark, light, lightest = (Image.black(1, 1, bands=3) + [value * unit] * 3 for value in (16, 235, 255))
    row = Image.arrayjoin([dark, light, lightest], across=3).bandjoin(77).cast(depth)
    kind = "srgb" if depth == "uchar" else "rgb16"
    made = widen(row.copy(interpretation=kind))
    assert made.format == depth
    assert made(0, 0)[:3] == [0, 0, 0]
    assert made(1, 0)[0] == pytest.approx(most, abs=1)
    assert made(2, 0)[0] == most
    assert made(2, 0)[3] == 77
