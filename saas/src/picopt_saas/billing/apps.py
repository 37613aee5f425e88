from django.apps import AppConfig
from prometheus_client import REGISTRY


class BillingConfig(AppConfig):
    """Credits, plans and payments."""

    name = "picopt_saas.billing"
    label = "billing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the metrics."""
        from picopt_saas.billing.gauges import BillingCollector  # noqa: PLC0415 -- models exist only now

        REGISTRY.register(BillingCollector())
