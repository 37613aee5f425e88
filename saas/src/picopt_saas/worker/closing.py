"""What closed accounts leave to the worker."""

from typing import Final

from procrastinate.contrib.django import app

from picopt_saas.accounts.models import Account
from picopt_saas.jobs.upkeep import privacy
from picopt_saas.worker.housekeeping import every
from picopt_saas.worker.retrying import WithBackOff

_TRIES: Final = 300  # every five minutes at last: a day; then every night


@app.task(name=privacy.FORGET_ACCOUNT, retry=WithBackOff(tries=_TRIES))
def forget_account(account_id: str) -> None:
    """Delete a closed account's content, again and again while the store is away."""
    privacy.forget_account(Account.objects.get(pk=account_id))


every("7 4 * * *", "forget_closed")(privacy.forget_closed)
