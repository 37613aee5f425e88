"""The plan's quota of uploaded bytes in 30 days."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from picopt_contract.errors import ErrorCode
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.refusal import Refusal
from picopt_saas.storage.models import UploadedBytes

_WINDOW = timedelta(days=30)


@dataclass
class Claim:
    """Bytes of one upload."""

    received: int = 0
    """How many have come."""


def uploaded_bytes(account: Account, api_key: ApiKey | None = None) -> int:
    """Bytes received in the last 30 days, from one key or from all of the account's."""
    rows = UploadedBytes.objects.filter(account=account, day__gt=timezone.now().date() - _WINDOW)
    if api_key is not None:
        rows = rows.filter(api_key=api_key)
    return int(rows.aggregate(sum=Sum("bytes"))["sum"] or 0)


@contextmanager
def claimed(account: Account, api_key: ApiKey, announced: int, quota: int) -> Iterator[Claim]:
    """Count `announced` bytes before they come, and those that came instead when the block ends.

    Uploads at once can thus not exceed the quota together. Raises `Refusal` (byte_quota) when these would.
    """
    today = timezone.now().date()
    claim = Claim()
    used = _claim(account, api_key, today, announced)
    try:
        if used + announced > quota:
            raise Refusal(
                ErrorCode.BYTE_QUOTA,
                f"The plan allows uploads of {quota} bytes in 30 days and {used} are used. "
                "A larger plan allows more; older days drop out of the sum by themselves.",
            )
        yield claim
    finally:
        if claim.received != announced:
            _claim(account, api_key, today, claim.received - announced)


def _claim(account: Account, api_key: ApiKey, day: date, number: int) -> int:
    """Add to the day's sum; the bytes of the account's 30 days before it.

    The database's function `storage_claim` does it under a lock of the account, so that no two uploads, of whatever
    key, count without each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT storage_claim(%s, %s, %s, %s, %s)", [account.pk, api_key.pk, day, day - _WINDOW, number])
        return int(cursor.fetchone()[0])
