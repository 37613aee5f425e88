"""The Flask app: the contract's routes, each through the same checks, then on to the platform."""

import random
import re
import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from flask import Flask, Response
from flask.globals import app_ctx, request_ctx
from flask.sessions import NullSession, SessionInterface
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.middleware.proxy_fix import ProxyFix

from picopt_contract.routes import ROUTES, Route
from picopt_gateway import connect, credit, docs, health, problems, sandbox
from picopt_gateway.answers import Answer
from picopt_gateway.call import Call
from picopt_gateway.checks import CHECKS
from picopt_gateway.forward import forward
from picopt_gateway.gate import Gate
from picopt_gateway.logs import REQUEST_ID
from picopt_gateway.settings import Settings

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,100}")
log = structlog.get_logger(__name__)


class _NoSession(SessionInterface):
    """Nobody signs in here."""

    _none = NullSession()

    def open_session(self, *_: Any) -> NullSession:
        return self._none


class _App(Flask):
    """Flask without what it looks for at each request and never finds here: async functions, hooks, a session."""

    response_class = Answer
    session_interface = _NoSession()

    def __init__(self, gate: Gate) -> None:
        super().__init__("picopt_gateway", static_folder=None)
        self.extensions["gate"] = self._gate = gate

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func

    def full_dispatch_request(self) -> Response:
        _begin()
        try:
            answered = self.dispatch_request()
        except Exception as error:  # noqa: BLE001 -- `problems` has an answer to each
            answered = self.handle_user_exception(error)
        return _end(self._gate, self.make_response(answered))

    def do_teardown_request(self, *_: Any) -> None:
        pass

    def do_teardown_appcontext(self, *_: Any) -> None:
        pass


def create_app(settings: Settings) -> Flask:
    """Build the gateway."""
    gate = Gate(settings)
    app = _App(gate)
    app.url_map.merge_slashes = False  # else `/v1//account` leads to the host that the request names
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
        asked, known = request_ctx.request, app_ctx.g  # `request` and `g` would look for them at each use
        if asked.method != route.method:  # Werkzeug lets HEAD through to GET; a HEAD of a result must not deliver it
            raise MethodNotAllowed([route.method])
        call = Call(route=route, request=asked, parameters=parameters, request_id=known.request_id)
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
    given, known = request_ctx.request.headers.get("X-Request-Id", ""), app_ctx.g
    known.request_id = given if _REQUEST_ID.fullmatch(given) else _new_request_id()
    known.started = time.perf_counter()
    REQUEST_ID.set(known.request_id)


def _new_request_id() -> str:
    """Tells requests apart and opens nothing: not worth the system call that a secret would cost every request."""
    return f"req_{random.getrandbits(96):024x}"


def _end(gate: Gate, response: Response) -> Response:
    asked, known = request_ctx.request, app_ctx.g
    seconds = time.perf_counter() - known.started
    route = asked.endpoint or "unknown"
    status, code, caller = response.status_code, known.get("error_code"), known.get("caller")
    ours = {"X-Request-Id": known.request_id, "X-Content-Type-Options": "nosniff"}
    if "Cache-Control" not in response.headers:
        ours["Cache-Control"] = "no-store"
    response.headers.extend(known.get("rate_limit", {}) | ours)
    gate.metrics.seconds.labels(route, status).observe(seconds)
    if code:
        gate.metrics.errors.labels(code).inc()
    log.info(
        "request",
        method=asked.method,
        route=route,
        status=status,
        code=code,
        ms=round(seconds * 1000, 1),
        key=caller and caller.key_id,
        account=caller and caller.account_id,
    )
    return response
