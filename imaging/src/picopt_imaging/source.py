"""Read a picture's header, refuse what must not be decoded."""

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Final

from picopt_imaging import bmp_header, jpeg_header, tiff_header
from picopt_imaging.colour import Stated, read_stated
from picopt_imaging.errors import ImagingError
from picopt_imaging.gif import screen_of
from picopt_imaging.limits import LIMITS, MOST_BOXES, Limits
from picopt_imaging.naming import under_a_plain_name
from picopt_imaging.png_chunks import walk
from picopt_imaging.report import SourceInfo
from picopt_imaging.sniff import AVIF, BMP, GIF, HEIC, JPEG, PNG, TIFF, WEBP, Kind, sniff
from picopt_imaging.superfluous import has_broken_profile
from picopt_imaging.tiff_header import why_refused
from picopt_imaging.vips import Image, VipsError

_BITS: Final = {"uchar": 8, "char": 8, "ushort": 16, "short": 16, "uint": 32, "int": 32, "float": 32, "double": 64}
PASSED_OVER: Final = frozenset({WEBP})
"""Kinds whose orientation neither browsers nor WordPress follow (Chromium 156 turns JPEG and PNG)."""
_HEAD_OF_GIF: Final = 10
"""Octets: the signature and the screen's sides (GIF89a, 17 and 18)."""
_WHY_UNREADABLE: Final = MappingProxyType({JPEG: jpeg_header.why_unreadable, TIFF: tiff_header.why_unreadable})
_TURNED: Final = 5
"""From this EXIF orientation on, width and height change places."""


@under_a_plain_name
def read_source(path: Path, limits: Limits = LIMITS) -> SourceInfo:
    """What the header says; nothing is decoded. Raises `ImagingError` for what cannot or must not be processed."""
    kind = sniff(path)
    size = path.stat().st_size
    if size > limits.source_bytes:
        raise ImagingError("too_many_pixels", f"The file has {size} bytes; at most {limits.source_bytes} are taken.")
    if kind == TIFF and (reason := why_refused(path)):
        raise ImagingError("unsupported_media", reason)
    if kind in (AVIF, HEIC) and is_cut_off(path, kind):
        raise _cut_off()  # their decoders fill missing tiles with one colour
    image = open_header(path, kind)
    frames = count_frames(path, kind, image)
    _refuse_too_much(image, frames, limits)
    orientation = 1 if kind in PASSED_OVER else orientation_tag(image)
    upright = (image.height, image.width) if orientation >= _TURNED else (image.width, image.height)
    stated, is_broken = stated_colour(path, kind, image), has_broken_profile(image)
    return SourceInfo(
        format=kind.name,
        media_type=kind.media_type,
        width=upright[0],
        height=upright[1],
        bytes=size,
        frames=frames,
        bits=_field(image, "bits-per-sample") or _BITS.get(image.format, 8),
        has_alpha=bool(image.hasalpha()),
        orientation=orientation,
        colour=image.interpretation,
        profile=stated.name if stated else None if is_broken else _profile_name(image),
        is_stated=stated is not None,
        has_broken_profile=is_broken,
        has_gain_map=bool(image.get_typeof("gainmap-data")),
        cpu_seconds_allowed=limits.cpu_seconds_for(image.width * image.height * frames),
        pictures=1 if frames > 1 else max(1, _field(image, "n-pages")),
    )


def stated_colour(path: Path, kind: Kind, image: Image) -> Stated | None:
    """Colours that the file tells by other means than a profile. Of printing colours and Lab, none are."""
    has_profile = kind != PNG and image.get_typeof("icc-profile-data")
    return None if has_profile or image.interpretation in ("cmyk", "lab", "labs") else read_stated(path, kind)


def open_header(path: Path, kind: Kind) -> Image:
    """The picture as libvips sees it, not decoded yet."""
    try:
        if kind == BMP:
            return bmp_header.stand_in(bmp_header.read_layout(path))
        if kind == HEIC:
            from picopt_imaging.bridge import open_bridged_header  # noqa: PLC0415 - loads Pillow

            return open_bridged_header(path)
        image = Image.new_from_file(str(path), access="sequential")
        return _on_its_screen(image, path) if kind == GIF else image
    except VipsError as error:
        raise unreadable(path, kind, error) from error


def _on_its_screen(image: Image, path: Path) -> Image:
    """As large as a GIF says, also where its frames cover less: libnsgif does not believe some sizes (see `gif`)."""
    with path.open("rb") as file:
        width, height = screen_of(file.read(_HEAD_OF_GIF))
    if width <= image.width and height <= image.height:
        return image
    return image.embed(0, 0, max(width, image.width), max(height, image.height))


def count_frames(path: Path, kind: Kind, image: Image) -> int:
    """Frames of an animation, 1 for a still. AVIF sequences and multi-page TIFFs count as their first picture."""
    if kind == PNG:
        return _apng_frames(path)
    if kind in (GIF, WEBP):
        # Not get_n_pages(): it answers 1 from 10,000 pages on.
        return _field(image, "n-pages") or 1
    return 1


def unreadable(path: Path, kind: Kind, error: Exception) -> ImagingError:
    """The right error for a file that does not decode: too much for the memory, cut off, or damaged."""
    if says_out_of_memory(error):
        return out_of_memory()
    why = _WHY_UNREADABLE.get(kind)
    if why and (reason := why(path)):
        return ImagingError("unsupported_media", reason)
    if is_cut_off(path, kind) or _says_cut_off(str(error)):
        return _cut_off()
    return ImagingError("unreadable_image", f"The {kind.label} file is damaged and cannot be read.")


