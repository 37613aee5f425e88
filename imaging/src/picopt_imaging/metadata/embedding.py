"""Read a source's metadata, decide, and build what is written into every result."""

import mmap
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from picopt_imaging.metadata.exif import build_exif, read_tiff_tags
from picopt_imaging.metadata.fields import Blocks, Fields
from picopt_imaging.metadata.fitting import build_all, fitted, what_was_cut
from picopt_imaging.metadata.iptc import build_iptc
from picopt_imaging.metadata.merge import fill, read_blocks
from picopt_imaging.metadata.png_text import read_png_text
from picopt_imaging.metadata.policy import compare, decide
from picopt_imaging.metadata.xmp import build_xmp
from picopt_imaging.plan import Metadata
from picopt_imaging.report import MetadataChange
from picopt_imaging.sniff import PNG, TIFF, sniff
from picopt_imaging.source import open_header
from picopt_imaging.values import Format
from picopt_imaging.vips import Image

_OF_THE_CONTAINER: Final = MappingProxyType({PNG: read_png_text, TIFF: read_tiff_tags})
"""What a container says in places of its own, and libvips does not hand on."""
# Every container holds the manifest as a JUMBF box whose type this is (C2PA 2.1, 11.1.4.2); else XMP tells its address.
_C2PA: Final = (b"c2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71", b"dcterms:provenance")


@dataclass(frozen=True)
class Embedding:
    """What goes into every file, and what that changes."""

    fields: Fields
    changes: tuple[MetadataChange, ...]
    notes: tuple[str, ...]
    orientation: int = 1
    srgb: bool = True

    def blocks(self, to: Format, width: int, height: int, gain_map: bytes | None = None) -> Blocks:
        """For one file of `width` × `height` stored pixels."""
        exif = build_exif(
            self.fields,
            orientation=self.orientation,
            srgb=self.srgb,
            jpeg_size=(width, height) if to is Format.JPEG else None,
        )
        return Blocks(
            exif=exif,
            xmp=build_xmp(self.fields, len(gain_map or b"")),
            iptc=build_iptc(self.fields) if to is Format.JPEG else None,
            gain_map=gain_map,
        )


def plan_embedding(path: Path, wanted: Metadata, *, orientation: int = 1, srgb: bool = True) -> Embedding:
    """What the results of the picture at `path` will carry. Raises `ImagingError` as `inspect` does."""
    source = read_fields(path)
    decided = decide(source, wanted)
    result = fitted(decided)
    written = read_blocks(build_all(result))  # texts that had to be shortened are told as they are in the file
    notes = what_was_cut(decided, written)
    if _has_c2pa(path):
        notes = ("Content credentials (C2PA) do not survive a change to the image, so they were removed.", *notes)
    return Embedding(result, compare(source, written), notes, orientation=orientation, srgb=srgb)


def read_fields(path: Path) -> Fields:
    """The metadata of any picture that can be opened. Raises `ImagingError` as `inspect` does."""
    kind = sniff(path)
    image = open_header(path, kind)
    blocks = Blocks(
        exif=_blob(image, "exif-data"),
        xmp=_blob(image, "xmp-data"),
        iptc=_unwrap_photoshop(_blob(image, "iptc-data")),
    )
    found = read_blocks(blocks)
    return fill(found, _OF_THE_CONTAINER[kind](path)) if kind in _OF_THE_CONTAINER else found


def _blob(image: Image, name: str) -> bytes | None:
    return bytes(image.get(name)) if image.get_typeof(name) else None


def _unwrap_photoshop(data: bytes | None) -> bytes | None:
    """In JPEG the records lie in Photoshop's image resources, as number 0x0404."""
    if data is None or data[:1] == b"\x1c":
        return data
    at = data.find(b"8BIM\x04\x04")
    if at < 0:
        return None
    name = at + 6
    start = name + 1 + data[name] + (data[name] + 1) % 2 if name < len(data) else len(data)
    length = int.from_bytes(data[start : start + 4], "big")
    return data[start + 4 : start + 4 + length]


def _has_c2pa(path: Path) -> bool:
    """Looks through the whole file: some containers keep the manifest at their end."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as octets:
        return any(octets.find(sign) >= 0 for sign in _C2PA)
