"""The transparency of a lossy WebP, compressed once for all the qualities that are tried.

libwebp compresses it without loss and by settings of its own, so that its chunk has the same octets at every quality;
of a 256-pixel icon that is nine tenths of the encoder's work. A chunk that is known takes the place of the plain one
that libwebp writes when it is told not to compress. (RFC 9649, 2.7.1.2: chunk `ALPH`.)
"""

from typing import Final

from picopt_imaging.vips import Image

Key = tuple[int, int, int, int, bytes]
_KEPT: Final = 8
"""Chunks: of a size, as tried with two efforts, and of its neighbors."""
_AT: Final = 12 + 8 + 10
"""Octets before the chunk: RIFF's header, and `VP8X`."""
_known: dict[Key, bytes] = {}


def key_of(pixels: Image, method: int, quality: int) -> Key:
    """All that the chunk depends on: the last band of these pixels, and the settings of its compression."""
    import hashlib  # noqa: PLC0415 - loads OpenSSL, 3.5 MB that decoding is to have

    alpha = pixels.extract_band(pixels.bands - 1).write_to_memory()
    return (pixels.width, pixels.height, method, quality, hashlib.blake2b(alpha).digest())


def is_known(key: Key) -> bool:
    """Whether the chunk was kept."""
    return key in _known


def keep(key: Key, data: bytes) -> None:
    """Keep the chunk of this WebP; an opaque one has none, which is kept as well."""
    while len(_known) >= _KEPT:
        del _known[next(iter(_known))]
    _known[key] = data[_AT : _end(data)]


def forget() -> None:
    """Keep nothing of what was compressed so far."""
    _known.clear()


def put_in(key: Key, data: bytes) -> bytes:
    """This WebP with the chunk that was kept in place of its own."""
    body = data[8:_AT] + _known[key] + data[_end(data) :]
    return data[:4] + len(body).to_bytes(4, "little") + body


def _end(data: bytes) -> int:
    """Where the chunk ends; where it would begin, if there is none."""
    if data[12:16] != b"VP8X" or data[_AT : _AT + 4] != b"ALPH":
        return _AT
    length = int.from_bytes(data[_AT + 4 : _AT + 8], "little")
    return _AT + 8 + length + length % 2
