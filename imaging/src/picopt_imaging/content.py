"""Tell what was drawn from what was photographed, by the pixels."""

from array import array
from collections.abc import Callable
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
_FLAT_AFTER_LOSS: Final = 0.45
_FEATURELESS: Final = 0.6
"""The same of what has no busy place at all."""
# Of the pixels in busy blocks, as many as are about as bright as their block's brightest or its darkest. Text and lines
# are made of two tones, also behind a lossy encoder: of 160 JPEGs that their authors call screenshots, 128 have this
# much (most of the others show games, films, and wallpapers); of 300 photographs, many of goods on clear white, one.
# Stars have nothing at the bright end. Of 1,500 JPEGs and WebPs that had no say in it, 56 more count as drawings, all
# rightly, and five fewer, photographs in black and white, for which few colors had been sign enough.
_TWO_TONED: Final = 0.65
_LESSER_TONE: Final = 0.05
_BLOCK: Final = 8
"""Pixels a side."""
_BUSY: Final = 48
"""Of 255, from a block's darkest pixel to its brightest."""
_NEAR: Final = 0.12
"""Of that span."""
LEAST_SCORE: Final = 85.0
_LEAST_SCORE_AFTER_LOSS: Final = 80.0
"""Of what came as JPEG, whose noise is none of the drawing's own. Files and sizes of 14 screenshots have 1.40 times the
bytes of a photograph's target of 70, at a butteraugli distance of 1.15 instead of 1.6; for 85 they have 1.78 times, at
0.9. On 14 others it is 1.27 times, at 1.25 instead of 1.65."""
_ALWAYS_LOSSY: Final = frozenset({"jpeg", "heic"})


def looks_drawn(image: Image, source: SourceInfo) -> bool:
    """Whether the picture is a screenshot, a logo or a drawing. `image` must not have been resized much.

    A lossy source (JPEG, WebP) adds noise to drawings and flattens photographs, so there its busy places are looked at.
    """
    sample = _middle(image)
    flat = _flat_share(sample)
    if source.format in _LOSSLESS_SOURCES:
        return flat >= _FLAT or _has_few_inks(sample)
    if flat < _FLAT_AFTER_LOSS:
        return False
    dark, bright = _tones(sample)
    if dark == bright == 0.0:
        return flat >= _FEATURELESS and _colours(sample) <= _FEW_COLOURS
    return dark + bright >= _TWO_TONED and min(dark, bright) >= _LESSER_TONE


def least_score(source: SourceInfo) -> float:
    """What a drawing of this source has to reach at least: text and lines suffer first."""
    return _LEAST_SCORE_AFTER_LOSS if source.format in _ALWAYS_LOSSY else LEAST_SCORE


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


def _tones(image: Image) -> tuple[float, float]:
    """Of the pixels in busy blocks, the shares that are near their block's darkest, and near its brightest."""
    gray = image.colourspace("b-w").extract_band(0).copy_memory()
    if min(gray.width, gray.height) < 2 * _BLOCK:
        return 0.0, 0.0
    low, high = _of_blocks(gray, Image.minpair), _of_blocks(gray, Image.maxpair)
    pixels, span = gray.crop(0, 0, low.width, low.height), high - low
    busy = (span >= _BUSY).copy_memory()
    most = float(busy.avg())
    if not most:
        return 0.0, 0.0
    near = span * _NEAR
    dark, bright = (pixels - low <= near) & busy, (high - pixels <= near) & busy
    return float(dark.avg()) / most, float(bright.avg()) / most


def _of_blocks(gray: Image, pick: Callable[[Image, Image], Image]) -> Image:
    """Each pixel of a block replaced by the one that is picked of them all; what is left at the edges is cut off."""
    picked = gray
    for step in (1, 2, 4):  # then each pixel stands for the block that begins at it
        wide = pick(picked.crop(0, 0, picked.width - step, picked.height), _from(picked, step, 0))
        picked = pick(wide.crop(0, 0, wide.width, wide.height - step), _from(wide, 0, step))
    return picked.copy_memory().subsample(_BLOCK, _BLOCK).zoom(_BLOCK, _BLOCK).copy_memory()


def _from(image: Image, left: int, top: int) -> Image:
    return image.crop(left, top, image.width - left, image.height - top)


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
