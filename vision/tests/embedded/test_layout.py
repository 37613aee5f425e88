"""Drawings are told from photographs before any network is asked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from picopt_vision.embedded.layout import measure_layout


@pytest.mark.parametrize("name", ["cat", "coffee", "door", "lighthouse", "macaws", "painted-face"])
def test_photographs(picture: Callable[[str], Path], name: str) -> None:
    assert not measure_layout(Image.open(picture(name)).convert("RGB")).is_graphic


def test_a_chart() -> None:
    image = Image.new("RGB", (640, 400), "white")
    draw = ImageDraw.Draw(image)
    for at in range(6):
        draw.rectangle((60 + 90 * at, 380 - 50 * at, 110 + 90 * at, 380), fill="steelblue")
    assert measure_layout(image).is_graphic


def test_a_photograph_on_white_is_none() -> None:
    """As shops show their products: the flat ground alone makes no drawing."""
    image = Image.new("RGB", (600, 600), "white")
    image.paste(Image.effect_noise((480, 480), 60).convert("RGB"), (60, 60))
    assert not measure_layout(image).is_graphic
