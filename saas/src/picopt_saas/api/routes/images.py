"""Uploads of originals. Their bytes are streamed into the storage and never held whole."""

import re
from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse

from picopt_contract import images as contract
from picopt_contract.base import Sha256
from picopt_contract.direct import DirectUploadRequest
from picopt_contract.errors import ErrorCode
from picopt_saas.api.endpoint import answer, caller_of, endpoint
from picopt_saas.billing.plans import plan_of
from picopt_saas.refusal import Refusal
from picopt_saas.storage import direct
from picopt_saas.storage.models import Original
from picopt_saas.storage.originals import bytes_known, touch
from picopt_saas.storage.port import CHUNK_BYTES
from picopt_saas.storage.quota import Claim, claimed
from picopt_saas.storage.uploads import Part, is_uploading, progress, receive

_CONTENT_RANGE: Final = re.compile(r"^bytes (\d{1,12})-(\d{1,12})/(\d{1,12})$")


@endpoint("image_head")
def look_up_image(request: HttpRequest, sha256: Sha256) -> HttpResponse:
    """200 when this account has uploaded all of it; 204 and `Upload-Offset` where an upload goes on; else 404."""
    key = caller_of(request).beside(known=bytes_known(sha256), uploading=is_uploading(sha256))
    if key.known is not None:
        return HttpResponse(status=200, headers={"Upload-Offset": str(key.known)})
    offset = progress(key.account, sha256) if key.uploading else None
    if offset is None:
        raise Refusal(ErrorCode.NOT_FOUND, "This image is not known. Upload it from the start.")
    return HttpResponse(status=204, headers={"Upload-Offset": str(offset)})


@endpoint("image_put")
def receive_image(request: HttpRequest, sha256: Sha256) -> HttpResponse:
    """Take in an original, whole or a part of it. What is known already is not read again."""
    caller = caller_of(request)
    known = caller.beside(known=bytes_known(sha256)).known is not None
    part = _announced(request)
    if known and (original := touch(caller.account, sha256)):
        return answer(200, _image(original))
    quota = plan_of(caller.account).upload_bytes_per_30_days
    with claimed(caller.account, caller.api_key, part.length, quota) as claim:
        result = receive(caller.account, sha256, part, _counted(request, claim))
    return answer(201, _image(result)) if isinstance(result, Original) else answer(202, result)


@endpoint("image_upload")
def announce_upload(request: HttpRequest, sha256: Sha256, payload: DirectUploadRequest) -> HttpResponse:
    """Addresses in the bucket for an original that is not known yet."""
    caller = caller_of(request)
    known = caller.beside(known=bytes_known(sha256)).known is not None
    if known and (original := touch(caller.account, sha256)):
        return answer(200, _image(original))
    quota = plan_of(caller.account).upload_bytes_per_30_days
    return answer(201, direct.begin(caller.account, caller.api_key, sha256, payload, quota))


@endpoint("image_uploaded")
def take_upload(request: HttpRequest, sha256: Sha256) -> HttpResponse:
    """All parts are said to be in the bucket."""
    return answer(201, _image(direct.finish(caller_of(request).account, sha256)))


def _counted(request: HttpRequest, claim: Claim) -> Iterator[bytes]:
    """The request's body in chunks, counted: bytes that came cost quota even when they were the wrong ones."""
    while chunk := request.read(CHUNK_BYTES):
        claim.received += len(chunk)
        yield chunk


def _announced(request: HttpRequest) -> Part:
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal():
        raise Refusal(ErrorCode.LENGTH_REQUIRED, "Send a Content-Length header.")
    size = int(length)
    if size == 0:
        raise Refusal(ErrorCode.VALIDATION, "The body is empty. Send the image's bytes.")
    stated = request.headers.get("Content-Range")
    if stated is None:
        return Part(start=0, length=size, total=size)
    found = _CONTENT_RANGE.match(stated)
    if found is None:
        raise Refusal(ErrorCode.VALIDATION, "Content-Range: expected `bytes FIRST-LAST/TOTAL`.", field="Content-Range")
    first, last, total = (int(number) for number in found.groups())
    if last - first + 1 != size or last >= total:
        raise Refusal(
            ErrorCode.VALIDATION,
            "Content-Range and Content-Length do not agree with each other.",
            field="Content-Range",
        )
    return Part(start=first, length=size, total=total)


def _image(original: Original) -> contract.Image:
    return contract.Image(
        id=original.pk,
        sha256=original.sha256,
        bytes=original.bytes,
        media_type=original.media_type,
        uploaded_at=original.uploaded_at,
    )
