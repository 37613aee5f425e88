"""Pages for everybody: what the product does, what it costs, and under which rules."""

import sys
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from picopt_saas.billing.plans import PACKS, PLANS, Interval, plans_by
from picopt_saas.dashboard.samples import samples
from picopt_saas.dashboard.views.overview import overview
from picopt_saas.database import is_unavailable, takes_nothing_in, takes_writes
from picopt_saas.storage.port import StorageFull, StorageUnavailable

_RETRY_SECONDS: Final = 5
_WORKERS_SEEN: Final = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"


def front_door(request: HttpRequest) -> HttpResponse:
    """The overview of whoever is signed in; what the product does, for everybody else."""
    if request.user.is_authenticated:
        return overview(request)
    yearly = request.GET.get("billing") == "yearly"
    plans = [PLANS["free"], *plans_by(Interval.YEAR if yearly else Interval.MONTH)]
    context = {"examples": samples(), "plans": plans, "yearly": yearly, "packs": PACKS.values()}
    return render(request, "public/home.html", context)


def page(request: HttpRequest, name: str) -> HttpResponse:
    """A page of plain text: privacy, terms, security."""
    return render(request, f"public/{name}.html")


@dataclass(frozen=True)
class Part:
    """A part of the service and whether it works."""

    name: str
    works: bool
    says: str


def status(request: HttpRequest) -> HttpResponse:
    """What works now, as this server sees it."""
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS_SEEN)
        (workers,) = cursor.fetchone()
    writes = takes_writes()
    parts = [
        Part(
            _("Dashboard and database"),
            works=writes,
            says=_("Working") if writes else _("Paused: nothing can be ordered or changed right now; nothing is lost"),
        ),
        Part(
            _("Image processing"),
            works=workers > 0,
            says=_("Working") if workers else _("Paused: jobs are kept and run as soon as processing is back"),
        ),
    ]
    return render(request, "public/status.html", {"parts": parts})


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django gives it
    """An address that leads nowhere."""
    return render(request, "public/missing.html", status=404)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django gives it
    """A request that no browser sends by itself, or a session that ended while it was under way."""
    shown = {
        "title": _("This request cannot be read"),
        "says": _("Nothing was changed. Go back, reload the page, and try again."),
    }
    return render(request, "public/broken.html", shown, status=400)


def too_often(request: HttpRequest) -> HttpResponse:
    """Somebody, or others at the same address, have tried to sign in, sign up or get a mail many times.

    The count is kept in the database, and allauth takes one that cannot be written for one that is full.
    """
    try:
        writes = takes_writes()
    except (DatabaseError, InterfaceError):
        return _busy(request)
    return render(request, "public/too_often.html", status=429) if writes else _for_reading(request)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django gives it
    """A form of before somebody signed in or out in another tab, or from a browser that keeps no cookies."""
    return render(request, "public/stale.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or of a database or a store that is away or busy (503). Shows nothing that could fail too."""
    error = sys.exception()
    if takes_nothing_in(error):
        return _for_reading(request)
    if isinstance(error, StorageFull | StorageUnavailable) or is_unavailable(error):
        return _busy(request)
    shown = {"request_id": request.META.get("PICOPT_REQUEST_ID", "")}
    return render(request, "public/broken.html", shown, status=500)


def _busy(request: HttpRequest) -> HttpResponse:
    """A database or a store that is away, or that others are waiting for (503)."""
    shown = {
        "title": _("The service is busy right now"),
        "says": _("Nothing was charged. Go back and try again in a minute."),
        "request_id": request.META.get("PICOPT_REQUEST_ID", ""),
    }
    response = render(request, "public/broken.html", shown, status=503)
    response["Retry-After"] = _RETRY_SECONDS
    return response


def _for_reading(request: HttpRequest) -> HttpResponse:
    """While the database takes nothing in (503): pages can be read by whoever is signed in, and nobody can sign in."""
    shown = {
        "title": _("The service is read-only right now"),
        "says": _(
            "Pages can be viewed, but nobody can sign in and nothing can be changed. Nothing was lost or charged. "
            "Try again in a few minutes."
        ),
        "request_id": request.META.get("PICOPT_REQUEST_ID", ""),
    }
    response = render(request, "public/broken.html", shown, status=503)
    response["Retry-After"] = _RETRY_SECONDS
    return response
