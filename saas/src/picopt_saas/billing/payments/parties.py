"""Whom a webhook is about: an account of ours, and who pays for it at the provider."""

from picopt_saas.accounts.models import Account
from picopt_saas.billing.models import Customer


class UnknownSaleError(Exception):
    """Money came for something or somebody that we do not know; the message says what, for the operator."""


def account_of(account_id: str) -> Account:
    """The account. Raises `UnknownSaleError` when there is none."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise UnknownSaleError(f"for the account {account_id!r}, which does not exist")
    return account


def locked_account(account_id: str) -> Account:
    """The same, and nobody closes it until the transaction ends."""
    return Account.objects.select_for_update(no_key=True).filter(pk=account_id).first() or account_of(account_id)


def know_customer(provider: str, account: Account, customer_id: str) -> None:
    """Keep who pays: the customer whose plan runs, else the latest.

    Pages that were opened before the first payment make a customer each, and a customer can be deleted there.
    """
    if customer_id:
        Customer.objects.update_or_create(account=account, provider=provider, defaults={"customer_id": customer_id})
