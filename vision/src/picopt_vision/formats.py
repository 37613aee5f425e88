"""Which formats are read: Pillow's own, and HEIC with the extra `heic`, a decoder without an encoder."""

from functools import cache
from typing import Final

from picopt_vision.capabilities import Extra

ALWAYS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP")
HEIF: Final = "HEIF"
"""Pillow's name for it, as the decoder registers it."""


@cache
def readable_formats() -> tuple[str, ...]:
    """By the names that Pillow has for them."""
    if not Extra.HEIC.installed:
        return ALWAYS
    import pi_heif  # type: ignore[import-untyped] # noqa: PLC0415 - optional

    pi_heif.register_heif_opener(thumbnails=False)
    return (*ALWAYS, HEIF)
