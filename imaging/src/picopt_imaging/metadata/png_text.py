"""PNG's own keywords (PNG specification, third edition, 11.3.3), read here because libvips takes all text for UTF-8.

`tEXt` and `zTXt` are Latin-1, and many programs write UTF-8 into them; `iTXt` is UTF-8.
"""

import zlib
from pathlib import Path
from types import MappingProxyType
from typing import Final

from picopt_imaging.metadata.exif import decode_octets
from picopt_imaging.metadata.fields import Fields, clean
from picopt_imaging.png_chunks import walk

_FIELDS: Final = MappingProxyType(
    {b"title": "title", b"description": "caption", b"author": "creator", b"copyright": "copyright"}
)
_PLAIN, _PACKED, _ANY = b"tEXt", b"zTXt", b"iTXt"
_MOST_OCTETS: Final = 65_536
"""Of one text, packed or not."""


def read_png_text(path: Path) -> Fields:
    """What the keywords say; what is damaged or too long is absent."""
    found: dict[str, str] = {}
    for name, payload in walk(path, keep=_MOST_OCTETS + 1, of={_PLAIN, _PACKED, _ANY}):
        if not payload or len(payload) > _MOST_OCTETS:
            continue
        keyword, _, rest = payload.partition(b"\0")
        field = _FIELDS.get(keyword.lower())
        if field and (text := clean(_text(name, rest))):
            found.setdefault(field, text)
    return Fields(**found)  # type: ignore[arg-type] # names of texts, from the table above


def _text(name: bytes, rest: bytes) -> str:
    if name == _PLAIN:
        return decode_octets(rest)
    if name == _PACKED:
        return decode_octets(_unpacked(rest[1:]))
    is_packed, words = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
    text = words[2] if len(words) > 2 else b""
    return (_unpacked(text) if is_packed else text).decode(errors="replace")


def _unpacked(data: bytes) -> bytes:
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(data, _MOST_OCTETS)
    except zlib.error:
        return b""
    return b"" if unpack.unconsumed_tail else text
