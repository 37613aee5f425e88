"""What can be measured about a picture without knowing what it shows."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# Shares of the picture (0–1) from which a colour is worth a word.
_COLOUR_SHARE: Final = 0.12
_SIDE: Final = 96
# Upper ends of the hue ranges in degrees; measured against the named colours of CSS.
_HUES: Final = (
    (14, "red"),
    (42, "orange"),
    (68, "yellow"),
    (165, "green"),
    (195, "turquoise"),
    (258, "blue"),
    (290, "purple"),
    (345, "pink"),
    (361, "red"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Measured facts."""

    black_and_white: bool
    sepia: bool
    colours: tuple[tuple[str, float], ...]
    """Names of the main colours and their share of the picture (0–1), largest first, at most three."""
    orientation: str
    """landscape, portrait or square."""
    flat: float
    """Share of equal neighbouring pixels: near 1 for drawings and screenshots, near 0 for photographs."""


def measure(image: Image.Image, width: int, height: int) -> Look:
    """Facts of an RGB picture whose original has `width` × `height` pixels."""
    small = image.resize((_SIDE, _SIDE), Image.Resampling.BOX).convert("HSV")
    hue, saturation, value = (np.asarray(band, np.float32) for band in small.split())
    degrees = hue * np.float32(360 / 255)
    # Colour that the eye sees: saturation counts little in the dark. 0–1.
    chroma = saturation * value / np.float32(255 * 255)
    monochrome = float(np.quantile(chroma, 0.98)) < 0.06
    toned = not monochrome and _one_brown(degrees, saturation, chroma)
    return Look(
        black_and_white=monochrome,
        sepia=toned,
        colours=() if monochrome or toned else _name_colours(degrees, chroma, value),
        orientation=_orientation(width, height),
        flat=_flatness(image),
    )


def _one_brown(hue: NDArray[np.float32], saturation: NDArray[np.float32], chroma: NDArray[np.float32]) -> bool:
    visible = chroma > 0.04
    if visible.mean() < 0.3 or float(saturation.max()) > 170:
        return False
    low, high = np.quantile(hue[visible], (0.03, 0.97))
    return bool(low > 15 and high < 55 and high - low < 22)


def _name_colours(
    hue: NDArray[np.float32], chroma: NDArray[np.float32], value: NDArray[np.float32]
) -> tuple[tuple[str, float], ...]:
    names = np.array([name for _, name in _HUES])[np.searchsorted([end for end, _ in _HUES], hue, side="right")]
    names = np.where((names == "orange") & (value < 150), "brown", names)
    names = np.where((names == "yellow") & (value < 130), "green", names)
    coloured = chroma > 0.18
    grey = np.where(value > 215, "white", np.where(value < 50, "black", "grey"))
    names = np.where(coloured, names, grey)
    found, counts = np.unique(names, return_counts=True)
    shares = sorted(zip(found.tolist(), (counts / names.size).tolist(), strict=True), key=lambda pair: -pair[1])
    return tuple((name, share) for name, share in shares if share >= _COLOUR_SHARE)[:3]


def _orientation(width: int, height: int) -> str:
    if abs(width - height) <= 0.05 * max(width, height):
        return "square"
    return "landscape" if width > height else "portrait"


def _flatness(image: Image.Image) -> float:
    pixels = np.asarray(image.convert("RGB"), np.int16)
    same = (pixels[:, 1:] == pixels[:, :-1]).all(axis=2)
    return float(same.mean()) if same.size else 1.0
