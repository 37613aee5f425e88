"""What Pillow sees in a file, brought to upright 8-bit sRGB by LittleCMS. It shares no code with libvips' loaders."""

import io
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import PIL.Image
import PIL.ImageCms
import PIL.ImageFile
import PIL.ImageOps
import PIL.ImageSequence

from picopt_bench.imaging.second_animation import frames_of_gif, frames_of_png, shown
from picopt_bench.imaging.tools import imagemagick

PIL.Image.MAX_IMAGE_PIXELS = None
_SRGB: Final = PIL.ImageCms.createProfile("sRGB")
_DEEP: Final = 65_535
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Seen:
    """The first frame, upright in sRGB (RGB or RGBA), how many there are, what was converted, and the later frames.

    Of those, as many as Pillow reads.
    """

    pixels: PIL.Image.Image
    frames: int
    how: str
    later: tuple[PIL.Image.Image, ...] = ()


def look(path: Path) -> Seen:
    """Raises whatever Pillow raises for what it does not read."""
    data = path.read_bytes()
    with PIL.Image.open(io.BytesIO(data)) as image:
        if image.format == "PNG" and data.count(b"acTL") > 1:
            raise ValueError("browsers skip a second acTL (Chromium 156), Pillow the whole animation")
        frames = max(1, len(list(frames_of_gif(data)))) if image.format == "GIF" else _frames(image)
        if getattr(image, "default_image", False):
            image.seek(1)
        box = _covered(image)
        plain, how = _plain(image, data)
        plain = PIL.ImageOps.exif_transpose(_with_orientation(plain, image, data))
        later = tuple(_later(image, data)) if frames > 1 else ()
    return Seen(_clear_around(plain, box) if box else plain, frames, how, later)


def _plain(image: PIL.Image.Image, data: bytes) -> tuple[PIL.Image.Image, str]:
    """The frame at which the image stands as it lies there, in sRGB, and what was converted."""
    image.load()
    gamma = image.info.get("gamma") if image.format == "PNG" and "srgb" not in image.info else None
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK" and not profile:
        raise ValueError("printing colors without a profile mean nothing certain")
    return _in_srgb(_eight_bits(image, data), profile, gamma)


def _later(image: PIL.Image.Image, data: bytes) -> Iterator[PIL.Image.Image]:
    canvases: Iterator[PIL.Image.Image]
    if image.format == "WEBP":
        canvases = (_plain(frame, data)[0] for frame in PIL.ImageSequence.Iterator(image))
    else:
        frames = frames_of_gif(data) if image.format == "GIF" else frames_of_png(data)
        canvases = shown(frames, image.size, _still)
    with suppress(OSError, SyntaxError, ValueError, EOFError):  # at damage, where the library may read more or less
        next(canvases)
        yield from (PIL.ImageOps.exif_transpose(_with_orientation(canvas, image, data)) for canvas in canvases)


def _still(data: bytes) -> PIL.Image.Image:
    with PIL.Image.open(io.BytesIO(data)) as image:
        return _plain(image, data)[0]


def _covered(image: PIL.ImageFile.ImageFile) -> Box | None:
    """Left, top, right and bottom of a GIF's first frame where it leaves a part of the screen; before it is loaded."""
    box = image.tile[0][1] if image.format == "GIF" and image.tile else None
    return None if box == (0, 0, *image.size) else box


def _clear_around(image: PIL.Image.Image, box: Box) -> PIL.Image.Image:
    """Browsers leave the rest of the screen clear; Pillow and ImageMagick paint it."""
    clear = PIL.Image.new("RGBA", image.size)
    clear.paste(image.convert("RGBA").crop(box), box[:2])
    return clear


def _frames(image: PIL.Image.Image) -> int:
    if image.format not in ("PNG", "WEBP"):
        return 1
    return getattr(image, "n_frames", 1) - (1 if getattr(image, "default_image", False) else 0)


def _with_orientation(plain: PIL.Image.Image, image: PIL.Image.Image, data: bytes) -> PIL.Image.Image:
    """By EXIF alone, and not in WebP, as in browsers; Pillow also believes XMP, and the text chunks of ImageMagick."""
    if image.format == "WEBP":
        plain.info.clear()
        return plain
    before_pixels = data.partition(b"IDAT")[0] if image.format == "PNG" else b"eXIf"
    exif = (
        image.getexif()
        if b"eXIf" in before_pixels and ("exif" in image.info or image.format == "TIFF")
        else PIL.Image.Exif()
    )
    plain.info.clear()
    plain.getexif().update({tag: value for tag, value in exif.items() if tag == 0x0112})
    return plain


def _eight_bits(image: PIL.Image.Image, data: bytes) -> PIL.Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image).astype(np.float64)
        if image.mode == "F":
            light = np.clip(values, 0, 1)
            values = 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
        else:
            values = values / (_DEEP if values.max() <= _DEEP else 2**32 - 1) * 255
        gray = PIL.Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))
        if isinstance(clear := image.info.get("transparency"), int):
            gray.putalpha(PIL.Image.fromarray(np.where(np.asarray(image) == clear, 0, 255).astype(np.uint8)))
        return gray
    if image.mode == "L" and isinstance(clear := image.info.get("transparency"), int):
        # Pillow spreads samples of few bits over 0–255, and compares them with the clear one as the file says it.
        gray, step = image.copy(), 255 // (2 ** _bits_of_png(data) - 1)
        gray.info.pop("transparency")
        gray.putalpha(image.point(lambda value: 0 if value == clear * step else 255))
        return gray
    if image.mode in ("P", "PA") or image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L") if image.mode == "1" else image.copy()


def _bits_of_png(data: bytes) -> int:
    """A sample, by the header (PNG, 11.2.1); 8 of any other format."""
    return data[24] if data.startswith(b"\x89PNG") else 8


def _in_srgb(image: PIL.Image.Image, profile: bytes | None, gamma: float | None) -> tuple[PIL.Image.Image, str]:
    if profile:
        meant = PIL.ImageCms.ImageCmsProfile(io.BytesIO(profile))
        alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
        base = image.convert("L" if image.mode == "LA" else "RGB") if alpha else image
        try:
            relative = PIL.ImageCms.Intent.RELATIVE_COLORIMETRIC
            made = PIL.ImageCms.profileToProfile(base, meant, _SRGB, renderingIntent=relative, outputMode="RGB")
        except PIL.ImageCms.PyCMSError:  # of another color space than the image: browsers pass over it
            return image.convert("RGBA" if alpha else "RGB"), "profile passed over"
        if made is None:
            raise ValueError("no conversion")
        if alpha:
            made.putalpha(alpha)
        return made, "by its profile"
    if gamma:
        light = (np.arange(256) / 255) ** (1 / gamma)
        curve = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
        table = np.clip(np.rint(255 * curve), 0, 255).astype(int).tolist()
        rgba = image.convert("RGBA")
        bands = [band.point(table) for band in rgba.split()[:3]]
        return PIL.Image.merge("RGBA", [*bands, rgba.getchannel("A")]), "by its gamma"
    return image.convert("RGBA" if image.has_transparency_data else "RGB"), "as it is"


def third_look(path: Path) -> PIL.Image.Image | None:
    """The first frame as ImageMagick reads it, where that is installed: asked where the two others disagree."""
    command = imagemagick()
    if command is None:
        return None
    asked = [command, f"{path}[0]", "-auto-orient", "-depth", "8", "PNG32:-"]
    done = subprocess.run(asked, capture_output=True, check=False, timeout=60)
    return PIL.Image.open(io.BytesIO(done.stdout)).convert("RGBA") if done.stdout else None
