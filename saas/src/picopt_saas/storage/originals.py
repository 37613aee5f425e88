"""Originals that are kept, and for how long."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_saas.accounts.models import Account
from picopt_saas.storage.models import Original, image_id


def find_original(account: Account, sha256: str) -> Original | None:
    """The account's own original with these bytes; nobody else's."""
    return Original.objects.filter(account=account, sha256=sha256).first()


def bytes_known(sha256: str) -> Subquery:
    """The length of the original with these bytes, as an annotation of a row with an `account_id`; None: not known."""
    return Subquery(Original.objects.filter(account=OuterRef("account_id"), sha256=sha256).values("bytes")[:1])


def add_original(account: Account, sha256: str, *, size: int, media_type: str) -> Original:
    """Record an original whose bytes are in their place. Kept for a day unless a job wants it."""
    rows = Original.objects.raw(
        "INSERT INTO storage_original (id, account_id, sha256, bytes, media_type, uploaded_at, keep_until) "
        "VALUES (%s, %s, %s, %s, %s, now(), %s) ON CONFLICT (account_id, sha256) DO NOTHING RETURNING *",
        [image_id(), account.pk, sha256, size, media_type, _unused_until()],
    )
    return next(iter(rows), None) or Original.objects.get(account=account, sha256=sha256)


def forget_original(account_id: str, sha256: str) -> None:
    """Whoever sends these bytes again is listened to; what is left of them goes with the nightly look at the store."""
    Original.objects.filter(account=account_id, sha256=sha256).delete()


def keep_at_least(account: Account, sha256s: set[str], until: datetime) -> set[str]:
    """Keep these originals until then; returns those that are there.

    Waits for a sweep that is about to remove one of them, and then does not return it.
    """
    return {original.sha256 for original in _keep(account, sha256s, until)}


def touch(account: Account, sha256: str) -> Original | None:
    """The original if it is known, kept for another day at least."""
    return next(iter(_keep(account, {sha256}, _unused_until())), None)


def _keep(account: Account, sha256s: set[str], until: datetime) -> list[Original]:
    # In the order of the key, so that two jobs with the same pictures never wait for each other in a circle.
    return list(
        Original.objects.raw(
            """WITH locked AS (
                 SELECT id FROM storage_original WHERE account_id = %s AND sha256 = ANY(%s)
                 ORDER BY id FOR NO KEY UPDATE)
               UPDATE storage_original SET keep_until = greatest(keep_until, %s)
               FROM locked WHERE storage_original.id = locked.id RETURNING storage_original.*""",
            [account.pk, list(sha256s), until],
        )
    )


def _unused_until() -> datetime:
    return timezone.now() + timedelta(seconds=LIMITS.unused_original_seconds)
