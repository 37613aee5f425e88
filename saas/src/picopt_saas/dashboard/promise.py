"""What connecting a site brings, said before it is done."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from picopt_saas.accounts import connect
from picopt_saas.accounts.models import Account, ConnectWish
from picopt_saas.billing.free_credits import credits_due, credits_offered, registrable_domain

_WANTED: Final = "connect_code"


@dataclass(frozen=True)
class Promise:
    """Free credits that a site brings; `later` are those that one on its own domain adds to them."""

    site: str
    credits: int
    later: int = 0


def promise_to(account: Account, site: str) -> Promise:
    """To somebody who is about to confirm this site."""
    credits = credits_due(account, site)
    later = 0 if registrable_domain(site) or not credits else settings.PICOPT.free_credits - credits
    return Promise(site, credits, later)


def remember_wish(response: HttpResponse, wish: ConnectWish) -> None:
    """Keep in the browser which site a visitor came to connect: a session would be a row for everybody who looks."""
    left = wish.expires_at - timezone.now()
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(_WANTED, wish.user_code, max_age=left, secure=secure, httponly=True, samesite="Lax")


def wish_of(request: HttpRequest) -> ConnectWish | None:
    """The wish of the site that this visitor came to connect, while somebody can still decide on it."""
    code = request.COOKIES.get(_WANTED, "")
    return connect.find(code) if code else None


def forget_wish(request: HttpRequest, response: HttpResponse) -> None:
    """The visitor is somebody now, and has got what they came for."""
    if _WANTED in request.COOKIES:
        response.delete_cookie(_WANTED, samesite="Lax")


def promise_to_visitor(request: HttpRequest) -> Promise | None:
    """To somebody who came with a site's code and has no account yet; None for who came without.

    Whether the site's domain has brought credits to another account is nobody's business before that.
    """
    wish = wish_of(request)
    if wish is None:
        return None
    credits = credits_offered(wish.site_url)
    return Promise(wish.site_url, credits, settings.PICOPT.free_credits - credits)
