"""Connecting a site: the device authorization grant (RFC 8628).

PKCE (RFC 7636, S256) sees to it that only the site that asked can collect the key.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from picopt_saas.accounts import audit
from picopt_saas.accounts.keys import hash_key
from picopt_saas.accounts.models import Account, ConnectWish, Membership, User
from picopt_saas.accounts.sites import normalize_url

LIFETIME: Final = timedelta(minutes=30)
INTERVAL: Final = 5  # seconds between two questions (RFC 8628, 3.2)
_EARLY: Final = timedelta(seconds=1)  # networks are uneven; a question this much too soon is let through
_LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628, 6.1: no vowels, so no words; nothing that looks like a digit
_TRIES: Final = 5


class NotConnectedError(Exception):
    """There is no key to give; the class says why."""


class PendingError(NotConnectedError):
    """Nobody has decided yet."""


class TooSoonError(NotConnectedError):
    """The site asks more often than every `INTERVAL` seconds."""


class DeclinedError(NotConnectedError):
    """Somebody said no."""


class ExpiredError(NotConnectedError):
    """Unknown, too old, collected already, or not asked by whoever began; nothing tells which."""


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """Who confirmed which site for which account."""

    account: Account
    user: User
    site_url: str


def begin(site_url: str, challenge: str) -> tuple[ConnectWish, str]:
    """A wish to connect this site, and the device code that only the site gets. Raises `ValidationError`."""
    url = normalize_url(site_url)
    device_code = secrets.token_urlsafe(32)
    for _ in range(_TRIES):
        try:
            with transaction.atomic():
                wish = ConnectWish.objects.create(
                    sha256=hash_key(device_code),
                    user_code=_new_user_code(),
                    site_url=url,
                    challenge=challenge,
                    expires_at=timezone.now() + LIFETIME,
                )
        except IntegrityError:  # two live wishes with one code: one in 25 billion
            continue
        return wish, device_code
    raise RuntimeError("no free code in several tries")


def _new_user_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def written(user_code: str) -> str:
    """The code as we write it, however somebody typed it: `wdjb mjht` is `WDJB-MJHT`."""
    letters = "".join(letter for letter in user_code.upper() if letter in _LETTERS)
    return f"{letters[:4]}-{letters[4:]}"


def find(user_code: str) -> ConnectWish | None:
    """The wish with this code that somebody can still decide on."""
    return _open().filter(user_code=written(user_code)).first()


def note_interest(wish: ConnectWish, user: User) -> None:
    """Remember who wants to decide on it: it is shown to them again wherever they sign in until they have."""
    ConnectWish.objects.filter(pk=wish.pk).update(wanted_by=user)


def wishes_of(user: User) -> list[ConnectWish]:
    """Wishes that the person has looked at and not decided on, the newest first."""
    return list(_open().filter(wanted_by=user).order_by("-created_at"))


@transaction.atomic
def confirm(wish: ConnectWish, account: Account, user: User) -> bool:
    """Let the site collect a key of this account. False when somebody has decided meanwhile, or it has expired."""
    decided = _open().filter(pk=wish.pk).update(account=account, user=user, decided_at=timezone.now())
    if decided:
        audit.record(account, "connect.confirmed", subject=wish.site_url, user=user)
    return bool(decided)


def decline(wish: ConnectWish) -> bool:
    """Say no to the site. False as with `confirm`."""
    return bool(_open().filter(pk=wish.pk).update(decided_at=timezone.now()))


def collect(device_code: str, verifier: str, site_url: str) -> Confirmed:
    """Use the wish up, once. Raises one of the `NotConnectedError`s."""
    now = timezone.now()
    wish = ConnectWish.objects.select_related("account", "user").filter(sha256=hash_key(device_code)).first()
    if wish is None or wish.expires_at <= now or wish.collected_at is not None:
        raise ExpiredError
    if not _belongs(wish, verifier, site_url):
        # Whoever has the code without the verifier has stolen it: nobody gets a key for it any more.
        ConnectWish.objects.filter(pk=wish.pk).update(collected_at=now)
        raise ExpiredError
    if wish.decided_at is None:
        _wait(wish)
    if wish.account is None or wish.user is None:
        raise DeclinedError
    # Who was taken out of the account, or has left, brings it no key any more.
    confirmed = Membership.objects.filter(account=wish.account, user=wish.user, account__closed_at=None).exists()
    if not confirmed or not ConnectWish.objects.filter(pk=wish.pk, collected_at=None).update(collected_at=now):
        raise ExpiredError
    return Confirmed(account=wish.account, user=wish.user, site_url=wish.site_url)


def _open() -> "QuerySet[ConnectWish]":
    return ConnectWish.objects.filter(decided_at=None, collected_at=None, expires_at__gt=timezone.now())


def _wait(wish: ConnectWish) -> None:
    now = timezone.now()
    patient = Q(asked_at=None) | Q(asked_at__lte=now - timedelta(seconds=INTERVAL) + _EARLY)
    asked_in_time = ConnectWish.objects.filter(patient, pk=wish.pk).update(asked_at=now)
    raise PendingError if asked_in_time else TooSoonError


def _belongs(wish: ConnectWish, verifier: str, site_url: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    try:
        same_site = normalize_url(site_url) == wish.site_url
    except ValidationError:
        return False
    return same_site and hmac.compare_digest(challenge, wish.challenge)
