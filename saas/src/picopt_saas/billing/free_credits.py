"""Free credits for a first site: once an account and once a registrable domain, after a verified e-mail."""

import hashlib
from typing import Final
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from publicsuffixlist import PublicSuffixList

from picopt_saas.accounts.models import Account, Site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import FreeGrant, Grant

# The list that comes with the package, private suffixes (blogspot.com, github.io) included; only known top domains, so
# that `localhost`, addresses and made-up names bring nothing.
_SUFFIXES: Final = PublicSuffixList(accept_unknown=False, only_icann=False)
_DISGUISE: Final = "sha256:"  # begins what is kept of the domains of closed accounts


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
    if domain and not FreeGrant.objects.filter(domain=_disguised(domain)).exists():
        # Either unique column may be there: the domain with another account, or the account with another domain.
        FreeGrant.objects.bulk_create([FreeGrant(domain=domain, account=account)], ignore_conflicts=True)
    credits = credits_due(account, site.url)
    if credits:
        reference = f"free:{account.pk}" if domain else _local_reference(account)
        reason = f"Welcome, {domain}" if domain else "Welcome, your first site"
        ledger.grant(account, credits, reference=reference, expires_at=None, reason=reason)
    return bool(credits)


def credits_due(account: Account, url: str) -> int:
    """What connecting this site would give the account now, as soon as its email is verified."""
    domain = registrable_domain(url)
    given = Grant.objects.filter(reference=_local_reference(account)).aggregate(credits=Sum("credits"))["credits"] or 0
    if not domain:
        has_some = given or FreeGrant.objects.filter(account=account).exists()
        return 0 if has_some else credits_offered(url)
    is_taken = FreeGrant.objects.filter(Q(domain=_disguised(domain)) | (Q(domain=domain) ^ Q(account=account))).exists()
    if is_taken or Grant.objects.filter(reference__in=[f"free:{account.pk}", f"free:{domain}"]).exists():
        return 0
    return max(0, credits_offered(url) - given)


def credits_offered(url: str) -> int:
    """What connecting this site gives an account that had no free credits yet, unless its domain has brought some."""
    whole = settings.PICOPT.free_credits
    return whole if registrable_domain(url) else min(settings.PICOPT.free_credits_without_domain, whole)


def forget_domain(account: Account) -> None:
    """The account is closed: its domain has brought free credits, and that is all that is remembered of it."""
    for domain in FreeGrant.objects.filter(account=account).values_list("domain", flat=True):
        if not domain.startswith(_DISGUISE):
            FreeGrant.objects.filter(domain=domain).update(domain=_disguised(domain))


def _disguised(domain: str) -> str:
    return _DISGUISE + hashlib.sha256(domain.encode()).hexdigest()


def _local_reference(account: Account) -> str:
    return f"free-without-domain:{account.pk}"


def _has_verified_email(account: Account) -> bool:
    return bool(EmailAddress.objects.filter(user__memberships__account=account, verified=True).exists())
