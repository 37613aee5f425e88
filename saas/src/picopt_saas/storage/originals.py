"""Originals that are kept, and for how long."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Greatest
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_saas.accounts.models import Account
from picopt_saas.storage.models import Original


def find_original(account: Account, sha256: str) -> Original | None:
    """The account's own original with these bytes; nobody else's."""
    return Original.objects.filter(account=account, sha256=sha256).first()


def add_original(account: Account, sha256: str, *, size: int, media_type: str) -> Original:
    """Record an original whose bytes are in their place. Kept for a day unless a job wants it."""
    original, _ = Original.objects.get_or_create(
        account=account,
        sha256=sha256,
        defaults={"bytes": size, "media_type": media_type, "keep_until": _unused_until()},
    )
    return original


@transaction.atomic
def keep_at_least(account: Account, sha256s: set[str], until: datetime) -> set[str]:
    """Keep these originals until then; returns those that are there.

    Waits for a sweep that is about to remove one of them, and then does not return it.
    """
    there = Original.objects.filter(account=account, sha256__in=sha256s)
    # In the order of the key, so that two jobs with the same pictures never wait for each other in a circle.
    locked = list(there.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    Original.objects.filter(pk__in=locked).update(keep_until=Greatest("keep_until", until))
    return set(Original.objects.filter(pk__in=locked).values_list("sha256", flat=True))


def touch(account: Account, sha256: str) -> Original | None:
    """The original if it is known, kept for another day at least."""
    keep_at_least(account, {sha256}, _unused_until())
    return find_original(account, sha256)


def _unused_until() -> datetime:
    return timezone.now() + timedelta(seconds=LIMITS.unused_original_seconds)
