"""C9, C10: files that a decoder misreads are read as browsers read them; what is cut off stays cut off."""

import io
from pathlib import Path

import PIL.Image
import pytest

from picopt_imaging import ImagingError, Plan, optimize
from picopt_imaging.decode import decode, decode_exactly
from picopt_imaging.geometry import Base
from picopt_imaging.mending import mended, sound
from picopt_imaging.sniff import AVIF, GIF, PNG
from picopt_imaging.source import read_source
from picopt_imaging.vips import Image

_CLEAR, _END = 4, 5
COLOURS = ((0, 0, 0), (250, 20, 30), (20, 240, 40), (30, 40, 230))
BLOCK = 255


def codes(pixels: list[int], *, end: bool) -> bytes:
    """Uncompressed LZW of two-bit pixels: a clear code before each keeps all codes at three bits."""
    stream = [code for pixel in pixels for code in (_CLEAR, pixel)] + ([_END] if end else [])
    number = sum(code << (3 * place) for place, code in enumerate(stream))
    return number.to_bytes((3 * len(stream) + 7) // 8, "little")


def gif(frames: list[list[int]], width: int, height: int, *, end: bool) -> bytes:
    """A GIF89a of frames of palette indices, with or without the code that ends an image."""
    sides = width.to_bytes(2, "little") + height.to_bytes(2, "little")
    made = b"GIF89a" + sides + bytes((0xF1, 0, 0)) + bytes(value for colour in COLOURS for value in colour)
    for pixels in frames:
        data = codes(pixels, end=end)
        blocks = [data[at : at + BLOCK] for at in range(0, len(data), BLOCK)]
        made += b"\x21\xf9\x04\x04\x0a\x00\x00\x00" + b"\x2c" + bytes(4) + sides + b"\x00\x02"
        made += b"".join(bytes((len(block),)) + block for block in blocks) + b"\x00"
    return made + b"\x3b"


def seen(path: Path) -> Image:
    source = read_source(path)
    return decode(path, source, Base(source.width, source.height))


def colours_of(image: Image, count: int) -> list[tuple[int, ...]]:
    octets, bands = bytes(image.write_to_memory()), image.bands
    return [tuple(octets[bands * at : bands * at + 3]) for at in range(count)]


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("end", [True, False])
@pytest.mark.parametrize("sides", [(1, 1), (2, 1), (3, 5), (40, 30)])
def test_the_last_pixel_of_a_gif_without_an_end_code_is_there(
    sides: tuple[int, int], tmp_path: Path, *, end: bool
) -> None:
    width, height = sides
    pixels = [1 + (at * at) % 3 for at in range(width * height)]
    path = tmp_path / "image.gif"
    path.write_bytes(gif([pixels], width, height, end=end))
    assert colours_of(seen(path), len(pixels)) == [COLOURS[pixel] for pixel in pixels]


@pytest.mark.acceptance("C9")
def test_every_frame_is_mended(tmp_path: Path) -> None:
    frames = [[1 + (at + number) % 3 for at in range(12)] for number in range(3)]
    path = tmp_path / "image.gif"
    path.write_bytes(gif(frames, 4, 3, end=False))
    roll = seen(path)
    assert read_source(path).frames == 3
    assert colours_of(roll, 36) == [COLOURS[pixel] for frame in frames for pixel in frame]


def placed(data: bytes, left: int, top: int, screen: tuple[int, int], *, control: bool = True) -> bytes:
    """The GIF's first frame somewhere on a larger screen, with or without the block that says how it is shown."""
    at = data.index(b"\x2c")
    block = data[13 + 12 : at] if control else b""
    head = data[:6] + screen[0].to_bytes(2, "little") + screen[1].to_bytes(2, "little") + data[10:25]
    place = left.to_bytes(2, "little") + top.to_bytes(2, "little")
    return head + block + b"\x2c" + place + data[at + 5 :]


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("control", [True, False])
def test_where_no_frame_lies_a_gif_is_clear(tmp_path: Path, *, control: bool) -> None:
    """Browsers show the page there; black would be another image."""
    pixels = [1 + at % 3 for at in range(12)]
    path = tmp_path / "image.gif"
    path.write_bytes(placed(gif([pixels], 4, 3, end=True), 2, 1, (8, 6), control=control))
    image = seen(path)
    assert (image.width, image.height, image.bands) == (8, 6, 4)
    assert image(0, 0)[3] == image(7, 5)[3] == image(1, 1)[3] == 0
    assert [tuple(image(2 + at % 4, 1 + at // 4)) for at in range(12)] == [(*COLOURS[pixel], 255) for pixel in pixels]


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("screen", [(640, 480), (800, 600), (2049, 10), (10, 3000)])
@pytest.mark.parametrize("flags", [b"\x04", b"\x05"])
def test_a_gif_is_as_large_as_its_screen(screen: tuple[int, int], flags: bytes, tmp_path: Path) -> None:
    """Also where that is a size that its decoder doubts; with and without a clear color (black, which no pixel has)."""
    pixels = [1 + at % 3 for at in range(12)]
    frame = gif([pixels], 4, 3, end=True).replace(b"\x21\xf9\x04\x04", b"\x21\xf9\x04" + flags)
    path = tmp_path / "image.gif"
    path.write_bytes(placed(frame, 2, 1, screen))
    source, image = read_source(path), seen(path)
    assert (source.width, source.height, source.frames) == (image.width, image.height, 1) == (*screen, 1)
    assert [image(2 + at % 4, 1 + at // 4)[:3] for at in range(12)] == [list(COLOURS[pixel]) for pixel in pixels]
    assert image(0, 0)[3] == image(screen[0] - 1, screen[1] - 1)[3] == 0
    assert decode_exactly(path, source, Base(*screen)).write_to_memory() == image.write_to_memory()
    in_the_corner = placed(frame, screen[0] - 4, screen[1] - 3, screen)[13 + 12 :]
    path.write_bytes(placed(frame, 2, 1, screen)[:-1] + in_the_corner)
    source, roll = read_source(path), seen(path)
    assert (source.height, source.frames, roll.height) == (screen[1], 2, 2 * screen[1])
    assert roll(0, 0)[3] == roll(screen[0] - 1, screen[1] - 1)[3] == 0
    assert roll(screen[0] - 1, 2 * screen[1] - 1) == [*COLOURS[pixels[-1]], 255]


@pytest.mark.acceptance("C9")
def test_where_the_codes_of_a_still_end_too_early_it_is_clear(tmp_path: Path) -> None:
    """As in browsers; black would be another image."""
    path = tmp_path / "image.gif"
    path.write_bytes(gif([[1] * 7], 4, 3, end=True))
    image = seen(path)
    assert [image(at % 4, at // 4)[3] for at in range(12)] == [255] * 7 + [0] * 5


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("own_table", [True, False])
def test_a_number_beyond_the_colors_is_black(tmp_path: Path, *, own_table: bool) -> None:
    """As in browsers: such a pixel is there, unlike those that are missing."""
    data = gif([[1, 0, 1, 3, 2]], 6, 1, end=True)
    assert data[10] == 0xF1
    few = data[:10] + b"\xf0" + data[11:19] + data[25:]
    if own_table:
        at = few.index(b"\x2c") + 9
        few = few[:at] + b"\x80" + few[13:19] + few[at + 1 :]
    path = tmp_path / "image.gif"
    path.write_bytes(few)
    image, black = seen(path), [0, 0, 0, 255]
    red = [*COLOURS[1], 255]
    assert [image(at, 0) for at in range(6)] == [red, black, red, black, black, [0, 0, 0, 0]]


@pytest.mark.acceptance("C9")
def test_a_first_frame_beyond_the_screen_makes_it_larger(tmp_path: Path) -> None:
    """In browsers, and in all decoders."""
    path = tmp_path / "image.gif"
    path.write_bytes(placed(gif([[1] * 12], 4, 3, end=True), 2, 1, (5, 3)))
    source, image = read_source(path), seen(path)
    assert (source.width, source.height) == (image.width, image.height) == (6, 4)
    assert image(0, 0)[3] == 0
    assert image(5, 3) == [*COLOURS[1], 255]


@pytest.mark.parametrize("place", [(65_535, 0), (0, 65_535)])
def test_a_first_frame_as_far_beyond_as_can_be_told_is_refused(place: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "image.gif"
    path.write_bytes(placed(gif([[1] * 12], 4, 3, end=True), *place, (5, 3)))
    with pytest.raises(ImagingError) as refused:
        seen(path)
    assert refused.value.code == "unreadable_image"


@pytest.mark.acceptance("C4")
@pytest.mark.parametrize(("disposal", "alpha"), [(2, 0), (1, 255), (0, 255)])
def test_a_frame_that_goes_leaves_its_place_clear(tmp_path: Path, disposal: int, alpha: int) -> None:
    """In browsers; the background color, which some decoders paint there, is passed over."""
    first = bytearray(gif([[1] * 12], 4, 3, end=True)[:-1])
    first[first.index(b"\x21\xf9") + 3] = disposal << 2
    second = bytearray(gif([[2, 3]], 2, 1, end=True)[13 + 12 :])
    at = second.index(b"\x2c")
    second[at + 1 : at + 5] = bytes((2, 0, 1, 0))
    path = tmp_path / "moving.gif"
    path.write_bytes(bytes(first + second))
    roll = seen(path)
    assert (read_source(path).frames, roll.height) == (2, 6)
    assert [tuple(roll(x, 4))[:3] for x in (2, 3)] == [COLOURS[2], COLOURS[3]]
    for x, y in ((0, 3), (3, 3), (1, 4), (3, 5)):
        assert (roll(x, y)[3] if roll.bands == 4 else 255) == alpha


@pytest.mark.acceptance("C4")
def test_a_gap_stays_clear_where_a_later_frame_goes(tmp_path: Path) -> None:
    first = placed(gif([[1] * 12], 4, 3, end=True), 2, 1, (8, 6))[:-1]
    second = gif([[2] * 12], 4, 3, end=True)[13 + 12 :].replace(b"\x21\xf9\x04\x04", b"\x21\xf9\x04\x08")
    path = tmp_path / "moving.gif"
    path.write_bytes(first + second)
    assert [seen(path)(x, y)[3] for x, y in ((7, 5), (3, 2), (7, 11), (0, 6))] == [0, 255, 0, 255]


def test_frames_that_cover_each_other_stay_opaque(tmp_path: Path) -> None:
    path = tmp_path / "slides.gif"
    path.write_bytes(gif([[1] * 12, [2] * 12], 4, 3, end=True).replace(b"\x21\xf9\x04\x04", b"\x21\xf9\x04\x08"))
    roll = seen(path)
    assert (roll.bands, roll.height) == (3, 6)


def test_a_gif_with_a_clear_color_or_without_a_gap_stays_opaque_or_clear_as_it_was(tmp_path: Path) -> None:
    whole = tmp_path / "whole.gif"
    whole.write_bytes(gif([[at % 4 for at in range(12)]], 4, 3, end=True))
    assert seen(whole).bands == 3
    data = bytearray(placed(gif([[at % 4 for at in range(12)]], 4, 3, end=True), 2, 1, (8, 6)))
    control = data.index(b"\x21\xf9")
    data[control + 3] |= 1
    data[control + 6] = 2
    clear = tmp_path / "clear.gif"
    clear.write_bytes(data)
    image = seen(clear)
    assert image(2 + 2, 1)[3] == 0
    assert image(2 + 1, 1)[3] == 255


WHEEL = [(value, 255 - value, value * 7 % 256) for value in range(256)]
SIDE = 16


def full_frame(pixels: list[int], place: tuple[int, int, int, int], flags: int, hundredths: int) -> bytes:
    """A frame whose codes have eight bits, with a color table of its own; color 0 is clear where the flags say so."""
    stream = [code for pixel in pixels for code in (256, pixel)] + [257]
    number = sum(code << (9 * place) for place, code in enumerate(stream))
    data = number.to_bytes((9 * len(stream) + 7) // 8, "little")
    blocks = [data[at : at + BLOCK] for at in range(0, len(data), BLOCK)]
    made = bytes((0x21, 0xF9, 4, flags)) + hundredths.to_bytes(2, "little") + bytes(2)
    made += b"\x2c" + b"".join(side.to_bytes(2, "little") for side in place) + b"\x87"
    made += bytes(value for color in WHEEL for value in color) + b"\x08"
    return made + b"".join(bytes((len(block),)) + block for block in blocks) + b"\x00"


def full_gif(screen: tuple[int, int], *frames: bytes) -> bytes:
    sides = b"".join(side.to_bytes(2, "little") for side in screen)
    return b"GIF89a" + sides + b"\x70\x00\x00" + b"".join(frames) + b"\x3b"


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("count", [1, 3])
def test_where_no_frame_lies_a_gif_that_uses_all_colors_is_clear(tmp_path: Path, count: int) -> None:
    path, place = tmp_path / "image.gif", (3, 2, SIDE, SIDE)
    path.write_bytes(full_gif((24, 20), *[full_frame(list(range(256)), place, 0, 10)] * count))
    image = seen(path)
    assert (image.width, image.height, image.bands, read_source(path).frames) == (24, 20 * count, 4, count)
    for top in range(0, image.height, 20):
        assert [image(x, top + y)[3] for x, y in ((0, 0), (2, 2), (23, 19), (3, 18), (19, 17))] == [0] * 5
        assert [tuple(image(3 + at % SIDE, top + 2 + at // SIDE)) for at in range(256)] == [
            (*color, 255) for color in WHEEL
        ]


@pytest.mark.acceptance("C4")
@pytest.mark.parametrize("sides", [(1, 1), (1, 254), (255, 1), (300, 300), (40, 90)])
def test_frames_of_all_colors_that_go_leave_their_places_clear(
    tmp_path: Path, out: Path, sides: tuple[int, int]
) -> None:
    """Also where a place reaches over the screen; the frames that do it are not to be seen."""
    width, height = sides
    goes = full_frame([at % 256 for at in range(width * height)], (5, 4, width, height), 2 << 2, 11)
    small = full_frame([7, 8], (1, 0, 2, 1), 2 << 2, 12)
    path = tmp_path / "moving.gif"
    path.write_bytes(full_gif((310, 100), small, goes, small))
    assert read_source(path).frames == 3
    roll = seen(path)
    assert (roll.width, roll.height, list(roll.get("delay"))) == (310, 300, [120, 110, 120])
    assert [roll(5, top)[3] for top in (4, 104, 204)] == [0, 255, 0]
    assert [tuple(roll(1, top)) for top in (0, 100, 200)] == [(*WHEEL[7], 255), (0, 0, 0, 0), (*WHEEL[7], 255)]
    assert roll.crop(0, 201, 310, 99).extract_band(3).max() == 0
    optimize(path, Plan(format="webp", preset="medium", force_format=True), out)
    with PIL.Image.open(next(out.iterdir())) as made:
        assert made.n_frames == 3


@pytest.mark.acceptance("C4")
def test_a_frame_that_goes_from_under_a_clear_one_leaves_its_place_clear(tmp_path: Path) -> None:
    """Both cover all of the screen."""
    screen = (0, 0, SIDE, SIDE)
    frames = full_frame(list(range(256)), screen, 2 << 2, 10), full_frame([0] * 255 + [9], screen, 1, 10)
    path = tmp_path / "moving.gif"
    path.write_bytes(full_gif((SIDE, SIDE), *frames))
    roll = seen(path)
    assert [roll(x, SIDE + y)[3] for x, y in ((0, 0), (14, 15), (15, 15))] == [0, 0, 255]


@pytest.mark.acceptance("C9")
def test_a_gif_that_is_cut_off_is_refused_as_that(tmp_path: Path, out: Path) -> None:
    whole = gif([[at % 4 for at in range(1200)]], 40, 30, end=True)
    path = tmp_path / "image.gif"
    path.write_bytes(whole[: len(whole) // 2])
    assert mended(path, GIF) == (path.read_bytes(), ())
    with pytest.raises(ImagingError) as refused:
        optimize(path, Plan(), out)
    assert refused.value.code == "truncated"


def avif(matrix: int, whole_range: int) -> bytes:
    """Bars of six colours, whose container names a matrix and a range; the bit stream keeps its own."""
    bars = Image.xyz(120, 40)[0] / 20
    shade = ((bars.floor() * 37) % 200 + 30).cast("uchar")
    picture = shade.bandjoin([255 - shade, (shade * 0.5 + 60).cast("uchar")]).copy(interpretation="srgb")
    file = io.BytesIO()
    plain = PIL.Image.frombytes("RGB", (picture.width, picture.height), bytes(picture.write_to_memory()))
    plain.save(file, format="AVIF", quality=95, speed=8, subsampling="4:4:4")
    octets = file.getvalue()
    at = octets.index(b"colrnclx") + 8
    told = (1).to_bytes(2, "big") + (13).to_bytes(2, "big") + matrix.to_bytes(2, "big") + bytes((whole_range << 7,))
    return octets[:at] + told + octets[at + 7 :]


@pytest.mark.acceptance("C10")
@pytest.mark.parametrize("whole_range", [0, 1])
def test_the_containers_range_counts_where_no_matrix_is_named(whole_range: int, tmp_path: Path) -> None:
    """Held against another decoder, libavif."""
    path = tmp_path / "image.avif"
    path.write_bytes(avif(2, whole_range))
    with PIL.Image.open(io.BytesIO(path.read_bytes())) as other:
        expected = [other.convert("RGB").getpixel((x, 20)) for x in range(10, 120, 20)]
    ours = seen(path)
    for x, colour in zip(range(10, 120, 20), expected, strict=True):
        assert ours(x, 20) == pytest.approx(list(colour), abs=4)


def test_what_needs_no_mending_is_read_as_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "image.avif"
    path.write_bytes(avif(6, 1))
    with sound(path, AVIF) as readable:
        assert readable.path == path
    with sound(path, PNG) as readable:
        assert readable.path == path


def test_a_mended_copy_is_gone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "image.gif"
    path.write_bytes(gif([[1, 2]], 2, 1, end=False))
    with sound(path, GIF) as readable:
        assert readable.path != path
        assert readable.path.stat().st_size > path.stat().st_size
    assert not readable.path.exists()
