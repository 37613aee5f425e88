"""Pairs of images, one of them damaged, for comparing meters: photographs, small files, drawings, transparency."""

from collections.abc import Callable
from typing import Final

from imaging_kit import SAMPLES, read

from picopt_imaging.vips import Image

Pair = tuple[Image, Image]


def _photo(name: str, side: int) -> Image:
    picture = read(SAMPLES / name)
    if side:
        edge = min(picture.width, picture.height)
        picture = picture.crop(0, 0, edge, edge).resize(side / edge)
    return picture.copy_memory()


def _drawing(side: int) -> Image:
    """Flat shapes of strong colours on white."""
    page = Image.black(side, side, bands=3) + 255
    page = page.cast("uchar").copy(interpretation="srgb").copy_memory()
    page = page.draw_rect([200, 20, 30], side // 8, side // 8, side // 3, side // 4, fill=True)
    page = page.draw_circle([20, 60, 200], 2 * side // 3, side // 2, side // 5, fill=True)
    return page.draw_line([0, 0, 0], 0, side - 1, side - 1, 0).copy_memory()


def _faded(picture: Image) -> Image:
    """Transparent towards the left."""
    ramp = Image.xyz(picture.width, picture.height)[0] * (255 / picture.width)
    return picture.bandjoin(ramp.cast("uchar")).copy(interpretation="srgb").copy_memory()


def _blurred(make: Callable[[], Image], sigma: float) -> Callable[[], Pair]:
    def pair() -> Pair:
        picture = make()
        return picture, picture.gaussblur(sigma).copy_memory()

    return pair


def _coarse(make: Callable[[], Image], step: int) -> Callable[[], Pair]:
    """Each sample rounded to steps: bands, and false edges."""

    def pair() -> Pair:
        picture = make()
        return picture, ((picture / step).rint() * step).cast("uchar").copy_memory()

    return pair


PAIRS: Final[dict[str, Callable[[], Pair]]] = {
    f"{name} {side or 'whole'} {kind} {amount:g}": damage(lambda name=name, side=side: _photo(name, side), amount)
    for name in ("coffee.png", "astronaut.png", "china.jpg", "flower.jpg")
    for side in (0, 150)
    for kind, damage, amount in (("blurred", _blurred, 0.6), ("blurred", _blurred, 1.5), ("coarse", _coarse, 12))
} | {
    "drawing 400 blurred": _blurred(lambda: _drawing(400), 0.6),
    "drawing 150 coarse": _coarse(lambda: _drawing(150), 12),
    "faded 300 blurred": _blurred(lambda: _faded(_photo("coffee.png", 300)), 0.6),
    "faded 150 coarse": _coarse(lambda: _faded(_photo("astronaut.png", 150)), 12),
}

REFERENCE: dict[str, float] = {
    "coffee.png whole blurred 0.6": 67.696,
    "coffee.png whole blurred 1.5": 29.235,
    "coffee.png whole coarse 12": 73.937,
    "coffee.png 150 blurred 0.6": 70.382,
    "coffee.png 150 blurred 1.5": 35.000,
    "coffee.png 150 coarse 12": 83.005,
    "astronaut.png whole blurred 0.6": 75.479,
    "astronaut.png whole blurred 1.5": 42.581,
    "astronaut.png whole coarse 12": 73.789,
    "astronaut.png 150 blurred 0.6": 70.756,
    "astronaut.png 150 blurred 1.5": 28.031,
    "astronaut.png 150 coarse 12": 85.126,
    "china.jpg whole blurred 0.6": 54.657,
    "china.jpg whole blurred 1.5": 8.299,
    "china.jpg whole coarse 12": 56.773,
    "china.jpg 150 blurred 0.6": 70.423,
    "china.jpg 150 blurred 1.5": 28.078,
    "china.jpg 150 coarse 12": 75.326,
    "flower.jpg whole blurred 0.6": 77.911,
    "flower.jpg whole blurred 1.5": 48.136,
    "flower.jpg whole coarse 12": 38.478,
    "flower.jpg 150 blurred 0.6": 75.275,
    "flower.jpg 150 blurred 1.5": 43.044,
    "flower.jpg 150 coarse 12": 70.046,
    "drawing 400 blurred": 48.875,
    "drawing 150 coarse": 87.905,
    "faded 300 blurred": 78.922,
    "faded 150 coarse": 81.685,
}
"""Of these pairs, measured once by the C++ reference (SSIMULACRA 2.1, cloudinary/ssimulacra2)."""
