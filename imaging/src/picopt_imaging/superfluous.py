"""What a file holds beyond its image: channels that are neither colour nor transparency, profiles that say nothing."""

from types import MappingProxyType
from typing import Final

from picopt_imaging.vips import Image, VipsError

_COLOURS: Final = MappingProxyType({"b-w": 1, "grey16": 1, "srgb": 3, "rgb16": 3, "scrgb": 3, "cmyk": 4})
"""Channels of each interpretation, without transparency."""
_OPAQUE: Final = 255


def has_more_channels(image: Image) -> bool:
    """Whether there are channels behind colours and transparency, as Photoshop saves selections and inks in TIFF."""
    return bool(image.bands > _COLOURS.get(image.interpretation, image.bands) + 1)


def with_usual_channels(image: Image) -> Image:
    """Colours and the first channel behind them, which is the transparency."""
    return image.extract_band(0, n=_COLOURS[image.interpretation] + 1) if has_more_channels(image) else image


def without_idle_alpha(image: Image) -> Image:
    """Without a transparency of 8 bits that hides nothing."""
    if not image.hasalpha():
        return image
    image = image.copy_memory()
    return image.extract_band(0, n=image.bands - 1) if image.extract_band(image.bands - 1).min() == _OPAQUE else image


def has_gray_profile(image: Image) -> bool:
    """Whether the image's profile is one of gray (ICC.1:2022, 7.2.6), which says nothing of red, green and blue."""
    return bool(image.get_typeof("icc-profile-data")) and bytes(image.get("icc-profile-data"))[16:20] == b"GRAY"


def in_one_channel(image: Image) -> Image:
    """Gray that a decoder handed on in three equal channels, so that a profile of gray can be applied."""
    gray = image.extract_band(0)
    if image.hasalpha():
        gray = gray.bandjoin(image.extract_band(image.bands - 1))
    return gray.copy(interpretation="grey16" if image.format == "ushort" else "b-w")


def has_broken_profile(image: Image) -> bool:
    """Whether colours cannot be converted by the image's own profile; browsers then pass over it."""
    if not image.get_typeof("icc-profile-data"):
        return False
    pixel = Image.black(1, 1, bands=image.bands).cast(image.format).copy(interpretation=image.interpretation)
    labelled = pixel.copy()
    labelled.set_type(image.get_typeof("icc-profile-data"), "icc-profile-data", image.get("icc-profile-data"))
    try:
        labelled.thumbnail_image(1, height=1, size="force", output_profile="srgb", intent="relative").avg()
    except VipsError:
        return True
    return False
