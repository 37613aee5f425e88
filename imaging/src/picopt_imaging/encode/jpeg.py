"""JPEG through mozjpeg."""

from picopt_imaging.vips import Image


def write(image: Image, quality: int | None) -> bytes:
    """Bytes of a progressive JPEG; quality 1–100. There is no lossless JPEG: None is written at 98."""
    return bytes(
        image.jpegsave_buffer(
            Q=98 if quality is None else quality,
            interlace=True,
            optimize_coding=True,
            trellis_quant=True,
            overshoot_deringing=True,
            optimize_scans=True,
            quant_table=3,  # tuned by mozjpeg for MS-SSIM, and its default
            keep="icc",
        )
    )
