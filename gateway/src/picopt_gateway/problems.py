"""One way to fail: raise `ApiError`; one handler formats it as RFC 9457 `application/problem+json`."""

from typing import Final

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from picopt_contract.errors import ERRORS, ErrorCode, Problem, type_of

PROBLEM_TYPE: Final = "application/problem+json"
_BY_STATUS: Final = {
    404: ErrorCode.NOT_FOUND,
    405: ErrorCode.METHOD_NOT_ALLOWED,
    408: ErrorCode.TOO_SLOW,
    411: ErrorCode.LENGTH_REQUIRED,
    413: ErrorCode.TOO_LARGE,
    415: ErrorCode.UNSUPPORTED_MEDIA,
    416: ErrorCode.RANGE_NOT_SATISFIABLE,
}
_DETAILS: Final = {
    ErrorCode.NOT_FOUND: "There is nothing at this address. All routes are described at /docs.",
    ErrorCode.METHOD_NOT_ALLOWED: "This address takes other methods; the header Allow names them.",
}
_HEADED: Final = "/v1/images/"
log = structlog.get_logger(__name__)


class ApiError(Exception):
    """What the client is told. `detail` is public and says what to do."""

    def __init__(  # noqa: PLR0913 -- the fields of a problem that only some codes have
        self,
        code: ErrorCode,
        detail: str,
        *,
        field: str | None = None,
        needed: int | None = None,
        available: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.field = field
        self.needed = needed
        self.available = available
        self.headers = headers or {}


def busy(detail: str, *, seconds: int) -> ApiError:
    """503 with the time after which trying again makes sense."""
    return ApiError(ErrorCode.BUSY, detail, headers={"Retry-After": str(seconds)})


def register(app: Flask) -> None:
    """Let the app answer every failure with a problem document."""
    app.register_error_handler(ApiError, _answer)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unexpected)


def _answer(error: ApiError) -> Response:
    spec = ERRORS[error.code]
    g.error_code = error.code.value
    problem = Problem(
        type=type_of(error.code),
        title=spec.title,
        status=spec.status,
        code=error.code,
        detail=error.detail,
        retryable=spec.retryable,
        request_id=g.request_id,
        needed=error.needed,
        available=error.available,
        field=error.field,
    )
    return Response(problem.model_dump_json(exclude_none=True), spec.status, error.headers, content_type=PROBLEM_TYPE)


def _answer_http(error: HTTPException) -> Response:
    """What Flask itself refuses: unknown addresses and methods, broken requests."""
    code = _BY_STATUS.get(error.code or 500, ErrorCode.VALIDATION if (error.code or 500) < 500 else ErrorCode.INTERNAL)
    response = _answer(ApiError(code, _DETAILS.get(code) or error.description or ERRORS[code].title))
    if isinstance(error, MethodNotAllowed):
        # Werkzeug names HEAD wherever there is GET.
        allowed = [
            method for method in error.valid_methods or () if method != "HEAD" or request.path.startswith(_HEADED)
        ]
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _answer_unexpected(error: Exception) -> Response:
    log.error("unexpected", exc_info=error)
    return _answer(
        ApiError(
            ErrorCode.INTERNAL, "Nothing was charged. Try again; if it keeps happening, contact us with the request ID."
        )
    )
