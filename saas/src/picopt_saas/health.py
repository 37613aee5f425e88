"""Is the process up, and can it work."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from picopt_contract.internal import REFUSED_HEADER
from picopt_saas.api.access import read_claims
from picopt_saas.database import takes_writes
from picopt_saas.degraded import degradations
from picopt_saas.refusal import NotTheGateway


def live(_request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and takes something in, else 503. `degraded` tells what workers lack; they work.

    A gateway that asks, and whose requests are refused, is told why.
    """
    try:
        fault = "" if takes_writes() else "read-only"
    except DatabaseError:
        fault = "no answer"
    if fault:
        return JsonResponse({"status": "unavailable", "database": fault}, status=503)
    answer = JsonResponse({"status": "ok", "database": "ok", "degraded": degradations()})
    if token := request.headers.get("Authorization", "").removeprefix("Bearer "):
        try:
            read_claims(token)
        except NotTheGateway as refused:
            answer[REFUSED_HEADER] = refused.why
    return answer
