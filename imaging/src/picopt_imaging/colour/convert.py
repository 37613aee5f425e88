"""Label an image with the profile of what its file states; bring HDR to what ordinary screens show."""

from typing import Final

from picopt_imaging.colour.profile import between, profile_of
from picopt_imaging.colour.stated import PQ, SRGB, Stated
from picopt_imaging.vips import GValue, Image

_WHITE_NITS: Final = 203.0
"""Of paper in an HDR image (ITU-R BT.2408); it becomes white."""
_HLG_PEAK_NITS: Final = 1000.0
_KNEE: Final = 0.8
"""Light up to this share of white stays as it is; what is brighter is pressed together below white."""


def label(image: Image, stated: Stated) -> Image:
    """The image in RGB, with the profile of its primaries and curve attached."""
    is_deep = image.format == "ushort"
    if image.bands < 3:
        image = image.colourspace("rgb16" if is_deep else "srgb")
    labelled = image.copy()
    labelled.set_type(GValue.blob_type, "icc-profile-data", profile_of(stated))
    return labelled


def tone_map(image: Image, stated: Stated) -> Image:
    """An HDR image (PQ or HLG, any depth) as 8-bit sRGB; transparency stays.

    Light is measured against 203 nits as white (BT.2408); a smooth shoulder above 80 % of it keeps highlights apart, on
    the brightest of the three colours, so that hues stay. Colours outside of sRGB are cut off.
    """
    most = 65535.0 if image.format == "ushort" else 255.0
    alpha = image.extract_band(image.bands - 1) if image.hasalpha() else None
    if image.bands < 3:
        image = image.colourspace("rgb16" if image.format == "ushort" else "srgb")
    signal = image.extract_band(0, n=3).cast("float") / most
    light = _from_pq(signal) if stated.hdr == PQ else _from_hlg(signal)
    light = light.recomb(Image.new_from_array([list(row) for row in between(stated.primaries, SRGB)]))
    light = (light < 0).ifthenelse(0, light)
    brightest = _brightest(light)
    shoulder = ((brightest - _KNEE) / (1 - _KNEE) * -1).exp()
    pressed = (brightest > _KNEE).ifthenelse((shoulder * -1 + 1) * (1 - _KNEE) + _KNEE, brightest)
    scale = (brightest > 0).ifthenelse(pressed / (brightest + 1e-9), 1)
    shown = (light * scale).copy(interpretation="scrgb").colourspace("srgb").cast("uchar")
    if alpha is not None:
        shown = shown.bandjoin((alpha.cast("float") * (255.0 / most)).rint().cast("uchar"))
    return shown.copy(interpretation="srgb").copy_memory()


def _brightest(light: Image) -> Image:
    first = (light[0] > light[1]).ifthenelse(light[0], light[1])
    return (first > light[2]).ifthenelse(first, light[2])


def _from_pq(signal: Image) -> Image:
    """Light as a multiple of white (SMPTE ST 2084)."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    power = signal ** (1 / m2)
    top = power - c1
    top = (top < 0).ifthenelse(0, top)
    return (top / (power * -c3 + c2)) ** (1 / m1) * (10_000 / _WHITE_NITS)


def _from_hlg(signal: Image) -> Image:
    """The same for HLG on a screen of 1,000 nits (BT.2100, table 5)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = (signal <= 0.5).ifthenelse(signal * signal / 3, (((signal - c) / a).exp() + b) / 12)
    brightness = scene[0] * 0.2627 + scene[1] * 0.6780 + scene[2] * 0.0593
    return scene * (brightness + 1e-9) ** 0.2 * (_HLG_PEAK_NITS / _WHITE_NITS)
