"""What a key has used, for the account's page."""

from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils import timezone

from picopt_contract.values import ChargeState
from picopt_saas.accounts.models import ApiKey
from picopt_saas.billing import ledger
from picopt_saas.jobs.models import Charge


def used_today(key: ApiKey) -> int:
    """Credits ordered today (UTC) that are held or captured: what the key's daily cap is held against."""
    return ledger.spent_today(key)


def used_in_30_days(key: ApiKey) -> int:
    """Credits captured in the last 30 days."""
    return _captured_since(key, timezone.now() - timedelta(days=30))


def _captured_since(key: ApiKey, since: datetime) -> int:
    charges = Charge.objects.filter(item__job__api_key=key, settled_at__gte=since, state=ChargeState.CAPTURED)
    return int(charges.aggregate(sum=Sum("credits"))["sum"] or 0)
