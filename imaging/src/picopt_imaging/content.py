"""Tell what was drawn from what was photographed, by the pixels."""

from array import array
from typing import Final

from picopt_imaging.report import SourceInfo
from picopt_imaging.vips import Image, Region

_LOSSLESS_SOURCES: Final = frozenset({"png", "gif", "bmp", "tiff"})
_SIDE: Final = 1024
"""Pixels of the middle that is looked at."""
_FEW_COLOURS: Final = 200
"""Of 32,768 cells. Drawings that went through a lossy encoder use 30–180, photographs 200 and more."""
_INKS: Final = 64
"""Colours, to the last bit: photographs have more, also gray ones; pixel art, dithered pages and patterns have fewer,
though their neighbors are seldom equal."""
_ROWS: Final = 32
# Shares of pixels that equal both their right and their lower neighbour. Measured: photographs stay below 0.2, or 0.54
# where a lossy encoder flattened a sky; screenshots and drawings lie above 0.5.
_FLAT: Final = 0.4
_FLAT_AFTER_LOSS: Final = 0.6


def looks_drawn(image: Image, source: SourceInfo) -> bool:
    """Whether the picture is a screenshot, a logo or a drawing. `image` must not have been resized much.

    A lossy source (JPEG, WebP) adds noise to drawings and flattens photographs, so there both signs are asked for.
    """
    sample = _middle(image)
    flat = _flat_share(sample)
    if source.format in _LOSSLESS_SOURCES:
        return flat >= _FLAT or _has_few_inks(sample)
    return flat >= _FLAT_AFTER_LOSS and _colours(sample) <= _FEW_COLOURS


def _middle(image: Image) -> Image:
    if image.hasalpha():
        image = image.flatten(background=[255.0] * (image.bands - 1))
    width, height = min(_SIDE, image.width), min(_SIDE, image.height)
    part = image.crop((image.width - width) // 2, (image.height - height) // 2, width, height)
    return part.colourspace("srgb").cast("uchar").copy_memory()


def _flat_share(image: Image) -> float:
    width, height = image.width - 1, image.height - 1
    if min(width, height) < 1:
        return 1.0
    here = image.crop(0, 0, width, height)
    right, below = image.crop(1, 0, width, height), image.crop(0, 1, width, height)
    same = (here == right).bandand() & (here == below).bandand()
    return float(same.avg()) / 255.0


def _has_few_inks(image: Image) -> bool:
    """Looks at some rows at a time: a photograph shows in the first ones that it has more."""
    rgb = image if image.bands >= 3 else image.bandjoin([image] * 2)
    rows, seen = Region.new(rgb.extract_band(0, n=3).bandjoin(255)), set[int]()
    for top in range(0, image.height, _ROWS):
        part = rows.fetch(0, top, image.width, min(_ROWS, image.height - top))
        seen.update(array("I", bytes(part)))
        if len(seen) > _INKS:
            return False
    return True


def _colours(image: Image) -> int:
    """How many cells of a colour cube of 32 × 32 × 32 are used: enough to tell few from many."""
    histogram = image.hist_find_ndim(bins=32)
    used: float = (histogram > 0).avg() / 255.0
    cells: int = round(used * histogram.width * histogram.height * histogram.bands)
    return cells
