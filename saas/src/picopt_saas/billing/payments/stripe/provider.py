"""Stripe as a payment provider."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final, cast

import stripe
import structlog
from django.utils import timezone
from django.utils.translation import gettext as _
from stripe.params.checkout import SessionCreateParams

from picopt_saas.billing.payments.bounds import UNREADABLE, fitting
from picopt_saas.billing.payments.port import (
    BadSignatureError,
    Checkout,
    Event,
    Invoice,
    Order,
    PaymentError,
    SubscriptionChanged,
    UnreadableEventError,
)
from picopt_saas.billing.payments.products import find_product
from picopt_saas.billing.payments.stripe.connection import Connection
from picopt_saas.billing.payments.stripe.endpoint import endpoint_faults
from picopt_saas.billing.payments.stripe.events import Events, Json, moment, payments_of, subscription_now
from picopt_saas.billing.payments.stripe.portal import portal_rules
from picopt_saas.billing.payments.stripe.prices import Prices
from picopt_saas.billing.plans import Plan

log = structlog.get_logger(__name__)

_SIGNED_AT_MOST: Final = 300  # seconds ago
# What a change of plans gives back and charges is told before any discount, as whole periods are: it brings credits by
# its part of the price, not of what a coupon left of that.
_GROSS: Final = {"type": "flexible", "flexible": {"proration_discounts": "itemized"}}


class StripeProvider:
    """The real thing. `api_base` is Stripe's own address, or that of the fake in the tests."""

    name = "stripe"
    pages: tuple[str, ...] = ("https://checkout.stripe.com", "https://billing.stripe.com")

    def __init__(self, *, secret_key: str, webhook_secret: str, api_base: str, adds_tax: bool = False) -> None:
        self._connection = Connection(secret_key=secret_key, api_base=api_base)
        self._v1 = self._connection.v1
        self._ask = self._connection.ask
        self._prices = Prices(self._connection)
        self._events = Events(self._connection, self._prices)
        self._webhook_secret = webhook_secret
        self.adds_tax = adds_tax

    def checkout(self, order: Order) -> Checkout:
        """A Checkout session; the same one again for the same idempotency key."""
        try:
            session = self._open(order)
        except PaymentError as error:
            if not order.customer_id or getattr(error.__cause__, "param", None) != "customer":
                raise
            # Somebody deleted the customer at Stripe. Whoever pays becomes a new one, which the webhook tells us.
            session = self._open(replace(order, customer_id="", idempotency_key=f"{order.idempotency_key}:anew"))
        if not session.url:
            raise PaymentError(_("The payment page did not open. Nothing was charged. Try again."))
        return Checkout(id=str(session.id), url=str(session.url))

    def withdraw(self, checkout_id: str) -> bool:
        """Expire the session; False when it was completed before."""
        if self._ask(self._v1.checkout.sessions.retrieve, checkout_id).status == "open":
            with suppress(PaymentError):  # completed or expired in this very moment, or Stripe is away: asked again
                self._ask(self._v1.checkout.sessions.expire, checkout_id)
        return bool(self._ask(self._v1.checkout.sessions.retrieve, checkout_id).status == "expired")

    def portal(self, customer_id: str, return_url: str) -> str:
        """A Billing portal session's address."""
        return self._portal({"customer": customer_id, "return_url": return_url})

    def switch(self, subscription_id: str, order: Order) -> str:
        """The portal's own page that confirms the change, with what it costs today."""
        subscription = self._ask(self._v1.subscriptions.retrieve, subscription_id).to_dict()
        item = {
            "id": subscription["items"]["data"][0]["id"],
            "price": self._prices.on_sale(order.product),
            "quantity": 1,
        }
        change = {"subscription": subscription_id, "items": [item]}
        flow = {
            "type": "subscription_update_confirm",
            "subscription_update_confirm": change,
            "after_completion": {"type": "redirect", "redirect": {"return_url": order.cancel_url}},
        }
        params = {"customer": subscription["customer"], "return_url": order.cancel_url, "flow_data": flow}
        try:
            return self._portal(params)
        except PaymentError as error:
            if not isinstance(error.__cause__, stripe.InvalidRequestError):
                raise
            # It ends, or its next plan is chosen already: the portal's first page says so, and lets people undo it.
            log.warning("plan_change_refused", subscription=subscription_id, problem=str(error.__cause__))
            return self.portal(subscription["customer"], order.cancel_url)

    def subscription(self, subscription_id: str) -> SubscriptionChanged | None:
        """The subscription as it is now; None when it is not one of ours."""
        asked_at = timezone.now()
        try:
            found = self._ask(self._v1.subscriptions.retrieve, subscription_id)
        except PaymentError as error:
            if isinstance(error.__cause__, stripe.InvalidRequestError):  # there is none with this id
                return None
            raise
        return subscription_now(found.to_dict(), told_at=asked_at)

    def cancel(self, subscription_id: str) -> None:
        """Have it end at once. Running twice is harmless."""
        if self._ask(self._v1.subscriptions.retrieve, subscription_id).status != "canceled":
            self._ask(self._v1.subscriptions.cancel, subscription_id)

    def end_subscription(self, subscription_id: str) -> None:
        """Cancel it at once, and give the money of its invoices back. Running twice is harmless."""
        self.cancel(subscription_id)
        paid = {"subscription": subscription_id, "status": "paid", "expand": ["data.payments"]}
        for invoice in self._ask(self._v1.invoices.list, paid).data:
            for payment in payments_of(invoice):
                self._refund(payment, "duplicate")

    def refund(self, payment: str) -> None:
        """Give a payment's money back, all of it; running twice is harmless."""
        self._refund(payment, "requested_by_customer")

    def invoices(self, customer_id: str) -> list[Invoice]:
        """The last hundred paid invoices, as PDF."""
        found = self._ask(self._v1.invoices.list, {"customer": customer_id, "status": "paid", "limit": 100})
        return [
            Invoice(
                number=str(one.number or one.id),
                paid_at=moment(one.created),
                cents=int(one.amount_paid),
                url=str(one.invoice_pdf or one.hosted_invoice_url or ""),
            )
            for one in found.data
        ]

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """The event, signed by Stripe not longer than five minutes ago."""
        signature = headers.get("Stripe-Signature", "")
        try:
            signature.encode("ascii")  # what is compared byte by byte must be
            stripe.WebhookSignature.verify_header(
                body.decode(), signature, self._webhook_secret, tolerance=_SIGNED_AT_MOST
            )
        except (stripe.SignatureVerificationError, UnicodeError) as error:
            raise BadSignatureError("The webhook's signature is not Stripe's.") from error
        try:
            event = cast("Json", json.loads(body))
            return fitting(Event(id=event["id"], kind=event["type"], news=self._events.read(event)))
        except UNREADABLE as error:
            raise UnreadableEventError("The webhook is signed, but is not as Stripe documents it.") from error

    def missing_prices(self) -> list[str]:
        """Products that cannot be sold because Stripe has no Price for them; for the doctor."""
        return self._prices.missing()

    def can_add_tax(self) -> bool:
        """Whether Stripe Tax is set up; for the doctor. Without it no page opens that should add tax."""
        return bool(self._ask(self._v1.tax.settings.retrieve).status == "active")

    def webhook_faults(self, url: str) -> list[str]:
        """Why we might not hear of payments at this address; for the doctor."""
        return list(endpoint_faults(self._connection, url, self._events.kinds))

    def _refund(self, payment: str, reason: str) -> None:
        """Refund it unless it was refunded before: by an earlier try, for another reason, or by hand."""
        refund = {"payment_intent": payment, "reason": reason}
        try:
            self._ask(self._v1.refunds.create, refund, {"idempotency_key": f"{reason}:{payment}"})
        except PaymentError as error:
            if getattr(error.__cause__, "code", None) != "charge_already_refunded":
                raise

    def _portal(self, params: Json) -> str:
        rules = portal_rules(self._connection)
        configured = {**params, "configuration": rules} if rules else params
        return str(self._ask(self._v1.billing_portal.sessions.create, configured).url)

    def _open(self, order: Order) -> Any:
        params, options = self._session(order), {"idempotency_key": order.idempotency_key}
        return self._ask(self._v1.checkout.sessions.create, params, options)

    def _session(self, order: Order) -> SessionCreateParams:
        product = find_product(order.product)
        if product is None:
            raise PaymentError(_("This is not for sale."))
        metadata = {"account": order.account_id, "product": order.product}
        params: dict[str, Any] = {
            "client_reference_id": order.account_id,
            "success_url": order.success_url,
            "cancel_url": order.cancel_url,
            "metadata": metadata,
            "line_items": [{"price": self._prices.on_sale(order.product), "quantity": 1}],
            **({"customer": order.customer_id} if order.customer_id else {"customer_email": order.email}),
        }
        if isinstance(product, Plan):
            params |= {"mode": "subscription", "subscription_data": {"metadata": metadata, "billing_mode": _GROSS}}
        else:
            params |= {"mode": "payment", "invoice_creation": {"enabled": True}}
            if not order.customer_id:
                params["customer_creation"] = "always"
        if self.adds_tax:
            params |= {"automatic_tax": {"enabled": True}, "tax_id_collection": {"enabled": True}}
            if order.customer_id:  # tax goes by the address, which is asked for on the page and kept
                params["customer_update"] = {"address": "auto", "name": "auto"}
        return cast("SessionCreateParams", params)
