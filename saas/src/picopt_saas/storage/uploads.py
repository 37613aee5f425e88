"""Receiving originals: whole or in parts, streamed, verified, resumable."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from picopt_contract.errors import ErrorCode
from picopt_contract.images import UploadProgress
from picopt_contract.limits import LIMITS
from picopt_saas.accounts.models import Account
from picopt_saas.refusal import Refusal
from picopt_saas.storage.build import storage
from picopt_saas.storage.checking import Check, recognized
from picopt_saas.storage.keys import original_key, part_key
from picopt_saas.storage.leaving import delete_all
from picopt_saas.storage.models import Original, Upload, UploadPart
from picopt_saas.storage.originals import add_original, find_original
from picopt_saas.storage.port import ObjectMissing, Storage

_TURN: Final = timedelta(seconds=120)  # longer than a store is silent before we give it up
_CLOCKS_APART: Final = timedelta(seconds=10)
_PROLONG_EVERY: Final = 10.0  # seconds
_PATIENCE: Final = 3.0
_LOOK_EVERY: Final = 0.1


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
    if isinstance(upload, Original):
        return upload
    if upload.offset < upload.total:
        _append(upload, part, body)
        current = Upload.objects.filter(pk=upload.pk).first()
        if current is None:  # with this part all was here, and another request has put it together in this moment
            return _made_meanwhile(account, sha256)
        upload = current
    if upload.offset < upload.total:
        return UploadProgress(sha256=sha256, offset=upload.offset, total=upload.total)
    return _assemble(account, upload)


def progress(account: Account, sha256: str) -> int | None:
    """The offset at which an unfinished upload goes on, None when there is none."""
    upload = Upload.objects.filter(account=account, sha256=sha256).first()
    return _goes_on_at(upload) if upload else None


def is_uploading(sha256: str) -> Exists:
    """Whether an upload of these bytes is on its way, as an annotation of a row with an `account_id`."""
    return Exists(Upload.objects.filter(account=OuterRef("account_id"), sha256=sha256))


def discard(upload: Upload) -> None:
    """Forget an upload and its parts' bytes."""
    delete_all(storage(), _forget(upload))


def _forget(upload: Upload) -> list[str]:
    """Remove the rows; the keys of what is to be deleted when that is certain."""
    keys = list(upload.parts.values_list("key", flat=True))
    upload.delete()
    return keys


def _goes_on_at(upload: Upload) -> int:
    """Where the client goes on. When all is here, and putting it together was broken off: at the last part again."""
    if upload.offset < upload.total:
        return upload.offset
    last = upload.parts.order_by("-offset").values_list("offset", flat=True).first()
    return upload.offset if last is None else last  # none: put together in this very moment


def _check_size(part: Part) -> None:
    if part.total > LIMITS.upload_bytes:
        raise Refusal(
            ErrorCode.TOO_LARGE,
            f"An image may have at most {LIMITS.upload_bytes} bytes; this one has {part.total}.",
        )
    if not part.is_whole and part.length > LIMITS.upload_part_bytes:
        raise Refusal(ErrorCode.TOO_LARGE, f"Send parts of at most {LIMITS.upload_part_bytes} bytes.")


def _expect(account: Account, sha256: str, part: Part) -> Upload | Original:
    """The upload that `part` continues; a first part starts one, again if need be. Or the original, made meanwhile."""
    if part.start == 0:
        upload, _ = Upload.objects.get_or_create(account=account, sha256=sha256, defaults={"total": part.total})
    elif (begun := Upload.objects.filter(account=account, sha256=sha256).first()) is None:
        return _made_meanwhile(account, sha256)
    else:
        upload = begun
    if upload.total != part.total and part.start == 0:
        discard(upload)
        upload, _ = Upload.objects.get_or_create(account=account, sha256=sha256, defaults={"total": part.total})
    if upload.total == part.total == upload.offset and part.is_last:
        return upload  # all is here; by now another request may even have put it together
    if upload.total != part.total or part.start not in (upload.offset, _goes_on_at(upload)):
        raise _wrong_offset(upload)
    return upload


