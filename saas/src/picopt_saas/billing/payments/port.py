"""What a payment provider is to us, and what it tells us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

CURRENCY: Final = "eur"
"""What everything is sold in, as Stripe writes it."""


class PaymentError(Exception):
    """The provider cannot be used now; the message is for people."""


class UnreadableEventError(PaymentError):
    """A webhook that the provider signed and that does not say what it should; it never will."""


class BadSignatureError(PaymentError):
    """A webhook that did not come from the provider."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What somebody wants to buy: a plan or a pack, by its slug in `plans`."""

    account_id: str
    email: str
    product: str
    customer_id: str = ""
    """The provider's id of this customer, when there is one from an earlier purchase."""
    idempotency_key: str
    """The same for a second click on the same button: one checkout, not two."""
    success_url: str
    cancel_url: str
    replaces: str = ""
    """The plan that this one takes the place of; empty when there is none."""


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """A payment page: the provider's id of it, and its address."""

    id: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Paid:
    """Money has come in for a pack, or for one period of a plan."""

    reference: str
    """The provider's id of what was sold (a checkout session or an invoice): credits come once for it."""
    payment: str
    """The provider's id of the payment, which refunds and disputes name."""
    account_id: str
    customer_id: str
    product: str
    cents: int
    total_cents: int | None = None
    """What it cost, where something else than this payment (such as a balance) paid for a part of it."""
    currency: str = CURRENCY
    paid_at: datetime
    ends_at: datetime | None = None
    """End of the plan's period; None for a pack."""
    credits: int | None = None
    """How many it brings; None: those of the product. A change of plans in the middle of a period brings a part."""
    invoice_url: str = ""


@dataclass(frozen=True, kw_only=True)
class SubscriptionChanged:
    """A plan was taken, changed or ended."""

    subscription_id: str
    account_id: str
    customer_id: str
    plan: str
    active: bool
    period_ends_at: datetime
    told_at: datetime
    rank: int = 0
    """Of two statements of the same moment the higher counts."""
    renews: bool = True
    """False once it was canceled: it runs until the period ends, and nothing is charged any more."""


@dataclass(frozen=True, kw_only=True)
class MoneyBack:
    """Of a payment, so many cents in all have been refunded, or it is disputed. Later words replace earlier ones."""

    payment: str
    refunded_cents: int = 0
    told_at: datetime | None = None
    corrects: bool = False
    """A refund failed: `refunded_cents` is what went back after all, whatever was said before `told_at`."""
    dispute: str = ""
    """Empty, `open`, `won` (the money stays ours) or `lost`."""
    dispute_id: str = ""
    """The provider's id of the dispute: a payment can be disputed again after it was decided."""
    disputed_cents: int = 0
    """What of the payment the dispute is about; 0: all of it."""


@dataclass(frozen=True, kw_only=True)
class PaymentFailed:
    """Money for a plan or a pack could not be collected."""

    reference: str
    """The provider's id of what was to be paid (an invoice, a checkout session)."""
    attempt: int = 1
    account_id: str
    product: str
    cents: int
    tries_again_at: datetime | None = None


News = Paid | SubscriptionChanged | MoneyBack | PaymentFailed | None


@dataclass(frozen=True, kw_only=True)
class Event:
    """One webhook. `news` is None when it is of no concern to us."""

    id: str
    kind: str
    news: News


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """A document about money that was paid."""

    number: str
    paid_at: datetime
    cents: int
    url: str


class PaymentProvider(Protocol):
    """Stripe and the sandbox. Both pass the tests in `tests/billing/payments/test_providers.py`."""

    name: str
    pages: tuple[str, ...]
    """Origins of the provider's own pages, to which our forms lead."""
    adds_tax: bool
    """Whether it adds VAT to our prices where that is due."""

    def checkout(self, order: Order) -> Checkout:
        """The page on which the order is paid. Raises `PaymentError`."""

    def withdraw(self, checkout_id: str) -> bool:
        """See to it that nobody can pay there any more; False when it was paid before. Raises `PaymentError`."""

    def switch(self, subscription_id: str, order: Order) -> str:
        """The address of the page on which a subscription is changed to the order's plan. Raises `PaymentError`."""

    def subscription(self, subscription_id: str) -> SubscriptionChanged | None:
        """The subscription as it is now; None when it is not one of ours. Raises `PaymentError`."""

    def cancel(self, subscription_id: str) -> None:
        """Have it end at once, and what was paid stay; running twice is harmless. Raises `PaymentError`."""

    def end_subscription(self, subscription_id: str) -> None:
        """Cancel it and give all of its money back; running twice is harmless. Raises `PaymentError`."""

    def refund(self, payment: str) -> None:
        """Give a payment's money back, all of it; running twice is harmless. Raises `PaymentError`."""

    def portal(self, customer_id: str, return_url: str) -> str:
        """The address of the page on which a customer changes cards and plans. Raises `PaymentError`."""

    def invoices(self, customer_id: str) -> list[Invoice]:
        """The customer's invoices, newest first. Raises `PaymentError`."""

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """The webhook, after its signature was checked. Raises `BadSignatureError`, `UnreadableEventError`."""
