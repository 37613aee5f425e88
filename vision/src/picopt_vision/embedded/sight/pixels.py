"""What can be measured about a picture without knowing what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIDE: Final = 80
# Share of the picture (0–1) from which a colour is worth a word. Dull colours are everywhere, in shadows, skies and dry
# grass; they are named only where they rule.
LEAST_SHARE: Final = 0.18
LEAST_SHARE_DULL: Final = 0.5
DULL: Final = frozenset({"grey", "white", "black", "brown", "beige"})
# What is less of the image may be a label or a shadow.
SPECK: Final = 0.02
# Typical sRGB values of the colours that everybody has a word for; a pixel is called after the nearest in CIELAB.
_NAMED: Final = (
    ("black", (12, 12, 12)), ("black", (38, 38, 40)),
    ("grey", (85, 85, 85)), ("grey", (135, 135, 135)), ("grey", (185, 185, 187)),
    ("white", (228, 228, 228)), ("white", (250, 250, 250)),
    ("red", (200, 30, 40)), ("red", (130, 20, 25)), ("red", (230, 80, 70)),
    ("orange", (240, 130, 30)), ("orange", (215, 100, 40)),
    ("brown", (100, 65, 40)), ("brown", (60, 40, 28)), ("brown", (145, 105, 70)),
    ("beige", (215, 195, 165)), ("beige", (190, 165, 135)),
    ("yellow", (240, 215, 50)), ("yellow", (225, 190, 90)),
    ("green", (50, 130, 50)), ("green", (105, 130, 60)), ("green", (30, 60, 30)), ("green", (150, 185, 115)),
    ("turquoise", (60, 190, 185)), ("turquoise", (40, 130, 130)),
    ("blue", (40, 90, 190)), ("blue", (120, 165, 220)), ("blue", (25, 40, 90)), ("blue", (85, 120, 160)),
    ("purple", (120, 50, 140)), ("purple", (150, 120, 190)),
    ("pink", (240, 150, 180)), ("pink", (220, 60, 130)),
)  # fmt: skip
# CIELAB chroma below which a picture has no colour that one would notice.
_COLOURLESS: Final = 7.0

# A background is even where so much of the border differs so little (CIELAB) from the middle of it.
_EVEN: Final = 6.0
_ALL_AROUND: Final = 0.95
_LEAST_CUT_OUT: Final = 0.05
# Share of a thing that has one color, before it is called by it: seams, soles and shadows are not of it.
_RULES: Final = 0.7
# The same where what is hardly told from the ground counts, shadows among it.
_RULES_WITH_PALE: Final = 0.55

# Levels (of 255) by which one color may differ from itself, as JPEG leaves it.
_ONE_COLOR: Final = 6

Lab = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Measured facts."""

    black_and_white: bool
    sepia: bool
    colours: tuple[tuple[str, float], ...]
    """The main colours and their share of the picture (0–1), largest first; none without colour."""
    orientation: str
    """landscape, portrait or square."""
    cut_out: str | None = None
    """The color of what stands before an even background, as in a shop; empty if it has several, None of others."""
    shades: frozenset[str] | None = None
    """Every color that is more than a speck of the image, an even background left out; None where nobody measured."""
    blank: bool = False
    """Nothing but one color: a spacer, or an image that is fully transparent."""

    @property
    def coloured(self) -> bool:
        """Neither black and white nor toned."""
        return not (self.black_and_white or self.sepia)


def measure(image: Image.Image, width: int, height: int) -> Look:
    """Facts of an RGB picture whose original has `width` × `height` pixels."""
    lab = _lab(image)
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    colourless = bool(np.quantile(chroma, 0.98) < _COLOURLESS)
    toned = not colourless and _is_toned(lab, chroma)
    shares = colour_shares(image)
    named = () if colourless or toned else _main_colours(shares)
    thing = _before_ground(lab)
    return Look(
        black_and_white=colourless,
        sepia=toned,
        colours=named,
        orientation=_orientation(width, height),
        cut_out=None if thing is None else _color_of(thing, lab),
        shades=_shades(shares if thing is None else _shares(thing)),
        blank=all(most - least <= _ONE_COLOR for least, most in _extrema(image)),
    )


