"""Where people reach us, as the operator says and never as a request says; and who a request comes from."""

from collections.abc import Callable
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from picopt_contract.internal import INTERNAL_PREFIX
from picopt_runtime.networks import network_of

Next = Callable[[HttpRequest], HttpResponse]

# The gateway proves itself by its token, probes and scrapers ask by address; none of them gets a link.
_ANY_HOST: Final = (f"{INTERNAL_PREFIX}/", "/health/", "/metrics")


def public_address(name: str, *parameters: object) -> str:
    """The whole address of one of our pages, by its name in the URL configuration."""
    return f"{settings.PICOPT.public_url}{reverse(name, args=parameters)}"


def at_the_public_address(get_response: Next) -> Next:
    """Refuse pages (400) at host names that are not ours; behind this, every request names the host of `PUBLIC_URL`.

    Links in mails are built from the request by Django and allauth. A `Host` of somebody's choice would lead the
    receiver of a password reset there.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_ANY_HOST):
            request.get_host()  # raises `DisallowedHost`
        request.META["HTTP_HOST"] = urlsplit(settings.PICOPT.public_url).netloc
        return get_response(request)

    return handle


def client_address(request: HttpRequest) -> str:
    """Who asks: the address that the outermost of our proxies saw; never one that a client wrote into a header."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.PICOPT.trusted_proxies or 0
    passed_on = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    if not 0 < proxies <= len(passed_on):
        return peer
    try:
        return str(ip_address(passed_on[-proxies]))
    except ValueError:
        return peer


def client_network(request: HttpRequest) -> str:
    """The same as limits count: who has a network of IPv6 addresses is one client."""
    return network_of(client_address(request))
