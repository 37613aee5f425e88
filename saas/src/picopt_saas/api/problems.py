"""The one place that turns an exception into a problem document (RFC 9457). Internals never reach a client."""

from collections.abc import Callable
from typing import Any, Final

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from psycopg.errors import LockNotAvailable

from picopt_contract.errors import ERRORS, ErrorCode, Problem, type_of
from picopt_contract.internal import REFUSED_HEADER
from picopt_saas.billing import ledger
from picopt_saas.database import is_unavailable
from picopt_saas.refusal import NotTheGateway, Refusal
from picopt_saas.storage.port import StorageFull, StorageUnavailable

log = structlog.get_logger(__name__)

_RETRY_AFTER: Final = {ErrorCode.RATE_LIMITED: 60, ErrorCode.BUSY: 5, ErrorCode.BYTE_QUOTA: 3600}


def problem(request: HttpRequest, code: ErrorCode, detail: str, **extra: Any) -> HttpResponse:
    """The answer for an error; `extra` are the members that only some codes have."""
    spec = ERRORS[code]
    document = Problem(
        type=type_of(code),
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


def from_exception(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """The problem that an exception means. What nobody expected is logged, and says nothing about itself."""
    for kind, explain in _EXPLANATIONS.items():
        if isinstance(error, kind):
            code, detail, extra = explain(error)
            response = problem(request, code, detail, **extra)
            if isinstance(error, NotTheGateway):
                response[REFUSED_HEADER] = error.why
            return response
    if is_unavailable(error):
        return problem(request, ErrorCode.BUSY, _no_database(error))
    log.error("unexpected", exc_info=error)
    return problem(
        request, ErrorCode.INTERNAL, "Something went wrong on our side. Mention the request_id when you contact us."
    )


def add_handlers(api: NinjaAPI) -> None:
    """Have `api` format every exception here."""
    for kind in (Refusal, ledger.LedgerError, HttpError, AuthenticationError, Exception):
        api.add_exception_handler(kind, from_exception)


Explained = tuple[ErrorCode, str, dict[str, Any]]


def _refused(error: Refusal) -> Explained:
    return error.code, error.detail, error.extra


def _credits_missing(error: ledger.InsufficientCredits) -> Explained:
    detail = f"This needs {error.needed} credits and {error.available} are available. Buy credits, then try again."
    return ErrorCode.INSUFFICIENT_CREDITS, detail, {"needed": error.needed, "available": error.available}


def _frozen(error: ledger.AccountFrozenError) -> Explained:
    return ErrorCode.ACCOUNT_FROZEN, f"{error.debt} credits of a refunded purchase had already been spent.", {}


def _cap_reached(error: ledger.SpendCapError) -> Explained:
    detail = f"The key may spend {error.cap} credits a day. Try again after midnight (UTC), or raise the cap."
    return ErrorCode.SPEND_CAP, detail, {}


def _budget_reached(error: ledger.MonthlyBudgetError) -> Explained:
    detail = (
        f"This site may use {error.budget} credits a month and has used {error.spent}; this needs {error.needed}. "
        "Nothing was charged. Raise the site's budget in the dashboard, or wait for next month."
    )
    return ErrorCode.MONTHLY_BUDGET, detail, {"needed": error.needed, "available": error.left}


def _invalid(error: ValidationError) -> Explained:
    first = error.errors[0] if error.errors else {"loc": (), "msg": "not valid"}
    # ninja's first parts are where it looked (`body`) and the parameter's name.
    where = first["loc"]
    named = where[2:] if where[:1] == ("body",) else where[1:]
    field = ".".join(str(part) for part in named)
    message = str(first["msg"]).removeprefix("Value error, ")
    return ErrorCode.VALIDATION, f"{field or 'The body'}: {message}", {"field": field or None}


def _too_big(_error: RequestDataTooBig) -> Explained:
    return ErrorCode.TOO_LARGE, "The request body is too large. Order fewer images at once.", {}


def _not_json(_error: HttpError) -> Explained:
    return ErrorCode.VALIDATION, "The request's body is not valid JSON.", {}


def _not_the_gateway(_error: AuthenticationError) -> Explained:
    return ErrorCode.INVALID_KEY, "Only the gateway may ask here.", {}


def _no_room(_error: StorageFull) -> Explained:
    log.error("storage_full")
    return ErrorCode.BUSY, "There is no room for files right now. Try again later.", {}


def _no_storage(error: StorageUnavailable) -> Explained:
    log.warning("storage_unavailable", exc_info=error)
    return ErrorCode.BUSY, "The file storage is not responding. Try again shortly.", {}


def _no_database(error: Any) -> str:
    if isinstance(error.__cause__, LockNotAvailable):
        log.warning("lock_timeout", exc_info=error)
        return "Something else is changing this right now. Nothing was changed or charged. Try again in a few seconds."
    log.warning("database_unavailable", exc_info=error)
    return "The database is not responding. Try again shortly."


_EXPLANATIONS: Final[dict[type[Exception], Callable[[Any], Explained]]] = {
    Refusal: _refused,
    ledger.InsufficientCredits: _credits_missing,
    ledger.AccountFrozenError: _frozen,
    ledger.SpendCapError: _cap_reached,
    ledger.MonthlyBudgetError: _budget_reached,
    ValidationError: _invalid,
    RequestDataTooBig: _too_big,
    AuthenticationError: _not_the_gateway,
    HttpError: _not_json,
    StorageFull: _no_room,
    StorageUnavailable: _no_storage,
}
