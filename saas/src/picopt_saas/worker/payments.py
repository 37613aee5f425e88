"""What payments leave to the worker."""

from procrastinate.contrib.django import app

from picopt_saas.billing.payments import second
from picopt_saas.worker.retrying import WithBackOff


@app.task(name=second.SETTLE_SECOND, retry=WithBackOff())
def settle_second_subscription(account_id: str, subscription_id: str) -> None:
    """End a subscription that was bought beside another one."""
    second.settle_second(account_id, subscription_id)
