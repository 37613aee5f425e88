"""What each kind of news does to the books, the plan and the audit log, whichever provider brings it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from paying import available, log_of
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_saas.accounts.models import Account, SentMail
from picopt_saas.billing.models import Customer, Grant, Purchase, Subscription, WebhookEvent
from picopt_saas.billing.payments.parties import UnknownSaleError
from picopt_saas.billing.payments.port import MoneyBack
from picopt_saas.billing.plans import plan_of
from picopt_saas.billing.sweeping import sweep_rows
from picopt_saas.budget import Budget

pytestmark = pytest.mark.usefixtures("in_balance")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def second_ones(account):
    """The subscriptions that a worker was asked to look at."""
    found = ProcrastinateJob.objects.filter(task_name="settle_second_subscription")
    return [job.args["subscription_id"] for job in found if job.args["account_id"] == account.pk]


def test_a_sale_is_kept_as_it_was_told(tell, sale, account):
    assert tell(sale(invoice_url="https://bank.example/invoice/1"))
    (kept,) = Purchase.objects.all()
    assert (kept.provider, kept.reference, kept.payment) == ("bank", "sale-1", "pay-1")
    assert (kept.account, kept.product, kept.credits, kept.cents) == (account, "pack-500", 500, 900)
    assert (kept.paid_at, kept.invoice_url) == (NOON, "https://bank.example/invoice/1")
    assert log_of(account) == [("money.paid", "sale-1", {"product": "pack-500", "cents": 900})]


def test_a_packs_credits_live_for_a_year_and_a_periods_a_day_longer_than_it(tell, sale):
    end = NOON + timedelta(days=31)
    tell(sale(), "evt-1")
    tell(sale(reference="sale-2", payment="pay-2", product="starter", ends_at=end), "evt-2")
    lives = dict(Grant.objects.values_list("reason", "expires_at"))
    assert lives == {"500 credits": NOON + timedelta(days=365), "Starter": end + timedelta(days=1)}


@pytest.mark.parametrize(("bought", "ends"), [((2028, 2, 1), (2029, 2, 1)), ((2028, 2, 29), (2029, 3, 1))])
def test_a_packs_year_is_a_whole_one_around_a_leap_day_too(tell, sale, bought, ends):
    tell(sale(paid_at=datetime(*bought, 12, tzinfo=UTC)))
    assert Grant.objects.get().expires_at == datetime(*ends, 12, tzinfo=UTC)


def test_what_a_change_of_plans_brings_is_what_the_provider_says(tell, sale, account):
    tell(sale(product="pro", credits=17, ends_at=timezone.now() + timedelta(days=3)))
    assert available(account) == 17


def test_a_change_that_brings_nothing_is_a_sale_without_credits(tell, sale, account):
    tell(sale(product="pro", credits=0))
    assert available(account) == 0
    assert Purchase.objects.get().credits == 0
    assert not Grant.objects.exists()


def test_two_webhooks_about_one_sale_bring_its_credits_once(tell, sale, account):
    fresh = sale(paid_at=timezone.now())
    assert tell(fresh, "evt-1")
    assert tell(fresh, "evt-2")
    assert not tell(fresh, "evt-2")
    assert available(account) == 500
    assert len(log_of(account)) == 1


def test_the_same_ids_of_two_providers_are_two_events_and_two_sales(tell, sale, account):
    fresh = sale(paid_at=timezone.now())
    assert tell(fresh, provider="bank")
    assert tell(fresh, provider="purse")
    assert available(account) == 1000


def test_the_customer_is_who_paid_last_until_a_plan_runs_and_then_whose_it_is(tell, sale, subscription, account):
    def customer():
        return Customer.objects.get(account=account, provider="bank").customer_id

    tell(sale(customer_id=""), "evt-1")
    assert not Customer.objects.exists()
    tell(sale(reference="sale-2", payment="pay-2"), "evt-2")
    tell(sale(reference="sale-3", payment="pay-3", customer_id="cus-2"), "evt-3")
    assert customer() == "cus-2"
    tell(subscription(customer_id="cus-3"), "evt-4")
    tell(sale(reference="sale-4", payment="pay-4"), "evt-5")
    assert customer() == "cus-3", "or nobody could cancel the plan"


@pytest.mark.parametrize(("active", "letters"), [(True, 1), (False, 0)])
def test_the_end_of_a_plan_that_nobody_heard_of_is_no_news(tell, subscription, active, letters):
    tell(subscription(active=active))
    assert SentMail.objects.count() == letters


def test_money_in_another_currency_is_for_the_operator(tell, sale, account):
    with pytest.raises(UnknownSaleError, match="paid in USD"):
        tell(sale(currency="usd"))
    assert not Purchase.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"product": "free"}, "'free', which is not for sale"), ({"account_id": "nobody"}, "'nobody'")],
)
def test_a_sale_that_nobody_knows_leaves_nothing_and_may_come_again(tell, sale, changed, said):
    with pytest.raises(UnknownSaleError, match=said):
        tell(sale(**changed))
    assert not WebhookEvent.objects.exists()
    assert not Purchase.objects.exists()
    assert tell(sale()), "under the same id, when it is mended"


def test_news_of_no_concern_are_noted_once(tell):
    assert tell(None)
    assert not tell(None)
    assert list(WebhookEvent.objects.values_list("event_id", "kind", "applied")) == [("evt", "NoneType", True)]


def test_a_plan_is_kept_as_it_was_told_and_every_word_is_logged(tell, subscription, account):
    tell(subscription(rank=2))
    kept = Subscription.objects.get(account=account)
    assert (kept.plan, kept.provider, kept.provider_id, kept.active) == ("pro", "bank", "sub-1", True)
    assert (kept.period_ends_at, kept.told_at, kept.told_rank) == (NOON + timedelta(days=30), NOON, 2)
    tell(subscription(active=False, told_at=NOON + timedelta(days=1)), "evt-2")
    assert log_of(account) == [
        ("plan.changed", "pro", {"active": True}),
        ("plan.changed", "pro", {"active": False}),
    ]


@pytest.mark.parametrize(
    ("word", "taken"),
    [
        ((NOON - timedelta(seconds=1), 9), False),
        ((NOON, 0), False),
        ((NOON, 1), True),
        ((NOON, 2), True),
        ((NOON + timedelta(seconds=1), 0), True),
    ],
)
def test_the_later_word_counts_and_of_the_same_moment_the_higher(tell, subscription, account, word, taken):
    moment, rank = word
    tell(subscription(rank=1), "evt-1")
    tell(subscription(plan="agency", told_at=moment, rank=rank), "evt-2")
    assert Subscription.objects.get(account=account).plan == ("agency" if taken else "pro")


def test_a_second_running_subscription_is_for_a_worker_and_changes_nothing(tell, subscription, account):
    tell(subscription(), "evt-1")
    tell(subscription(subscription_id="sub-2", plan="agency", told_at=NOON + timedelta(days=1)), "evt-2")
    assert Subscription.objects.get(account=account).provider_id == "sub-1"
    assert second_ones(account) == ["sub-2"]


def test_the_end_of_another_subscription_is_nobodys_concern(tell, subscription, account):
    tell(subscription(), "evt-1")
    tell(subscription(subscription_id="sub-0", active=False, told_at=NOON + timedelta(days=1)), "evt-2")
    assert Subscription.objects.get(account=account).active
    assert second_ones(account) == []


def test_a_new_subscription_replaces_one_that_has_ended(tell, subscription, account):
    tell(subscription(active=False), "evt-1")
    tell(subscription(subscription_id="sub-2", plan="starter", told_at=NOON + timedelta(days=1)), "evt-2")
    kept = Subscription.objects.get(account=account)
    assert (kept.provider_id, kept.plan, kept.active) == ("sub-2", "starter", True)
    assert second_ones(account) == []


def test_an_older_word_about_another_subscription_is_looked_at_although_the_kept_one_has_ended(
    tell, subscription, account
):
    tell(subscription(active=False), "evt-1")
    tell(subscription(subscription_id="sub-0", told_at=NOON - timedelta(days=1)), "evt-2")
    assert Subscription.objects.get(account=account).provider_id == "sub-1"
    assert second_ones(account) == ["sub-0"]


def test_the_plan_of_an_account_that_does_not_exist_is_told(tell, subscription):
    with pytest.raises(UnknownSaleError, match="'nobody', which does not exist"):
        tell(subscription(account_id="nobody"))


def test_events_are_forgotten_after_ninety_days_and_their_sales_are_not(tell, sale, account):
    fresh = sale(paid_at=timezone.now())
    tell(fresh, "evt-1")
    now = timezone.now()
    assert sweep_rows(now + timedelta(days=89), Budget(seconds=60)) == {"events": 0}
    assert sweep_rows(now + timedelta(days=90, seconds=1), Budget(seconds=60)) == {"events": 1}
    tell(fresh, "evt-1")
    assert available(Account.objects.get(pk=account.pk)) == 500


def test_a_plan_that_we_do_not_know_is_for_the_operator(tell, subscription, account):
    with pytest.raises(UnknownSaleError, match="'yacht', which there is not"):
        tell(subscription(plan="yacht"))
    assert not Subscription.objects.exists()
    tell(subscription(plan="yacht", active=False))
    assert plan_of(Account.objects.get(pk=account.pk)).slug == "free"


def test_money_for_a_closed_account_buys_nothing_and_an_end_is_taken(tell, sale, subscription, account):
    tell(subscription(), "evt-1")
    tell(sale(paid_at=timezone.now()), "evt-2")
    before = available(account)
    Account.objects.update(closed_at=timezone.now())
    for number, news in enumerate((sale(reference="sale-2"), subscription(told_at=NOON + timedelta(hours=1)))):
        assert tell(news, f"late-{number}")
    assert (Purchase.objects.count(), available(account)) == (1, before)
    assert Subscription.objects.get().told_at == NOON
    assert log_of(account)[-1] == ("money.refused", "sale-2", {"product": "pack-500", "cents": 900})
    assert tell(subscription(active=False, told_at=NOON + timedelta(hours=2)), "evt-3")
    assert tell(MoneyBack(payment="pay-1", refunded_cents=900), "evt-4")
    assert (Subscription.objects.get().active, available(account)) == (False, 0)
