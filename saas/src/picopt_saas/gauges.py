"""What /metrics says about the database at the moment it is asked: work waiting, and whether the books agree."""

from collections.abc import Iterator

from django.db import DatabaseError
from django.db.models import Count, Sum
from django.utils import timezone
from prometheus_client.core import REGISTRY, GaugeMetricFamily
from prometheus_client.registry import Collector

from picopt_contract.values import FINAL_STATES
from picopt_saas.billing.models import Wallet
from picopt_saas.jobs.models import Item, ReceiptRecord, Reconciliation


class DatabaseGauges(Collector):
    """Read at every scrape; each is one indexed query."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges; none while the database does not answer, so that the process' own metrics still can."""
        try:
            yield from list(self._read())
        except DatabaseError:
            return

    def _read(self) -> Iterator[GaugeMetricFamily]:
        items = GaugeMetricFamily("picopt_saas_items", "Items that are not finished, by state", labels=["state"])
        unfinished = Item.objects.exclude(state__in=FINAL_STATES)
        for state, number in unfinished.values_list("state").annotate(number=Count("pk")).order_by():
            items.add_metric([state], number)
        yield items
        sums = Wallet.objects.aggregate(held=Sum("held"), debt=Sum("debt"))
        yield GaugeMetricFamily("picopt_saas_credits_held", "Credits set aside for work", value=sums["held"] or 0)
        yield GaugeMetricFamily("picopt_saas_credits_owed", "Debt of all frozen accounts", value=sums["debt"] or 0)
        pending = ReceiptRecord.objects.filter(refund=ReceiptRecord.Refund.PENDING).count()
        yield GaugeMetricFamily("picopt_saas_refunds_pending", "Refunds that wait for staff", value=pending)
        newest = Reconciliation.objects.order_by("-ran_at").first()
        faults = len(newest.faults) if newest else 0
        yield GaugeMetricFamily("picopt_saas_ledger_faults", "Faults that the last reconciliation found", value=faults)
        age = (timezone.now() - newest.ran_at).total_seconds() if newest else float("inf")
        yield GaugeMetricFamily("picopt_saas_reconciliation_age_seconds", "Since the last reconciliation", value=age)


def register_gauges() -> None:
    """Add them to the process' metrics, once."""
    REGISTRY.register(DatabaseGauges())
