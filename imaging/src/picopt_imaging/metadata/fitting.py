"""Text that is longer than files hold: what is cut, and the sentences that say so."""

from dataclasses import fields, replace
from typing import Final

from picopt_imaging.errors import ImagingError
from picopt_imaging.metadata.exif import build_exif
from picopt_imaging.metadata.fields import Blocks, Fields, shorten
from picopt_imaging.metadata.iptc import build_iptc
from picopt_imaging.metadata.xmp import build_xmp

_MOST_OCTETS: Final = 64_000
"""Of a block, which a segment of a JPEG holds; other containers hold more, but all are to say the same."""
_TEXTS: Final = (4000, 2000, 1000, 500)
"""Octets of a single text, tried in turns where all of them together are too long."""
_GAIN_MAP: Final = 100_000_000
"""Octets: as long a number as one can have."""
_CALLED: Final = {"alt": "alt text"}
_STRINGS: Final = tuple(field.name for field in fields(Fields) if field.type in (str, "str"))


def build_all(texts: Fields) -> Blocks:
    """The texts in every kind of block."""
    return Blocks(exif=build_exif(texts), xmp=build_xmp(texts), iptc=build_iptc(texts))


def fitted(texts: Fields) -> Fields:
    """The same where they fit into one file; else without the last keywords, then with shorter texts."""
    if _fits(texts):
        return texts
    for octets in (None, *_TEXTS):
        short = texts if octets is None else _shortened(texts, octets)
        if _fits(replace(short, keywords=())):
            return replace(short, keywords=short.keywords[: _most_keywords(short)])
    return texts


def what_was_cut(before: Fields, after: Fields) -> tuple[str, ...]:
    """A sentence for each text that lost its end, and one for the keywords."""
    pairs = (
        (_CALLED.get(name, name.replace("_", " ")), getattr(before, name), getattr(after, name)) for name in _STRINGS
    )
    notes = [
        f"The {name} was cut to {len(new)} of {len(old)} characters: a file holds no more."
        for name, old, new in pairs
        if len(new) < len(old) and old.startswith(new)
    ]
    lost = len(before.keywords) - len(after.keywords)
    if lost > 0:
        notes.append(f"{lost} of {len(before.keywords)} keywords were left out: a file holds no more.")
    kept = zip(before.keywords, after.keywords, strict=False)
    if cut := sum(len(new) < len(old) and old.startswith(new) for old, new in kept):
        notes.append(f"{cut} of {len(before.keywords)} keywords were cut: a file holds no more.")
    return tuple(notes)


def _fits(texts: Fields) -> bool:
    try:
        exif = build_exif(texts)
    except ImagingError:
        return False
    return all(len(block or b"") <= _MOST_OCTETS for block in (exif, build_xmp(texts, _GAIN_MAP), build_iptc(texts)))


def _most_keywords(texts: Fields) -> int:
    """How many of them fit."""
    fit, too_many = 0, len(texts.keywords) + 1
    while too_many - fit > 1:
        middle = (fit + too_many) // 2
        if _fits(replace(texts, keywords=texts.keywords[:middle])):
            fit = middle
        else:
            too_many = middle
    return fit


def _shortened(texts: Fields, octets: int) -> Fields:
    short = {name: shorten(getattr(texts, name), octets) for name in _STRINGS}
    return replace(texts, **short)  # type: ignore[arg-type] # names and values come from the fields themselves
