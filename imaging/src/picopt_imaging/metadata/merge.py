"""One set of fields from the three kinds of metadata that a file can carry."""

from dataclasses import fields, replace
from typing import Final

from picopt_imaging.metadata.exif import read_exif
from picopt_imaging.metadata.fields import Blocks, Fields
from picopt_imaging.metadata.iptc import read_iptc
from picopt_imaging.metadata.xmp import read_xmp

_CUT_FROM: Final = 60
"""Octets; a cut may fall short of the limit by a character."""


def read_blocks(blocks: Blocks) -> Fields:
    """XMP first, which holds any script; then IPTC; then EXIF (the order of the Metadata Working Group)."""
    exif = read_exif(blocks.exif) if blocks.exif else Fields()
    iptc = read_iptc(blocks.iptc) if blocks.iptc else Fields()
    xmp = read_xmp(blocks.xmp) if blocks.xmp else Fields()
    return _apart(fill(fill(xmp, iptc), exif))


def _apart(found: Fields) -> Fields:
    """A headline that only repeats the title is no text of its own; a lone one is both, as files have been labelled."""
    # IPTC holds 64 octets of a title and 256 of a headline, so a long title may be a copy that was cut.
    is_cut = len(found.title.encode()) > _CUT_FROM and found.headline.startswith(found.title)
    if not found.title or is_cut:
        return replace(found, title=found.headline, headline="")
    return replace(found, headline="") if found.headline == found.title else found


def fill(first: Fields, second: Fields) -> Fields:
    """`first`, its gaps filled from `second`."""
    gaps = {
        field.name: getattr(second, field.name)
        for field in fields(Fields)
        if field.name != "little_endian" and not getattr(first, field.name) and getattr(second, field.name)
    }
    # Only EXIF has tags: its byte order is theirs.
    tagged = second if second.date or second.camera or second.gps else first
    return replace(first, **gaps, little_endian=tagged.little_endian)
