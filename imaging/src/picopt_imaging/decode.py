"""Decode a picture once, upright, in sRGB with 8 bits a sample, at the size that the largest target needs."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from picopt_imaging.animation import each_frame, without_frames
from picopt_imaging.apng import decode_animation
from picopt_imaging.bmp_header import read_layout
from picopt_imaging.colour import Stated, label, tone_map
from picopt_imaging.geometry import Base
from picopt_imaging.mending import Sound, sound
from picopt_imaging.narrow_range import is_gray, narrow_parts, widen
from picopt_imaging.report import SourceInfo
from picopt_imaging.resample import resize
from picopt_imaging.sniff import AVIF, BMP, HEIC, PNG, TIFF, WEBP, Kind
from picopt_imaging.source import PASSED_OVER, hides_default_image, stated_colour, unreadable
from picopt_imaging.superfluous import (
    has_gray_profile,
    has_more_channels,
    in_one_channel,
    with_usual_channels,
    without_idle_alpha,
)
from picopt_imaging.vips import Image, VipsError

_DEEP: Final = frozenset({"uint", "float"})
_WHATEVER: Final = "none"
"""Passed over in a TIFF, where a second decoder answers for its pixels: libtiff calls some odd tags errors."""
_PLAIN: Final = frozenset({"srgb", "rgb16", "b-w", "grey16"})


def decode(path: Path, source: SourceInfo, base: Base, *, keep_profile: bool = False) -> Image:
    """The picture in memory, `base.width` × `base.height` pixels, EXIF orientation applied, tag removed.

    Frames of an animation lie below each other. JPEG is shrunk while it is decoded where the base is small enough. A
    file that is cut off is an error, not a grey picture.

    Raises `ImagingError`: `truncated` or `unreadable_image`.
    """
    kind, keep = Kind(source.format, source.media_type), keep_profile and not source.has_broken_profile
    return _tried(path, kind, lambda readable, fail: _decode(readable, source, base, keep_profile=keep, fail=fail))


def _tried(path: Path, kind: Kind, read: Callable[[Sound, str], Image]) -> Image:
    """What `read` makes of the file and of what a decoder may not pass over. Raises `ImagingError`.

    A TIFF of one image, whose tags are odd but whose pixels a second decoder reads just the same, has another chance.
    """
    try:
        with sound(path, kind) as readable:
            try:
                return read(readable, fail_on(kind))
            except VipsError:
                if kind != TIFF or not _is_only_odd(readable.path):
                    raise
                return read(readable, _WHATEVER)
    except VipsError as error:
        raise unreadable(path, kind, error) from error


def _is_only_odd(path: Path) -> bool:
    from picopt_imaging.second_reader import reads_the_same  # noqa: PLC0415 - loads Pillow

    return reads_the_same(path, Image.new_from_file(str(path), fail_on=_WHATEVER).copy_memory())


def _decode(readable: Sound, source: SourceInfo, base: Base, *, keep_profile: bool, fail: str) -> Image:
    path, kind = readable.path, Kind(source.format, source.media_type)
    settings = {"height": base.height, "size": "force", **_colour(source, keep_profile=keep_profile)}
    if kind == BMP:
        from picopt_imaging.bmp_pixels import decode_pixels  # noqa: PLC0415 - loads NumPy

        image = decode_pixels(path, read_layout(path)).thumbnail_image(base.width, **settings)
    elif kind == HEIC:
        from picopt_imaging.bridge import decode_bridged  # noqa: PLC0415 - loads Pillow

        image = decode_bridged(path).thumbnail_image(base.width, **settings)
    elif kind == PNG and (source.frames > 1 or hides_default_image(path)):
        roll = decode_animation(path)
        if stated := stated_colour(path, kind, roll):
            shown = partial(_decode_stated, base=base, stated=stated, keep_profile=keep_profile)
            return each_frame(roll, shown).copy_memory()
        image = each_frame(roll, lambda frame: frame.thumbnail_image(base.width, **settings))
    else:
        header = Image.new_from_file(str(path))
        if header.format in _DEEP:
            deep = to_16_bits(_opened(path, kind, source, fail))
            made = deep.thumbnail_image(base.width, **settings)
            return (made if keep_profile else _without_profile(made)).copy_memory()
        if stated := stated_colour(path, kind, header):
            return _decode_stated(_opened(path, kind, source, fail), base, stated, keep_profile=keep_profile)
        if _is_odd(path, kind, source, header):
            image = _opened(path, kind, source, fail, access="sequential").thumbnail_image(base.width, **settings)
        else:
            image = _shrunk(readable, source, base, fail_on=fail, **settings)
    return (image if keep_profile else _without_profile(image)).copy_memory()


def _shrunk(readable: Sound, source: SourceInfo, base: Base, **settings: Any) -> Image:
    """While it is decoded, where the format can; of an animation, all frames."""
    if source.frames == 1:
        if not readable.added:
            return Image.thumbnail(str(readable.path), base.width, **settings)
        return without_idle_alpha(Image.thumbnail(f"{readable.path}[page={readable.first}]", base.width, **settings))
    no_rotate = Kind(source.format, source.media_type) in PASSED_OVER
    roll = Image.thumbnail(f"{readable.path}[n=-1]", base.width, no_rotate=no_rotate, **settings)
    return without_frames(roll, readable.added)


def _is_odd(path: Path, kind: Kind, source: SourceInfo, header: Image) -> bool:
    """Whether the file has to be opened as it is, and put right before it is shrunk. Animations are not.

    A WebP is not, but libwebp's own shrinking blurs text: by 7 of 255 on average, against 1 by libvips.
    """
    is_misread = kind == WEBP or (kind == AVIF and (narrow_parts(path).anything or has_gray_profile(header)))
    return source.frames == 1 and (is_misread or source.has_broken_profile or has_more_channels(header))


def _opened(path: Path, kind: Kind, source: SourceInfo, fail: str, **settings: Any) -> Image:
    image = with_usual_channels(Image.new_from_file(str(path), fail_on=fail, **settings))
    if kind == AVIF and (narrow := narrow_parts(path)).anything:
        image = widen(image, narrow)
    if kind == AVIF and has_gray_profile(image) and is_gray(path):
        image = in_one_channel(image)
    if kind in PASSED_OVER and image.get_typeof("orientation"):
        image = image.copy()
        image.remove("orientation")
    return _without_profile(image) if source.has_broken_profile else image


def to_16_bits(image: Image) -> Image:
    """Integers of 32 bits, and light in floating point (1 is white), as libvips' own kinds of image."""
    if image.format == "uint":
        deep = (image / 65_537).rint().cast("ushort")
        return deep.copy(interpretation="grey16" if image.bands < 3 else "rgb16")
    if image.interpretation == "b-w":
        gray = image.extract_band(0)
        light = gray.bandjoin([gray, gray]).copy(interpretation="scrgb").colourspace("rgb16")
        return light.bandjoin((image.extract_band(1) * 65_535).cast("ushort")) if image.bands == 2 else light
    return image