def says_out_of_memory(error: Exception) -> bool:
    """Whether libvips or one of its libraries met the limit of this process."""
    text = str(error).lower()
    if "bad image dimensions" in text:  # of a GIF beyond 65,536 pixels a side, which libnsgif calls lack of memory
        return False
    return any(sign in text for sign in ("out of memory", "bufferpool", "creating thread", "failed to allocate"))


def out_of_memory() -> ImagingError:
    """The picture is sound; the limit is ours."""
    return ImagingError("crashed", "The image needs more memory than a single image may use.")


def _cut_off() -> ImagingError:
    return ImagingError("truncated", "The file is incomplete. Upload the whole image again.")


def is_cut_off(path: Path, kind: Kind) -> bool:
    """Whether the container's own end is missing. Cheap: reads a few bytes."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(16)
        file.seek(max(0, size - 64))
        tail = file.read(64)
    if kind == PNG:
        return b"IEND" not in tail
    if kind == WEBP:
        return int.from_bytes(head[4:8], "little") + 8 > size
    if kind.name == "jpeg":
        return b"\xff\xd9" not in tail
    if kind == GIF:
        return b"\x3b" not in tail
    return kind in (AVIF, HEIC) and _last_box_is_cut(path, size)


def _last_box_is_cut(path: Path, size: int) -> bool:
    """Whether a box says that it reaches over the file's end (ISO 14496-12, 4.2); one without a length never does.

    What lies behind a whole image and is no box is passed over, as in other formats.
    """
    at = before = 0
    with path.open("rb") as file:
        for _ in range(MOST_BOXES):
            if at >= size:
                return at > size and not _is_whole(path, before)
            file.seek(at)
            head = file.read(16)
            length = int.from_bytes(head[:4], "big")
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            if length == 0:
                return False
            if length < 8 or len(head) < 8:
                return not _is_whole(path, at)
            at, before = at + length, at
    raise ImagingError("unreadable_image", "The file has more boxes than an image has. Save the image again.")


def _is_whole(path: Path, octets: int) -> bool:
    """Whether all of an image lies in the first octets of a file."""
    from picopt_imaging.metadata.containers import isobmff  # noqa: PLC0415 - its package needs this module

    with path.open("rb") as file:
        try:
            return bool(isobmff.read(file.read(octets)).items)
        except ImagingError:
            return False


def _says_cut_off(message: str) -> bool:
    text = message.lower()
    return any(sign in text for sign in ("premature end", "read error", "truncated", "unexpected end", "end of file"))


def _refuse_too_much(image: Image, frames: int, limits: Limits) -> None:
    pixels = image.width * image.height
    if pixels > limits.pixels:
        raise ImagingError(
            "too_many_pixels",
            f"The image has {image.width} × {image.height} pixels; "
            f"at most {limits.pixels / 1e6:.0f} million are taken.",
        )
    if frames > limits.frames or (frames > 1 and frames * pixels > limits.animation_pixels):
        raise ImagingError(
            "too_many_frames",
            f"The animation has {frames} frames of {image.width} × {image.height} pixels; "
            f"at most {limits.frames} frames and {limits.animation_pixels / 1e6:.0f} million pixels are taken.",
        )
    profile = len(image.get("icc-profile-data")) if image.get_typeof("icc-profile-data") else 0
    if profile > limits.profile_bytes:
        raise ImagingError(
            "profile_too_large", f"The color profile has {profile} bytes; at most {limits.profile_bytes} are allowed."
        )


def orientation_tag(image: Image) -> int:
    """How EXIF says that the image is turned and mirrored, 1–8; 1 where it says nothing that makes sense."""
    value = _field(image, "orientation") or 1
    return value if 1 <= value <= 8 else 1


def _field(image: Image, name: str) -> int:
    return int(image.get(name)) if image.get_typeof(name) else 0


def _profile_name(image: Image) -> str | None:
    """The profile's description, found by its `desc` tag (ICC.1:2022, 10.13 and, for version 2, 6.5.17)."""
    if not image.get_typeof("icc-profile-data"):
        return None
    data = bytes(image.get("icc-profile-data"))
    count = min(int.from_bytes(data[128:132], "big"), 100)
    for at in range(132, 132 + 12 * count, 12):
        if data[at : at + 4] == b"desc":
            start, length = int.from_bytes(data[at + 4 : at + 8], "big"), int.from_bytes(data[at + 8 : at + 12], "big")
            return _description(data[start : start + min(length, 1000)])
    return "unnamed"


def _description(tag: bytes) -> str:
    if tag[:4] == b"mluc":
        length, start = int.from_bytes(tag[20:24], "big"), int.from_bytes(tag[24:28], "big")
        return tag[start : start + length].decode("utf-16-be", "replace").strip("\x00") or "unnamed"
    return tag[12 : 12 + int.from_bytes(tag[8:12], "big")].decode("latin-1").strip("\x00") or "unnamed"


def hides_default_image(path: Path) -> bool:
    """Whether an APNG's ordinary image is none of its frames: no `fcTL` before `IDAT` (APNG specification)."""
    before = dict(_png_heads(path))
    return before.get(b"acTL", 0) > 0 and b"fcTL" not in before


def _apng_frames(path: Path) -> int:
    """Frames stated by `acTL`, which stands before the first `IDAT`."""
    return next((max(1, frames) for name, frames in _png_heads(path) if name == b"acTL"), 1)


def _png_heads(path: Path) -> Iterator[tuple[bytes, int]]:
    """Name and first number of each chunk before the pixels."""
    for name, octets in walk(path, keep=4):
        if name == b"IDAT":
            return
        yield name, int.from_bytes(octets, "big")
