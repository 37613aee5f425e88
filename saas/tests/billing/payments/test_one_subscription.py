"""One subscription an account (D14): two tabs, late webhooks, events of the same second, changes in the portal."""

import time
from functools import partial

import pytest
from django.utils import timezone
from together import at_once

from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant, PlanCheckout, Subscription
from picopt_saas.billing.payments import second
from picopt_saas.billing.payments.build import payment_provider
from picopt_saas.billing.payments.buying import page_for
from picopt_saas.billing.payments.port import Order, PaymentError
from picopt_saas.billing.payments.sales import UNTIL_RENEWED
from picopt_saas.billing.payments.webhooks import take_event
from picopt_saas.billing.plans import plan_of

pytestmark = [pytest.mark.usefixtures("in_balance", "stripe_takes_the_money"), pytest.mark.acceptance("D14")]


@pytest.fixture
def choose(account):
    """What "Choose" of a look at the page leads to."""
    clicks = iter(range(1000))

    def _choose(plan, customer_id=""):
        order = Order(
            account_id=account.pk, email="ann@example.com", product=plan, idempotency_key=f"click-{next(clicks)}",
            success_url="https://us.example/ok", cancel_url="https://us.example/plan", customer_id=customer_id,
        )  # fmt: skip
        return page_for(order)

    return _choose


def deliver(*webhooks):
    for webhook in webhooks:
        take_event("stripe", payment_provider().read_event(*webhook))


def plan(account):
    return plan_of(Account.objects.get(pk=account.pk)).slug


def test_two_tabs_that_choose_the_same_plan_lead_to_one_page(choose, stripe_side):
    assert choose("pro") == choose("pro")
    assert len(stripe_side.sessions) == 1


def test_of_two_plans_only_the_one_that_was_chosen_last_can_be_paid(choose, stripe_side):
    first, latest = choose("starter"), choose("pro")
    assert [stripe_side.sessions[url]["status"] for url in (first, latest)] == ["expired", "open"]


def test_a_plan_that_is_paid_and_not_yet_announced_keeps_others_from_being_bought(choose, stripe_side, account):
    events = stripe_side.pay(choose("starter"))
    with pytest.raises(PaymentError, match="being activated"):
        choose("pro")
    deliver(*events)
    assert plan(account) == "starter"
    assert len(stripe_side.sessions) == 1


@pytest.mark.django_db(transaction=True)
def test_tabs_that_choose_at_once_leave_one_page_that_can_be_paid(choose, stripe_side):
    tabs = [partial(choose, wanted) for wanted in ("starter", "pro", "agency") * 2]
    told = [str(answer) for answer in at_once(*tabs)]
    assert sum(session["status"] == "open" for session in stripe_side.sessions.values()) == 1
    assert any(one.startswith("http") for one in told)
    assert all(one.startswith("http") or "another tab" in one for one in told), told


def test_who_has_a_plan_is_led_to_the_portal_to_change_it(choose, stripe_side, account):
    deliver(*stripe_side.pay(choose("starter")))
    customer = account.customers.get().customer_id
    page = choose("pro", customer)
    assert page.endswith(f"/portal/{customer}/subscription_update_confirm")
    (_, _, form) = stripe_side.requests[-1]
    assert form["flow_data[subscription_update_confirm][items][0][price]"] == stripe_side.price_of("pro")
    assert form["configuration"] in stripe_side.configurations
    with pytest.raises(PaymentError, match="on the Starter plan already"):
        choose("starter", customer)
    assert len(stripe_side.sessions) == 1


def test_a_plan_that_was_chosen_beside_a_pack_can_be_changed_and_canceled(choose, stripe_side, account):
    pack, starter = choose("pack-500"), choose("starter")  # two tabs, before anybody has paid: two customers
    deliver(*stripe_side.pay(pack), *stripe_side.pay(starter))
    (running,) = stripe_side.subscriptions.values()
    assert account.customers.get().customer_id == running["customer"], "whom the portal is opened for"
    assert f"/portal/{running['customer']}/" in choose("pro", "cus_of_the_pack")


