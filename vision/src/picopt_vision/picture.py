"""Reading a picture as a model may see it: upright, sRGB, at most 1024 px, without its own metadata."""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import ExifTags, Image, ImageCms, ImageOps, ImageStat, UnidentifiedImageError

from picopt_vision.caption import EmbeddedText, read_embedded_text
from picopt_vision.errors import VisionError
from picopt_vision.formats import HEIF, readable_formats

LONG_SIDE: Final = 1024
# The limit that the service states for originals; 100 MP decode to 300 MB.
MAX_PIXELS: Final = 100_000_000
# The ground of what would be lost on white: of so much of the image at most, and with so light a mean (0–255).
DARK: Final = (48, 48, 48)
MOST_DRAWN: Final = 0.8
PALE: Final = 235


@dataclass(frozen=True, kw_only=True)
class View:
    """A picture as models get it."""

    image: Image.Image
    """RGB, upright, long side at most 1024 px, transparency laid on white, or on dark gray what white would hide."""
    width: int
    height: int
    """Pixels of the upright original."""
    has_alpha: bool
    frames: int
    embedded: EmbeddedText

    def jpeg(self, quality: int = 85, *, long_side: int = LONG_SIDE) -> bytes:
        """The image to send: JPEG of the reduced pixels; no byte of the file's own metadata is in it."""
        buffer = io.BytesIO()
        bare = Image.new("RGB", self.image.size)
        bare.paste(self.image)
        bare.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
        bare.save(buffer, "JPEG", quality=quality, optimize=True)
        return buffer.getvalue()


def look(path: Path) -> View:
    """Open and reduce the picture at `path`. Raises VisionError with a code that says what is wrong with it."""
    with warnings.catch_warnings():
        # Pillow warns of corrupt EXIF and of 89 MP; the first is harmless here, the second has its own check below.
        warnings.simplefilter("ignore")
        with _open(path) as source:
            _refuse_if_huge(source)
            try:
                return _reduce(source)
            # The last is what the decoder of HEIC raises.
            except (OSError, SyntaxError, ValueError, EOFError, MemoryError, RuntimeError) as error:
                raise _damaged(error) from error


def _open(path: Path) -> Image.Image:
    try:
        return Image.open(path, formats=readable_formats())
    except UnidentifiedImageError as error:
        if b"<svg" in path.read_bytes()[:4096].lower():
            raise VisionError(
                "svg_refused", "SVG files are not supported. Provide a PNG, JPEG, or WebP instead."
            ) from error
        raise VisionError("unsupported_media", "This is not an image in a format that can be read.") from error
    except Image.DecompressionBombError as error:
        raise VisionError("too_many_pixels", f"The image has more than {MAX_PIXELS} pixels.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise _damaged(error) from error


def _refuse_if_huge(source: Image.Image) -> None:
    if source.width * source.height > MAX_PIXELS:
        message = f"The image has {source.width} × {source.height} pixels; at most {MAX_PIXELS} are analyzed."
        raise VisionError("too_many_pixels", message)


def _reduce(source: Image.Image) -> View:
    # Several pictures in a HEIC are no animation; the main one is open.
    frames = 1 if source.format == HEIF else getattr(source, "n_frames", 1)
    embedded = read_embedded_text(source)
    turned = source.getexif().get(ExifTags.Base.Orientation) in {5, 6, 7, 8}
    width, height = (source.height, source.width) if turned else source.size
    # JPEG decodes at a half, a quarter or an eighth when told before loading: fast and small.
    source.draft(None, (LONG_SIDE * 2, LONG_SIDE * 2))
    # In place: a copy of 60 MP with transparency takes 240 MB.
    source.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = ImageOps.exif_transpose(source.copy())
    has_alpha = image.has_transparency_data
    return View(
        image=_on_white(_to_srgb(image)),
        width=width,
        height=height,
        has_alpha=has_alpha,
        frames=frames,
        embedded=embedded,
    )


def _to_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile changes shades, not what is to be seen
    return converted or image


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return _eight_bit(image).convert("RGB")
    rgba = image.convert("RGBA")
    ground = Image.new("RGBA", rgba.size, DARK if _is_lost_on_white(rgba) else "white")
    ground.alpha_composite(rgba)
    return ground.convert("RGB")


def _is_lost_on_white(image: Image.Image) -> bool:
    """What is drawn in it, mostly on nothing, is white: a logo for dark headers, which nobody would see on white."""
    opaque = image.getchannel("A").point(lambda alpha: 255 * (alpha > 127))
    share = ImageStat.Stat(opaque).mean[0] / 255
    return 0 < share < MOST_DRAWN and ImageStat.Stat(image.convert("L"), mask=opaque).mean[0] >= PALE


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit and float gray scaled to 0–255; Pillow's own conversion would clip them to white."""
    if not image.mode.startswith(("I", "F")):
        return image
    floats = image.convert("F")
    low, high = floats.getextrema()
    span = (float(high) - float(low)) or 1.0  # type: ignore[arg-type]  # mode F has one band
    return floats.point(lambda value: value * (255.0 / span) - float(low) * (255.0 / span)).convert("L")  # type: ignore[arg-type]  # Pillow takes functions


def _damaged(error: Exception) -> VisionError:
    if "truncated" in str(error).lower():
        return VisionError("truncated", "The file is incomplete. Upload the whole image again.")
    return VisionError("unreadable_image", "The image cannot be read: the file is damaged.")
