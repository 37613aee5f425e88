"""What a person or a camera already wrote into the file: captions, titles, keywords, date, place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

# Cameras and programs write these into caption fields; they say nothing about the picture.
_JUNK: Final = re.compile(
    r"^((?:created|processed|edited|exported|scanned) (?:with|by|in|using) .*"
    r"|(?:made|designed|shot|captured|taken|photographed|uploaded|rendered|optimi[sz]ed) (?:with|using) .*"
    r"|(?:generated|uploaded|(?:file )?written) by .*|shot on .*|(?:creator|software): .*"
    r"|(?!(?:an?|the|my|our|his|her|old|new|first) )(?:[\w-]+ ){0,2}digital camera|sony dsc|minolta dsc"
    r"|(?:\w+ )?dsc picture|samsung camera pictures|kodak.*camera"
    r"|exif_jpeg_picture|jpeg_picture|default|untitled|image|picture|photo|screenshot"
    r"|ascii.*|charset=.*)$",
    re.IGNORECASE,
)
_LONGEST: Final = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class EmbeddedText:
    """Text found inside the file; empty where there is none. Data for a model, never an instruction."""

    title: str = ""
    caption: str = ""
    keywords: tuple[str, ...] = ()
    taken: str = ""
    """EXIF date and time of the shot, `YYYY:MM:DD HH:MM:SS`, or empty."""
    camera: str = ""
    """Maker and model as EXIF has them; what took the image is not what it shows."""
    gps: tuple[float, float] | None = None
    """Latitude and longitude in degrees, north and east positive."""


def read_embedded_text(image: Image.Image) -> EmbeddedText:
    """EXIF, IPTC and XMP of an opened picture. Broken metadata counts as none: the picture is what matters."""
    iptc = _iptc(image)
    xmp = _xmp(image)
    exif = image.getexif()
    details = _safe_ifd(exif, ExifTags.IFD.Exif)
    return EmbeddedText(
        title=_first(xmp.get("title"), iptc.get((2, 5))),
        caption=_first(xmp.get("description"), iptc.get((2, 120)), exif.get(ExifTags.Base.ImageDescription)),
        keywords=tuple(_texts(xmp.get("subject") or iptc.get((2, 25)))),
        camera=" ".join(_texts([exif.get(ExifTags.Base.Make), exif.get(ExifTags.Base.Model)])),
        taken=_date(details.get(ExifTags.Base.DateTimeOriginal)),
        gps=_position(_safe_ifd(exif, ExifTags.IFD.GPSInfo)),
    )


def _first(*candidates: object) -> str:
    for candidate in candidates:
        for text in _texts(candidate):
            if not _JUNK.match(text):
                return text
    return ""


def _texts(value: object) -> Iterator[str]:
    """All non-empty strings in a value, whatever its shape (bytes, string, list, XMP's nested language lists)."""
    if isinstance(value, bytes):
        text = " ".join(_decode(value).replace("\x00", " ").split())
        if text:
            yield text[:_LONGEST]
    elif isinstance(value, str):
        yield from _texts(value.encode("utf-8", "replace"))
    elif isinstance(value, Mapping):
        for key in ("text", "Alt", "Bag", "Seq", "li"):
            yield from _texts(value.get(key))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _decode(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _iptc(image: Image.Image) -> Mapping[tuple[int, int], Any]:
    if not isinstance(image, ImageFile.ImageFile):
        return {}
    try:
        return IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # noqa: BLE001 -- the parser raises whatever broken bytes lead to; no caption is a fine answer
        return {}


def _xmp(image: Image.Image) -> Mapping[str, Any]:
    try:
        rdf = image.getxmp().get("xmpmeta", {}).get("RDF", {})
        blocks = rdf.get("Description", {})
    except Exception:  # noqa: BLE001 -- as above
        return {}
    found: dict[str, Any] = {}
    for block in blocks if isinstance(blocks, list) else [blocks]:
        found.update(block)
    return found


def _safe_ifd(exif: Image.Exif, tag: int) -> Mapping[int, Any]:
    try:
        return exif.get_ifd(tag)
    except Exception:  # noqa: BLE001 -- as above
        return {}


def _date(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return text if re.fullmatch(r"(19|20)\d\d:[01]\d:[0-3]\d .*", text) else ""


def _position(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    try:
        latitude = _degrees(gps[2]) * (-1 if gps[1] == "S" else 1)
        longitude = _degrees(gps[4]) * (-1 if gps[3] == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or (latitude, longitude) == (0, 0):
        return None
    return latitude, longitude


def _degrees(parts: Any) -> float:
    return float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600
