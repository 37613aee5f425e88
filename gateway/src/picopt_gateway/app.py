"""The Flask app: the contract's routes, each through the same checks, then on to the platform."""

import random
import re
import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from flask import Flask, Request, Response, g, request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.middleware.proxy_fix import ProxyFix

from picopt_contract.routes import ROUTES, Route
from picopt_gateway import connect, credit, docs, health, limits, problems, sandbox
from picopt_gateway.answers import Answer
from picopt_gateway.call import Call
from picopt_gateway.checks import CHECKS
from picopt_gateway.forward import forward
from picopt_gateway.gate import Gate
from picopt_gateway.settings import Settings

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,100}")
log = structlog.get_logger(__name__)


class _App(Flask):
    """Flask looks at every function of every request whether it is asynchronous; none is here."""

    response_class = Answer

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings) -> Flask:
    """Build the gateway."""
    app = _App("picopt_gateway", static_folder=None)
    gate = Gate(settings)
    app.extensions["gate"] = gate
    app.before_request(_begin)
    app.after_request(limits.add_headers)
    app.after_request(lambda response: _end(gate, response))
    problems.register(app)
    for route in ROUTES:
        app.add_url_rule(
            re.sub(r"{(\w+)}", r"<\1>", route.path),
            endpoint=route.name,
            view_func=_view(gate, route),
            methods=[route.method],
            provide_automatic_options=False,
        )
    app.register_blueprint(health.blueprint(gate))
    app.register_blueprint(docs.blueprint(settings.dashboard_url))
    app.register_blueprint(connect.blueprint(settings.dashboard_url))
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies)  # type: ignore[method-assign]  # as Werkzeug says to
    return app


def _view(gate: Gate, route: Route) -> Callable[..., Response]:
    def view(**parameters: str) -> Response:
        # Each look at the proxy costs; Werkzeug documents this, and Flask's types do not know it.
        asked: Request = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
        if asked.method != route.method:  # Werkzeug lets HEAD through to GET; a HEAD of a result must not deliver it
            raise MethodNotAllowed([route.method])
        call = Call(route=route, request=asked, parameters=parameters, request_id=g.request_id)
        return answer(gate, call)

    return view


def answer(gate: Gate, call: Call) -> Response:
    """The life of a request."""
    for check in CHECKS:
        check(gate, call)
    if call.caller and call.caller.test:
        return sandbox.answer(call)
    response = forward(gate, call)
    credit.remember_price(gate, call, response)
    return response


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else _new_request_id()
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _new_request_id() -> str:
    """Tells requests apart and opens nothing: not worth the system call that a secret would cost every request."""
    return f"req_{random.getrandbits(96):024x}"


def _end(gate: Gate, response: Response) -> Response:
    seconds = time.perf_counter() - g.started
    route = request.endpoint or "unknown"
    response.headers.add("X-Request-Id", g.request_id)
    response.headers.add("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cache-Control", "no-store")
    gate.metrics.seconds.labels(route, response.status_code).observe(seconds)
    if "error_code" in g:
        gate.metrics.errors.labels(g.error_code).inc()
    log.info(
        "request",
        method=request.method,
        route=route,
        status=response.status_code,
        code=g.get("error_code"),
        ms=round(seconds * 1000, 1),
        key=g.get("key_id"),
        account=g.get("account_id"),
    )
    return response
