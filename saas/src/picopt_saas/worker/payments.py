"""What payments leave to the worker."""

from typing import Final

from procrastinate.contrib.django import app

from picopt_saas.billing.payments import closed, second
from picopt_saas.worker.retrying import WithBackOff

_A_DAY: Final = 300  # tries, of which all but the first few are five minutes apart


@app.task(name=second.SETTLE_SECOND, retry=WithBackOff(tries=_A_DAY))
def settle_second_subscription(account_id: str, subscription_id: str) -> None:
    """End a subscription that was bought beside another one."""
    second.settle_second(account_id, subscription_id)


@app.task(name=closed.GIVE_BACK, retry=WithBackOff(tries=_A_DAY))
def give_back_payment(payment: str) -> None:
    """Refund money that came for a closed account."""
    closed.give_back(payment)


@app.task(name=closed.CANCEL_PLAN, retry=WithBackOff(tries=_A_DAY))
def cancel_plan_of_closed(subscription_id: str) -> None:
    """End a plan that goes on after its account was closed."""
    closed.cancel_plan(subscription_id)


@app.task(name=closed.END_PLAN, retry=WithBackOff(tries=_A_DAY))
def end_plan_of_closed(subscription_id: str) -> None:
    """End a plan that was bought for a closed account."""
    closed.end_plan(subscription_id)
