"""What every page may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from picopt_saas.dashboard.views.mailbox import keeps_mail


def everywhere(_request: HttpRequest) -> dict[str, Any]:
    """Whether mail is kept here instead of being sent; what a new account gets; the languages."""
    return {
        "test_mail": keeps_mail(),
        "free_credits": settings.PICOPT.free_credits,
        "languages": settings.LANGUAGES,  # by their own names
    }
