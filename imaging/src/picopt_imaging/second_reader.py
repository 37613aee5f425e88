"""TIFFs that libtiff warns of: most warnings are about odd tags, some mean that a strip came out black.

Pillow, which stops at the first strip that it cannot decode, tells one from the other. Import this only where it is
needed: it loads Pillow.
"""

from pathlib import Path
from types import MappingProxyType
from typing import Final

import PIL.Image
import PIL.ImageStat
from PIL.TiffImagePlugin import TiffImageFile

from picopt_imaging.vips import Image

_PLAIN: Final = MappingProxyType({"1": "RGB", "L": "RGB", "RGB": "RGB", "RGBA": "RGBA"})
"""Modes that both decoders understand alike, and what they are compared in."""
_COLOURS, _BITS = 3, 8
_MOST: Final = 2.0
"""Of 255: how far means and deviations may be apart."""


def reads_the_same(path: Path, image: Image) -> bool:
    """Whether Pillow decodes the only image of a TIFF, to an image as bright and as varied as `image`."""
    try:
        with PIL.Image.open(path, formats=["TIFF"]) as other:
            is_single = isinstance(other, TiffImageFile) and not other.tag_v2.next  # no second directory, and no circle
            if not is_single or other.mode not in _PLAIN:
                return False
            seen = PIL.ImageStat.Stat(other.convert(_PLAIN[other.mode]))
    except (OSError, SyntaxError, ValueError, EOFError):
        return False
    if image.format == "ushort":
        image = (image >> _BITS).cast("uchar")  # as Pillow reads it
    bands = image.bandsplit() * (_COLOURS if image.bands == 1 else 1)
    if len(bands) != len(seen.mean) or image.format != "uchar":
        return False
    ours = [(band.avg(), band.deviate()) for band in bands]
    return all(
        abs(mean - avg) <= _MOST and abs(deviation - spread) <= _MOST
        for mean, deviation, (avg, spread) in zip(seen.mean, seen.stddev, ours, strict=True)
    )
