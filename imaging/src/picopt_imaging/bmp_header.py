"""What a BMP says of its pixels, in Windows' headers of every version and in both of OS/2."""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from picopt_imaging.errors import ImagingError
from picopt_imaging.vips import GValue, Image, VipsError

_FILE_HEADER: Final = 14
_OLDEST: Final = 12
"""Octets of OS/2 1.x' header, whose sides have two octets and whose colours three."""
_WINDOWS: Final = frozenset({40, 52, 56, 108, 124})
_OS2: Final = range(16, 65)
"""Octets of OS/2 2.x' header, which may end early: what it does not tell is 0."""
_MASKS_AT: Final = 40
"""From here on, later headers hold the masks that stand behind the one of 40 octets."""
_WITH_ALPHA: Final = 56
_PROFILE_AT, _WITH_PROFILE, _EMBEDDED = 112, 124, b"DEBM"
_TRUE_COLOUR: Final = (0xFF0000, 0xFF00, 0xFF)
_USUAL_MASKS: Final = MappingProxyType({16: (0x7C00, 0x3E0, 0x1F), 24: _TRUE_COLOUR, 32: _TRUE_COLOUR})
_BITS: Final = frozenset({1, 2, 4, 8, 16, 24, 32})
_MOST_COLOURS: Final = 256
_BITFIELDS, _ALPHA_BITFIELDS = 3, 6
_MOST_PIXELS_A_SIDE: Final = 10_000_000
"""libvips' own bound; a damaged header can say more than its numbers hold."""
_UNREAD: Final = MappingProxyType(
    {
        4: "holds a whole JPEG",
        5: "holds a whole PNG",
        11: "has printing colors (CMYK)",
        12: "has printing colors (CMYK)",
        13: "has printing colors (CMYK)",
    }
)


class Packing(Enum):
    """How the rows are written down."""

    PLAIN = auto()
    RUNS = auto()
    """Of equal pixels, with codes for what is left out; each of them of 4, 8, or 24 bits."""


@dataclass(frozen=True)
class Layout:
    """Where the pixels are, and what they mean. Masks are those of red, green, blue and alpha in a pixel's number."""

    width: int
    height: int
    top_down: bool
    bits: int
    packing: Packing
    masks: tuple[int, int, int, int]
    palette: bytes
    """Blue, green and red of each colour."""
    pixels_at: int
    profile: bytes = b""


def read_layout(path: Path) -> Layout:
    """Raises `ImagingError` for what is sound and not read here, `pyvips.Error` for damage."""
    with path.open("rb") as file:
        head = file.read(_FILE_HEADER + 4)
        size = int.from_bytes(head[_FILE_HEADER:], "little")
        if size != _OLDEST and size not in _WINDOWS and size not in _OS2:
            raise VipsError(f"a header of {size} octets")
        header = head[_FILE_HEADER:] + file.read(size - 4)
        if len(header) < size:
            raise VipsError("truncated header")
        return _layout(file, header, int.from_bytes(head[10:14], "little"))


def stand_in(layout: Layout) -> Image:
    """With the image's size, bands and profile; its pixels are black and cost nothing."""
    if max(layout.width, layout.height) > _MOST_PIXELS_A_SIDE:
        raise ImagingError("too_many_pixels", f"The header speaks of {layout.width} × {layout.height} pixels.")
    black = Image.black(layout.width, layout.height, bands=4 if layout.masks[3] else 3).copy(interpretation="srgb")
    return labelled(black, layout)


def labelled(image: Image, layout: Layout) -> Image:
    """With the profile that came with the pixels."""
    if not layout.profile:
        return image
    with_profile = image.copy()
    with_profile.set_type(GValue.blob_type, "icc-profile-data", layout.profile)
    return with_profile


