"""How a HEIF file's main image is compressed, where that is not as in a HEIC (ISO/IEC 23008-12)."""

from pathlib import Path
from types import MappingProxyType
from typing import Final

from picopt_imaging.errors import ImagingError
from picopt_imaging.metadata.containers.isobmff import Picture, read

_UNREAD: Final = MappingProxyType(
    {
        b"avc1": "AVC (H.264)",
        b"evc1": "EVC",
        b"j2k1": "JPEG 2000",
        b"jpeg": "JPEG",
        b"unci": "plain samples",
        b"vvc1": "VVC (H.266)",
    }
)
"""Kinds of coded items, as they are registered (mp4ra.org)."""


def why_unreadable(path: Path) -> str | None:
    """The reason why a HEIF did not decode, where its boxes tell; None for plain damage."""
    try:
        picture = read(path.read_bytes())
    except ImagingError:
        return None
    codec = next((_UNREAD[kind] for kind in _kinds(picture) if kind in _UNREAD), None)
    if not codec:
        return None
    return (
        f"This HEIF file holds its image as {codec} instead of HEVC, which cannot be read here. "
        "Save it as a JPEG file and try again."
    )


def _kinds(picture: Picture) -> list[bytes]:
    """Of the main item, and of those that it is put together from."""
    parts = {target for ref in picture.references if ref.source == picture.primary for target in ref.targets}
    return [item.kind for item in picture.items if item.id == picture.primary or item.id in parts]
