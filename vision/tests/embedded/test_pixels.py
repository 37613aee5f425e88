"""Colours and tones that can be measured."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from picopt_vision.embedded.sight.pixels import colour_shares, measure


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((220, 20, 30), "red"),
        ((30, 60, 200), "blue"),
        ((20, 110, 30), "green"),
        ((250, 220, 40), "yellow"),
        ((255, 140, 0), "orange"),
        ((250, 250, 250), "white"),
        ((5, 5, 5), "black"),
        ((128, 128, 128), "grey"),
        ((110, 70, 40), "brown"),
        ((255, 105, 180), "pink"),
    ],
)
def test_plain_colours_have_their_names(rgb: tuple[int, int, int], name: str) -> None:
    assert colour_shares(Image.new("RGB", (40, 40), rgb))[name] == 1.0


def test_black_and_white_is_told_from_colour() -> None:
    grey = Image.effect_noise((200, 120), 80).convert("RGB")
    assert measure(grey, 200, 120).black_and_white
    spot = grey.copy()
    spot.paste((200, 30, 30), (20, 20, 70, 70))
    assert not measure(spot, 200, 120).black_and_white


def test_a_sepia_print_is_told_from_a_colour_photograph() -> None:
    grey = Image.effect_noise((200, 120), 80)
    sepia = ImageOps.colorize(grey, black=(55, 30, 20), white=(235, 200, 170))
    assert measure(sepia, 200, 120).sepia
    ramp = np.zeros((120, 200, 3), np.uint8)
    ramp[..., 0], ramp[..., 2] = np.linspace(0, 255, 200), np.linspace(255, 0, 200)
    assert measure(Image.fromarray(ramp), 200, 120).coloured


@pytest.mark.parametrize(
    ("size", "orientation"), [((300, 200), "landscape"), ((200, 300), "portrait"), ((300, 295), "square")]
)
def test_orientation(size: tuple[int, int], orientation: str) -> None:
    assert measure(Image.new("RGB", size), *size).orientation == orientation


@pytest.mark.parametrize(
    ("background", "things", "color"),
    [
        ((255, 255, 255), [((60, 60, 140, 140), (200, 30, 40))], "red"),
        ((230, 230, 230), [((60, 60, 140, 140), (12, 12, 12))], "black"),
        ((255, 255, 255), [((40, 60, 100, 140), (200, 30, 40)), ((100, 60, 160, 140), (40, 90, 190))], ""),
        # A cover whose upper half is hardly told from the ground.
        ((221, 221, 238), [((60, 20, 140, 100), (240, 240, 240)), ((60, 100, 140, 180), (25, 40, 90))], ""),
        ((255, 255, 255), [((98, 98, 102, 102), (200, 30, 40))], None),  # a speck
        ((255, 255, 255), [((0, 0, 200, 90), (200, 30, 40))], None),  # it reaches the border: a scene
    ],
)
def test_what_stands_before_an_even_background(background: tuple, things: list, color: str | None) -> None:
    image = Image.new("RGB", (200, 200), background)
    for box, fill in things:
        image.paste(fill, box)
    assert measure(image, 200, 200).cut_out == color


def test_every_color_that_is_more_than_a_speck_is_known() -> None:
    image = Image.new("RGB", (200, 200), "white")
    image.paste((200, 30, 40), (0, 0, 60, 60))
    image.paste((40, 90, 190), (190, 190, 200, 200))
    shades = measure(image, 200, 200).shades
    assert shades == {"white", "red"}


@pytest.mark.parametrize("ground", ["white", "black", (120, 30, 30)])
def test_an_even_background_is_no_color_of_the_thing_before_it(ground: str | tuple[int, int, int]) -> None:
    image = Image.new("RGB", (200, 200), ground)
    image.paste((40, 90, 190), (60, 60, 140, 140))
    assert measure(image, 200, 200).shades == {"blue"}


def test_one_color_alone_is_nothing_to_be_seen() -> None:
    image = Image.new("RGB", (200, 200), (200, 30, 40))
    assert measure(image, 200, 200).blank
    image.paste("white", (90, 90, 110, 110))
    assert not measure(image, 200, 200).blank
