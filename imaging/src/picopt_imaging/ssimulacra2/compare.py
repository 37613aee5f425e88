"""Score files and images with whichever meter this machine has."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from picopt_imaging.animation import MOMENTS, moments
from picopt_imaging.decode import decode
from picopt_imaging.encode import avif
from picopt_imaging.errors import ImagingError
from picopt_imaging.geometry import Base
from picopt_imaging.in_memory import is_in_memory, octets_of, to_srgb8
from picopt_imaging.naming import under_a_plain_name
from picopt_imaging.report import SourceInfo
from picopt_imaging.source import read_source
from picopt_imaging.ssimulacra2 import native
from picopt_imaging.ssimulacra2.weights import weigh
from picopt_imaging.values import Format
from picopt_imaging.vips import Image, Region, VipsError

# All six scales need 113 pixels a side. The reference implementation has fewer scales for smaller pictures, and then
# gives a scale the weights of another, which makes good icons score below zero. Here they are mirrored up to this size.
_SMALLEST: Final = 113
_BITS: Final = 8
_STRIP: Final = 100_000
"""Pixels that are handed over at a time, in whole rows: few enough to stay in the processor's cache."""
# What lies behind a transparent picture is unknown, so the worse of a dark and a light ground counts (as in the
# reference implementation, whose grounds are 0.1 and 0.9 of white).
_GROUNDS: Final = (26.0, 230.0)


def backend() -> str:
    """`native` where the compiled meter is there, else `numpy`."""
    return "native" if native.is_available() else "numpy"


def score(a: Path, b: Path) -> float:
    """SSIMULACRA2 of the picture at `b` against the one at `a`: 100 identical, below 30 poor; can be negative.

    Both are read as `optimize` reads them, and compared upright, in sRGB; of animations, the worst of some moments.
    Raises `ImagingError`: `geometry` where the sizes differ, else as `optimize` does for what it cannot read.
    """
    before, after = _read(a), _read(b)
    count = MOMENTS if any(image.get_typeof("page-height") for image in (before, after)) else 1
    return min(score_images(*pair) for pair in zip(moments(before, count), moments(after, count), strict=True))


def score_images(a: Image, b: Image) -> float:
    """The same for libvips images in 8-bit sRGB or gray, with or without alpha."""
    if (a.width, a.height) != (b.width, b.height):
        raise ImagingError(
            "geometry", f"{a.width} × {a.height} and {b.width} × {b.height} pixels cannot be compared with each other."
        )
    if a.hasalpha() or b.hasalpha():
        a, b = a.copy_memory(), b.copy_memory()
        return min(_score_rgb(_lay_on(a, ground), _lay_on(b, ground)) for ground in _GROUNDS)
    return _score_rgb(a, b)


def _score_rgb(a: Image, b: Image) -> float:
    a, b = (_at_least(to_srgb8(image), _SMALLEST) for image in (a, b))
    if not native.is_available():
        from picopt_imaging.ssimulacra2 import fallback  # noqa: PLC0415 - loads NumPy

        return weigh(fallback.averages(a.numpy(), b.numpy()))
    with native.Meter(a.width, a.height) as meter:
        if is_in_memory(a) and is_in_memory(b):
            with octets_of(a) as before, octets_of(b) as after:
                meter.push(before, after, a.height)
        else:
            _push_strips(meter, a, b)
        return weigh(meter.finish())


def _push_strips(meter: native.Meter, a: Image, b: Image) -> None:
    """What is computed as it is asked for need not be held whole."""
    strip, first, second = max(1, _STRIP // a.width), Region.new(a), Region.new(b)
    for top in range(0, a.height, strip):
        rows = min(strip, a.height - top)
        before, after = (bytes(region.fetch(0, top, a.width, rows)) for region in (first, second))
        meter.push(before, after, rows)


def _lay_on(image: Image, ground: float) -> Image:
    return image.flatten(background=[ground] * (image.bands - 1)) if image.hasalpha() else image


def _at_least(image: Image, side: int) -> Image:
    if min(image.width, image.height) >= side:
        return image
    return image.copy_memory().embed(0, 0, max(side, image.width), max(side, image.height), extend="mirror")


@under_a_plain_name
def _read(path: Path) -> Image:
    """The whole image in 8-bit sRGB or gray, in memory; the frames of an animation below each other."""
    source = read_source(path)
    if source.format == Format.AVIF and avif.is_read_as_in_browsers():
        data = path.read_bytes()
        if _is_plain(source, data):
            with suppress(VipsError):  # then the usual way finds the true reason
                return avif.decode(data, alpha=source.has_alpha)
    return to_srgb8(decode(path, source, Base(source.width, source.height))).copy_memory()


def _is_plain(source: SourceInfo, data: bytes) -> bool:
    """Whether an AVIF is as those that this library makes of images in sRGB: nothing turns, cuts, or converts it."""
    is_srgb8 = source.bits == _BITS and not source.profile
    return is_srgb8 and not any(box in data for box in (b"irot", b"imir", b"clap"))
