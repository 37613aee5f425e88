"""TIFFs that libtiff warns of: most warnings are about odd tags, some mean that a strip came out black.

Pillow, which stops at the first strip that it cannot decode, tells one from the other. Import this only where it is
needed: it loads Pillow.
"""

from pathlib import Path
from typing import Final

import PIL.Image
import PIL.ImageStat
from PIL.TiffImagePlugin import TiffImageFile

from picopt_imaging.vips import Image

_PLAIN: Final = frozenset({"1", "L", "RGB"})
"""Modes that both decoders understand alike."""
_MOST: Final = 2.0
"""Of 255: how far means and deviations may be apart."""


def reads_the_same(path: Path, image: Image) -> bool:
    """Whether Pillow decodes the only image of a TIFF, to an image as bright and as varied as `image`."""
    try:
        with PIL.Image.open(path, formats=["TIFF"]) as other:
            is_single = isinstance(other, TiffImageFile) and not other.tag_v2.next  # no second directory, and no circle
            if not is_single or other.mode not in _PLAIN:
                return False
            seen = PIL.ImageStat.Stat(other.convert("RGB"))
    except (OSError, SyntaxError, ValueError, EOFError):
        return False
    if image.bands not in (1, 3) or image.format != "uchar":
        return False
    bands = image.bandsplit() * (3 // image.bands)
    ours = [(band.avg(), band.deviate()) for band in bands]
    return all(
        abs(mean - avg) <= _MOST and abs(deviation - spread) <= _MOST
        for mean, deviation, (avg, spread) in zip(seen.mean, seen.stddev, ours, strict=True)
    )