def _append(upload: Upload, part: Part, body: Iterable[bytes]) -> None:
    """Keep the part's bytes, then move the offset on; whoever is second with the same part is told to go on."""
    key = part_key(upload.account_id, upload.sha256)
    chunks = _exactly(part, body)
    storage().write(key, recognized(chunks) if part.start == 0 else chunks)
    try:
        with transaction.atomic():
            UploadPart.objects.create(upload=upload, offset=part.start, bytes=part.length, key=key)
            Upload.objects.filter(pk=upload.pk).update(offset=F("offset") + part.length)
    except IntegrityError:
        delete_all(storage(), [key])
        current = Upload.objects.filter(pk=upload.pk).first()
        # All parts may be here, and on their way into the original: then whoever is second goes on where he is.
        raise _wrong_offset(current if current and current.offset < current.total else upload) from None


def _assemble(account: Account, upload: Upload) -> Original:
    """Make the original of its parts, outside any transaction: a store may take minutes.

    One request at a time does it; others are told to come back (`Refusal` busy), and find it done, or do it when that
    one was killed. Two that do it in spite of that write the same bytes to the same place.
    """
    if not _take_turn(upload):
        return _made_meanwhile(account, upload.sha256)
    store = storage()
    parts = list(upload.parts.order_by("offset"))
    outcome: Original | Refusal
    try:
        outcome = _keep(account, upload.sha256, upload.total, _joined(store, parts, upload))
    except Refusal as refusal:
        outcome = refusal  # what the parts hold can never become the picture that was announced
    except ObjectMissing:
        return _made_meanwhile(account, upload.sha256)
    except BaseException:
        Upload.objects.filter(pk=upload.pk).update(joining_until=None)  # the next one tries at once
        raise
    delete_all(store, _forget(upload))
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _take_turn(upload: Upload) -> bool:
    """Whether this request is the one that puts the parts together; False when another has ended doing it.

    Waits a moment for the other. Raises `Refusal` (busy) when that takes longer.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        now = timezone.now()
        # Nobody takes a longer turn; a clock that was ahead and has been set gave this one.
        free = Q(joining_until=None) | Q(joining_until__lte=now) | Q(joining_until__gt=now + _TURN + _CLOCKS_APART)
        if Upload.objects.filter(free, pk=upload.pk).update(joining_until=now + _TURN):
            return True
        if not Upload.objects.filter(pk=upload.pk).exists():
            return False
        if time.monotonic() > deadline:
            raise Refusal(ErrorCode.BUSY, "All parts have arrived and are being assembled. Try again in a few seconds.")
        time.sleep(_LOOK_EVERY)


def _made_meanwhile(account: Account, sha256: str) -> Original:
    """Somebody else has done it. Raises `Refusal` (upload_offset) when he gave it up instead, or nobody began."""
    original = find_original(account, sha256)
    if original is None:
        raise Refusal(
            ErrorCode.UPLOAD_OFFSET,
            "Nothing of this upload is here, or not any more. Send it from the start.",
            offset=0,
        )
    return original


def _joined(store: Storage, parts: list[UploadPart], upload: Upload) -> Iterator[bytes]:
    """The parts' bytes; the turn is kept while they flow."""
    prolonged = time.monotonic()
    for part in parts:
        for chunk in store.read(part.key):
            if time.monotonic() - prolonged > _PROLONG_EVERY:
                prolonged = time.monotonic()
                Upload.objects.filter(pk=upload.pk).update(joining_until=timezone.now() + _TURN)
            yield chunk


def _keep(account: Account, sha256: str, size: int, chunks: Iterator[bytes]) -> Original:
    """Write the original to its place while its hash and kind are checked; a wrong one leaves nothing behind."""
    check = Check(sha256)
    storage().write(original_key(account.pk, sha256), check.watch(chunks))
    return add_original(account, sha256, size=size, media_type=check.media_type)


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
            f"{part.length} bytes were announced, but {seen} arrived. Send this part again.",
            offset=part.start,
        )


def _wrong_offset(upload: Upload) -> Refusal:
    return Refusal(
        ErrorCode.UPLOAD_OFFSET,
        f"This upload has {upload.offset} of {upload.total} bytes; continue at {_goes_on_at(upload)}.",
        offset=_goes_on_at(upload),
    )
