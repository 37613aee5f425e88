"""What connecting a site brings, said before it is done."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from picopt_saas.accounts import connect
from picopt_saas.accounts.models import Account
from picopt_saas.billing.free_credits import credits_due, credits_offered, registrable_domain

WANTED = "connect_code"
"""In the session: the code that a visitor brought along before they had an account."""


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


def promise_to_visitor(request: HttpRequest) -> Promise | None:
    """To somebody who came with a site's code and has no account yet; None for who came without.

    Whether the site's domain has brought credits to another account is nobody's business before that.
    """
    wish = connect.find(request.session.get(WANTED, ""))
    if wish is None:
        return None
    credits = credits_offered(wish.site_url)
    return Promise(wish.site_url, credits, settings.PICOPT.free_credits - credits)
