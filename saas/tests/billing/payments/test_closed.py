"""Who closed the account and pays in a tab that was still open gets the money back, and no plan goes on (D14)."""

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_saas.accounts.models import Account
from picopt_saas.billing.models import Purchase, Subscription
from picopt_saas.billing.payments.build import payment_provider
from picopt_saas.billing.payments.buying import page_for
from picopt_saas.billing.payments.port import Order, PaymentError
from picopt_saas.billing.payments.webhooks import take_event
from picopt_saas.dashboard.closing import close_account
from picopt_saas.worker import payments as tasks

pytestmark = [pytest.mark.usefixtures("in_balance", "stripe_takes_the_money"), pytest.mark.acceptance("D14")]


def pay_after_closing(stripe_side, account, product):
    """Open a payment page, close the account, pay; what a worker was asked to do."""
    order = Order(
        account_id=account.pk, email="ann@example.com", product=product, idempotency_key="click",
        success_url="https://us.example/ok", cancel_url="https://us.example/plan",
    )  # fmt: skip
    page = page_for(order)
    Account.objects.filter(pk=account.pk).update(closed_at=timezone.now())
    for webhook in stripe_side.pay(page):
        take_event("stripe", payment_provider().read_event(*webhook))
    return {job.task_name: job.args for job in ProcrastinateJob.objects.all()}


def run(asked):
    for name, arguments in asked.items():
        getattr(tasks, name)(**arguments)


def test_a_pack_is_refunded_once(stripe_side, account):
    asked = pay_after_closing(stripe_side, account, "pack-500")
    assert list(asked) == ["give_back_payment"]
    stripe_side.failures = 2  # the client tries a call twice by itself
    with pytest.raises(PaymentError):
        run(asked)
    for _ in range(2):
        run(asked)
    assert stripe_side.refunds == [asked["give_back_payment"]["payment"]]
    assert not Purchase.objects.exists()


def test_a_plan_ends_and_its_month_is_refunded_once(stripe_side, account):
    asked = pay_after_closing(stripe_side, account, "pro")
    assert set(asked) == {"give_back_payment", "end_plan_of_closed"}
    run(asked)
    assert [one["status"] for one in stripe_side.subscriptions.values()] == ["canceled"]
    assert len(stripe_side.refunds) == 1
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(("canceled", "ends"), [(False, True), (True, False)])
def test_a_plan_that_was_used_before_is_ended_and_its_months_stay_paid(stripe_side, account, canceled, ends):
    account_plan = {"account": account.pk, "product": "pro"}

    def told(**more):
        webhook = stripe_side.subscription("sub_1", "cus_1", account_plan, **more)
        take_event("stripe", payment_provider().read_event(*webhook))

    told()
    stripe_side.invoice("in_1", "pi_1", "cus_1", account_plan, 2_900, subscription="sub_1")
    told(canceled=True)
    close_account(account)
    ProcrastinateJob.objects.all().delete()
    told(canceled=canceled)  # false: resumed in a tab of the portal that was still open
    run({job.task_name: job.args for job in ProcrastinateJob.objects.all()})
    assert (stripe_side.subscriptions["sub_1"]["status"] == "canceled") == ends
    assert stripe_side.refunds == []


def test_what_support_has_refunded_by_hand_is_done(stripe_side, account):
    asked = pay_after_closing(stripe_side, account, "pack-500")
    stripe_side.refunds.append(asked["give_back_payment"]["payment"])
    run(asked)
    assert len(stripe_side.refunds) == 1
