"""Whether Stripe tells us what we need to hear: the webhook endpoint as it is set up there."""

from collections.abc import Iterator
from typing import Any

from picopt_saas.billing.payments.stripe.connection import Connection
from picopt_saas.billing.payments.stripe.events import OLDEST_VERSION

# They come beside `customer.subscription.updated`, which says the same.
_NOT_NEEDED = frozenset({"customer.subscription.paused", "customer.subscription.resumed"})


def endpoint_faults(connection: Connection, url: str, wanted: frozenset[str]) -> Iterator[str]:
    """What is wrong with the endpoint at our address, in sentences. Raises `PaymentError`."""
    found = connection.ask(connection.v1.webhook_endpoints.list, {"limit": 100}).to_dict()["data"]
    ours = [one for one in found if one["url"] == url and one["status"] == "enabled"]
    if not ours:
        yield f"Stripe has no enabled webhook endpoint at {url}: nobody's payment would bring credits"
        return
    told = {event for one in ours for event in one["enabled_events"]}
    missing = sorted(wanted - _NOT_NEEDED - told)
    if missing and "*" not in told:
        yield f"the webhook endpoint at {url} is not sent {', '.join(missing)}"
    if old := next((one for one in ours if _is_old(one)), None):
        yield (
            f"the webhook endpoint at {url} is sent events of API version {old['api_version']}, which are refused: "
            f"make one with {OLDEST_VERSION} or later"
        )


def _is_old(endpoint: dict[str, Any]) -> bool:
    """An endpoint without a version of its own has the Stripe account's, which is not told here."""
    return str(endpoint.get("api_version") or OLDEST_VERSION) < OLDEST_VERSION
