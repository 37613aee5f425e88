"""Pictures of every kind that goes wrong somewhere, made by script: name to file. Each shows the same photograph."""

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import PIL.Image
from imaging_kit import ADOBE_RGB, BROKEN_PROFILE, STORED, labelled, turned

from picopt_imaging.vips import Image

DELAYS: Final = [80, 120, 100]


def build(name: str, motif: Image, folder: Path) -> Path:
    """Write the picture of this name; `motif` is 8-bit sRGB without alpha."""
    return GALLERY[name](motif, folder / name)


def _plain(extension: str, change: Callable[[Image], Image] = lambda image: image, **settings: Any) -> Any:
    def write(motif: Image, path: Path) -> Path:
        made = path.with_suffix(f".{extension}")
        change(motif).write_to_file(str(made), **settings)
        return made

    return write


def _pillow(extension: str, change: Callable[[PIL.Image.Image], PIL.Image.Image], **settings: Any) -> Any:
    def write(motif: Image, path: Path) -> Path:
        made = path.with_suffix(f".{extension}")
        change(PIL.Image.fromarray(motif.numpy())).save(made, **settings)
        return made

    return write


def veiled(image: Image) -> Image:
    """Opaque in the middle, half transparent at the right, nothing at the left."""
    third = image.width // 3
    cover = Image.black(third, image.height).join(Image.black(third, image.height) + 255, "horizontal")
    cover = cover.join(Image.black(image.width - 2 * third, image.height) + 128, "horizontal").cast("uchar")
    return image.bandjoin(cover).copy(interpretation="multiband" if image.bands == 1 else "srgb")


def _gray_veiled(image: Image) -> Image:
    return veiled(image).colourspace("b-w")


def _with_selection(image: Image) -> Image:
    """Opaque, and with a channel behind it that nobody is to see."""
    return image.bandjoin(255).bandjoin(image.fliphor()[0]).copy(interpretation="srgb")


def _pierced_palette(bits: int) -> Callable[[PIL.Image.Image], PIL.Image.Image]:
    """The last of 2 to 256 colours is transparent; it is a loud one, so that it shows where it is shown."""

    def reduce(picture: PIL.Image.Image) -> PIL.Image.Image:
        hole = 2**bits - 1
        pierced = picture.quantize(hole)
        colours = (pierced.getpalette() or [])[: 3 * hole]
        pierced.putpalette([*colours, *bytes(3 * hole - len(colours)), 255, 0, 255])
        pierced.paste(hole, (0, 0, picture.width // 3, picture.height))
        pierced.info["transparency"] = hole
        return pierced

    return reduce


def _key_colour(picture: PIL.Image.Image) -> PIL.Image.Image:
    """RGB whose transparency is one colour (PNG's tRNS)."""
    keyed = picture.copy()
    keyed.paste((1, 2, 3), (0, 0, picture.width // 3, picture.height))
    return keyed


def _moving(extension: str, mode: str, **settings: Any) -> Any:
    """Three frames; the middle one is the motif, the others show it darker, so that a mix-up shows."""

    def write(motif: Image, path: Path) -> Path:
        made = path.with_suffix(f".{extension}")
        image = veiled(motif) if mode == "RGBA" else motif
        frames = [PIL.Image.fromarray(image.numpy()) for _ in DELAYS]
        for dark in (0, 2):
            frames[dark] = PIL.Image.eval(frames[dark], lambda value: value if value in (0, 255) else value // 2)
        frames[0].save(made, save_all=True, append_images=frames[1:], duration=DELAYS, loop=3, **settings)
        return made

    return write


def _profiled(name: str, **more: Any) -> Callable[[Image], Image]:
    return lambda image: image.icc_transform(name, input_profile="srgb", **more)


GALLERY: Final[MappingProxyType[str, Callable[[Image, Path], Path]]] = MappingProxyType(
    {
        **{
            f"orientation-{number}": _plain(
                "jpg", lambda image, number=number: turned(STORED[number](image), number), Q=92
            )
            for number in STORED
        },
        "adobe-rgb": _plain("jpg", lambda image: labelled(image, icc_profile_data=ADOBE_RGB), Q=92),
        "display-p3": _plain("jpg", _profiled("p3"), Q=92),
        "cmyk": _plain("jpg", _profiled("cmyk"), Q=92),
        "cmyk-tiff": _plain("tif", _profiled("cmyk")),
        "gray": _plain("jpg", lambda image: image.colourspace("b-w"), Q=92),
        "gray-16-bit": _plain("png", lambda image: image.colourspace("grey16")),
        "16-bit": _plain("png", lambda image: image.colourspace("rgb16")),
        "p3-16-bit-tiff": _plain("tif", _profiled("p3", depth=16)),
        "lab-tiff": _plain("tif", lambda image: image.colourspace("labs")),
        "hdr": _plain("jpg", lambda image: (image.colourspace("scrgb") * 2).copy(interpretation="scrgb")),
        "bmp": _pillow("bmp", lambda picture: picture),
        "five-channels-tiff": _plain("tif", _with_selection),
        "broken-profile": _plain("jpg", lambda image: labelled(image, icc_profile_data=BROKEN_PROFILE), Q=92),
        "gray-narrow": _pillow("avif", lambda picture: picture, subsampling="4:0:0", range="limited", speed=8),
        "webp-alpha": _plain("webp", veiled, Q=92),
        "avif-alpha": _plain("avif", veiled, Q=92, effort=0),
        "rgba": _plain("png", veiled),
        "rgba-16-bit": _plain("png", lambda image: veiled(image).colourspace("rgb16")),
        "gray-alpha": _plain("png", _gray_veiled),
        "key-colour": _pillow("png", _key_colour, transparency=(1, 2, 3)),
        **{f"palette-{bits}-bit": _pillow("png", _pierced_palette(bits), bits=bits) for bits in (1, 2, 4, 8)},
        "moving-gif": _moving("gif", "RGB"),
        "moving-webp": _moving("webp", "RGBA", lossless=True),
        "moving-png": _moving("png", "RGBA"),
    }
)
