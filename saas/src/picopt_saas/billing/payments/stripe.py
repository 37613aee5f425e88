"""Stripe: Checkout, Billing portal, webhooks, invoices. Prices are sent along, so nothing is set up by hand there."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

import stripe
from stripe.params.checkout import SessionCreateParams

from picopt_saas.billing.payments.port import (
    BadSignatureError,
    Event,
    Invoice,
    MoneyBack,
    Order,
    Paid,
    PaymentError,
    SubscriptionChanged,
)
from picopt_saas.billing.payments.products import find_product, price_of
from picopt_saas.billing.plans import Plan

# Subscriptions in these states may use their plan; `past_due` while Stripe still tries to collect.
_ACTIVE: Final = frozenset({"active", "trialing", "past_due"})
_DISPUTE: Final = {"won": "won", "lost": "lost", "warning_closed": "won"}
_NETWORK_RETRIES: Final = 2

Json = dict[str, Any]
Reader = Callable[[Json], Paid | SubscriptionChanged | MoneyBack | None]


class StripeProvider:
    """The real thing. `api_base` is Stripe's own address, or that of the fake in the tests."""

    name = "stripe"
    pages: tuple[str, ...] = ("https://checkout.stripe.com", "https://billing.stripe.com")

    def __init__(self, *, secret_key: str, webhook_secret: str, api_base: str) -> None:
        self._client = stripe.StripeClient(
            secret_key, base_addresses={"api": api_base}, max_network_retries=_NETWORK_RETRIES
        )
        self._webhook_secret = webhook_secret
        self._readers: Mapping[str, Reader] = {
            "checkout.session.completed": self._session_paid,
            "checkout.session.async_payment_succeeded": self._session_paid,
            "invoice.paid": self._invoice_paid,
            "customer.subscription.created": self._subscription_changed,
            "customer.subscription.updated": self._subscription_changed,
            "customer.subscription.deleted": self._subscription_changed,
            "charge.refunded": self._charge_refunded,
            "charge.dispute.created": self._disputed,
            "charge.dispute.updated": self._disputed,
            "charge.dispute.closed": self._disputed,
        }

    def checkout(self, order: Order) -> str:
        """A Checkout session's address; the same one again for the same idempotency key."""
        create = self._client.v1.checkout.sessions.create
        session = _asking(create)(_session(order), {"idempotency_key": order.idempotency_key})
        if not session.url:
            raise PaymentError("Stripe opened no payment page; try again.")
        return str(session.url)

    def portal(self, customer_id: str, return_url: str) -> str:
        """A Billing portal session's address."""
        create = self._client.v1.billing_portal.sessions.create
        return str(_asking(create)({"customer": customer_id, "return_url": return_url}).url)

    def invoices(self, customer_id: str) -> list[Invoice]:
        """The last hundred paid invoices, as PDF."""
        found = _asking(self._client.v1.invoices.list)({"customer": customer_id, "status": "paid", "limit": 100})
        return [
            Invoice(
                number=str(one.number or one.id),
                paid_at=_moment(one.created),
                cents=int(one.amount_paid),
                url=str(one.invoice_pdf or one.hosted_invoice_url or ""),
            )
            for one in found.data
        ]

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        """The event, signed by Stripe not longer than five minutes ago."""
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(), headers.get("Stripe-Signature", ""), self._webhook_secret, tolerance=300
            )
        except (stripe.SignatureVerificationError, UnicodeDecodeError) as error:
            raise BadSignatureError("The webhook's signature is not Stripe's.") from error
        event = cast("Json", json.loads(body))
        read = self._readers.get(event["type"])
        news = read(event) if read else None
        return Event(id=event["id"], kind=event["type"], news=news)

    def _session_paid(self, event: Json) -> Paid | None:
        """A pack; a plan's credits come with its invoices."""
        session = event["data"]["object"]
        if session["mode"] != "payment" or session["payment_status"] != "paid" or not _is_ours(session):
            return None
        return Paid(
            reference=session["id"],
            payment=session["payment_intent"],
            account_id=session["metadata"]["account"],
            customer_id=session["customer"] or "",
            product=session["metadata"]["product"],
            cents=session["amount_total"],
            paid_at=_moment(event["created"]),
        )

    def _invoice_paid(self, event: Json) -> Paid | None:
        """One period of a plan. The event does not name the payment, so the invoice is asked for it."""
        invoice = event["data"]["object"]
        parent = (invoice.get("parent") or {}).get("subscription_details")
        if not parent or not _is_ours(parent) or not invoice["amount_paid"]:
            return None
        full = _asking(self._client.v1.invoices.retrieve)(invoice["id"], {"expand": ["payments"]})
        payment = full.payments.data[0].payment.payment_intent
        return Paid(
            reference=invoice["id"],
            payment=str(payment),
            account_id=parent["metadata"]["account"],
            customer_id=invoice["customer"],
            product=parent["metadata"]["product"],
            cents=invoice["amount_paid"],
            paid_at=_moment(event["created"]),
            ends_at=max(_moment(line["period"]["end"]) for line in invoice["lines"]["data"]),
            invoice_url=invoice.get("hosted_invoice_url") or "",
        )

    def _subscription_changed(self, event: Json) -> SubscriptionChanged | None:
        subscription = event["data"]["object"]
        if not _is_ours(subscription):
            return None
        ended = event["type"] == "customer.subscription.deleted"
        return SubscriptionChanged(
            subscription_id=subscription["id"],
            account_id=subscription["metadata"]["account"],
            customer_id=subscription["customer"],
            plan=subscription["metadata"]["product"],
            active=not ended and subscription["status"] in _ACTIVE,
            period_ends_at=_moment(subscription["items"]["data"][0]["current_period_end"]),
            told_at=_moment(event["created"]),
        )

    def _charge_refunded(self, event: Json) -> MoneyBack | None:
        charge = event["data"]["object"]
        if not charge["payment_intent"]:
            return None
        return MoneyBack(payment=charge["payment_intent"], refunded_cents=charge["amount_refunded"])

    def _disputed(self, event: Json) -> MoneyBack | None:
        dispute = event["data"]["object"]
        if not dispute["payment_intent"]:
            return None
        return MoneyBack(payment=dispute["payment_intent"], dispute=_DISPUTE.get(dispute["status"], "open"))


