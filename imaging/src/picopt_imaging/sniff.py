"""Tell a file's kind by its first bytes, never by its name."""

from pathlib import Path
from typing import Final, NamedTuple

from picopt_imaging.errors import ImagingError


class Kind(NamedTuple):
    """A kind of input file."""

    name: str
    media_type: str

    @property
    def label(self) -> str:
        """For people."""
        return "WebP" if self.name == "webp" else self.name.upper()


JPEG: Final = Kind("jpeg", "image/jpeg")
PNG: Final = Kind("png", "image/png")
WEBP: Final = Kind("webp", "image/webp")
AVIF: Final = Kind("avif", "image/avif")
GIF: Final = Kind("gif", "image/gif")
TIFF: Final = Kind("tiff", "image/tiff")
BMP: Final = Kind("bmp", "image/bmp")
HEIC: Final = Kind("heic", "image/heic")

_STARTS: Final = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"BM", BMP),
)
_HEIC_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_SEQUENCES: Final = {b"avis": "AVIF", b"hevc": "HEIC", b"hevx": "HEIC", b"msf1": "HEIC"}
"""First brands of files whose main content is a track of frames (AVIF 1.2, 6.3; ISO 23008-12, B.4.3)."""
_HEAD_BYTES: Final = 1024


def sniff(path: Path) -> Kind:
    """The file's kind. Raises `ImagingError`: `svg_refused`, `unsupported_media` or, for an empty file, `truncated`."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise ImagingError("truncated", "The file is empty. Upload the image again.")
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _iso_kind(head)
    if _looks_like_svg(head):
        raise ImagingError("svg_refused", "SVG files are not supported: they are drawings and can contain scripts.")
    raise ImagingError("unsupported_media", "This file is not a JPEG, PNG, WebP, AVIF, GIF, TIFF, BMP, or HEIC image.")


def _iso_kind(head: bytes) -> Kind:
    if name := _SEQUENCES.get(head[8:12]):
        raise ImagingError(
            "unsupported_media",
            f"This {name} is an animation, which cannot be read here. Save it as an animated WebP or GIF instead.",
        )
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))}
    if brands & {b"avif", b"avis"}:
        return AVIF
    if brands & _HEIC_BRANDS:
        return HEIC
    raise ImagingError("unsupported_media", "This is a video or a document, not an image that can be processed.")


def _looks_like_svg(head: bytes) -> bool:
    # Without zeros, UTF-16 reads like ASCII.
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return text.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) or b"<svg" in text
