"""The embedded metadata that this product knows, free of any container's spelling."""

from dataclasses import dataclass, replace
from typing import Final

from picopt_imaging.metadata.tiff import Entry
from picopt_imaging.values import Field

_ALLOWED_CONTROLS: Final = "\n\t"


@dataclass(frozen=True, kw_only=True)
class Fields:
    """Text and tags. An empty string or tuple means absent."""

    title: str = ""
    headline: str = ""
    """What a person wrote as headline beside the title; goes with `title`, and no order replaces it."""
    alt: str = ""
    caption: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    copyright: str = ""
    creator: str = ""
    credit: str = ""
    source: str = ""
    """Who owns the image at first (photoshop:Source); goes with `credit`."""
    licensor: str = ""
    """Name or URL of whom to ask for a licence (plus:Licensor); goes with `copyright`."""
    usage_terms: str = ""
    """What may be done with it, in words (xmpRights:UsageTerms); goes with `copyright`."""
    licence: str = ""
    """Address of the licence (xmpRights:WebStatement); goes with `copyright`."""
    source_type: str = ""
    """IPTC DigitalSourceType, an address; says whether AI made the picture. Names nobody, and is never dropped."""
    date: tuple[Entry, ...] = ()
    camera: tuple[Entry, ...] = ()
    gps: tuple[Entry, ...] = ()
    little_endian: bool = True
    """Byte order of the tags above, which are copied as they are."""

    def text(self, name: Field) -> str | None:
        """A field as one line for people; None: absent."""
        value = getattr(self, name.value)
        if not value:
            return None
        if name is Field.KEYWORDS:
            return ", ".join(value)
        if isinstance(value, tuple):
            return _tags_text(value, little_endian=self.little_endian)
        return str(value)

    def without(self, name: Field) -> "Fields":
        """A copy in which the field, and what goes with it, is absent."""
        emptied: dict[str, object] = {name.value: type(getattr(self, name.value))()}
        if name is Field.COPYRIGHT:
            emptied |= {"licensor": "", "licence": "", "usage_terms": ""}
        elif name is Field.CREDIT:
            emptied["source"] = ""
        elif name is Field.TITLE:
            emptied["headline"] = ""
        return replace(self, **emptied)  # type: ignore[arg-type] # names and empty values come from the fields themselves


@dataclass(frozen=True)
class Blocks:
    """Metadata as containers hold it, naked: EXIF from its TIFF header on, XMP as a packet, IPTC as IIM records."""

    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    gain_map: bytes | None = None
    """A whole JPEG that lies behind the picture (Ultra HDR); JPEG only."""


def clean(text: str) -> str:
    """Text that every container can hold: no control characters but line breaks and tabs, no halves of surrogates."""
    kept = (char for char in text.replace("\r\n", "\n").replace("\r", "\n") if char.isprintable() or _is_fine(char))
    return "".join(kept).strip()


def shorten(text: str, octets: int) -> str:
    """The longest beginning of the text that fits into so many octets of UTF-8, without half a character."""
    return text.encode()[:octets].decode(errors="ignore").rstrip() if len(text.encode()) > octets else text


def _is_fine(char: str) -> bool:
    # Format characters (joiners of emoji and Indic scripts, direction marks) and all spaces are not "printable".
    code = ord(char)
    return (
        char in _ALLOWED_CONTROLS
        or (code >= 0xA0 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF) and code < 0xE000)
        or 0xE0020 <= code <= 0xE007F
    )


def _tags_text(entries: tuple[Entry, ...], *, little_endian: bool) -> str:
    texts = [entry.text(little_endian=little_endian) for entry in entries]
    return ", ".join(text for text in texts if text)