def _layout(file: BinaryIO, header: bytes, pixels_at: int) -> Layout:
    is_oldest, is_os2 = len(header) == _OLDEST, len(header) not in _WINDOWS
    fields = header.ljust(_WITH_PROFILE, b"\0")
    if is_oldest:
        width, height, bits, packing, used = _number(fields, 4, 2), _number(fields, 6, 2), _number(fields, 10, 2), 0, 0
    else:
        width, height = _number(fields, 4, signed=True), _number(fields, 8, signed=True)
        bits, packing, used = _number(fields, 14, 2), _number(fields, 16), _number(fields, 32)
    how = _packing(bits, packing, is_os2=is_os2)
    if width < 1 or height == 0 or bits not in _BITS:
        raise VipsError(f"{width} × {height} pixels of {bits} bits")
    masks = _masks(file, header, bits, packing) if how is Packing.PLAIN and bits >= 16 else (0, 0, 0, 0)
    palette = _palette(file, bits, used, pixels_at, 3 if is_oldest else 4) if bits <= 8 else b""
    begin = max(pixels_at, file.tell())  # some programs name the place of their palette
    profile = _profile(file, header)
    return Layout(width, abs(height), height < 0, bits, how, masks, palette, begin, profile)


def _packing(bits: int, packing: int, *, is_os2: bool) -> Packing:
    """Raises `ImagingError` with the true reason for what is not read."""
    if is_os2 and packing == _BITFIELDS:
        raise _unread("is packed as a fax is (Huffman)")
    if is_os2 and packing == 4:
        packing, bits = 2, 4 if bits == 24 else 0
    if packing in _UNREAD:
        raise _unread(_UNREAD[packing])
    if packing == 0 and bits == 64:
        raise _unread("has 64 bits a pixel")
    if packing in (0, _BITFIELDS, _ALPHA_BITFIELDS):
        return Packing.PLAIN
    if (packing, bits) in ((1, 8), (2, 4)):
        return Packing.RUNS
    raise VipsError(f"packing {packing} of {bits} bits")


def _masks(file: BinaryIO, header: bytes, bits: int, packing: int) -> tuple[int, int, int, int]:
    stated = header[_MASKS_AT:]
    if packing and not stated:
        stated = file.read(16 if packing == _ALPHA_BITFIELDS else 12)
    red, green, blue, alpha = (_number(stated.ljust(16, b"\0"), at) for at in (0, 4, 8, 12))
    if len(header) not in (40, _WITH_ALPHA, 108, _WITH_PROFILE) or (bits == 24):
        alpha = 0
    if packing and any((red, green, blue)):
        return red, green, blue, alpha
    # Without masks of their own, 32 bits may still name alpha, as browsers read it; 16 bits have none.
    return *_USUAL_MASKS[bits], alpha if bits == 32 and len(header) >= _WITH_ALPHA and alpha == 0xFF000000 else 0


def _palette(file: BinaryIO, bits: int, used: int, pixels_at: int, octets: int) -> bytes:
    count = min(used or 1 << bits, _MOST_COLOURS)
    if pixels_at > file.tell():
        count = min(count, (pixels_at - file.tell()) // octets)
    stored = file.read(count * octets)
    return b"".join(stored[at : at + 3] for at in range(0, len(stored) - 2, octets))


def _profile(file: BinaryIO, header: bytes) -> bytes:
    """An embedded one; a linked one is a name on somebody's disk."""
    if len(header) < _WITH_PROFILE or header[56:60] != _EMBEDDED:
        return b""
    file.seek(_FILE_HEADER + _number(header, _PROFILE_AT))
    return file.read(_number(header, _PROFILE_AT + 4))


def _number(octets: bytes, at: int, length: int = 4, *, signed: bool = False) -> int:
    return int.from_bytes(octets[at : at + length], "little", signed=signed)


def _unread(how: str) -> ImagingError:
    return ImagingError(
        "unsupported_media", f"This BMP {how}, which cannot be read here. Save it as a PNG and try again."
    )
