"""The internal API. Importing the route modules registers their views."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from django.views.decorators.csrf import csrf_exempt

from picopt_contract.errors import ErrorCode
from picopt_saas.api.endpoint import api
from picopt_saas.api.problems import problem
from picopt_saas.api.routes import account, connect, files, images, items, jobs, keys, previews, quotes

__all__ = ["account", "connect", "files", "images", "items", "jobs", "keys", "previews", "quotes", "urlpatterns"]


@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:
    """Every address that no route has."""
    return problem(request, ErrorCode.NOT_FOUND, "There is nothing at this address.")


def _refuse_methods(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Have a 405 answer carry a problem document like every other error."""

    @functools.wraps(view)
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        refused = problem(request, ErrorCode.METHOD_NOT_ALLOWED, f"{request.method} is not possible here.")
        refused["Allow"] = response["Allow"]
        return refused

    return serve


def _patterns() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = list(api.urls[0])
    for pattern in found:
        if isinstance(pattern, URLPattern):
            pattern.callback = _refuse_methods(pattern.callback)
    return [*found, re_path(r"", not_found)]


urlpatterns = _patterns()
