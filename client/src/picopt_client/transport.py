"""Requests and answers: retries where they can help, problems as exceptions."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import urllib3
from pydantic import BaseModel, ValidationError
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from picopt_client.errors import ApiError, UnreachableError
from picopt_contract.errors import ERRORS, ErrorCode, Problem

_Message = TypeVar("_Message", bound=BaseModel)
_BLOCK: Final = 256 * 1024
_CONNECT_SECONDS: Final = 5.0
_LONGEST_WAIT: Final = 60.0
# Answered by the front of the service before anything was done.
_TRY_AGAIN: Final = frozenset({ErrorCode.BUSY, ErrorCode.RATE_LIMITED})
# The first code of each status, for answers without a body.
_CODE_OF_STATUS: Final = {spec.status: code for code, spec in reversed(ERRORS.items())}


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request; `target` is path and query. It may be sent again when the service is busy."""

    method: str
    target: str
    body: bytes | None = None
    headers: Mapping[str, str]
    extra_seconds: float = 0


class Transport:
    """One connection pool to one service."""

    def __init__(self, url: str, *, seconds: float, attempts: int, sleep: Callable[[float], None] = time.sleep) -> None:
        self._pool = urllib3.connection_from_url(url, maxsize=32, block=False, blocksize=_BLOCK, retries=False)
        self._seconds = seconds
        self._attempts = attempts
        self._sleep = sleep

    def send(self, request: Request) -> BaseHTTPResponse:
        """Return a successful answer, its body not yet read.

        A busy service, and one that does not answer, is asked again up to `attempts` times. Safe for every route: what
        writes carries an Idempotency-Key or says absolutely what is wanted.
        Raises `ApiError` or `UnreachableError`.
        """
        for attempt in range(1, self._attempts + 1):
            try:
                return self._send_once(request)
            except ApiError as error:
                if error.code not in _TRY_AGAIN or attempt == self._attempts:
                    raise
                self._sleep(min(_LONGEST_WAIT, error.retry_after or 2.0 ** (attempt - 1)))
            except UnreachableError:
                if attempt == self._attempts:
                    raise
                self._sleep(2.0 ** (attempt - 1))
        raise AssertionError("attempts is at least 1")

    def _send_once(self, request: Request) -> BaseHTTPResponse:
        try:
            answer = self._pool.request(
                request.method,
                request.target,
                body=request.body,
                headers=dict(request.headers),
                timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=self._seconds + request.extra_seconds),
                preload_content=False,
                decode_content=False,
                redirect=False,
            )
            if answer.status < 300:
                return answer
            data = answer.read()
        except HTTPError as error:
            raise UnreachableError(f"{request.method} {request.target}: {error}") from error
        raise _problem(request, answer, data)


def read_message(answer: BaseHTTPResponse, model: type[_Message]) -> _Message:
    """The answer's body as a message of the contract. Raises `UnreachableError` where it breaks off or is another.

    Fields that a newer service has added are left out.
    """
    try:
        return model.model_validate_json(answer.read(), extra="ignore")
    except HTTPError as error:
        raise UnreachableError(f"the answer broke off: {error}") from error
    except ValidationError as error:
        raise UnreachableError(f"{answer.status}, but no {model.__name__}: this is not the service") from error


def _problem(request: Request, answer: BaseHTTPResponse, data: bytes) -> ApiError | UnreachableError:
    try:
        problem = Problem.model_validate_json(data, extra="ignore") if data else _without_body(answer)
    except (ValidationError, KeyError):
        return UnreachableError(f"{request.method} {request.target}: {answer.status} without a problem document")
    seconds = answer.headers.get("Retry-After", "")
    return ApiError(problem, retry_after=float(seconds) if seconds.isdecimal() else None)


def _without_body(answer: BaseHTTPResponse) -> Problem:
    """The answer to a HEAD request has no document; its status says the main thing."""
    code = _CODE_OF_STATUS[answer.status]
    return Problem(
        type="about:blank",
        title=ERRORS[code].title,
        status=answer.status,
        code=code,
        detail=ERRORS[code].title,
        retryable=ERRORS[code].retryable,
        request_id=answer.headers.get("X-Request-Id", ""),
    )
