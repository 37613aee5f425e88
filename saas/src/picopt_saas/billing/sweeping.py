"""What payments leave behind: webhooks that were taken long ago."""

from datetime import datetime, timedelta
from typing import Final

from picopt_saas.billing.models import WebhookEvent

# Providers send a webhook again for days; the sale behind it is known for ever, by its own reference.
_EVENTS_KEPT: Final = timedelta(days=90)


def sweep_rows(now: datetime) -> dict[str, int]:
    """Remove what is too old to come again; how many rows of each kind."""
    return {"events": WebhookEvent.objects.filter(received_at__lte=now - _EVENTS_KEPT, applied=True).delete()[0]}
