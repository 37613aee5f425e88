"""C4: every frame of an animated PNG is what browsers show, of any kind of pixels (held against Chromium 156)."""

import struct
import zlib
from pathlib import Path

import pytest
from imaging_kit import png_chunk

from picopt_imaging import ImagingError, Plan, apng, inspect, optimize
from picopt_imaging.apng import Frame
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base
from picopt_imaging.source import read_source
from picopt_imaging.vips import Image

GRAY, RGB, PALETTE, GRAY_ALPHA, RGBA = 0, 2, 3, 4, 6
SAMPLES_OF = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGBA: 4}
STAY, CLEAR, PUT_BACK = 0, 1, 2
SOURCE, OVER = 0, 1
RED, GREEN, BLUE = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255)
NOTHING = (0, 0, 0, 0)
SIDE = 4
Box = tuple[int, int, int, int]
WHOLE: Box = (0, 0, SIDE, SIDE)
MIDDLE: Box = (1, 1, 2, 2)
"""Left, top, width, height."""


class Animation:
    """An animated PNG of 4 × 4 pixels whose frames are flat."""

    def __init__(self, colour: int = RGBA, depth: int = 8, *, shared: bytes = b"", hidden: bool = False) -> None:
        self._colour, self._depth, self._shared, self._hidden = colour, depth, shared, hidden
        self._parts: list[bytes] = []
        self._number = self.count = 0

    def _next(self) -> bytes:
        self._number += 1
        return (self._number - 1).to_bytes(4, "big")

    def pixels(self, width: int, height: int, pixel: tuple[int, ...]) -> bytes:
        sample = ">H" if self._depth == 16 else ">B"
        row = b"\0" + b"".join(struct.pack(sample, value) for value in pixel) * width
        return zlib.compress(row * height)

    def add(self, pixel: tuple[int, ...], place: Box = WHOLE, disposal: int = STAY, blend: int = SOURCE) -> "Animation":
        left, top, width, height = place
        control = struct.pack(">4I2H2B", width, height, left, top, 7, 100, disposal, blend)
        self._parts.append(png_chunk(b"fcTL", self._next() + control))
        pixels = self.pixels(width, height, pixel)
        if self.count or self._hidden:
            # In two pieces, as a browser gets a large one.
            self._parts.append(png_chunk(b"fdAT", self._next() + pixels[:5]))
            self._parts.append(png_chunk(b"fdAT", self._next() + pixels[5:]))
        else:
            self._parts.append(png_chunk(b"IDAT", pixels))
        self.count += 1
        return self

    def save(self, folder: Path, *, stated: int | None = None) -> Path:
        head = struct.pack(">2I5B", SIDE, SIDE, self._depth, self._colour, 0, 0, 0)
        black = png_chunk(b"IDAT", self.pixels(SIDE, SIDE, (0,) * SAMPLES_OF[self._colour])) if self._hidden else b""
        frames = self.count if stated is None else stated
        path = folder / "animation.png"
        path.write_bytes(
            b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"acTL", struct.pack(">2I", frames, 3))
            + self._shared + black + b"".join(self._parts) + png_chunk(b"IEND", b"")
        )  # fmt: skip
        return path


def shown(path: Path) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """A corner pixel, and one of the middle, of each frame; RGBA."""
    source = read_source(path)
    roll = decode(path, source, Base(source.width, source.height))
    assert roll.height == SIDE * source.frames
    opaque = () if roll.bands == 4 else (255,)
    places = [((0, top), (1, top + 1)) for top in range(0, roll.height, SIDE)]
    return [tuple((*map(int, roll(*place)), *opaque) for place in pair) for pair in places]  # type: ignore[misc] # pairs


@pytest.mark.acceptance("C4")
@pytest.mark.parametrize(("disposal", "middle"), [(STAY, GREEN), (CLEAR, NOTHING), (PUT_BACK, RED)])
def test_a_frames_place_is_left_cleared_or_put_back(tmp_path: Path, disposal: int, middle: tuple[int, ...]) -> None:
    made = Animation().add(RED).add(GREEN, MIDDLE, disposal).add(BLUE, (0, 0, 1, 1))
    assert shown(made.save(tmp_path)) == [(RED, RED), (RED, GREEN), (BLUE, middle)]


def test_what_is_put_back_is_not_what_lay_before_it(tmp_path: Path) -> None:
    """Two that go, one after the other: each leaves what was there when it came."""
    made = Animation().add(RED).add(GREEN, MIDDLE, PUT_BACK).add(BLUE, (0, 0, 2, 2), PUT_BACK).add(GREEN, (3, 3, 1, 1))
    assert shown(made.save(tmp_path)) == [(RED, RED), (RED, GREEN), (BLUE, BLUE), (RED, RED)]


def test_before_the_first_frame_there_is_nothing_to_put_back(tmp_path: Path) -> None:
    made = Animation().add(RED, WHOLE, PUT_BACK).add(GREEN, MIDDLE)
    assert shown(made.save(tmp_path)) == [(RED, RED), (NOTHING, GREEN)]


@pytest.mark.acceptance("C4")
def test_what_is_half_clear_covers_or_replaces(tmp_path: Path) -> None:
    half = (0, 0, 255, 128)
    made = Animation().add(RED).add(half, MIDDLE, STAY, OVER).add(half, MIDDLE, STAY, SOURCE)
    (_, first), (_, over), (_, instead) = shown(made.save(tmp_path))
    assert (first, instead) == (RED, half)
    assert over == pytest.approx((127, 0, 128, 255), abs=1)


PALETTE_CHUNKS = png_chunk(b"PLTE", bytes((255, 0, 0, 0, 255, 0, 0, 0, 255))) + png_chunk(b"tRNS", bytes((255, 0, 128)))


