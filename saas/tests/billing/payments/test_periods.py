"""With test money a plan's time ends too."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import IntegrityError
from django.utils import timezone

from picopt_saas.billing import ledger
from picopt_saas.billing.models import Purchase, Subscription
from picopt_saas.billing.payments import periods, webhooks
from picopt_saas.billing.plans import plan_of

pytestmark = pytest.mark.usefixtures("in_balance")


@pytest.fixture(autouse=True)
def provider(sandbox, monkeypatch):
    monkeypatch.setattr(periods, "payment_provider", lambda: sandbox)
    return sandbox


@pytest.fixture
def a_month_ago(sandbox, order):
    """A plan whose time has just ended."""
    periods.hear(sandbox, sandbox.events_of(order))
    Subscription.objects.update(period_ends_at=timezone.now() - timedelta(minutes=1))


@pytest.mark.usefixtures("a_month_ago")
def test_a_plan_goes_on_and_brings_the_next_months_credits_once(account):
    assert [periods.end_periods() for _ in range(3)] == [1, 0, 0]
    kept = Subscription.objects.get()
    assert (kept.active, kept.renews) == (True, True)
    assert abs(kept.period_ends_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)
    assert ledger.balance(account).granted == 10_000
    assert Purchase.objects.count() == 2


@pytest.mark.usefixtures("a_month_ago")
def test_the_end_of_one_period_is_told_once_though_two_workers_saw_it(account, sandbox):
    kept = Subscription.objects.select_related("account").get()
    told = [sandbox.period_over(kept), sandbox.period_over(kept)]
    assert [periods.hear(sandbox, events) for events in told] == [2, 0]
    assert ledger.balance(account).granted == 10_000


@pytest.mark.usefixtures("a_month_ago")
def test_a_plan_does_not_go_on_without_its_credits(account, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(webhooks, "take_payment", Mock(side_effect=IntegrityError))
        assert periods.end_periods() == 0
    assert Subscription.objects.get().period_ends_at < timezone.now()
    assert periods.end_periods() == 1
    assert ledger.balance(account).granted == 10_000


@pytest.mark.usefixtures("a_month_ago")
@pytest.mark.parametrize("why", ["canceled", "no longer sold", "closed"])
def test_a_plan_that_does_not_go_on_ends(account, why):
    match why:
        case "canceled":
            Subscription.objects.update(renews=False)
        case "no longer sold":
            Subscription.objects.update(plan="gone")
        case "closed":
            account.closed_at = timezone.now()
            account.save()
    assert [periods.end_periods() for _ in range(2)] == [1, 0]
    account.refresh_from_db()
    assert plan_of(account).slug == "free"
    assert Purchase.objects.count() == 1


def test_a_plan_whose_time_runs_is_left_alone(sandbox, order):
    periods.hear(sandbox, sandbox.events_of(order))
    assert periods.end_periods() == 0


@pytest.mark.usefixtures("a_month_ago")
def test_a_real_provider_tells_by_itself(monkeypatch, stripe):
    monkeypatch.setattr(periods, "payment_provider", lambda: stripe)
    assert periods.end_periods() == 0
