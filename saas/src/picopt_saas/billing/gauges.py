"""What /metrics says about money, read from the database at every scrape."""

from collections.abc import Iterator

from django.db.models import Count, Q, Sum
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from picopt_saas.billing.ledger.apart import left_out
from picopt_saas.billing.models import Payment, Wallet


class BillingCollector(Collector):
    """Credits set aside, debts, disputes."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All gauges, as they are now."""
        sums = Wallet.objects.aggregate(
            frozen=Count("pk", filter=Q(debt__gt=0)), all_held=Sum("held"), all_debt=Sum("debt")
        )
        disputes = Payment.objects.filter(dispute="open").count()
        yield GaugeMetricFamily("picopt_credits_held", "Credits set aside for work", value=sums["all_held"] or 0)
        yield GaugeMetricFamily("picopt_credits_owed", "Credits that frozen accounts owe", value=sums["all_debt"] or 0)
        yield GaugeMetricFamily("picopt_accounts_frozen", "Accounts that owe credits", value=sums["frozen"])
        text = "Accounts whose books housekeeping could not move within the last hour"
        yield GaugeMetricFamily("picopt_accounts_left_out", text, value=len(left_out()))
        yield GaugeMetricFamily("picopt_disputes_open", "Payments in an open dispute", value=disputes)
