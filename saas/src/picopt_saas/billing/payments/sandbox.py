"""Test money: a payment page of our own that takes no card. Refused in production.

Nothing is stored: the order travels in the page's signed address, and what is bought there is announced by a webhook
with the same signature check, the same duplicates and the same effects as a real one.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from picopt_saas.billing.models import Purchase, Subscription
from picopt_saas.billing.payments.bounds import UNREADABLE, fitting
from picopt_saas.billing.payments.port import (
    BadSignatureError,
    Checkout,
    Event,
    Invoice,
    MoneyBack,
    News,
    Order,
    Paid,
    PaymentError,
    PaymentFailed,
    SubscriptionChanged,
    UnreadableEventError,
)
from picopt_saas.billing.payments.products import find_product, price_of
from picopt_saas.billing.plans import PLANS, Interval, Plan

SIGNATURE_HEADER: Final = "Sandbox-Signature"
_SALT: Final = "picopt.sandbox.checkout"
_PAGE_LIFETIME: Final = timedelta(hours=24)
_PERIODS: Final = {Interval.MONTH: timedelta(days=30), Interval.YEAR: timedelta(days=365)}
_SALE: Final = "cs_test_"


class SandboxProvider:
    """Pretends; for the demo, for tests, and for trying the plans without a card."""

    name = "sandbox"
    pages: tuple[str, ...] = ()
    adds_tax = False

    def __init__(self, *, secret: str, page_url: str) -> None:
        self._secret = secret.encode()
        self._page_url = page_url

    def checkout(self, order: Order) -> Checkout:
        """Our own page; the same order and idempotency key lead to the same purchase."""
        if find_product(order.product) is None:
            raise PaymentError(_("This is not for sale."))
        return Checkout(id=sale_of(order), url=f"{self._page_url}?order={signing.dumps(vars(order), salt=_SALT)}")

    def withdraw(self, checkout_id: str) -> bool:
        """Its page refuses whatever is not the account's latest order; here it is only told whether it was paid."""
        return not Purchase.objects.filter(provider=self.name, reference=checkout_id).exists()

    def switch(self, subscription_id: str, order: Order) -> str:
        """Our own page too: the new plan is paid in full and begins at once."""
        del subscription_id
        return self.checkout(order).url

    def subscription(self, subscription_id: str) -> SubscriptionChanged | None:
        """There is one an account by its very name, so none is ever looked up."""
        del subscription_id
        return None

    def cancel(self, subscription_id: str) -> None:
        """Nothing is charged again."""

    def end_subscription(self, subscription_id: str) -> None:
        """There is never a second one."""

    def refund(self, payment: str) -> None:
        """No money came in that could go back."""

    def portal(self, customer_id: str, return_url: str) -> str:
        """There is nothing to manage: back to where the person came from."""
        del customer_id
        return return_url

    def invoices(self, customer_id: str) -> list[Invoice]:
        """Our own record of what was paid with test money."""
        bought = Purchase.objects.filter(provider=self.name, account_id=customer_id.removeprefix("sandbox-"))
        return [
            Invoice(number=f"TEST-{one.pk:06}", paid_at=one.paid_at, cents=one.cents, url=f"/invoices/{one.pk}")
            for one in bought.order_by("-paid_at")
        ]

    def read_order(self, token: str) -> Order:
        """The order that a page's address carries. Raises `PaymentError` when it is not ours or too old."""
        try:
            return Order(**signing.loads(token, salt=_SALT, max_age=_PAGE_LIFETIME))
        except signing.BadSignature as error:
            raise PaymentError(_("This payment page has expired. Choose the product again.")) from error

    def events_of(self, order: Order) -> list[tuple[bytes, dict[str, str]]]:
        """The webhooks (body, headers) that follow when somebody pays the order."""
        product = find_product(order.product)
        if product is None:
            raise PaymentError(_("This is not for sale."))
        now, sale = timezone.now(), sale_of(order).removeprefix(_SALE)
        paid = {
            "reference": sale_of(order),
            "payment": f"pi_test_{sale}",
            "account_id": order.account_id,
            "customer_id": _customer_of(order),
            "product": order.product,
            "cents": price_of(product),
            "paid_at": now.isoformat(),
        }
        if not isinstance(product, Plan):
            return [self.signed("paid", f"evt_paid_{sale}", paid)]
        ends = (now + _PERIODS[product.interval]).isoformat()
        begun = {**_plan_of(order), "period_ends_at": ends, "told_at": now.isoformat()}
        return [
            self.signed("subscription", f"evt_sub_{sale}", begun),
            self.signed("paid", f"evt_paid_{sale}", {**paid, "ends_at": ends}),
        ]

    def cancellation(self, kept: Subscription) -> tuple[bytes, dict[str, str]]:
        """The webhook (body, headers) that follows when somebody cancels their plan: it runs until its period ends."""
        now = timezone.now()
        news = {
            "subscription_id": kept.provider_id,
            "account_id": kept.account_id,
            "customer_id": f"sandbox-{kept.account_id}",
            "plan": kept.plan,
            "active": True,
            "renews": False,
            "period_ends_at": kept.period_ends_at.isoformat(),
            "told_at": now.isoformat(),
        }
        return self.signed("subscription", f"evt_cancel_{kept.account_id}_{now:%Y%m%d%H%M%S}", news)

    def period_over(self, kept: Subscription) -> list[tuple[bytes, dict[str, str]]]:
        """The webhooks (body, headers) that follow when a plan's time is over: the next, paid, or the plan's end."""
        now, number = timezone.now(), f"{kept.account_id}_{kept.period_ends_at:%Y%m%d%H%M%S}"
        plan, customer = PLANS.get(kept.plan), f"sandbox-{kept.account_id}"
        goes_on = plan is not None and kept.renews and kept.account.closed_at is None
        ends = now + _PERIODS[plan.interval] if plan and goes_on else kept.period_ends_at
        news = {
            "subscription_id": kept.provider_id,
            "account_id": kept.account_id,
            "customer_id": customer,
            "plan": kept.plan,
            "active": goes_on,
            "renews": goes_on,
            "period_ends_at": ends.isoformat(),
            "told_at": now.isoformat(),
        }
        told = self.signed("subscription", f"evt_period_{number}", news)
        if plan is None or not goes_on:
            return [told]
        paid = {
            "reference": f"{_SALE}{number}",
            "payment": f"pi_test_{number}",
            "account_id": kept.account_id,
            "customer_id": customer,
            "product": kept.plan,
            "cents": price_of(plan),
            "paid_at": now.isoformat(),
            "ends_at": ends.isoformat(),
        }
        return [told, self.signed("paid", f"evt_renewed_{number}", paid)]

    def signed(self, kind: str, event_id: str, news: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
        """A webhook of ours: its body and the header with its signature."""
        body = json.dumps({"id": event_id, "kind": kind, "news": dict(news)}).encode()
        return body, {SIGNATURE_HEADER: self._sign(body)}

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """The event, if it is signed with our key."""
        if not hmac.compare_digest(self._sign(body).encode(), headers.get(SIGNATURE_HEADER, "").encode()):
            raise BadSignatureError("The webhook's signature is not the sandbox's.")
        try:
            event = json.loads(body)
            return fitting(Event(id=event["id"], kind=event["kind"], news=_news(event["kind"], event["news"])))
        except UNREADABLE as error:
            raise UnreadableEventError("The webhook is signed, but says nothing that we understand.") from error

    def _sign(self, body: bytes) -> str:
        return hmac.new(self._secret, body, hashlib.sha256).hexdigest()


def sale_of(order: Order) -> str:
    """What the order's sale is called, once it is paid."""
    return _SALE + hashlib.sha256(f"{order.account_id}:{order.idempotency_key}".encode()).hexdigest()[:24]


def _customer_of(order: Order) -> str:
    return f"sandbox-{order.account_id}"


def _plan_of(order: Order) -> dict[str, Any]:
    return {
        "subscription_id": f"sub_test_{order.account_id}",
        "account_id": order.account_id,
        "customer_id": _customer_of(order),
        "plan": order.product,
        "active": True,
    }


def _news(kind: str, fields: dict[str, Any]) -> News:
    moments = {name: datetime.fromisoformat(fields[name]) for name in fields if name.endswith("_at") and fields[name]}
    match kind:
        case "paid":
            return Paid(**{**fields, **moments})
        case "subscription":
            return SubscriptionChanged(**{**fields, **moments})
        case "money_back":
            return MoneyBack(**{**fields, **moments})
        case "payment_failed":
            return PaymentFailed(**{**fields, **moments})
        case _:
            return None