def test_a_change_in_the_portal_changes_the_plan_and_brings_its_part_of_the_credits(choose, stripe_side, account):
    deliver(*stripe_side.pay(choose("starter")))
    metadata, name = {"account": account.pk, "product": "starter"}, Subscription.objects.get().provider_id
    pro = stripe_side.prices[stripe_side.price_of("pro")]
    # In the middle of the month: half of Starter comes back, half of Pro is paid.
    lines = [stripe_side.line(stripe_side.price_of("starter"), -450), stripe_side.line(pro["id"], 1_450)]
    deliver(
        stripe_side.subscription(name, "cus", metadata, created=int(time.time()) + 5, price=pro),
        stripe_side.invoice("in_change", "pi_change", "cus", metadata, 1_000, None, lines),
    )
    assert plan(account) == "pro"
    assert ledger.balance(account).granted == 1_000 + 2_000
    deliver(stripe_side.refund("pi_change", 1_000))
    assert ledger.balance(account).available == 1_000


@pytest.mark.parametrize("backwards", [False, True])
def test_from_the_month_to_the_year_the_rest_of_the_month_is_taken_off(choose, stripe_side, account, backwards):
    deliver(*stripe_side.pay(choose("starter")))
    metadata, name = {"account": account.pk, "product": "starter"}, Subscription.objects.get().provider_id
    month, year = stripe_side.price_of("starter"), stripe_side.prices[stripe_side.price_of("starter-yearly")]
    now = int(time.time()) + 5
    # After a third of the month: Stripe gives two thirds back, and begins a year at once.
    lines = [
        stripe_side.line(month, -600, now, ends=now + 20 * 86_400),
        stripe_side.line(year["id"], 9_000, now),
    ]
    news = [
        stripe_side.subscription(name, "cus", metadata, created=now, price=year),
        stripe_side.invoice("in_year", "pi_year", "cus", metadata, 8_400, now, lines),
    ]
    deliver(*(reversed(news) if backwards else news), *news)
    assert plan(account) == "starter-yearly"
    assert ledger.balance(account).granted == 1_000 + 12_000 - 667
    ends = Grant.objects.get(reference="stripe:in_year").expires_at - UNTIL_RENEWED
    assert int(ends.timestamp()) == now + 365 * 86_400
    assert Subscription.objects.get().period_ends_at == ends
    deliver(stripe_side.refund("pi_year", 8_400))
    assert ledger.balance(account).available == 1_000, "the month that was paid before stays"


def test_from_year_to_year_the_larger_plan_begins_at_once(choose, stripe_side, account):
    deliver(*stripe_side.pay(choose("starter-yearly")))
    metadata, name = {"account": account.pk, "product": "starter-yearly"}, Subscription.objects.get().provider_id
    small, large = (stripe_side.prices[stripe_side.price_of(f"{slug}-yearly")] for slug in ("starter", "agency"))
    lines = [stripe_side.line(small["id"], -4_500), stripe_side.line(large["id"], 49_500)]  # half a year later
    deliver(
        stripe_side.invoice("in_up", "pi_up", "cus", metadata, 45_000, None, lines),
        stripe_side.subscription(name, "cus", metadata, created=int(time.time()) + 5, price=large),
    )
    assert plan(account) == "agency-yearly"
    assert ledger.balance(account).granted == 12_000 + 150_000 - 6_000


@pytest.mark.parametrize("backwards", [False, True])
def test_from_the_year_to_the_month_it_goes_on_when_the_year_is_over(choose, stripe_side, account, backwards):
    """Stripe waits with a shorter interval, as `stripe_setup` tells it; then a month like any other is paid."""
    deliver(*stripe_side.pay(choose("pro-yearly")))
    metadata, name = {"account": account.pk, "product": "pro-yearly"}, Subscription.objects.get().provider_id
    month = stripe_side.prices[stripe_side.price_of("pro")]
    later = int(time.time()) + 200  # what is signed for later than that, nobody takes
    news = [
        stripe_side.subscription(name, "cus", metadata, created=later, price=month),
        stripe_side.invoice(
            "in_m", "pi_m", "cus", metadata, 2_900, later, [stripe_side.line(month["id"], 2_900, later)]
        ),
    ]
    deliver(*(reversed(news) if backwards else news))
    assert plan(account) == "pro"
    assert ledger.balance(account).granted == 60_000 + 5_000
    ends = Grant.objects.get(reference="stripe:in_m").expires_at - UNTIL_RENEWED
    assert int(ends.timestamp()) == later + 30 * 86_400


