"""Figures of people as the detector spots them, from any side, and which of them are believed."""

from collections.abc import Sequence
from typing import Final

from PIL import Image

from picopt_vision.embedded.networks.objects import Spotted
from picopt_vision.embedded.sight.skin import share_of_skin

# What counts once somebody is believed, and from how much on it may be where a face was found.
COUNTED: Final = 0.5
# One figure is believed from so much on; two from less, if one of them has more; a crowd from the least.
SURE_OF_ONE: Final = 0.8
SURE_OF_FIRST: Final = 0.75
SURE_OF_EACH: Final = 0.7
A_CROWD: Final = 4
# Share of the image; who is smaller is nobody of whom it is.
LEAST_AREA: Final = 0.008
# Of head and shoulders so much is skin, unless they are of stone, of plush, or on a bottle.
LEAST_SKIN: Final = 0.02
HEAD_AND_SHOULDERS: Final = 0.4
# Who fills so much of the image is so near that a face is found; else it is a statue, a hand, a heap of hats.
CLOSE: Final = 0.8
SURE_WITHOUT_FACE: Final = 0.92


def figures_in(objects: Sequence[Spotted]) -> list[Spotted]:
    """All that may be people, surest first."""
    return [each for each in objects if each.kind == "person"]


def believed(figures: Sequence[Spotted], image: Image.Image, *, coloured: bool, has_face: bool) -> list[Spotted]:
    """The figures to count; none where not even one is sure. `has_face`: a face was found in the image."""
    counted = [figure for figure in figures if figure.probability >= COUNTED]
    sure = [figure for figure in counted if _is_alive(figure, image, coloured=coloured)]
    if not has_face and any(_is_faceless(figure) for figure in counted):
        return []
    return counted if _are_enough(sure, counted) else []


def _are_enough(sure: Sequence[Spotted], counted: Sequence[Spotted]) -> bool:
    if not sure:
        return False
    first = sure[0].probability
    return first >= SURE_OF_ONE or (len(sure) > 1 and first >= SURE_OF_FIRST) or len(counted) >= A_CROWD


def _is_alive(figure: Spotted, image: Image.Image, *, coloured: bool) -> bool:
    if figure.probability < SURE_OF_EACH or figure.area < LEAST_AREA:
        return False
    return not coloured or share_of_skin(image.crop(_head_and_shoulders(figure, image.size))) >= LEAST_SKIN


def _is_faceless(figure: Spotted) -> bool:
    return figure.area >= CLOSE and figure.probability < SURE_WITHOUT_FACE


def _head_and_shoulders(figure: Spotted, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """In pixels of an image of `size`."""
    left, top = round(figure.left * size[0]), round(figure.top * size[1])
    bottom = figure.top + HEAD_AND_SHOULDERS * (figure.bottom - figure.top)
    return left, top, max(left + 1, round(figure.right * size[0])), max(top + 1, round(bottom * size[1]))
