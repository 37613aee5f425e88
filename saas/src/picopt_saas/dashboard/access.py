"""Who may see what: every page works on one account, the signed-in person's."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from picopt_saas.accounts.members import account_of
from picopt_saas.accounts.models import Account, User

P = ParamSpec("P")
CHOSEN: Final = "account"  # in the session: the account that a member of several works in


class AccountRequest(HttpRequest):
    """A request of a signed-in person, in their account."""

    user: User
    account: Account


def for_account(
    view: Callable[Concatenate[AccountRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Ask for a log-in first, then give the view the person's account as `request.account`."""

    @wraps(view)
    def handle(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        entered = cast("AccountRequest", request)
        entered.account = account_of(entered.user, chosen=request.session.get(CHOSEN))
        return view(entered, *args, **kwargs)

    return login_required(handle)
