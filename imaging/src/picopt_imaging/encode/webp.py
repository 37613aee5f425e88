"""WebP through libwebp."""

from typing import Final

from picopt_imaging.vips import Image

EFFORT: Final = 4
"""Method 4: 6 saves 4 % more bytes for three times the time."""
LOSSLESS_EFFORT: Final = 4


def write(image: Image, quality: int | None) -> bytes:
    """Bytes of a WebP; quality 0–100, None: lossless."""
    if quality is None:
        return bytes(image.webpsave_buffer(lossless=True, Q=75, effort=LOSSLESS_EFFORT, exact=False, keep="icc"))
    return bytes(image.webpsave_buffer(Q=quality, effort=EFFORT, keep="icc"))
