"""The language of pages: the one that somebody chose, else the one that their browser asks for."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Next = Callable[[HttpRequest], HttpResponse]
_A_YEAR: Final = 365 * 86_400


def in_the_readers_language(get_response: Next) -> Next:
    """Speak to whoever is signed in as they chose under Account; Django's own middleware speaks to everybody else."""

    def handle(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "") if _shows_pages(request) else ""
        if not is_known(chosen):
            return get_response(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            return get_response(request)

    return handle


def is_known(language: str) -> bool:
    """Whether pages speak it."""
    return language in dict(settings.LANGUAGES)


def remember(response: HttpResponse, language: str) -> None:
    """Have this browser keep the language, signed in or not."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _shows_pages(request: HttpRequest) -> bool:
    """The gateway, probes and scrapers have no language, and need no look at a session."""
    return not request.path.startswith(("/internal/", "/health/", "/metrics", "/webhooks/", settings.STATIC_URL))
