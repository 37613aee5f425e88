"""BMPs of every kind that browsers show: each is a row of red, green, blue and half-bright gray, written otherwise."""

import struct
from pathlib import Path

import PIL.Image
import pytest

from picopt_imaging import ImagingError, Plan, bmp_pixels, inspect, optimize
from picopt_imaging.bmp_header import read_layout
from picopt_imaging.bmp_pixels import decode_pixels
from picopt_imaging.vips import Image

RED, GREEN, BLUE, GRAY = [255, 0, 0], [0, 255, 0], [0, 0, 255], [128, 128, 128]
COLOURS = bytes([0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 128, 128, 128, 0])
"""The same in a palette."""
FOUR = (0xFF, 0xFF00, 0xFF0000, 0xFF << 24)
ROW = [RED, GREEN, BLUE, GRAY]


def bmp(header: bytes, pixels: bytes, between: bytes = b"") -> bytes:
    """The file's header, the image's, masks and palette, pixels."""
    at = 14 + len(header) + len(between)
    return b"BM" + struct.pack("<IHHI", at + len(pixels), 0, 0, at) + header + between + pixels


def info(bits: int, packing: int = 0, *, size: int = 40, masks: tuple[int, ...] = (), height: int = 1) -> bytes:
    """Windows' header, or OS/2's of so many octets, of four pixels in a row; masks stand behind the 40th octet."""
    head = struct.pack("<IiiHHIIiiII", size, 4, height, 1, bits, packing, 0, 2835, 2835, 4 if bits <= 8 else 0, 0)
    return (head + struct.pack(f"<{len(masks)}I", *masks)).ljust(size, b"\0")[:size]


def masked(bits: int, packing: int, masks: tuple[int, ...], numbers: list[int]) -> bytes:
    """Of the header of 40 octets, which masks follow."""
    head = struct.pack(f"<{len(masks)}I", *masks)
    return bmp(info(bits, packing), b"".join(number.to_bytes(bits // 8, "little") for number in numbers), head)


def sixteen(numbers: list[int]) -> bytes:
    return struct.pack("<4H", *numbers)


KINDS = {
    "OS/2 1": bmp(struct.pack("<IHHHH", 12, 4, 1, 1, 24), bytes([0, 0, 255, 0, 255, 0, 255, 0, 0, 128, 128, 128])),
    "OS/2 2, cut short": bmp(struct.pack("<IiiHH", 16, 4, 1, 1, 8), bytes([0, 1, 2, 3]), COLOURS),
    "OS/2 2, runs of 24 bits": bmp(
        info(24, 4, size=64),
        bytes([1, 0, 0, 255, 0, 3, 0, 255, 0, 255, 0, 0, 128, 128, 128, 0, 0, 1]),
    ),
    "2 bits": bmp(info(2), bytes([0b00_01_10_11, 0, 0, 0]), COLOURS),
    "4 bits in runs": bmp(info(4, 2), bytes([2, 0x01, 0, 3, 0x23, 0x30, 0, 1]), COLOURS),
    "8 bits in runs, the first moved over": bmp(info(8, 1), bytes([4, 9, 0, 0, 0, 1]), COLOURS),
    "16 bits of 4": masked(16, 3, (0xF00, 0xF0, 0xF), [0xF00, 0x0F0, 0x00F, 0x888]),
    "16 bits of 5": bmp(info(16), sixteen([0x7C00, 0x3E0, 0x1F, 0x4210])),
    "16 bits, alpha": bmp(
        info(16, 3, size=56, masks=(0x7C00, 0x3E0, 0x1F, 0x8000)), sixteen([0x7C00, 0x83E0, 0x801F, 0xC210])
    ),
    "32 bits of 10": masked(32, 3, (0x3FF << 20, 0x3FF << 10, 0x3FF), [0x3FF << 20, 0x3FF << 10, 0x3FF, 0x20080200]),
    "32 bits, masks of four": masked(32, 6, FOUR, [0xFF, 0xFF00FF00, 0xFFFF0000, 0xFF808080]),
    "32 bits, all of them invisible": masked(32, 6, FOUR, [0xFF, 0xFF00, 0xFF0000, 0x808080]),
    "32 bits, alpha of a later header": bmp(
        info(32, size=124, masks=(0xFF0000, 0xFF00, 0xFF, 0xFF << 24)),
        struct.pack("<4I", 0xFF0000, 0xFF00FF00, 0xFF0000FF, 0x7F808080),
    ),
    "24 bits, masks of a header of 52": bmp(
        info(24, 3, size=52, masks=(0xFF, 0xFF00, 0xFF0000)), bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 128, 128, 128])
    ),
    "8 bits, fewer colors than said": bmp(info(8)[:32] + bytes(8), bytes([0, 1, 2, 3]), COLOURS),
    "32 bits, an octet that is no alpha": bmp(info(32), struct.pack("<4I", 0x11FF0000, 0x2200FF00, 0xFF, 0x808080)),
    "upside down": bmp(info(8, height=-1), bytes([0, 1, 2, 3]), COLOURS),
}  # fmt: skip
EXPECTED = {
    "16 bits of 4": [RED, GREEN, BLUE, [136, 136, 136]],
    "16 bits of 5": [RED, GREEN, BLUE, [132, 132, 132]],
    "8 bits in runs, the first moved over": [[0, 0, 0]] * 4,
    "16 bits, alpha": [[*RED, 0], [*GREEN, 255], [*BLUE, 255], [132, 132, 132, 255]],
    "32 bits, alpha of a later header": [[*RED, 0], [*GREEN, 255], [*BLUE, 255], [*GRAY, 127]],
    "32 bits, all of them invisible": [[*color, 0] for color in ROW],
    "32 bits, masks of four": [[*RED, 0], [*GREEN, 255], [*BLUE, 255], [*GRAY, 255]],
}


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_as_browsers_do(kind: str, tmp_path: Path, out: Path) -> None:
    path = tmp_path / "row.bmp"
    path.write_bytes(KINDS[kind])
    assert decode_pixels(path, read_layout(path)).numpy().tolist() == [EXPECTED.get(kind, ROW)]
    source = inspect(path)
    assert (source.width, source.height, source.bits) == (4, 1, 8)
    assert optimize(path, Plan(format="png", preset="high", force_format=True), out).outcome == "optimized"


@pytest.mark.parametrize("width", [1, 3, 8, 37])
@pytest.mark.parametrize("mode", ["1", "P", "RGB"])
def test_rows_of_any_length_are_what_pillow_wrote(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, width: int
) -> None:
    """Each row is filled up to four octets; some rows are worked on at a time."""
    monkeypatch.setattr(bmp_pixels, "_STRIP", 64)
    path = tmp_path / "photo.bmp"
    with PIL.Image.open(photo) as picture:
        written = picture.convert("RGB").resize((width, 23)).convert(mode)
    written.save(path)
    assert decode_pixels(path, read_layout(path)).numpy().tobytes() == written.convert("RGB").tobytes()


def test_a_side_that_no_image_has_is_refused_from_the_header(tmp_path: Path) -> None:
    path = tmp_path / "wide.bmp"
    path.write_bytes(bmp(info(8).replace(b"\4\0\0\0\1\0\0\0", struct.pack("<ii", 10_000_001, 1)), bytes(4), COLOURS))
    with pytest.raises(ImagingError, match="10000001") as caught:
        inspect(path)
    assert caught.value.code == "too_many_pixels"


def test_what_runs_leave_out_has_the_first_color_and_none_goes_beyond_its_row(tmp_path: Path) -> None:
    """Two rows, the lower one first: a run of six where four fit; a move to the right; one pixel."""
    path = tmp_path / "runs.bmp"
    path.write_bytes(bmp(info(8, 1, height=2), bytes([6, 0, 0, 0, 0, 2, 2, 0, 1, 1, 0, 1]), COLOURS))
    assert decode_pixels(path, read_layout(path)).numpy().tolist() == [[RED, RED, GREEN, RED], [RED] * 4]


@pytest.mark.parametrize("rest", [b"", b"\7"])
def test_runs_need_no_sign_of_their_end(rest: bytes, tmp_path: Path) -> None:
    path = tmp_path / "endless.bmp"
    path.write_bytes(bmp(info(8, 1), bytes([4, 1]) + rest, COLOURS))
    assert decode_pixels(path, read_layout(path)).numpy().tolist() == [[GREEN] * 4]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (bmp(info(8), bytes([0, 1, 2, 3]), COLOURS), ROW),
        (KINDS["32 bits, masks of four"], EXPECTED["32 bits, masks of four"]),
    ],
    ids=["palette", "masks"],
)
def test_pixels_said_to_be_where_palette_or_masks_are_come_behind_those(
    data: bytes, expected: list[list[int]], tmp_path: Path
) -> None:
    """As Pillow reads it; browsers take the palette for pixels."""
    path = tmp_path / "place.bmp"
    path.write_bytes(data[:10] + struct.pack("<I", 54) + data[14:])
    assert decode_pixels(path, read_layout(path)).numpy().tolist() == [expected]


