"""The gain map of an Ultra HDR JPEG: read from the source, cut and scaled with the picture."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from picopt_imaging.geometry import Target
from picopt_imaging.metadata import Blocks, write_blocks
from picopt_imaging.metadata.hdr import GainSettings, build_gain_xmp
from picopt_imaging.report import SourceInfo
from picopt_imaging.resample import resize
from picopt_imaging.values import Format
from picopt_imaging.vips import GValue, Image, VipsError

SMALLEST_SIDE: Final = 480
"""Pixels of a file's longer side from which it is worth its 2 kB."""
_QUALITY: Final = 85
_LARGEST_SIDE: Final = 16_384
_STORED: Final = "gainmap-data"


@dataclass(frozen=True)
class GainMap:
    """Pixels (gray or RGB, 8 bits, upright, of the whole picture) and what they mean."""

    pixels: Image
    settings: GainSettings

    def cut(self, target: Target, width: int, height: int) -> bytes | None:
        """The JPEG that goes behind a file: same part of a picture of `width` × `height`; None for small files."""
        if max(target.width, target.height) < SMALLEST_SIDE:
            return None
        across, down = self.pixels.width / width, self.pixels.height / height
        left, top = round(target.x * across), round(target.y * down)
        part = self.pixels.crop(
            min(left, self.pixels.width - 1),
            min(top, self.pixels.height - 1),
            max(1, min(round(target.w * across), self.pixels.width - left)),
            max(1, min(round(target.h * down), self.pixels.height - top)),
        )
        to_width, to_height = (max(1, round(target.width * across)), max(1, round(target.height * down)))
        if (to_width, to_height) != (part.width, part.height):
            part = resize(part, min(to_width, part.width), min(to_height, part.height))
        made = part.jpegsave_buffer(Q=_QUALITY, optimize_coding=True, subsample_mode="off", keep="none")
        return write_blocks(Format.JPEG, bytes(made), Blocks(xmp=build_gain_xmp(self.settings)))


def read_gain_map(path: Path, source: SourceInfo) -> GainMap | None:
    """The picture's gain map, turned as the picture is; None where there is none that can be carried over."""
    header = Image.new_from_file(str(path), access="sequential")
    settings = _settings(header)
    if settings is None:
        return None
    try:
        pixels = Image.new_from_buffer(bytes(header.get(_STORED)), "", fail_on="truncated")
        if max(pixels.width, pixels.height) > _LARGEST_SIDE or pixels.width * pixels.height > (
            source.width * source.height
        ):
            return None
        labelled = pixels.copy()
        labelled.set_type(GValue.gint_type, "orientation", source.orientation)
        upright = labelled.autorot().copy_memory()
    except VipsError:
        return None
    return GainMap(upright if upright.bands in (1, 3) else upright[0], settings)


def copy_gain_map(path: Path) -> bytes | None:
    """The source's own gain map, its compressed pixels untouched, labelled anew."""
    header = Image.new_from_file(str(path), access="sequential")
    settings = _settings(header)
    if settings is None:
        return None
    return write_blocks(Format.JPEG, bytes(header.get(_STORED)), Blocks(xmp=build_gain_xmp(settings)))


def _settings(image: Image) -> GainSettings | None:
    """As libvips reports them, which reads both spellings, XMP and ISO 21496-1."""
    if not image.get_typeof(_STORED) or not image.get("gainmap-use-base-cg"):
        return None  # a map for other primaries than the picture's cannot be described in XMP
    settings = GainSettings(
        max_boost=tuple(image.get("gainmap-max-content-boost")),
        min_boost=tuple(image.get("gainmap-min-content-boost")),
        gamma=tuple(image.get("gainmap-gamma")),
        offset_sdr=tuple(image.get("gainmap-offset-sdr")),
        offset_hdr=tuple(image.get("gainmap-offset-hdr")),
        capacity_min=float(image.get("gainmap-hdr-capacity-min")),
        capacity_max=float(image.get("gainmap-hdr-capacity-max")),
    )
    return settings if settings.is_sound() else None
