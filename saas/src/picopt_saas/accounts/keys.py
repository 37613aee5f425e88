"""API keys: 256 random bits, shown once, kept only as a SHA-256 and a visible beginning."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.utils import timezone

from picopt_contract.values import Scope
from picopt_saas.accounts import audit
from picopt_saas.accounts.models import ApiKey, Site, User

_VISIBLE: Final = len("po_live_") + 6
# `last_used_at` is for people; writing it once a minute is enough.
_USE_NOTED_EVERY: Final = timedelta(minutes=1)


def create_key(  # noqa: PLR0913 -- what a person chooses when they make one
    site: Site,
    *,
    name: str = "",
    scopes: Sequence[Scope] = tuple(Scope),
    daily_spend_cap: int | None = None,
    test: bool = False,
    user: User | None = None,
) -> tuple[ApiKey, str]:
    """A new key of the site, and the key itself, which nobody can read again. `test` keys never charge."""
    secret = f"po_{'test' if test else 'live'}_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        account_id=site.account_id,
        site=site,
        name=name,
        prefix=secret[:_VISIBLE],
        sha256=hash_key(secret),
        scopes=[scope.value for scope in scopes],
        daily_spend_cap=daily_spend_cap,
        test=test,
        created_by=user,
    )
    audit.record(site.account, "key.created", subject=key.prefix, user=user, site=site.url, scopes=key.scopes)
    return key, secret


def hash_key(secret: str) -> str:
    """SHA-256 in hex; a key has 256 random bits, so no salt and no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_key(sha256: str) -> ApiKey | None:
    """The key with this hash, switched off or not; None when there is none, it was deleted or its account closed."""
    keys = ApiKey.objects.select_related("account__subscription", "site")
    return keys.filter(sha256=sha256, deleted_at=None, account__closed_at=None).first()


def note_use(key: ApiKey) -> None:
    """Remember that the key was used, at most once a minute."""
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > _USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def switch_key(key: ApiKey, *, active: bool, user: User | None = None) -> None:
    """Switch a key on or off; gateways follow within five seconds."""
    ApiKey.objects.filter(pk=key.pk).update(active=active)
    audit.record(key.account, "key.switched_on" if active else "key.switched_off", subject=key.prefix, user=user)


def cap_key(key: ApiKey, *, daily_spend_cap: int | None, user: User | None = None) -> None:
    """Set how many credits the key may spend a day (UTC); None: as many as there are."""
    ApiKey.objects.filter(pk=key.pk).update(daily_spend_cap=daily_spend_cap)
    audit.record(key.account, "key.capped", subject=key.prefix, user=user, daily_spend_cap=daily_spend_cap)


def delete_key(key: ApiKey, *, user: User | None = None) -> None:
    """Make the key unknown for good. Its row stays for the audit log and the statistics."""
    ApiKey.objects.filter(pk=key.pk).update(active=False, deleted_at=timezone.now())
    audit.record(key.account, "key.deleted", subject=key.prefix, user=user)
