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
