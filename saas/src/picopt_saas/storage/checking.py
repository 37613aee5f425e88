"""An original's bytes, looked at while they stream by: an image, and the one that was announced."""

import hashlib
from collections.abc import Iterator
from itertools import chain

from django.conf import settings

from picopt_contract.errors import ErrorCode
from picopt_saas.refusal import Refusal
from picopt_saas.storage.sniff import ENOUGH_BYTES, sniff


class Check:
    """Looks at bytes that stream by. `media_type` is known as soon as the first chunk has passed."""

    def __init__(self, sha256: str) -> None:
        self._expected = sha256
        self.media_type = ""

    def watch(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same bytes; an error at their end when they are not those expected, before it when no image begins so."""
        head, chunks = _head(chunks)
        self.media_type = recognize(head)
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != self._expected:
            raise Refusal(
                ErrorCode.HASH_MISMATCH,
                "The bytes that arrived do not have the SHA-256 in the address. Send the image again from the start.",
            )


def recognized(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes. Raises `Refusal` (unsupported_media) before the first when no image begins so."""
    head, chunks = _head(chunks)
    recognize(head)
    yield from chunks


def _head(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, enough to recognize a picture, and all of the bytes again."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= ENOUGH_BYTES:
            break
    return head[:ENOUGH_BYTES], chain([head], chunks)


def recognize(head: bytes) -> str:
    """The media type of a file that begins so. Raises `Refusal` (unsupported_media)."""
    heic = settings.PICOPT.accept_heic
    kind = sniff(head, heic=heic)
    if kind is None:
        kinds = "JPEG, PNG, GIF, WebP, AVIF, TIFF, BMP or HEIC" if heic else "JPEG, PNG, GIF, WebP, AVIF, TIFF or BMP"
        raise Refusal(ErrorCode.UNSUPPORTED_MEDIA, f"This is not a {kinds} image. Other kinds are not supported.")
    return kind
