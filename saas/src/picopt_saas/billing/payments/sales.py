"""What is paid brings its credits, once a sale."""

from datetime import datetime, timedelta
from typing import Final

from picopt_saas.accounts import audit
from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Purchase, Subscription
from picopt_saas.billing.payments.closed import refuse_money
from picopt_saas.billing.payments.money_back import lock_payment, take_back
from picopt_saas.billing.payments.parties import UnknownSaleError, know_customer, locked_account
from picopt_saas.billing.payments.port import CURRENCY, Paid
from picopt_saas.billing.payments.products import Product, credits_of, find_product

UNTIL_RENEWED: Final = timedelta(days=1)
"""How long a period's credits outlast it. Stripe collects for the next one an hour or more after it has begun: sites
that are at work would stand still meanwhile, each month anew."""


def take_payment(provider: str, paid: Paid) -> None:
    """Credits for money, once a sale, whichever event announces it."""
    product = _product_of(paid)
    account = locked_account(paid.account_id)
    if account.closed_at:
        refuse_money(account, paid)
        return
    payment = lock_payment(provider, paid.payment)
    credits = credits_of(product) if paid.credits is None else paid.credits
    purchase, is_new = _note_purchase(provider, account, paid, credits)
    if not is_new:
        return
    if not Subscription.objects.filter(account=account, active=True).exists():
        know_customer(provider, account, paid.customer_id)
    if credits:
        expires_at = paid.ends_at + UNTIL_RENEWED if paid.ends_at else _a_year_after(paid.paid_at)
        ledger.grant(account, credits, reference=purchase.grant_reference, expires_at=expires_at, reason=product.name)
    audit.record(account, "money.paid", subject=paid.reference, product=paid.product, cents=paid.cents)
    take_back(purchase, payment)  # the refund's webhook can be faster than the payment's


def _product_of(paid: Paid) -> Product:
    product = find_product(paid.product)
    if product is None:
        raise UnknownSaleError(f"paid for {paid.product!r}, which is not for sale")
    if paid.currency != CURRENCY:  # all sums are kept and shown in ours
        raise UnknownSaleError(f"paid in {paid.currency.upper()}, which nothing is sold in")
    return product


def _note_purchase(provider: str, account: Account, paid: Paid, credits: int) -> tuple[Purchase, bool]:
    """The sale's row, and whether it is new."""
    return Purchase.objects.get_or_create(
        provider=provider,
        reference=paid.reference,
        defaults={
            "account": account,
            "payment": paid.payment,
            "product": paid.product,
            "credits": credits,
            "cents": paid.cents,
            "total_cents": paid.total_cents,
            "paid_at": paid.paid_at,
            "invoice_url": paid.invoice_url,
        },
    )


def _a_year_after(moment: datetime) -> datetime:
    """How long a pack lasts: to the same day of the next year, of 29 February to 1 March."""
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, month=3, day=1)
