"""Decode a picture once, upright, in sRGB with 8 bits a sample, at the size that the largest target needs."""

from pathlib import Path
from typing import Any

from picopt_imaging.animation import each_frame
from picopt_imaging.geometry import Base
from picopt_imaging.report import SourceInfo
from picopt_imaging.sniff import BMP, HEIC, PNG, Kind
from picopt_imaging.source import unreadable
from picopt_imaging.vips import Image, VipsError


def decode(path: Path, source: SourceInfo, base: Base, *, keep_profile: bool = False) -> Image:
    """The picture in memory, `base.width` × `base.height` pixels, EXIF orientation applied, tag removed.

    Frames of an animation lie below each other. JPEG and WebP are shrunk while they are decoded where the base is small
    enough. A file that is cut off is an error, not a grey picture.

    Raises `ImagingError`: `truncated` or `unreadable_image`.
    """
    kind = Kind(source.format, source.media_type)
    settings = {"height": base.height, "size": "force", **_colour(source, keep_profile=keep_profile)}
    try:
        if kind in (BMP, HEIC) or (kind == PNG and source.frames > 1):
            from picopt_imaging.bridge import decode_bridged  # noqa: PLC0415 - loads Pillow

            roll = decode_bridged(path, kind)
            return each_frame(roll, lambda frame: frame.thumbnail_image(base.width, **settings)).copy_memory()
        name = f"{path}[n=-1]" if source.frames > 1 else str(path)
        return Image.thumbnail(name, base.width, fail_on="truncated", **settings).copy_memory()
    except VipsError as error:
        raise unreadable(path, kind, error) from error


def _colour(source: SourceInfo, *, keep_profile: bool) -> dict[str, Any]:
    """Convert whatever has a profile of its own or is not RGB; what has none is sRGB already."""
    if (keep_profile and source.colour in ("srgb", "rgb16")) or (source.profile is None and source.colour != "cmyk"):
        return {}
    return {"output_profile": "srgb", "intent": "relative"}
