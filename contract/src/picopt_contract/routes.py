"""The public routes as data: the gateway registers them, `openapi.json` is made from them, tests enumerate them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import BaseModel

from picopt_contract.account import Account, Capabilities
from picopt_contract.connect import ConnectCodes, ConnectRequest, ConnectToken, ConnectTokenRequest, Service
from picopt_contract.direct import DirectUpload, DirectUploadRequest, Downloads
from picopt_contract.errors import ErrorCode
from picopt_contract.images import Image, UploadProgress
from picopt_contract.jobs import (
    Item,
    Job,
    JobList,
    JobRequest,
    Receipt,
    ReceiptAnswer,
    RegenerateRequest,
    ReviewedText,
)
from picopt_contract.previews import Preview, PreviewRequest
from picopt_contract.quotes import Quote, QuoteRequest
from picopt_contract.values import Scope


class Body(StrEnum):
    """What kind of body a route takes or gives beside JSON."""

    JSON = "json"
    BYTES = "bytes"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route. `answers` maps a success status to its model (None: no JSON body)."""

    name: str
    method: str
    path: str
    summary: str
    tag: str
    scopes: tuple[Scope, ...] = ()  # any one of these; empty with `authenticated` means any key
    authenticated: bool = True
    idempotent: bool = False  # wants an Idempotency-Key
    request: type[BaseModel] | None = None
    request_body: Body = Body.NONE
    answers: tuple[tuple[int, type[BaseModel] | None], ...]
    answer_body: Body = Body.JSON
    query: tuple[tuple[str, str, str], ...] = ()  # name, JSON type, description
    errors: tuple[ErrorCode, ...] = ()


_WRITE: Final = (Scope.ANALYZE, Scope.EXPORT)
_CURSOR: Final = ("cursor", "string", "Where the next page starts: `next_cursor` of the page before.")
_IDEMPOTENCY: Final = (ErrorCode.IDEMPOTENCY_KEY_MISSING, ErrorCode.IDEMPOTENCY_MISMATCH)

# Possible on every authenticated route.
COMMON_ERRORS: Final = (
    ErrorCode.INVALID_KEY,
    ErrorCode.KEY_INACTIVE,
    ErrorCode.SCOPE_MISSING,
    ErrorCode.RATE_LIMITED,
    ErrorCode.BUSY,
)
BODY_ERRORS: Final = (
    ErrorCode.VALIDATION,
    ErrorCode.TOO_LARGE,
    ErrorCode.TOO_SLOW,
    ErrorCode.UNSUPPORTED_MEDIA,
    ErrorCode.LENGTH_REQUIRED,
)

