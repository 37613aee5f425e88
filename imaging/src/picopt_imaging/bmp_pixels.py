"""The pixels of a BMP. Import this only where it is needed: it loads NumPy."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from picopt_imaging.bmp_header import Layout, Packing, labelled
from picopt_imaging.vips import Image, VipsError

Octets = NDArray[np.uint8]
_STRIP: Final = 1 << 20
"""Pixels that are worked on at a time."""
_OPAQUE: Final = 255
_END_OF_ROW, _END_OF_IMAGE, _MOVE = 0, 1, 2
"""Behind a count of 0; whatever else stands there counts pixels that follow one by one."""


def decode_pixels(path: Path, layout: Layout) -> Image:
    """RGB, or RGBA where a mask of alpha says so.

    Raises `pyvips.Error` for a file that is cut off.
    """
    with path.open("rb") as file:
        file.seek(layout.pixels_at)
        data = file.read()
    rows = _runs(data, layout) if layout.packing is Packing.RUNS else _plain(data, layout)
    if not layout.top_down:
        rows = rows[::-1]
    if rows.shape[2] == 4 and rows[..., 3].min() == _OPAQUE:
        rows = rows[..., :3]
    image = Image.new_from_memory(rows.tobytes(), layout.width, layout.height, rows.shape[2], "uchar")
    return labelled(image.copy(interpretation="srgb"), layout)


def _plain(data: bytes, layout: Layout) -> Octets:
    stride = (layout.width * layout.bits + 31) // 32 * 4
    needed = stride * (layout.height - 1) + (layout.width * layout.bits + 7) // 8
    if len(data) < needed:
        raise VipsError("truncated pixels")
    stored = np.frombuffer(data.ljust(stride * layout.height, b"\0"), np.uint8, stride * layout.height)
    stored = stored.reshape(layout.height, stride)
    made = np.empty((layout.height, layout.width, 4 if layout.masks[3] else 3), np.uint8)
    step = max(1, _STRIP // layout.width)
    for top in range(0, layout.height, step):
        rows = stored[top : top + step]
        made[top : top + step] = (
            _coloured(_indices(rows, layout), layout) if layout.bits <= 8 else _parted(rows, layout)
        )
    return made


def _indices(rows: Octets, layout: Layout) -> Octets:
    """The numbers of colours, one an octet; the leftmost pixel is in an octet's highest bits."""
    if layout.bits == 8:
        return rows[:, : layout.width]
    shifts = np.arange(8 - layout.bits, -1, -layout.bits, dtype=np.uint8)
    parts = (rows[..., np.newaxis] >> shifts) & np.uint8((1 << layout.bits) - 1)
    return parts.reshape(len(rows), -1)[:, : layout.width]


def _coloured(indices: Octets, layout: Layout) -> Octets:
    palette = np.zeros((256, 3), np.uint8)  # black beyond its end
    known = np.frombuffer(layout.palette, np.uint8).reshape(-1, 3)[:, ::-1]
    palette[: len(known)] = known
    return palette[indices]


def _parted(rows: Octets, layout: Layout) -> Octets:
    """Each pixel's number, taken apart by the masks, each part brought to eight bits."""
    octets = layout.bits // 8
    pixels = rows[:, : layout.width * octets].reshape(len(rows), layout.width, octets).astype(np.uint32)
    numbers = np.zeros(pixels.shape[:2], np.uint32)
    for at in range(octets):
        numbers |= pixels[..., at] << np.uint32(8 * at)
    return np.stack([_part(numbers, mask) for mask in layout.masks[: 4 if layout.masks[3] else 3]], axis=-1)


def _part(numbers: NDArray[np.uint32], mask: int) -> Octets:
    if not mask:
        return np.zeros(numbers.shape, np.uint8)
    shift = (mask & -mask).bit_length() - 1
    most = mask >> shift
    if most & (most + 1):
        raise VipsError(f"a mask with gaps: {mask:#x}")
    part = (numbers & np.uint32(mask)) >> np.uint32(shift)
    return part.astype(np.uint8) if most == _OPAQUE else np.rint(part * (_OPAQUE / most)).astype(np.uint8)


def _runs(data: bytes, layout: Layout) -> Octets:
    """What the codes leave out has the first colour, or is black without a palette.

    Decoders differ there: Pillow and ImageMagick do so as well, Chromium makes it black.
    """
    octets = _octets(layout)
    numbers = bytearray(layout.width * layout.height * octets)
    for begin, pixels in _pieces(data, layout):
        numbers[begin * octets : begin * octets + len(pixels)] = pixels
    stored = np.frombuffer(numbers, np.uint8).reshape(layout.height, layout.width, octets)
    return stored[..., ::-1] if octets == 3 else _coloured(stored[..., 0], layout)


def _pieces(data: bytes, layout: Layout) -> Iterator[tuple[int, bytes]]:
    """Pixels that follow each other, and where they begin, counted from the first. None goes beyond its row."""
    codes, octets, x, y = BytesIO(data), _octets(layout), 0, 0
    while y < layout.height:
        code = codes.read(2)
        if len(code) < 2:
            if y < layout.height - 1 or x < layout.width:
                raise VipsError("truncated runs")
            return  # many files do not say that this is the end
        count, value = code
        if count:
            pixels = _repeated(bytes([value]) + codes.read(octets - 1), count, layout.bits)
        elif value == _END_OF_IMAGE:
            return
        elif value == _END_OF_ROW:
            x, y = 0, y + 1
            continue
        elif value == _MOVE:
            right, up = codes.read(2).ljust(2, b"\0")
            x, y = x + right, y + up
            continue
        else:
            count, length = value, (value * layout.bits + 7) // 8
            pixels = _unpacked(codes.read(length + length % 2)[:length], layout.bits)
        fits = max(0, min(count, layout.width - x))
        yield y * layout.width + x, pixels[: fits * octets]
        x += count


def _octets(layout: Layout) -> int:
    return 3 if layout.bits == 24 else 1


def _repeated(pixel: bytes, count: int, bits: int) -> bytes:
    return (_unpacked(pixel, bits) * count)[: count * len(pixel)]


def _unpacked(data: bytes, bits: int) -> bytes:
    """Of four bits a pixel, one octet each."""
    return bytes(half for octet in data for half in (octet >> 4, octet & 15)) if bits == 4 else data
