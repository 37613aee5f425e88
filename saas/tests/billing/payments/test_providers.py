"""What every payment provider does, run against each of them."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant, Purchase, Subscription
from picopt_saas.billing.payments.port import BadSignatureError, Event, Order, PaymentError, SubscriptionChanged
from picopt_saas.billing.payments.sales import UNTIL_RENEWED
from picopt_saas.billing.payments.webhooks import take_event
from picopt_saas.billing.plans import plan_of

pytestmark = pytest.mark.usefixtures("in_balance")


class StripeHarness:
    def __init__(self, provider, side):
        self.provider, self.side = provider, side

    def pay(self, url):
        return self.side.pay(url)

    def refund(self, payment, cents):
        return self.side.refund(payment, cents)

    def dispute(self, payment, status):
        return self.side.dispute(payment, {"open": "needs_response"}.get(status, status))


class SandboxHarness:
    def __init__(self, provider):
        self.provider, self.number = provider, 0

    def pay(self, url):
        return self.provider.events_of(self.provider.read_order(parse_qs(urlsplit(url).query)["order"][0]))

    def refund(self, payment, cents):
        return self._back(payment=payment, refunded_cents=cents)

    def dispute(self, payment, status):
        return self._back(payment=payment, dispute=status)

    def _back(self, **news):
        self.number += 1
        return self.provider.signed("money_back", f"evt_back_{self.number}", news)


@pytest.fixture(params=["stripe", "sandbox"])
def harness(request):
    if request.param == "sandbox":
        return SandboxHarness(request.getfixturevalue("sandbox"))
    return StripeHarness(request.getfixturevalue("stripe"), request.getfixturevalue("stripe_side"))


@pytest.fixture
def order(account):
    return Order(
        account_id=account.pk, email="ann@example.com", product="pack-500", idempotency_key="click-1",
        success_url="https://us.example/plan?paid=1", cancel_url="https://us.example/plan",
    )  # fmt: skip


def deliver(harness, *webhooks):
    return [take_event(harness.provider.name, harness.provider.read_event(*webhook)) for webhook in webhooks]


def bought(harness, order):
    deliver(harness, *harness.pay(harness.provider.checkout(order).url))
    return Purchase.objects.get()


def test_a_paid_pack_brings_its_credits_for_a_year(harness, order, account):
    purchase = bought(harness, order)
    assert ledger.balance(account).available == 500
    grant = Grant.objects.get()
    assert abs(grant.expires_at - timezone.now() - timedelta(days=365)) < timedelta(minutes=1)
    assert (purchase.cents, purchase.product) == (900, "pack-500")


def test_an_unpaid_checkout_brings_nothing(harness, order, account):
    harness.provider.checkout(order)
    assert ledger.balance(account).granted == 0


def test_a_webhook_that_comes_five_times_works_once(harness, order, account):
    (webhook,) = harness.pay(harness.provider.checkout(order).url)
    assert deliver(harness, *[webhook] * 5) == [True, False, False, False, False]
    assert ledger.balance(account).granted == 500


def test_a_second_click_is_the_same_sale(harness, order, account):
    first, second = (harness.provider.checkout(order).url for _ in range(2))
    if harness.provider.name == "stripe":
        assert first == second
    deliver(harness, *harness.pay(first), *harness.pay(second))
    assert ledger.balance(account).granted == 500


def test_a_plan_brings_its_credits_until_the_period_ends(harness, order, account):
    subscribe = Order(**{**vars(order), "product": "pro"})
    deliver(harness, *harness.pay(harness.provider.checkout(subscribe).url))
    account.refresh_from_db()
    assert plan_of(account).slug == "pro"
    assert ledger.balance(account).available == 5_000
    ends = Grant.objects.get().expires_at - UNTIL_RENEWED
    assert abs(ends - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)


def test_a_year_brings_all_its_credits_at_once_until_it_ends(harness, order, account):
    subscribe = Order(**{**vars(order), "product": "pro-yearly"})
    webhooks = harness.pay(harness.provider.checkout(subscribe).url)
    deliver(harness, *reversed(webhooks), *webhooks)
    account.refresh_from_db()
    assert (plan_of(account).slug, plan_of(account).tier) == ("pro-yearly", "pro")
    assert ledger.balance(account).granted == 60_000
    assert Purchase.objects.get().cents == 29_000
    for ends in (Grant.objects.get().expires_at - UNTIL_RENEWED, Subscription.objects.get().period_ends_at):
        assert abs(ends - timezone.now() - timedelta(days=365)) < timedelta(minutes=1)


def test_a_year_that_is_refunded_in_part_gives_that_part_back(harness, order, account):
    subscribe = Order(**{**vars(order), "product": "starter-yearly"})
    purchase = bought(harness, subscribe)
    deliver(harness, harness.refund(purchase.payment, 4_500))
    assert (ledger.balance(account).available, ledger.balance(account).revoked) == (6_000, 6_000)


def test_a_full_refund_takes_the_credits_back(harness, order, account):
    purchase = bought(harness, order)
    deliver(harness, harness.refund(purchase.payment, 900))
    assert (ledger.balance(account).available, ledger.balance(account).revoked) == (0, 500)


def test_partial_refunds_take_their_share_and_their_order_does_not_matter(harness, order, account):
    purchase = bought(harness, order)
    later, earlier = harness.refund(purchase.payment, 450), harness.refund(purchase.payment, 90)
    deliver(harness, later, earlier, later)
    after = ledger.balance(account)
    assert (after.available, after.revoked) == (250, 250)


def test_a_dispute_takes_everything_and_what_was_spent_becomes_a_debt(harness, order, account, hold):
    purchase = bought(harness, order)
    hold(account, "itm", credits=120)
    ledger.capture("itm")
    deliver(harness, harness.dispute(purchase.payment, "open"))
    after = ledger.balance(account)
    assert (after.available, after.revoked, after.debt) == (0, 380, 120)


def test_a_dispute_that_is_won_brings_the_credits_back(harness, order, account, hold):
    purchase = bought(harness, order)
    hold(account, "itm", credits=120)
    ledger.capture("itm")
    deliver(harness, harness.dispute(purchase.payment, "open"), harness.dispute(purchase.payment, "won"))
    after = ledger.balance(account)
    assert (after.available, after.debt) == (380, 0)
    assert len(set(Grant.objects.values_list("expires_at", flat=True))) == 1, "they end when they always did"


def test_a_late_word_never_reopens_a_decided_dispute(harness, order, account):
    purchase = bought(harness, order)
    opened, won = harness.dispute(purchase.payment, "open"), harness.dispute(purchase.payment, "won")
    deliver(harness, won, opened)
    assert ledger.balance(account).available == 500


def test_a_dispute_that_was_lost_is_not_won_by_a_later_word(harness, order, account):
    purchase = bought(harness, order)
    deliver(harness, harness.dispute(purchase.payment, "lost"), harness.dispute(purchase.payment, "won"))
    after = ledger.balance(account)
    assert (after.available, after.revoked) == (0, 500)


def test_a_refund_that_is_faster_than_its_payment_still_counts(harness, order, account):
    url = harness.provider.checkout(order).url
    (paid,) = harness.pay(url)
    payment = harness.provider.read_event(*paid).news.payment
    deliver(harness, harness.refund(payment, 900), paid)
    assert (ledger.balance(account).available, ledger.balance(account).revoked) == (0, 500)


def test_a_forged_webhook_is_refused(harness, order):
    ((body, headers),) = harness.pay(harness.provider.checkout(order).url)
    with pytest.raises(BadSignatureError):
        harness.provider.read_event(body.replace(b"pack-500", b"pack-10000"), headers)
    with pytest.raises(BadSignatureError):
        harness.provider.read_event(body, {})


def test_what_is_not_for_sale_is_refused(harness, order):
    with pytest.raises(PaymentError):
        harness.provider.checkout(Order(**{**vars(order), "product": "free"}))


def test_paid_things_have_an_invoice(harness, order, account):
    subscribe = Order(**{**vars(order), "product": "starter"})
    deliver(harness, *harness.pay(harness.provider.checkout(subscribe).url))
    customer = account.customers.get().customer_id
    (invoice,) = harness.provider.invoices(customer)
    assert invoice.cents == 900
    assert invoice.url
    assert harness.provider.portal(customer, "https://us.example/plan").startswith("http")


def test_an_old_subscription_event_does_not_undo_a_newer_one(harness, order, account):
    deliver(harness, *harness.pay(harness.provider.checkout(Order(**{**vars(order), "product": "pro"})).url))
    kept = Subscription.objects.get()
    old = SubscriptionChanged(
        subscription_id=kept.provider_id, account_id=account.pk, customer_id="c", plan="starter", active=False,
        period_ends_at=kept.period_ends_at, told_at=kept.told_at - timedelta(minutes=1),
    )  # fmt: skip
    take_event(harness.provider.name, Event(id="evt_late", kind="late", news=old))
    account.refresh_from_db()
    assert plan_of(account).slug == "pro"
