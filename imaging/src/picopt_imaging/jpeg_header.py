"""What a JPEG's frame says of how it is coded, where decoders for the web do not read it (ITU-T T.81, B.2.2)."""

from pathlib import Path
from types import MappingProxyType
from typing import Final

_MOST_SEGMENTS: Final = 10_000
_ALONE: Final = frozenset({0x01, 0xD8, *range(0xD0, 0xD8)})
"""Markers without a segment."""
_NO_FRAMES: Final = frozenset({0xC4, 0xC8, 0xCC})
"""Tables, and a number that is kept free, among those of frames."""
_SCAN: Final = 0xDA
_USUAL_BITS: Final = 8
_LOSSLESS, _IN_STEPS = "without loss", "in steps of size (hierarchical)"
_UNREAD: Final = MappingProxyType(
    {
        0xC3: _LOSSLESS,
        0xC5: _IN_STEPS,
        0xC6: _IN_STEPS,
        0xC7: _IN_STEPS,
        0xCB: _LOSSLESS,
        0xCD: _IN_STEPS,
        0xCE: _IN_STEPS,
        0xCF: _IN_STEPS,
    }
)


def why_unreadable(path: Path) -> str | None:
    """The reason why a JPEG did not decode, where its frame tells; None for plain damage."""
    frame = _frame(path.read_bytes())
    if frame is None:
        return None
    marker, bits = frame
    if how := _UNREAD.get(marker):
        return f"This JPEG is compressed {how}, which cannot be read here. Save it as an ordinary JPEG and try again."
    if bits != _USUAL_BITS:
        return f"This JPEG has samples of {bits} bits, which cannot be read here. Save it with 8 bits and try again."
    return None


def _frame(data: bytes) -> tuple[int, int] | None:
    """The first frame's marker and its bits a sample; None where there is no whole one before the pixels."""
    at = 0
    for _ in range(_MOST_SEGMENTS):
        if data[at : at + 1] != b"\xff" or at + 4 > len(data):
            return None
        marker = data[at + 1]
        if marker in _ALONE or marker == 0xFF:  # a filling comes before a marker
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            return (marker, data[at + 4]) if at + 4 < len(data) else None
        if marker == _SCAN:
            return None
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
