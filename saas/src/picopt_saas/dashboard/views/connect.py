"""The page on which a person confirms that a site may use the account (RFC 8628, 3.3)."""

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from picopt_saas.accounts import connect as wishes
from picopt_saas.accounts.guesses import give_back, take_guess
from picopt_saas.accounts.models import ApiKey, ConnectWish, User
from picopt_saas.billing.allowance import PlanLimitError, check_new_key
from picopt_saas.billing.connecting import KEY_NAME
from picopt_saas.dashboard.access import AccountRequest, confirmed, for_account
from picopt_saas.dashboard.promise import forget_wish, promise_to, remember_wish, wish_of

_GUESSES: Final = 10
_GUESS_SECONDS: Final = 900


@never_cache
def connect(request: HttpRequest) -> HttpResponse:
    """`GET /connect?code=` shows which site asks; a POST of the code says yes or no. Without a code it asks for one."""
    if request.user.is_authenticated:
        response = _decide(request)
        forget_wish(request, response)
        return response
    response = redirect_to_login(request.get_full_path(), resolve_url("account_signup"))
    if wish := wishes.find(request.GET.get("code", "")):
        remember_wish(response, wish)
    return response


def not_the_service(_request: HttpRequest) -> HttpResponse:
    """For sites that were given the dashboard's address instead of the service's: where the service is."""
    return JsonResponse({"product": "picture-optimizer-dashboard", "api_url": settings.PICOPT.api_url})


def keep_wish(request: HttpRequest, user: User, **_: object) -> None:
    """Somebody has signed up: what they came for is theirs now, in whatever browser they sign in next."""
    wish = wish_of(request)
    if wish is not None:
        wishes.note_interest(wish, user)


@for_account
@confirmed
def _decide(request: AccountRequest) -> HttpResponse:
    typed = request.POST.get("code") or request.GET.get("code", "")
    if not typed.strip():
        return render(request, "dashboard/connect_code.html")
    if not take_guess(_counter(request), at_most=_GUESSES, seconds=_GUESS_SECONDS):
        return render(request, "dashboard/connect_code.html", {"refused": "often", "typed": typed}, status=429)
    wish = wishes.find(typed)
    if wish is None:
        return render(request, "dashboard/connect_code.html", {"refused": "unknown", "typed": typed}, status=404)
    give_back(_counter(request))
    wishes.note_interest(wish, request.user)
    if request.method == "POST" and "decline" in request.POST:
        wishes.decline(wish)
        messages.success(request, _("%(site)s was not connected.") % {"site": wish.site_url})
        return redirect("overview")
    return _answer(request, wish)


def _answer(request: AccountRequest, wish: ConnectWish) -> HttpResponse:
    """Ask, or do what was confirmed."""
    known = ApiKey.objects.filter(account=request.account, site__url=wish.site_url, deleted_at=None, name=KEY_NAME)
    if not known.exists():  # else its key is replaced, which needs no room
        try:
            check_new_key(request.account, wish.site_url)
        except PlanLimitError as error:
            return render(request, "dashboard/connect_full.html", {"error": error, "wish": wish}, status=403)
    shown = {"wish": wish, "account": request.account, "promise": promise_to(request.account, wish.site_url)}
    if request.method == "POST" and wishes.confirm(wish, request.account, request.user):
        return render(request, "dashboard/connect_done.html", shown)
    return render(request, "dashboard/connect.html", shown)


def _counter(request: AccountRequest) -> str:
    """Codes are short because people type them; nobody may try many (RFC 8628, 5.1)."""
    return f"connect:{request.user.pk}"
