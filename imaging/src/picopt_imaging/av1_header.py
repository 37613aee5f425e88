"""What the sequence header of an AV1 still says of its samples (AV1 bitstream specification, 5.5.1 and 5.5.2)."""

from dataclasses import dataclass
from typing import Final

_SEQUENCE_HEADER: Final = 1
_MOST_UNITS: Final = 100
_MOST_LENGTH_OCTETS: Final = 8
"""Of a unit's length (4.10.5)."""
_MOST_HEADER_OCTETS: Final = 1024
"""More than 32 operating points need. All three: an item can hold a hundred million octets of nonsense."""
_TWELVE_BITS_ARE_POSSIBLE: Final = 2
_ALWAYS_IN_COLOUR: Final = 1
"""Profiles."""
_SRGB: Final = 0x01_0D_00
"""Primaries, transfer, and the matrix of colors that are stored as they are."""


@dataclass(frozen=True)
class Samples:
    """Whether there is no colour, and whether black is 0 and white the highest number, or 16 and 235 of 255."""

    is_gray: bool
    is_whole_range: bool


class _Bits:
    """Numbers of so many bits, the highest first."""

    def __init__(self, data: bytes) -> None:
        self._value, self._left = int.from_bytes(data, "big"), 8 * len(data)

    def take(self, count: int) -> int:
        """Raises `ValueError` behind the end."""
        self._left -= count
        if self._left < 0:
            raise ValueError("the header is cut off")
        return self._value >> self._left & ((1 << count) - 1)


def read_samples(stream: bytes) -> Samples:
    """Of an item's octets. Raises `ValueError` where there is no sequence header, or one with a video's timing."""
    return _samples(_Bits(_sequence_header(stream)))


def _sequence_header(stream: bytes) -> bytes:
    """The payload of the first unit of that kind (5.3.2)."""
    at = 0
    for _ in range(_MOST_UNITS):
        if at >= len(stream):
            break
        head = stream[at]
        at += 2 if head & 4 else 1
        length, shift = 0, 0
        while head & 2:
            if at >= len(stream) or shift >= 7 * _MOST_LENGTH_OCTETS:
                raise ValueError("the unit is cut off")
            length |= (stream[at] & 127) << shift
            shift, at = shift + 7, at + 1
            if not stream[at - 1] & 128:
                break
        else:
            length = len(stream) - at
        if head >> 3 & 15 == _SEQUENCE_HEADER:
            return stream[at : at + min(length, _MOST_HEADER_OCTETS)]
        at += length
    raise ValueError("there is no sequence header")


def _samples(bits: _Bits) -> Samples:
    profile = bits.take(3)
    bits.take(1)
    is_reduced = bits.take(1)
    _pass_operating_points(bits, is_reduced=bool(is_reduced))
    wide, high = bits.take(4) + 1, bits.take(4) + 1
    bits.take(wide + high)
    if not is_reduced and bits.take(1):  # frame numbers
        bits.take(7)
    bits.take(3)
    if not is_reduced:
        _pass_tools_of_video(bits)
    bits.take(3)
    if bits.take(1) and profile == _TWELVE_BITS_ARE_POSSIBLE:
        bits.take(1)
    is_gray = profile != _ALWAYS_IN_COLOUR and bool(bits.take(1))
    described = bits.take(24) if bits.take(1) else 0
    is_plain_rgb = described == _SRGB and not is_gray  # which has no other range
    return Samples(is_gray, is_plain_rgb or bool(bits.take(1)))


def _pass_operating_points(bits: _Bits, *, is_reduced: bool) -> None:
    if is_reduced:
        bits.take(5)
        return
    if bits.take(1):
        raise ValueError("the header has a video's timing")
    has_delay = bits.take(1)
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:  # levels with two tiers
            bits.take(1)
        if has_delay and bits.take(1):
            bits.take(4)


def _pass_tools_of_video(bits: _Bits) -> None:
    bits.take(4)
    has_order = bits.take(1)
    if has_order:
        bits.take(2)
    screen_content = 2 if bits.take(1) else bits.take(1)
    if screen_content and not bits.take(1):
        bits.take(1)
    if has_order:
        bits.take(3)