def _before_ground(lab: Lab) -> Lab | None:
    """The pixels of what stands before an even background; None where either is too small to be told apart."""
    apart = _from_ground(lab)
    if apart is None:
        return None
    thing = lab[apart >= 2 * _EVEN]
    return thing if _LEAST_CUT_OUT <= len(thing) / len(lab) <= 1 - _LEAST_CUT_OUT else None


def _from_ground(lab: Lab) -> NDArray[np.float64] | None:
    """How far each pixel is from the background; None where that is uneven."""
    pixels = lab.reshape(_SIDE, _SIDE, 3)
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(border, axis=0)
    if (np.linalg.norm(border - ground, axis=1) < _EVEN).mean() < _ALL_AROUND:
        return None
    distances: NDArray[np.float64] = np.linalg.norm(lab - ground, axis=1)
    return distances


def _color_of(thing: Lab, lab: Lab) -> str:
    """The color by which a thing before an even background is called; empty if it has several."""
    shares = _shares(thing)
    name = max(shares, key=lambda one: shares[one])
    # A cover that is half as pale as the ground is not called by its other half.
    apart = _from_ground(lab)
    pale = {} if apart is None else _shares(lab[apart >= _EVEN])
    return name if shares[name] >= _RULES and pale.get(name, 0.0) >= _RULES_WITH_PALE else ""


def _shades(shares: dict[str, float]) -> frozenset[str]:
    return frozenset(name for name, share in shares.items() if share >= SPECK)


def colour_shares(image: Image.Image) -> dict[str, float]:
    """Share of the picture (0–1) of each named colour."""
    return _shares(_lab(image))


def _shares(lab: Lab) -> dict[str, float]:
    names, anchors = [name for name, _ in _NAMED], _anchors()
    # The square of a pixel's own length is left out of each distance: it is the same to all anchors.
    distances = (anchors**2).sum(axis=1) - 2 * lab @ anchors.T
    nearest = np.bincount(distances.argmin(axis=1), minlength=len(names)) / len(distances)
    shares: dict[str, float] = {}
    for name, share in zip(names, nearest.tolist(), strict=True):
        shares[name] = shares.get(name, 0.0) + share
    return shares


@cache
def _anchors() -> Lab:
    return _to_lab(np.array([value for _, value in _NAMED], np.float64) / 255)


def _main_colours(shares: dict[str, float]) -> tuple[tuple[str, float], ...]:
    large = [
        (name, share) for name, share in shares.items() if share >= (LEAST_SHARE_DULL if name in DULL else LEAST_SHARE)
    ]
    return tuple(sorted(large, key=lambda pair: -pair[1]))


def _is_toned(lab: Lab, chroma: NDArray[np.float64]) -> bool:
    """One faint brown hue (38–73° in CIELAB) nearly everywhere, as in a sepia print."""
    if not np.median(chroma) > _COLOURLESS or np.quantile(chroma, 0.98) > 26:
        return False
    visible = lab[chroma > 0.6 * np.median(chroma)]
    hue = np.degrees(np.arctan2(visible[:, 2], visible[:, 1]))
    return bool(((hue > 38) & (hue < 73)).mean() > 0.9)


def _extrema(image: Image.Image) -> Sequence[tuple[float, float]]:
    """Least and most of each band: Pillow finds them in a twentieth of the time that an array takes."""
    return image.getextrema()  # type: ignore[return-value]  # of an RGB picture there are three pairs


def _orientation(width: int, height: int) -> str:
    if abs(width - height) <= 0.05 * max(width, height):
        return "square"
    return "landscape" if width > height else "portrait"


def _lab(image: Image.Image) -> Lab:
    small = image.resize((_SIDE, _SIDE), Image.Resampling.BOX)
    return _to_lab(np.asarray(small, np.float64).reshape(-1, 3) / 255)


def _to_lab(rgb: NDArray[np.float64]) -> Lab:
    """SRGB (0–1) to CIELAB, D65; IEC 61966-2-1 and CIE 15."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = linear @ matrix.T / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    lab: Lab = np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)
    return lab