@pytest.mark.acceptance("C4")
@pytest.mark.parametrize(
    ("kind", "below", "above", "mixed"),
    [
        ((PALETTE, 8, PALETTE_CHUNKS), (0,), (2,), (127, 0, 128, 255)),
        ((PALETTE, 8, PALETTE_CHUNKS), (0,), (1,), (255, 0, 0, 255)),
        ((GRAY_ALPHA, 8, b""), (200, 255), (0, 128), (100, 100, 100, 255)),
        ((GRAY_ALPHA, 16, b""), (51_400, 65_535), (0, 32_768), (100, 100, 100, 255)),
        ((RGBA, 16, b""), (65_535, 0, 0, 65_535), (0, 0, 65_535, 32_768), (127, 0, 128, 255)),
        ((RGB, 8, png_chunk(b"tRNS", bytes((0, 9, 0, 9, 0, 9)))), (255, 0, 0), (9, 9, 9), (255, 0, 0, 255)),
        ((GRAY, 8, b""), (200,), (100,), (100, 100, 100, 255)),
    ],
)
def test_frames_of_any_kind_of_pixels_are_blended(
    tmp_path: Path,
    kind: tuple[int, int, bytes],
    below: tuple[int, ...],
    above: tuple[int, ...],
    mixed: tuple[int, ...],
) -> None:
    colour, depth, shared = kind
    made = Animation(colour, depth, shared=shared).add(below).add(above, MIDDLE, STAY, OVER)
    assert shown(made.save(tmp_path))[1][1] == pytest.approx(mixed, abs=1)


def test_opaque_frames_need_no_transparency_and_cleared_ones_do(tmp_path: Path) -> None:
    for disposal, bands in ((STAY, 3), (CLEAR, 4)):
        path = Animation(RGB).add(RED[:3], WHOLE, disposal).add(BLUE[:3], MIDDLE).save(tmp_path)
        assert decode(path, read_source(path), Base(SIDE, SIDE)).bands == bands


@pytest.mark.acceptance("C4")
def test_an_image_that_is_no_frame_is_left_out(tmp_path: Path, out: Path) -> None:
    path = Animation(hidden=True).add(GREEN, MIDDLE, CLEAR).add(BLUE, (0, 0, 1, 1)).save(tmp_path)
    assert shown(path) == [(NOTHING, GREEN), (BLUE, NOTHING)]
    report = optimize(path, Plan(format="webp", preset="high", force_format=True), out)
    assert inspect(report.files[0].path).frames == 2


def test_timing_and_loop_are_as_they_are_stated(tmp_path: Path) -> None:
    path = Animation().add(RED).add(GREEN).save(tmp_path)
    roll = decode(path, read_source(path), Base(SIDE, SIDE))
    assert (list(roll.get("delay")), roll.get("loop")) == ([70, 70], 3)


def test_an_animation_of_no_frames_is_a_still(tmp_path: Path) -> None:
    path = Animation(hidden=True).save(tmp_path, stated=0)
    assert inspect(path).frames == 1
    assert shown(path) == [(NOTHING, NOTHING)]


def test_a_frame_larger_than_the_canvas_is_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A header of a few octets may speak of gigabytes."""
    decoded = list[tuple[int, int]]()

    def decode_one(frame: Frame, *_: bytes) -> Image:
        decoded.append((frame.width, frame.height))
        return Image.black(frame.width, frame.height, bands=4).copy(interpretation="srgb")

    monkeypatch.setattr(apng, "_decoded", decode_one)
    path = Animation().add(RED).add(GREEN, (0, 0, SIDE, SIDE + 1)).save(tmp_path)
    with pytest.raises(ImagingError):
        shown(path)
    assert decoded == [(SIDE, SIDE)]


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("harm", ["outside", "missing", "order", "sum", "end", "control"])
def test_a_damaged_animation_is_refused(tmp_path: Path, harm: str) -> None:
    place = (3, 3, 2, 1) if harm == "outside" else MIDDLE
    path = Animation().add(RED).add(GREEN, place).save(tmp_path, stated=3 if harm == "missing" else None)
    data = path.read_bytes()
    if harm == "order":
        at = data.rindex(b"fdAT") - 4
        length = 12 + int.from_bytes(data[at : at + 4], "big")
        data = data[:at] + data[at + length :]
        second = data.rindex(b"fdAT") - 4
        data = data[:second] + png_chunk(b"fdAT", (7).to_bytes(4, "big") + b"x") + data[second:]
    elif harm == "sum":
        at = data.rindex(b"fdAT") + 12
        data = data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]
    elif harm == "end":
        data = data[: data.rindex(b"fdAT") + 6]
    elif harm == "control":
        at = data.rindex(b"fcTL") - 4
        data = data[:at] + png_chunk(b"fcTL", (1).to_bytes(4, "big") + bytes(5)) + data[at + 38 :]
    path.write_bytes(data)
    with pytest.raises(ImagingError) as refused:
        shown(path)
    assert refused.value.code in ("unreadable_image", "truncated")


@pytest.mark.acceptance("C10")
def test_colors_that_chunks_tell_count_in_every_frame(tmp_path: Path) -> None:
    """A gamma of 1, that is light itself: 55 of 255 are shown as 128 (IEC 61966-2-1)."""
    light = png_chunk(b"gAMA", (100_000).to_bytes(4, "big"))
    path = Animation(shared=light).add((55, 55, 55, 255)).add((127, 127, 127, 255), MIDDLE).save(tmp_path)
    assert inspect(path).is_stated
    (first, _), (corner, middle) = shown(path)
    assert first == corner == pytest.approx((128, 128, 128, 255), abs=1)
    assert middle == pytest.approx((187, 187, 187, 255), abs=1)