def test_a_month_that_is_told_late_does_not_undo_the_year(choose, stripe_side, account):
    deliver(*stripe_side.pay(choose("pro")))
    metadata, name = {"account": account.pk, "product": "pro"}, Subscription.objects.get().provider_id
    now = int(time.time())
    month, year = (stripe_side.prices[stripe_side.price_of(slug)] for slug in ("pro", "pro-yearly"))
    late = stripe_side.subscription(name, "cus", metadata, created=now + 1, price=month)
    deliver(stripe_side.subscription(name, "cus", metadata, created=now + 5, price=year), late)
    assert plan(account) == "pro-yearly"


@pytest.mark.django_db(transaction=True)
def test_webhooks_of_a_year_that_come_at_once_bring_it_once(choose, stripe_side, account):
    webhooks = stripe_side.pay(choose("agency-yearly")) * 3
    assert at_once(*[partial(deliver, webhook) for webhook in webhooks]) == [None] * len(webhooks)
    assert plan(account) == "agency-yearly"
    assert ledger.balance(account).granted == 300_000


def test_month_and_year_of_a_plan_are_two_choices(choose, stripe_side, account):
    deliver(*stripe_side.pay(choose("pro")))
    customer = account.customers.get().customer_id
    choose("pro-yearly", customer)
    (_, _, form) = stripe_side.requests[-1]
    assert form["flow_data[subscription_update_confirm][items][0][price]"] == stripe_side.price_of("pro-yearly")
    with pytest.raises(PaymentError, match="on the Pro plan already"):
        choose("pro", customer)


def test_a_price_that_has_changed_still_names_its_plan(choose, stripe_side, account):
    deliver(*stripe_side.pay(choose("pro")))
    old = stripe_side.price_of("pro")
    stripe_side.prices[old]["lookup_key"] = None
    metadata = {"account": account.pk, "product": "starter"}
    line = stripe_side.line(old, stripe_side.prices[old]["unit_amount"])
    deliver(stripe_side.invoice("in_next", "pi_next", "cus", metadata, 2_900, None, [line]))
    assert ledger.balance(account).granted == 10_000


@pytest.mark.parametrize("backwards", [False, True])
def test_events_of_the_same_second_count_in_the_order_that_they_must_have_had(stripe_side, account, backwards):
    metadata, now = {"account": account.pk, "product": "pro"}, int(time.time())
    events = [
        stripe_side.subscription("sub_1", "c", metadata, created=now, status="incomplete", kind="created"),
        stripe_side.subscription("sub_1", "c", metadata, created=now, status="active"),
    ]
    deliver(*(reversed(events) if backwards else events))
    assert plan(account) == "pro"
    ended = stripe_side.subscription("sub_1", "c", metadata, created=now, status="canceled", kind="deleted")
    deliver(ended, events[1])
    assert plan(account) == "free"


@pytest.mark.django_db(transaction=True)
def test_a_second_subscription_is_ended_and_its_money_given_back(choose, stripe_side, account, run_worker):
    """Bought in spite of everything, for instance from a page of the provider that was open for days."""
    deliver(*stripe_side.pay(choose("starter")))
    metadata = {"account": account.pk, "product": "pro"}
    pro = stripe_side.prices[stripe_side.price_of("pro")]
    deliver(
        stripe_side.subscription("sub_second", "cus_2", metadata, price=pro),
        stripe_side.invoice(
            "in_2", "pi_2", "cus_2", metadata, 2_900, None, [stripe_side.line(pro["id"], 2_900)], "sub_second"
        ),
    )
    assert plan(account) == "starter"
    run_worker()
    assert stripe_side.subscriptions["sub_second"]["status"] == "canceled"
    assert stripe_side.refunds == ["pi_2"]
    deliver(stripe_side.refund("pi_2", 2_900))
    assert (plan(account), ledger.balance(account).available) == ("starter", 1_000)


def test_a_second_subscription_stays_when_the_first_has_ended_unheard(choose, stripe_side, account):
    deliver(*stripe_side.pay(choose("starter")))
    first = Subscription.objects.get().provider_id
    stripe_side.subscriptions[first]["status"] = "canceled"  # its webhook is late
    pro = stripe_side.prices[stripe_side.price_of("pro")]
    stripe_side.subscription("sub_next", "cus", {"account": account.pk, "product": "pro"}, price=pro)
    second.settle_second(account.pk, "sub_next")
    assert plan(account) == "pro"
    assert account.customers.get().customer_id == "cus", "whose card and plan the portal shows"
    assert stripe_side.refunds == []


