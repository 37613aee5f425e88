"""What every page may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from picopt_saas.billing.payments.build import payment_provider
from picopt_saas.dashboard.promise import promise_to_visitor
from picopt_saas.dashboard.views.mailbox import keeps_mail


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Whether mail is kept here instead of being sent; what a new account gets; whether VAT comes on top; languages."""
    return {
        "test_mail": keeps_mail(),
        "free_credits": settings.PICOPT.free_credits,
        "free_credits_without_domain": min(settings.PICOPT.free_credits_without_domain, settings.PICOPT.free_credits),
        "adds_tax": lambda: payment_provider().adds_tax,  # asked for by two
        "promise_to_visitor": lambda: promise_to_visitor(request),  # asked for by one template
        "languages": settings.LANGUAGES,  # by their own names
    }
