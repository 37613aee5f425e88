"""Connecting a site by one click: a one-time code for a key, bound to the site by PKCE (RFC 7636, S256)."""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone

from picopt_saas.accounts import audit
from picopt_saas.accounts.keys import hash_key
from picopt_saas.accounts.models import Account, ConnectCode, User
from picopt_saas.accounts.sites import normalise_url

CODE_LIFETIME: Final = timedelta(minutes=5)
_CHALLENGE: Final = re.compile(r"^[A-Za-z0-9_-]{43}$")  # SHA-256 in base64url without padding


@dataclass(frozen=True, kw_only=True)
class Redeemed:
    """What a code stood for: who confirmed which site for which account."""

    account: Account
    user: User
    site_url: str


def is_challenge(challenge: str) -> bool:
    """Whether this is the form of an S256 code challenge."""
    return bool(_CHALLENGE.match(challenge))


def issue_code(account: Account, user: User, *, site_url: str, challenge: str) -> str:
    """A code for the confirmed site, good once and for five minutes. Raises `ValidationError` for a bad address."""
    url = normalise_url(site_url)
    code = secrets.token_urlsafe(32)
    ConnectCode.objects.filter(account=account, expires_at__lt=timezone.now()).delete()
    ConnectCode.objects.create(
        sha256=hash_key(code),
        account=account,
        user=user,
        site_url=url,
        challenge=challenge,
        expires_at=timezone.now() + CODE_LIFETIME,
    )
    audit.record(account, "connect.confirmed", subject=url, user=user)
    return code


def redeem_code(code: str, verifier: str, site_url: str) -> Redeemed | None:
    """Use the code up. None, whatever the cause, so that nothing can be probed; the site then starts again."""
    found = ConnectCode.objects.select_related("account", "user").filter(sha256=hash_key(code)).first()
    # Used up before it is checked: a wrong guess at the verifier costs the code.
    fresh = ConnectCode.objects.filter(sha256=hash_key(code), used_at=None, expires_at__gt=timezone.now())
    if not fresh.update(used_at=timezone.now()) or found is None or not _belongs(found, verifier, site_url):
        return None
    return Redeemed(account=found.account, user=found.user, site_url=found.site_url)


def _belongs(found: ConnectCode, verifier: str, site_url: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    try:
        same_site = normalise_url(site_url) == found.site_url
    except ValidationError:
        return False
    return same_site and hmac.compare_digest(challenge, found.challenge) and found.account.closed_at is None
