"""PNG: lossless, or a palette chosen by imagequant."""

from picopt_imaging.vips import Image


def write(image: Image, quality: int | None) -> bytes:
    """Bytes of a PNG. Quality None: lossless; 1–100: a palette, as good as imagequant can make it."""
    if quality is None:
        return bytes(image.pngsave_buffer(compression=9, filter="all", keep="icc"))
    return bytes(image.pngsave_buffer(palette=True, Q=quality, dither=1.0, effort=7, compression=9, keep="icc"))
