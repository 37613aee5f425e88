"""Receiving originals: whole or in parts, streamed, verified, resumable."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.db import IntegrityError, transaction
from django.db.models import F

from picopt_contract.errors import ErrorCode
from picopt_contract.images import UploadProgress
from picopt_contract.limits import LIMITS
from picopt_saas.accounts.models import Account
from picopt_saas.refusal import Refusal
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import original_key, part_key
from picopt_saas.storage.models import Original, Upload, UploadPart
from picopt_saas.storage.originals import add_original
from picopt_saas.storage.port import Storage
from picopt_saas.storage.sniff import ENOUGH_BYTES, sniff


@dataclass(frozen=True, kw_only=True)
class Part:
    """Bytes `start` to `start + length` of an original of `total` bytes, as the client announced them."""

    start: int
    length: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether the one request holds everything."""
        return self.length == self.total

    @property
    def is_last(self) -> bool:
        """Whether nothing follows."""
        return self.start + self.length == self.total


def receive(account: Account, sha256: str, part: Part, body: Iterable[bytes]) -> Original | UploadProgress:
    """Take in `part`, whose bytes `body` yields; the original once it is complete.

    Raises `Refusal` with too_large, upload_offset, unsupported_media or hash_mismatch.
    """
    _check_size(part)
    if part.is_whole:
        return _keep(account, sha256, part.total, _exactly(part, body))
    upload = _expect(account, sha256, part)
    upload = _append(upload, part, body)
    if upload.offset < upload.total:
        return UploadProgress(sha256=sha256, offset=upload.offset, total=upload.total)
    return _assemble(account, upload)


def progress(account: Account, sha256: str) -> int | None:
    """The offset at which an unfinished upload goes on, None when there is none."""
    return Upload.objects.filter(account=account, sha256=sha256).values_list("offset", flat=True).first()


def discard(upload: Upload) -> None:
    """Forget an upload and its parts' bytes."""
    keys = list(upload.parts.values_list("key", flat=True))
    upload.delete()
    storage().delete(*keys)


def _check_size(part: Part) -> None:
    if part.total > LIMITS.upload_bytes:
        raise Refusal(
            ErrorCode.TOO_LARGE,
            f"A picture may have at most {LIMITS.upload_bytes} bytes; this one has {part.total}.",
        )
    if not part.is_whole and part.length > LIMITS.upload_part_bytes:
        raise Refusal(ErrorCode.TOO_LARGE, f"Send parts of at most {LIMITS.upload_part_bytes} bytes.")


def _expect(account: Account, sha256: str, part: Part) -> Upload:
    """The upload that `part` continues; a first part starts one, again if need be."""
    upload, _ = Upload.objects.get_or_create(account=account, sha256=sha256, defaults={"total": part.total})
    if upload.total != part.total and part.start == 0:
        discard(upload)
        upload = Upload.objects.create(account=account, sha256=sha256, total=part.total)
    if upload.total != part.total or upload.offset != part.start:
        raise _wrong_offset(upload)
    return upload


def _append(upload: Upload, part: Part, body: Iterable[bytes]) -> Upload:
    """Keep the part's bytes, then move the offset on; whoever is second with the same part is told to go on."""
    key = part_key(upload.account_id, upload.sha256)
    chunks = _exactly(part, body)
    storage().write(key, _recognised(chunks) if part.start == 0 else chunks)
    try:
        with transaction.atomic():
            UploadPart.objects.create(upload=upload, offset=part.start, bytes=part.length, key=key)
            Upload.objects.filter(pk=upload.pk).update(offset=F("offset") + part.length)
    except IntegrityError:
        storage().delete(key)
        current = Upload.objects.filter(pk=upload.pk).first()
        raise _wrong_offset(current or upload) from None
    upload.refresh_from_db()
    return upload


def _assemble(account: Account, upload: Upload) -> Original:
    parts = list(upload.parts.order_by("offset"))
    store = storage()
    try:
        original = _keep(account, upload.sha256, upload.total, _joined(store, parts))
    except Refusal:
        discard(upload)  # what it holds can never become the picture that was announced
        raise
    discard(upload)
    return original


def _joined(store: Storage, parts: list[UploadPart]) -> Iterator[bytes]:
    return chain.from_iterable(store.read(part.key) for part in parts)


def _keep(account: Account, sha256: str, size: int, chunks: Iterator[bytes]) -> Original:
    """Write the original to its place while its hash and kind are checked; a wrong one leaves nothing behind."""
    check = _Check(sha256)
    storage().write(original_key(account.pk, sha256), check.watch(chunks))
    return add_original(account, sha256, size=size, media_type=check.media_type)


class _Check:
    """Looks at bytes that stream by. `media_type` is known as soon as the first chunk has passed."""

    def __init__(self, sha256: str) -> None:
        self._expected = sha256
        self.media_type = ""

    def watch(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        head, chunks = _head(chunks)
        self.media_type = _recognise(head)
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != self._expected:
            raise Refusal(
                ErrorCode.HASH_MISMATCH,
                "The bytes that arrived do not have the SHA-256 in the address. Send the picture again from the start.",
            )


def _recognised(chunks: Iterator[bytes]) -> Iterator[bytes]:
    head, chunks = _head(chunks)
    _recognise(head)
    yield from chunks


def _head(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, enough to recognise a picture, and all of the bytes again."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= ENOUGH_BYTES:
            break
    return head[:ENOUGH_BYTES], chain([head], chunks)


def _recognise(head: bytes) -> str:
    kind = sniff(head)
    if kind is None:
        raise Refusal(
            ErrorCode.UNSUPPORTED_MEDIA,
            "This is not a JPEG, PNG, GIF, WebP, AVIF, TIFF or BMP picture; other kinds are not processed.",
        )
    return kind


def _exactly(part: Part, body: Iterable[bytes]) -> Iterator[bytes]:
    """The body's bytes, an error if there are fewer or more than announced."""
    seen = 0
    for chunk in body:
        seen += len(chunk)
        if seen > part.length:
            break
        yield chunk
    if seen != part.length:
        raise Refusal(
            ErrorCode.UPLOAD_OFFSET,
            f"{part.length} bytes were announced and {seen} came. Send this part again.",
            offset=part.start,
        )


def _wrong_offset(upload: Upload) -> Refusal:
    return Refusal(
        ErrorCode.UPLOAD_OFFSET,
        f"This upload has {upload.offset} of {upload.total} bytes; go on there.",
        offset=upload.offset,
    )
