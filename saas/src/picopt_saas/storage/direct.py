"""Originals that sites send straight into the bucket: announced, addressed part by part, checked, and then known."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import structlog
from django.utils import timezone

from picopt_contract.direct import DirectUpload as Announced
from picopt_contract.direct import DirectUploadRequest, UploadTarget
from picopt_contract.errors import ErrorCode
from picopt_contract.limits import LIMITS
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.refusal import Refusal
from picopt_saas.storage.build import bucket, presigner, storage
from picopt_saas.storage.checking import Check, recognize
from picopt_saas.storage.keys import original_key, part_key
from picopt_saas.storage.leaving import delete_all
from picopt_saas.storage.models import DirectUpload, Original
from picopt_saas.storage.originals import add_original, find_original
from picopt_saas.storage.port import ObjectMissing, StorageUnavailable
from picopt_saas.storage.presigned import Presigner, Signed
from picopt_saas.storage.quota import claimed
from picopt_saas.storage.sniff import ENOUGH_BYTES

_STEP = LIMITS.upload_part_bytes
_AWAY: Final = 3  # uploads in a row
log = structlog.get_logger(__name__)


def begin(account: Account, api_key: ApiKey, sha256: str, request: DirectUploadRequest, quota: int) -> Announced:
    """Where to send the parts that are still missing; each address takes exactly the bytes that were announced.

    The bytes count against the quota when they are announced, once. Raises `Refusal`: state_conflict (there is no
    bucket that sites can reach), validation, byte_quota, busy.
    """
    signs = presigner()
    if signs is None:
        raise Refusal(ErrorCode.STATE_CONFLICT, "This service receives bytes itself. Send them with PUT.")
    if len(request.parts) != -(-request.bytes // _STEP):
        raise Refusal(
            ErrorCode.VALIDATION, f"parts: give one SHA-256 for each {_STEP} bytes of the file.", field="parts"
        )
    upload = _expected(account, sha256, request) or _announce(account, api_key, sha256, request, quota)
    ends = timezone.now() + timedelta(seconds=LIMITS.direct_url_seconds)
    return Announced(parts=[_target(signs, upload, number) for number in _missing(upload)], expires_at=ends)


def finish(account: Account, sha256: str) -> Original:
    """The original, now known, once its bytes are found to be what was announced.

    Raises `Refusal`: not_found, upload_offset (a part is missing), hash_mismatch, unsupported_media; after the last
    two nothing is left of the upload.
    """
    upload = DirectUpload.objects.filter(account=account, sha256=sha256).first()
    if upload is None:
        return find_original(account, sha256) or _unknown()
    if missing := _missing(upload):
        offset = (missing[0] - 1) * _STEP
        raise Refusal(ErrorCode.UPLOAD_OFFSET, f"The part at byte {offset} is not in the bucket.", offset=offset)
    if upload.multipart:
        bucket().finish(upload.key, upload.multipart, upload.parts)
    try:
        media_type = _check(upload)
        bucket().copy(upload.key, original_key(account.pk, sha256))
    except ObjectMissing:
        return find_original(account, sha256) or _unknown()  # another request has just done it
    except Refusal:
        discard(upload)
        raise
    original = add_original(account, sha256, size=upload.total, media_type=media_type)
    discard_all([upload])  # the original is here: what stays of its upload is swept
    return original


def discard(upload: DirectUpload) -> None:
    """Forget an upload and its bytes."""
    if upload.multipart:
        bucket().give_up(upload.key, upload.multipart)
    delete_all(storage(), [upload.key])
    upload.delete()


def discard_all(uploads: Iterable[DirectUpload]) -> set[int]:
    """Forget uploads and their bytes; those that the bucket does not let go, of which the log tells.

    Raises what says that it is the bucket that is away: where that happens to one after another.
    """
    stuck: set[int] = set()
    in_a_row = 0
    for upload in uploads:
        number = upload.pk  # which `delete` takes from it
        try:
            discard(upload)
            in_a_row = 0
        except StorageUnavailable:
            log.exception("upload_not_discarded", upload=number)
            stuck.add(number)
            in_a_row += 1
            if in_a_row == _AWAY:
                raise
    return stuck


def _expected(account: Account, sha256: str, request: DirectUploadRequest) -> DirectUpload | None:
    """The upload as it was announced before; one that was announced otherwise is forgotten.

    Raises `Refusal` (busy) when another request has finished it in this moment: whoever asks again finds the original.
    """
    upload = DirectUpload.objects.filter(account=account, sha256=sha256).first()
    if upload and (upload.total, upload.parts) != (request.bytes, request.parts):
        discard(upload)
        return None
    if upload and not DirectUpload.objects.filter(pk=upload.pk).update(asked_at=timezone.now()):
        raise Refusal(ErrorCode.BUSY, "Another request has just finished this upload. Try again.")
    return upload


def _announce(account: Account, api_key: ApiKey, sha256: str, request: DirectUploadRequest, quota: int) -> DirectUpload:
    key = part_key(account.pk, sha256)
    with claimed(account, api_key, request.bytes, quota) as claim:
        multipart = bucket().begin(key) if len(request.parts) > 1 else ""
        upload, created = DirectUpload.objects.get_or_create(
            account=account,
            sha256=sha256,
            defaults={"total": request.bytes, "parts": request.parts, "key": key, "multipart": multipart},
        )
        claim.received = request.bytes if created else 0
    if multipart and not created:  # another request has just announced the same
        bucket().give_up(key, multipart)
    return upload


def _target(signs: Presigner, upload: DirectUpload, number: int) -> UploadTarget:
    offset = (number - 1) * _STEP
    length = min(_STEP, upload.total - offset)
    signed = _sign(signs, upload, number, length)
    return UploadTarget(offset=offset, bytes=length, url=signed.url, headers=signed.headers)


def _sign(signs: Presigner, upload: DirectUpload, number: int, length: int) -> Signed:
    part = upload.parts[number - 1]
    if upload.multipart:
        return signs.part(upload.key, upload.multipart, number, length, part)
    return signs.put(upload.key, length, part)


def _missing(upload: DirectUpload) -> list[int]:
    """The numbers of the parts that are not in the bucket."""
    try:
        if bucket().stat(upload.key).bytes == upload.total:
            return []  # put together already
    except ObjectMissing:
        pass
    there = bucket().arrived(upload.key, upload.multipart) if upload.multipart else {}
    return [number for number in range(1, len(upload.parts) + 1) if number not in there]


def _check(upload: DirectUpload) -> str:
    """The media type. Raises `Refusal` when the bytes are not those announced.

    What the bucket has checked as a whole is looked at by its head only; else all of it is read.
    """
    if bucket().stat(upload.key).sha256 == upload.sha256:
        return recognize(b"".join(storage().read(upload.key, 0, ENOUGH_BYTES)))
    check = Check(upload.sha256)
    for _ in check.watch(iter(storage().read(upload.key))):
        pass
    return check.media_type


def _unknown() -> Original:
    raise Refusal(ErrorCode.NOT_FOUND, "No such upload was announced. Request its addresses first.")
