"""Prometheus metrics of the web process, at /metrics."""

import hmac
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, Histogram, generate_latest

REQUEST_SECONDS: Final = Histogram(
    "picopt_saas_request_seconds",
    "Time to answer, by method, route and status",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics in Prometheus' text format; 404 to whoever lacks the token, or in production when none is set."""
    token = settings.PICOPT.metrics_token.get_secret_value()
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and not hmac.compare_digest(given.encode(), token.encode()):
        raise Http404
    if not token and settings.PICOPT.in_production:
        raise Http404
    try:
        return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
    except DatabaseError:  # some are counted there
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain")
