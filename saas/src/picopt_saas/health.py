"""Is the process up, and can it work."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from picopt_saas.degraded import degradations


def live(_request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "ok"})


def ready(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503. `degraded` tells what workers lack; they work all the same."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok", "degraded": degradations()})
