"""What kind of picture some bytes are, by their first bytes. Never by a name or a header that a client sent."""

from typing import Final

ENOUGH_BYTES: Final = 32

_STARTS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
)
# ISO base media files carry their brand behind `ftyp` (ISO/IEC 14496-12).
_BRANDS: Final = {
    b"avif": "image/avif",
    b"avis": "image/avif",
}
# Of HEVC stills (ISO/IEC 23008-12, B.4.1). Taken only where the operator says so: see Config.accept_heic.
_HEIC_BRANDS: Final = dict.fromkeys((b"heic", b"heix", b"heim", b"heis"), "image/heic")

_ALWAYS: Final = tuple(dict.fromkeys([*(kind for _, kind in _STARTS), "image/webp", "image/avif"]))


def media_types(*, heic: bool) -> list[str]:
    """What is accepted."""
    return [*_ALWAYS, *(["image/heic"] if heic else [])]


def sniff(head: bytes, *, heic: bool = False) -> str | None:
    """The media type, or None for what is not accepted. `head` is the first 32 bytes or all there are."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        brands = (head[8:12], *(head[at : at + 4] for at in range(16, len(head) - 3, 4)))
        taken = _BRANDS | (_HEIC_BRANDS if heic else {})
        return next((taken[brand] for brand in brands if brand in taken), None)
    return None