ROUTES: Final[tuple[Route, ...]] = (
    Route(
        name="service",
        method="GET",
        path="/v1/service",
        summary="Which service this is, its version and its clock",
        tag="Connect",
        authenticated=False,
        answers=((200, Service),),
        errors=(ErrorCode.RATE_LIMITED, ErrorCode.BUSY),
    ),
    Route(
        name="connect_begin",
        method="POST",
        path="/v1/connect",
        summary="Ask for a code that a person confirms in the dashboard (RFC 8628)",
        tag="Connect",
        authenticated=False,
        request=ConnectRequest,
        request_body=Body.JSON,
        answers=((201, ConnectCodes),),
        errors=(*BODY_ERRORS, ErrorCode.RATE_LIMITED, ErrorCode.BUSY),
    ),
    Route(
        name="connect_token",
        method="POST",
        path="/v1/connect/token",
        summary="Collect the site's key once the code is confirmed",
        tag="Connect",
        authenticated=False,
        request=ConnectTokenRequest,
        request_body=Body.JSON,
        answers=((201, ConnectToken),),
        errors=(
            *BODY_ERRORS,
            ErrorCode.RATE_LIMITED,
            ErrorCode.BUSY,
            ErrorCode.AUTHORIZATION_PENDING,
            ErrorCode.SLOW_DOWN,
            ErrorCode.ACCESS_DENIED,
            ErrorCode.EXPIRED_TOKEN,
            ErrorCode.STATE_CONFLICT,
        ),
    ),
    Route(
        name="account",
        method="GET",
        path="/v1/account",
        summary="Plan, credits, limits and usage",
        tag="Account",
        answers=((200, Account),),
    ),
    Route(
        name="capabilities",
        method="GET",
        path="/v1/capabilities",
        summary="Formats, presets, prices, analysis options, limits",
        tag="Account",
        answers=((200, Capabilities),),
    ),
    Route(
        name="image_head",
        method="HEAD",
        path="/v1/images/{sha256}",
        summary="Is this original known, or where does its upload go on (`Upload-Offset`)",
        tag="Images",
        answers=((200, None), (204, None)),
        answer_body=Body.NONE,
        errors=(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION),
    ),
    Route(
        name="image_put",
        method="PUT",
        path="/v1/images/{sha256}",
        summary="Upload an original, whole or in parts (`Content-Range`); its bytes tell its kind, not a Content-Type",
        tag="Images",
        scopes=_WRITE,
        request_body=Body.BYTES,
        answers=((200, Image), (201, Image), (202, UploadProgress)),
        errors=(
            *BODY_ERRORS,
            ErrorCode.UPLOAD_OFFSET,
            ErrorCode.HASH_MISMATCH,
            ErrorCode.BYTE_QUOTA,
        ),
    ),
    Route(
        name="image_upload",
        method="POST",
        path="/v1/images/{sha256}/upload",
        summary="Addresses to send an original straight into the bucket; 200 when it is known already",
        tag="Images",
        scopes=_WRITE,
        request=DirectUploadRequest,
        request_body=Body.JSON,
        answers=((200, Image), (201, DirectUpload)),
        errors=(*BODY_ERRORS, ErrorCode.BYTE_QUOTA, ErrorCode.STATE_CONFLICT),
    ),
    Route(
        name="image_uploaded",
        method="POST",
        path="/v1/images/{sha256}/uploaded",
        summary="All parts are in the bucket: check them, and know the original from now on",
        tag="Images",
        scopes=_WRITE,
        answers=((200, Image), (201, Image)),
        errors=(
            ErrorCode.VALIDATION,
            ErrorCode.NOT_FOUND,
            ErrorCode.UPLOAD_OFFSET,
            ErrorCode.HASH_MISMATCH,
            ErrorCode.UNSUPPORTED_MEDIA,
        ),
    ),
    Route(
        name="quote_create",
        method="POST",
        path="/v1/quotes",
        summary="What this would cost at most; nothing is spent",
        tag="Jobs",
        scopes=_WRITE,
        idempotent=True,
        request=QuoteRequest,
        request_body=Body.JSON,
        answers=((201, Quote),),
        errors=(*BODY_ERRORS, *_IDEMPOTENCY),
    ),
    Route(
        name="preview_create",
        method="POST",
        path="/v1/previews",
        summary="One image at one size, before and after; free",
        tag="Jobs",
        scopes=(Scope.EXPORT,),
        request=PreviewRequest,
        request_body=Body.JSON,
        answers=((200, Preview),),
        errors=(*BODY_ERRORS, ErrorCode.IMAGE_NOT_UPLOADED, ErrorCode.UNREADABLE_IMAGE),
    ),
    Route(
        name="job_create",
        method="POST",
        path="/v1/jobs",
        summary="Order a quoted job; the credits are reserved",
        tag="Jobs",
        scopes=_WRITE,
        idempotent=True,
        request=JobRequest,
        request_body=Body.JSON,
        answers=((202, Job),),
        errors=(
            *BODY_ERRORS,
            *_IDEMPOTENCY,
            ErrorCode.INSUFFICIENT_CREDITS,
            ErrorCode.ACCOUNT_FROZEN,
            ErrorCode.SPEND_CAP,
            ErrorCode.MONTHLY_BUDGET,
            ErrorCode.QUOTE_EXPIRED,
            ErrorCode.IMAGE_NOT_UPLOADED,
            ErrorCode.NOT_FOUND,
            ErrorCode.STATE_CONFLICT,
        ),
    ),
    Route(
        name="job_list",
        method="GET",
        path="/v1/jobs",
        summary="Jobs, newest first",
        tag="Jobs",
        answers=((200, JobList),),
        query=(_CURSOR,),
        errors=(ErrorCode.VALIDATION,),
    ),
    Route(
        name="job_get",
        method="GET",
        path="/v1/jobs/{job_id}",
        summary="A job's state and items; the truth",
        tag="Jobs",
        answers=((200, Job),),
        query=(_CURSOR, ("wait", "integer", "Seconds to wait for a change, at most 5.")),
        errors=(ErrorCode.NOT_FOUND, ErrorCode.VALIDATION),
    ),
    Route(
        name="job_cancel",
        method="POST",
        path="/v1/jobs/{job_id}/cancel",
        summary="Stop what waits and release its credits",
        tag="Jobs",
        scopes=_WRITE,
        idempotent=True,
        answers=((200, Job),),
        errors=(ErrorCode.NOT_FOUND, *_IDEMPOTENCY),
    ),
    Route(
        name="item_metadata",
        method="PUT",
        path="/v1/items/{item_id}/metadata",
        summary="Give the reviewed text; the item goes on to export",
        tag="Items",
        scopes=_WRITE,
        request=ReviewedText,
        request_body=Body.JSON,
        answers=((200, Item),),
        errors=(
            *BODY_ERRORS,
            ErrorCode.NOT_FOUND,
            ErrorCode.STATE_CONFLICT,
            ErrorCode.INSUFFICIENT_CREDITS,
            ErrorCode.ACCOUNT_FROZEN,
            ErrorCode.SPEND_CAP,
            ErrorCode.MONTHLY_BUDGET,
        ),
    ),
    Route(
        name="item_regenerate",
        method="POST",
        path="/v1/items/{item_id}/regenerate",
        summary="Another text; the first is free",
        tag="Items",
        scopes=(Scope.ANALYZE,),
        idempotent=True,
        request=RegenerateRequest,
        request_body=Body.JSON,
        answers=((202, Item),),
        errors=(
            *BODY_ERRORS,
            *_IDEMPOTENCY,
            ErrorCode.NOT_FOUND,
            ErrorCode.STATE_CONFLICT,
            ErrorCode.INSUFFICIENT_CREDITS,
            ErrorCode.ACCOUNT_FROZEN,
            ErrorCode.SPEND_CAP,
            ErrorCode.MONTHLY_BUDGET,
        ),
    ),
    Route(
        name="item_downloads",
        method="GET",
        path="/v1/items/{item_id}/downloads",
        summary="Where an item's result files are; this pays for its export",
        tag="Items",
        answers=((200, Downloads),),
        errors=(ErrorCode.NOT_FOUND, ErrorCode.GONE),
    ),
    Route(
        name="file_get",
        method="GET",
        path="/v1/files/{file_id}",
        summary="A result file, whole or a range",
        tag="Items",
        answers=((200, None), (206, None), (304, None)),
        answer_body=Body.BYTES,
        query=(("ticket", "string", "What `GET /v1/items/{item_id}/downloads` gave; needs no second look-up."),),
        errors=(ErrorCode.VALIDATION, ErrorCode.NOT_FOUND, ErrorCode.GONE, ErrorCode.RANGE_NOT_SATISFIABLE),
    ),
    Route(
        name="item_receipt",
        method="POST",
        path="/v1/items/{item_id}/receipt",
        summary="Say that a result was applied, or why not",
        tag="Items",
        scopes=_WRITE,
        idempotent=True,
        request=Receipt,
        request_body=Body.JSON,
        answers=((200, ReceiptAnswer),),
        errors=(*BODY_ERRORS, *_IDEMPOTENCY, ErrorCode.NOT_FOUND, ErrorCode.STATE_CONFLICT),
    ),
)
