"""Who may see what: every page works on one account, the signed-in person's."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from picopt_saas.accounts.members import account_of
from picopt_saas.accounts.models import Account, User

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
CHOSEN: Final = "account"  # in the session: the account that a member of several works in


class AccountRequest(HttpRequest):
    """A request of a signed-in person, in their account."""

    user: User
    account: Account


def for_account(
    view: Callable[Concatenate[AccountRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Ask for a log-in first, then give the view the person's account as `request.account`."""

    @wraps(view)
    def handle(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not request.user.is_authenticated:
            return cast("R", redirect_to_login(_way_back(request)))
        entered = cast("AccountRequest", request)
        entered.account = account_of(entered.user, chosen=request.session.get(CHOSEN))
        return view(entered, *args, **kwargs)

    return handle


def _way_back(request: HttpRequest) -> str:
    """Where to go on after the log-in: a form that was sent is not sent again, so the page that it stood on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    try:
        page = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:  # brackets that do not fit
        return reverse("overview")
    known = page.netloc == request.get_host() and page.path.startswith("/") and not page.path.startswith("//")
    return page.path if known else reverse("overview")


def confirmed(
    view: Callable[Concatenate[AccountRequest, P], HttpResponse],
) -> Callable[Concatenate[AccountRequest, P], HttpResponse]:
    """Let a form through only for somebody who has just signed in; others show first that it is still them.

    They give their password, a passkey or a mailed code. A browser that was left open must not be enough to make a key,
    to let somebody in, or to end the account. What was sent is kept, and goes on afterwards.
    """

    @wraps(view)
    def handle(request: AccountRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "GET" and not _has_just_signed_in(request):
            raise ReauthenticationRequired  # allauth's middleware keeps the form and asks
        return view(request, *args, **kwargs)

    return handle


def _has_just_signed_in(request: AccountRequest) -> bool:
    """Whether a password, passkey or code was given in this session lately, at the log-in or since."""
    latest = max((record["at"] for record in get_authentication_records(request, request.user)), default=0.0)
    return bool(time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
