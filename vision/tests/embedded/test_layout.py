"""Drawings are told from photographs before any network is asked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from picopt_vision.embedded.sight.layout import FEW, FLAT, measure_layout


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


@pytest.mark.parametrize("side", [120, 600])
def test_a_thing_that_was_cut_out_is_a_photograph_however_small_it_is(side: int) -> None:
    image = Image.new("RGB", (side, side), "white")
    thing = Image.merge("RGB", [Image.effect_noise((side // 3, side // 3), 60) for _ in range(3)])
    image.paste(thing, (side // 3, side // 3))
    layout = measure_layout(image)
    assert layout.is_cut_out
    assert not layout.is_graphic


@pytest.mark.parametrize("fill", ["steelblue", "gradient"])
def test_an_icon_is_drawn(fill: str) -> None:
    image = Image.new("RGB", (256, 256), "white")
    shade = Image.linear_gradient("L").resize((120, 120))
    badge = Image.merge("RGB", (shade, shade, shade)) if fill == "gradient" else Image.new("RGB", (120, 120), fill)
    image.paste(badge, (68, 68))
    assert measure_layout(image).is_graphic


def test_letters_are_no_thing_that_was_cut_out() -> None:
    image = Image.new("RGB", (256, 256), "white")
    noise = Image.merge("RGB", [Image.effect_noise((256, 256), 60) for _ in range(3)])
    letters = Image.new("L", (256, 256))
    ImageDraw.Draw(letters).text((20, 60), "PRICES\nfrom $ 5", fill=255, font_size=40)
    image.paste(noise, mask=letters)
    assert not measure_layout(image).is_cut_out


def test_what_is_out_of_focus_is_flat_as_a_drawing_and_has_hardly_a_color_twice() -> None:
    across, down = Image.linear_gradient("L").rotate(90), Image.linear_gradient("L")
    soft = Image.merge("RGB", [band.point(lambda level: 20 + level // 8) for band in (across, down, across)])
    layout = measure_layout(soft)
    assert layout.flat > FLAT
    assert layout.few > FEW
    assert not layout.is_graphic
    assert measure_layout(soft.quantize(4).convert("RGB")).is_graphic
