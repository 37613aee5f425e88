"""What every request passes: an id for the logs, and the headers that keep pages safe."""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Final

import structlog
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict

from picopt_contract.internal import INTERNAL_PREFIX
from picopt_saas.metrics import REQUEST_SECONDS

Next = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)

_REQUEST_ID: Final = re.compile(r"^[A-Za-z0-9._-]{8,100}$")

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_LONGEST_FORM: Final = 64 * 1024
_BY_MACHINES: Final = (f"{INTERNAL_PREFIX}/", "/webhooks/")

# Everything comes from this origin; no inline script or style, so that text of a customer can never become code.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_FOR_BROWSERS: Final = (
    "Content-Language",
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "Vary",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


def request_context(get_response: Next) -> Next:
    """Bind the request id (the gateway's, or a new one) to all logs, and log and time the request."""

    def handle(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if _REQUEST_ID.match(given) else f"req_{secrets.token_hex(12)}"
        request.META["PICOPT_REQUEST_ID"] = request_id
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = get_response(request)
            seconds = time.perf_counter() - started
            ms = round(seconds * 1000)
            route = request.resolver_match.route if request.resolver_match else "unknown"
            method = request.method if request.method in _METHODS else "other"  # clients may make words of their own
            REQUEST_SECONDS.labels(method, route, response.status_code).observe(seconds)
            log.info("request", method=request.method, route=route, status=response.status_code, ms=ms)
        response["X-Request-Id"] = request_id
        return response

    return handle


def allow_forms_to(response: HttpResponse, *origins: str) -> None:
    """Let this page's forms end at these origins: browsers apply form-action to the redirect after a form too."""
    allowed = " ".join(("form-action 'self'", *origins))
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace("form-action 'self'", allowed)


def plain_for_the_gateway(get_response: Next) -> Next:
    """Answer the gateway without what protects pages: no browser sees it, and each header costs both sides time."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(f"{INTERNAL_PREFIX}/"):
            for name in _FOR_BROWSERS:
                response.headers.pop(name, None)
        return response

    return handle


def refuse_long_forms(get_response: Next) -> Next:
    """Refuse (413) what nobody types: a form that waits for the password is kept in the session, a row of the database.

    Payment providers and the gateway send more.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if not request.path.startswith(_BY_MACHINES) and stated.isdecimal() and int(stated) > _LONGEST_FORM:
            return HttpResponse("This is too long.\n", status=413, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return handle


def refuse_zero_bytes(get_response: Next) -> Next:
    """Refuse (400) pages, forms and cookies with a character U+0000, which no text in the database can hold.

    A cookie can have one though no header can: between quotation marks, an octal escape stands for it.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(f"{INTERNAL_PREFIX}/"):
            _ = request.body  # read first, so that who signs bodies can still have it
            given = [request.path, *request.COOKIES.values(), *_values(request.GET), *_values(request.POST)]
            if any("\0" in value for value in given):
                raise SuspiciousOperation("U+0000 in a request")
        return get_response(request)

    return handle


def _values(given: QueryDict) -> Iterator[str]:
    return (value for _name, values in given.lists() for value in values)


def keep_private(get_response: Next) -> Next:
    """Keep out of every cache what was made for the person of a session."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.session.accessed:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return handle


def content_security_policy(get_response: Next) -> Next:
    """Add the policy to every answer that has none of its own."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response

    return handle
