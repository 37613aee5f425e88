"""The plan's quota of uploaded bytes in 30 days."""

from datetime import timedelta

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from picopt_contract.errors import ErrorCode
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.refusal import Refusal
from picopt_saas.storage.models import UploadedBytes

_WINDOW = timedelta(days=30)


def uploaded_bytes(account: Account, api_key: ApiKey | None = None) -> int:
    """Bytes received in the last 30 days, from one key or from all of the account's."""
    rows = UploadedBytes.objects.filter(account=account, day__gt=timezone.now().date() - _WINDOW)
    if api_key is not None:
        rows = rows.filter(api_key=api_key)
    return int(rows.aggregate(sum=Sum("bytes"))["sum"] or 0)


def check_quota(account: Account, announced: int, quota: int) -> None:
    """Raise `Refusal` (byte_quota) when `announced` more bytes would exceed the quota."""
    used = uploaded_bytes(account)
    if used + announced > quota:
        raise Refusal(
            ErrorCode.BYTE_QUOTA,
            f"The plan allows uploads of {quota} bytes in 30 days and {used} are used. "
            "A larger plan allows more; older days drop out of the sum by themselves.",
        )


def count_bytes(account: Account, api_key: ApiKey, received: int) -> None:
    """Add to today's sum. One statement, so that parallel uploads of one key do not lose each other's count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO storage_uploadedbytes (account_id, api_key_id, day, bytes) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT ON CONSTRAINT uploaded_bytes_once_a_day "
            "DO UPDATE SET bytes = storage_uploadedbytes.bytes + excluded.bytes",
            [account.pk, api_key.pk, timezone.now().date(), received],
        )
