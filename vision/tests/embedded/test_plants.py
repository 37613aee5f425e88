"""Flowers, told by what is photographed with them."""

import numpy as np
import pytest
from PIL import Image

from picopt_vision.embedded.sight.plants import find_plant

DAISY, POT, VASE, BEE, LADYBUG, LEAF_BEETLE, BUTTERFLY = 985, 738, 883, 309, 301, 304, 322
GRAY, GREEN, RED, YELLOW = (135, 135, 135), (50, 130, 50), (200, 30, 40), (240, 215, 50)


def _said(shares: dict[int, float], *colors: tuple[int, int, int], ground: tuple[int, int, int] = GRAY) -> list[str]:
    probabilities = np.zeros(1000)
    for number, share in shares.items():
        probabilities[number] = share
    image = Image.new("RGB", (300, 300), ground)
    for at, color in enumerate(colors):
        image.paste(color, (90 + 60 * at, 90, 150 + 60 * at, 210))
    return [claim.phrase for claim in find_plant(probabilities, image)]


def test_many_small_suspicions_make_a_flower() -> None:
    assert _said({POT: 0.1, VASE: 0.05, BEE: 0.1}) == ["a flowering plant"]
    assert _said({POT: 0.05, VASE: 0.03, BEE: 0.05}) == [], "too small"
    assert _said({VASE: 0.3}) == [], "a vase alone is a vase"


@pytest.mark.parametrize("shares", [{LADYBUG: 0.17, LEAF_BEETLE: 0.05, BUTTERFLY: 0.05, DAISY: 0.02}])
def test_a_leaf_on_which_a_beetle_might_sit_is_no_flower(shares: dict[int, float]) -> None:
    assert _said(shares) == []


def test_a_flower_has_a_color_where_one_leads() -> None:
    shares = {POT: 0.1, VASE: 0.05, BEE: 0.1}
    assert _said(shares, RED) == ["a flowering plant in red"]
    assert _said(shares, RED, YELLOW) == ["a flowering plant"]


def test_leaves_alone_are_a_plant() -> None:
    assert _said({POT: 0.1, VASE: 0.05, BEE: 0.1}, ground=GREEN) == ["a plant"]
