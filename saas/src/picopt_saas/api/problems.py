"""The one place that turns an exception into a problem document (RFC 9457). Internals never reach a client."""

from typing import Any, Final

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from picopt_contract.errors import ERRORS, ErrorCode, Problem
from picopt_saas.billing import ledger
from picopt_saas.refusal import Refusal
from picopt_saas.storage.port import StorageFull

log = structlog.get_logger(__name__)

_TYPE: Final = "https://picture-optimizer.example/errors/"
_RETRY_AFTER: Final = {ErrorCode.RATE_LIMITED: 60, ErrorCode.BUSY: 5, ErrorCode.BYTE_QUOTA: 3600}


def problem(request: HttpRequest, code: ErrorCode, detail: str, **extra: Any) -> HttpResponse:
    """The answer for an error; `extra` are the members that only some codes have."""
    spec = ERRORS[code]
    document = Problem(
        type=_TYPE + code,
        title=spec.title,
        status=spec.status,
        code=code,
        detail=detail,
        retryable=spec.retryable,
        request_id=request.META.get("PICOPT_REQUEST_ID", ""),
        **extra,
    )
    response = HttpResponse(
        document.model_dump_json(exclude_none=True), status=spec.status, content_type="application/problem+json"
    )
    if code in _RETRY_AFTER:
        response["Retry-After"] = str(_RETRY_AFTER[code])
    return response


def from_exception(request: HttpRequest, error: Exception) -> HttpResponse:
    """The problem that an exception means. What nobody expected is logged, and says nothing about itself."""
    match error:
        case Refusal():
            return problem(request, error.code, error.detail, **error.extra)
        case ledger.InsufficientCredits():
            return problem(
                request,
                ErrorCode.INSUFFICIENT_CREDITS,
                f"This needs {error.needed} credits and {error.available} are available. Buy credits, then try again.",
                needed=error.needed,
                available=error.available,
            )
        case ledger.AccountFrozenError():
            return problem(
                request, ErrorCode.ACCOUNT_FROZEN, f"{error.debt} credits of a refunded purchase were spent already."
            )
        case ledger.SpendCapError():
            return problem(
                request,
                ErrorCode.SPEND_CAP,
                f"The key may spend {error.cap} credits a day. Try again after midnight (UTC), or raise the cap in "
                "the dashboard.",
            )
        case ValidationError():
            return _invalid(request, error)
        case RequestDataTooBig():
            return problem(
                request, ErrorCode.TOO_LARGE, "The request's body is too large; order fewer pictures at once."
            )
        case HttpError() | MultiPartParserError():
            return problem(request, ErrorCode.VALIDATION, "The request's body is not valid JSON.")
        case AuthenticationError():
            return problem(request, ErrorCode.INVALID_KEY, "Only the gateway may ask here.")
        case StorageFull():
            log.error("storage_full")
            return problem(request, ErrorCode.BUSY, "There is no room for files at the moment; try again later.")
        case OperationalError() | InterfaceError():
            log.warning("database_unavailable", exc_info=error)
            return problem(request, ErrorCode.BUSY, "The database does not answer at the moment; try again shortly.")
    log.error("unexpected", exc_info=error)
    return problem(
        request, ErrorCode.INTERNAL, "Something went wrong on our side. Name the request_id when you ask us."
    )


def add_handlers(api: NinjaAPI) -> None:
    """Have `api` format every exception here."""
    for kind in (Refusal, ledger.LedgerError, ValidationError, HttpError, AuthenticationError, Exception):
        api.add_exception_handler(kind, from_exception)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0] if error.errors else {"loc": (), "msg": "not valid"}
    # ninja's first two parts are where it looked (`body`) and the parameter's name.
    where = first["loc"]
    named = where[2:] if where[:1] == ("body",) else where[1:]
    field = ".".join(str(part) for part in named)
    message = str(first["msg"]).removeprefix("Value error, ")
    return problem(request, ErrorCode.VALIDATION, f"{field or 'The body'}: {message}", field=field or None)
