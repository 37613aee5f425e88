"""Free credits for a first site: once an account and once a registrable domain, after a verified e-mail."""

from typing import Final
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from publicsuffixlist import PublicSuffixList

from picopt_saas.accounts.models import Account, Site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import FreeGrant, Grant

# The list that comes with the package, private suffixes (blogspot.com, github.io) included; only known top domains, so
# that `localhost`, addresses and made-up names bring nothing.
_SUFFIXES: Final = PublicSuffixList(accept_unknown=False, only_icann=False)


def registrable_domain(url: str) -> str | None:
    """`example.co.uk` of `https://shop.example.co.uk/blog`; None for addresses, localhost and unknown top domains."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    domain: str | None = _SUFFIXES.privatesuffix(host) if host else None
    return domain


@transaction.atomic
def give_free_credits(account: Account, site: Site) -> bool:
    """Give the free credits if account and site are entitled to them. True when this call did it.

    A site without a domain (localhost, an IP address) proves nothing; it brings less, once an account, and a later
    site with a domain brings the rest.
    """
    domain = registrable_domain(site.url)
    if not settings.PICOPT.free_credits or not _has_verified_email(account):
        return False
    if not domain:
        return _give_without_domain(account)
    # Either unique column may already be there: the domain with another account, or the account with another domain.
    FreeGrant.objects.bulk_create([FreeGrant(domain=domain, account=account)], ignore_conflicts=True)
    if not FreeGrant.objects.filter(domain=domain, account=account).exists():
        return False
    reference = f"free:{domain}"
    if Grant.objects.filter(reference=reference).exists():
        return False
    before = Grant.objects.filter(reference=_local_reference(account)).aggregate(given=Sum("credits"))["given"] or 0
    if settings.PICOPT.free_credits <= before:
        return False
    credits = settings.PICOPT.free_credits - before
    ledger.grant(account, credits, reference=reference, expires_at=None, reason=f"Welcome, {domain}")
    return True


def _give_without_domain(account: Account) -> bool:
    credits = min(settings.PICOPT.free_credits_without_domain, settings.PICOPT.free_credits)
    reference = _local_reference(account)
    has_some = FreeGrant.objects.filter(account=account).exists() or Grant.objects.filter(reference=reference).exists()
    if not credits or has_some:
        return False
    ledger.grant(account, credits, reference=reference, expires_at=None, reason="Welcome, your first site")
    return True


def _local_reference(account: Account) -> str:
    return f"free-without-domain:{account.pk}"


def _has_verified_email(account: Account) -> bool:
    return bool(EmailAddress.objects.filter(user__memberships__account=account, verified=True).exists())