def test_a_second_subscription_is_paid_back_when_the_account_is_closed_meanwhile(
    choose, stripe_side, account, run_worker
):
    """Nobody is left who could end it, and its next month would be charged."""
    deliver(*stripe_side.pay(choose("starter")))
    first = Subscription.objects.get().provider_id
    stripe_side.subscriptions[first]["status"] = "canceled"
    metadata, pro = {"account": account.pk, "product": "pro"}, stripe_side.prices[stripe_side.price_of("pro")]
    stripe_side.subscription("sub_next", "cus", metadata, price=pro)
    stripe_side.invoice("in_2", "pi_2", "cus", metadata, 2_900, subscription="sub_next")
    Account.objects.filter(pk=account.pk).update(closed_at=timezone.now())
    second.settle_second(account.pk, "sub_next")
    run_worker()
    assert stripe_side.subscriptions["sub_next"]["status"] == "canceled"
    assert stripe_side.refunds == ["pi_2"]
    assert Subscription.objects.get().provider_id == first


def test_a_second_subscription_that_ends_while_it_is_looked_at_does_not_stay(choose, stripe_side, account, monkeypatch):
    """The webhook of its end finds the first one in its place, and says nothing about that."""
    deliver(*stripe_side.pay(choose("starter")))
    stripe_side.subscriptions[Subscription.objects.get().provider_id]["status"] = "canceled"
    metadata, pro = {"account": account.pk, "product": "pro"}, stripe_side.prices[stripe_side.price_of("pro")]
    stripe_side.subscription("sub_next", "cus", metadata, price=pro)
    provider = payment_provider()

    def ends_then(name, look=provider.subscription):
        found = look(name)
        if stripe_side.subscriptions["sub_next"]["status"] == "active" and name != "sub_next":
            deliver(stripe_side.subscription("sub_next", "cus", metadata, status="canceled", kind="deleted", price=pro))
        return found

    monkeypatch.setattr(provider, "subscription", ends_then)
    second.settle_second(account.pk, "sub_next")
    assert plan(account) == "free"


def test_the_first_stays_while_it_runs_and_the_second_is_paid_back_once(choose, stripe_side, account):
    deliver(*stripe_side.pay(choose("starter")))
    first = Subscription.objects.get()
    metadata, pro = {"account": account.pk, "product": "pro"}, stripe_side.prices[stripe_side.price_of("pro")]
    stripe_side.subscription("sub_second", "cus_2", metadata, price=pro)
    stripe_side.invoice("in_2", "pi_2", "cus_2", metadata, 2_900, subscription="sub_second")
    for _ in range(2):
        second.settle_second(account.pk, "sub_second")
    assert stripe_side.subscriptions["sub_second"]["status"] == "canceled"
    assert stripe_side.subscriptions[first.provider_id]["status"] == "active"
    assert stripe_side.refunds == ["pi_2"]
    assert plan(account) == "starter"
    assert Subscription.objects.get().provider_id == first.provider_id


def test_a_subscription_that_nobody_knows_changes_nothing(choose, stripe_side, account):
    deliver(*stripe_side.pay(choose("starter")))
    before = Subscription.objects.values().get()
    for unknown in ("sub_nobody", before["provider_id"]):
        second.settle_second(account.pk, unknown)
    assert Subscription.objects.values().get() == before
    assert stripe_side.refunds == []


def test_a_plan_that_runs_has_no_payment_page_open(choose, stripe_side, account):
    events = stripe_side.pay(choose("pro"))
    assert PlanCheckout.objects.filter(account=account).exists()
    deliver(*events)
    assert not PlanCheckout.objects.filter(account=account).exists()
    assert account.customers.get(provider="stripe").customer_id


def test_a_plan_that_has_ended_leaves_the_page_for_the_next_one_open(choose, stripe_side, account):
    metadata, name = {"account": account.pk, "product": "pro"}, "sub_old"
    deliver(stripe_side.subscription(name, "cus", metadata))
    deliver(stripe_side.subscription(name, "cus", metadata, status="canceled", kind="deleted"))
    page = choose("starter")
    deliver(stripe_side.subscription(name, "cus", metadata, status="canceled", kind="deleted"))
    assert PlanCheckout.objects.get(account=account).url == page
