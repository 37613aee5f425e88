"""Is the process up, can it work, and how is it doing."""

import hmac

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from picopt_contract.errors import ErrorCode
from picopt_contract.internal import Claims
from picopt_gateway.gate import Gate
from picopt_gateway.problems import ApiError, busy
from picopt_gateway.upstream import read_whole


def blueprint(gate: Gate) -> Blueprint:
    """`/health/live`, `/health/ready`, `/metrics`."""
    routes = Blueprint("health", __name__)

    @routes.get("/health/live")
    def live() -> Response:
        return jsonify(status="ok")

    @routes.get("/health/ready")
    def ready() -> Response:
        answer = gate.upstream.call("GET", "/health/ready", claims=Claims(), request_id="health-check")
        read_whole(answer)
        if answer.status >= 400:
            raise busy("The platform is not ready.", seconds=5)
        return jsonify(status="ok")

    @routes.get("/metrics")
    def metrics() -> Response:
        token = gate.settings.metrics_token.get_secret_value()
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token and not hmac.compare_digest(given.encode(), token.encode()):
            raise ApiError(ErrorCode.NOT_FOUND, "Not found.")
        return Response(generate_latest(gate.metrics.registry), content_type=CONTENT_TYPE_LATEST)

    return routes