def _decode_stated(image: Image, base: Base, stated: Stated, *, keep_profile: bool) -> Image:
    """A PNG or an AVIF whose colours are told without a profile."""
    if stated.hdr:
        return tone_map(image.thumbnail_image(base.width, height=base.height, size="force").copy_memory(), stated)
    convert = {} if keep_profile else {"output_profile": "srgb", "intent": "relative"}
    made = label(image, stated).thumbnail_image(base.width, height=base.height, size="force", **convert)
    return (made if keep_profile else _without_profile(made)).copy_memory()


def decode_exactly(path: Path, source: SourceInfo, base: Base) -> Image:
    """The same without any conversion, for lossless results: depth, profile and every sample stay as they are.

    Only for RGB and gray; what is smaller than the source is resampled in its own depth.
    """
    kind = Kind(source.format, source.media_type)

    def read(readable: Sound, fail: str) -> Image:
        if readable.added:
            still = Image.new_from_file(str(readable.path), page=readable.first, fail_on=fail, access="sequential")
            return _as_stored(without_idle_alpha(still), base)
        return _as_stored(_opened(readable.path, kind, source, fail, access="sequential"), base)

    return _tried(path, kind, read)


def _as_stored(image: Image, base: Base) -> Image:
    upright = image.copy_memory().autorot()
    if (upright.width, upright.height) == (base.width, base.height):
        return upright.copy_memory()
    return resize(upright, base.width, base.height)


def fail_on(kind: Kind) -> str:
    """What the decoder may not pass over, in libvips' words.

    libtiff answers strips that it cannot decode (LZMA, old-style JPEG, odd planes) with a warning, and libvips then
    fills them with black: only `warning` refuses such a file, and some in vain (see `second_reader`). Elsewhere
    warnings tell of oddities that browsers ignore.
    """
    return "warning" if kind == TIFF else "error"


def is_exact_possible(source: SourceInfo) -> bool:
    """Whether a PNG can hold the source's samples as they are."""
    return (
        not source.is_stated
        and source.colour in _PLAIN
        and source.format not in ("bmp", "heic")
        and source.frames == 1
        and source.bits <= 16
    )


def _without_profile(image: Image) -> Image:
    """Converted to sRGB, which is what a file without a profile means; a profile would cost up to 3 kB a file."""
    if not image.get_typeof("icc-profile-data"):
        return image
    plain = image.copy()
    plain.remove("icc-profile-data")
    return plain


def _colour(source: SourceInfo, *, keep_profile: bool) -> dict[str, Any]:
    """Convert whatever has a profile of its own or is not RGB; what has none is sRGB already."""
    if (keep_profile and source.colour in _PLAIN) or (source.profile is None and source.colour != "cmyk"):
        return {}
    return {"output_profile": "srgb", "intent": "relative"}