def _session(order: Order) -> SessionCreateParams:
    product = find_product(order.product)
    if product is None:
        raise PaymentError("This is not for sale.")
    metadata = {"account": order.account_id, "product": order.product}
    price: Json = {
        "currency": "eur",
        "unit_amount": price_of(product),
        "product_data": {"name": f"Picture Optimizer: {product.name}"},
    }
    params: Json = {
        "client_reference_id": order.account_id,
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "metadata": metadata,
        **({"customer": order.customer_id} if order.customer_id else {"customer_email": order.email}),
    }
    if isinstance(product, Plan):
        price["recurring"] = {"interval": "month"}
        params |= {"mode": "subscription", "subscription_data": {"metadata": metadata}}
    else:
        params |= {"mode": "payment", "invoice_creation": {"enabled": True}}
        if not order.customer_id:
            params["customer_creation"] = "always"
    params["line_items"] = [{"price_data": price, "quantity": 1}]
    return cast("SessionCreateParams", params)


def _is_ours(thing: Json) -> bool:
    """Whether our checkout made it; a shop can sell other things with the same Stripe account."""
    return {"account", "product"} <= (thing.get("metadata") or {}).keys()


def _asking(call: Callable[..., Any]) -> Callable[..., Any]:
    """The call, with Stripe's errors as ours. What Stripe says is for us; people get a sentence they can act on."""

    def ask(*args: Any) -> Any:
        try:
            return call(*args)
        except stripe.StripeError as error:
            raise PaymentError("The payment service does not answer as it should; try again in a minute.") from error

    return ask


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