@pytest.mark.acceptance("C9")
@pytest.mark.parametrize(
    ("data", "code", "why"),
    [
        (bmp(info(0, 4), b"\xff\xd8\xff"), "unsupported_media", "holds a whole JPEG"),
        (bmp(info(0, 5), b"\x89PNG"), "unsupported_media", "holds a whole PNG"),
        (bmp(info(1, 3, size=64), bytes(64)), "unsupported_media", "packed as a fax"),
        (bmp(info(32, 11), bytes(64)), "unsupported_media", "printing colors"),
        (bmp(info(64), bytes(64)), "unsupported_media", "64 bits a pixel"),
        (bmp(info(8), bytes([0, 1]), COLOURS), "truncated", "incomplete"),
        (bmp(info(8, 1), bytes([2, 0]), COLOURS), "truncated", "incomplete"),
        (masked(16, 3, (0xF0F, 0xF0, 0), [0] * 4), "unreadable_image", "damaged"),
        (bmp(info(5), bytes(16)), "unreadable_image", "damaged"),
        (bmp(info(8, 7), bytes(16)), "unreadable_image", "damaged"),
        (b"BM" + bytes(60), "unreadable_image", "damaged"),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "truncated", "incomplete"),
    ],
)
def test_what_is_not_read_is_refused_by_its_true_name(
    data: bytes, code: str, why: str, tmp_path: Path, out: Path
) -> None:
    path = tmp_path / "rare.bmp"
    path.write_bytes(data)
    with pytest.raises(ImagingError, match=why) as caught:
        optimize(path, Plan(force_format=True), out)
    assert caught.value.code == code


def test_the_profile_of_a_bmp_counts(tmp_path: Path) -> None:
    """Embedded behind the pixels, as version 5 of the header says (BITMAPV5HEADER: PROFILE_EMBEDDED)."""
    profile = bytes(Image.black(1, 1, bands=3).copy(interpretation="srgb").icc_transform("p3").get("icc-profile-data"))
    pixels = bytes([0, 0, 255, 0, 255, 0, 255, 0, 0, 128, 128, 128])
    header = bytearray(info(24, size=124))
    header[56:60] = b"DEBM"
    header[112:120] = struct.pack("<II", len(header) + len(pixels), len(profile))
    path = tmp_path / "wide.bmp"
    path.write_bytes(bmp(bytes(header), pixels + profile))
    assert "P3" in (inspect(path).profile or "")
