"""What payments leave behind: webhooks that were taken long ago."""

from datetime import datetime, timedelta
from typing import Final

from picopt_saas.billing.models import WebhookEvent
from picopt_saas.budget import Budget, delete_some, in_batches

# Providers send a webhook again for days; the sale behind it is known for ever, by its own reference.
_EVENTS_KEPT: Final = timedelta(days=90)


def sweep_rows(now: datetime, budget: Budget) -> dict[str, int]:
    """Remove what is too old to come again; how many rows of each kind."""
    old = WebhookEvent.objects.filter(received_at__lte=now - _EVENTS_KEPT, applied=True)
    return {"events": in_batches(lambda: delete_some(old), budget)}
