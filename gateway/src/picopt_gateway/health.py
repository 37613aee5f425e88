"""Is the process up, can it work, how is it doing, and whom does it know."""

import hmac
from http import HTTPStatus
from threading import Lock
from typing import Final

from cachetools import TTLCache, cached
from flask import Blueprint, Request, Response, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from picopt_contract.errors import ErrorCode
from picopt_contract.internal import Claims
from picopt_gateway.gate import Gate
from picopt_gateway.problems import ApiError, busy
from picopt_gateway.upstream import read_whole
from picopt_runtime.networks import is_loopback, network_of

# Anybody may ask whether we are ready; the platform is not asked as often as that.
_READY_SECONDS: Final = 1.0
_OF_A_PROXY: Final = frozenset({"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"})


def blueprint(gate: Gate) -> Blueprint:
    """`/health/live`, `/health/ready`, `/health/key`, `/metrics`."""
    routes = Blueprint("health", __name__)

    @cached(TTLCache(1, _READY_SECONDS), lock=Lock())
    def platform_status() -> int:
        answer = gate.upstream.call("GET", "/health/ready", claims=Claims(), request_id="health-check")
        read_whole(answer)
        return answer.status

    @routes.get("/health/live")
    def live() -> Response:
        return jsonify(status="ok")

    @routes.get("/health/ready")
    def ready() -> Response:
        if platform_status() >= 400:
            raise busy("The platform is not ready.", seconds=5)
        return jsonify(status="ok")

    @routes.get("/health/key")
    def key() -> Response:
        """For a proxy, before it takes a body in: 204 for a key that may ask."""
        gate.limits.hit_address(network_of(request.remote_addr or "unknown"))
        gate.keys.resolve(request.headers.get("Authorization", ""), request_id=g.request_id)
        return Response(status=HTTPStatus.NO_CONTENT)

    @routes.get("/metrics")
    def metrics() -> Response:
        if not _may_see_metrics(request, gate.settings.metrics_token.get_secret_value()):
            raise ApiError(ErrorCode.NOT_FOUND, "Not found.")
        return Response(generate_latest(gate.metrics.registry), content_type=CONTENT_TYPE_LATEST)

    return routes


def _may_see_metrics(asked: Request, token: str) -> bool:
    """Who has the token; where none is set, this machine, and no proxy on it for somebody else."""
    if token:
        given = asked.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    environ = asked.environ
    peer = environ.get("werkzeug.proxy_fix.orig", environ).get("REMOTE_ADDR") or ""
    return is_loopback(peer) and _OF_A_PROXY.isdisjoint(environ)
