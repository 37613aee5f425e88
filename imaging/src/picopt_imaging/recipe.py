"""How one file is encoded."""

from dataclasses import dataclass, replace
from enum import StrEnum

from picopt_imaging.values import Format


class Method(StrEnum):
    """Ways to write pixels down."""

    LOSSY = "lossy"
    LOSSLESS = "lossless"
    PALETTE = "palette"
    """Up to 256 colours, then lossless."""
    NEAR_LOSSLESS = "near_lossless"
    """WebP only: values are moved by a little where that makes the lossless file smaller."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Format, method, and for lossy files the encoder's quality, 0–100 on that encoder's own scale."""

    format: Format
    method: Method = Method.LOSSY
    quality: int | None = None
    graphic: bool = False
    """Drawn rather than photographed: the encoder minds sharp edges and flat colour."""

    full_colour: bool = False
    """Colour as sharp as brightness: at full resolution in JPEG and AVIF, in WebP halved with care."""

    vivid: bool = False
    """WebP only: texture is kept at some expense of smooth places."""

    thorough: bool = False
    """WebP only: the encoder's highest effort."""

    coarse: int = 0
    """Palette only: fewer colours with each grade, see `encode.palette`."""

    draft: bool = False
    """AVIF only: a tenth of the effort for some more bytes, to foretell them with."""

    def at(self, quality: int) -> "Recipe":
        """The same at another quality."""
        return replace(self, quality=quality)
