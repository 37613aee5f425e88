"""Stripe's webhooks in our words."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from picopt_saas.billing.payments.port import (
    CURRENCY,
    MoneyBack,
    News,
    Paid,
    PaymentFailed,
    SubscriptionChanged,
    UnreadableEventError,
)
from picopt_saas.billing.payments.products import credits_of, find_product
from picopt_saas.billing.payments.stripe.connection import Connection
from picopt_saas.billing.payments.stripe.prices import Price, Prices, product_of

# Subscriptions in these states may use their plan; `past_due` while Stripe still tries to collect.
_ACTIVE: Final = frozenset({"active", "trialing", "past_due"})
# Nobody has paid for them, and they have brought nothing that could end.
_NOT_BEGUN: Final = frozenset({"incomplete", "incomplete_expired"})
# An inquiry that was closed took no money; what was prevented took it by a refund, which is told by itself.
_DISPUTE: Final = {"won": "won", "lost": "lost", "warning_closed": "won", "prevented": "won"}
# A bank asks. The money stays ours unless a dispute follows, under the same id.
_INQUIRY: Final = frozenset({"warning_needs_response", "warning_under_review"})
# Stripe tells the second of an event and not its place in it: of one second, an end counts over a change, and a change
# over a beginning.
_RANK: Final = {"created": 0, "updated": 10, "paused": 10, "resumed": 10, "deleted": 20}

# Invoices and subscriptions have had the shape that is read here since then (Stripe's release "basil").
OLDEST_VERSION: Final = "2025-03-31"

Json = dict[str, Any]
Readers = Mapping[str, Callable[[Json], News]]


def moment(seconds: int) -> datetime:
    """Stripe's time. Raises `ValueError` for what is no time of any year that there is."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError):
        raise ValueError(f"{seconds} is no time") from None


class Events:
    """Reads events; asks Stripe for what an event does not say."""

    def __init__(self, connection: Connection, prices: Prices) -> None:
        self._connection = connection
        self._prices = prices
        self._readers: Readers = {
            "checkout.session.completed": self._session_paid,
            "checkout.session.async_payment_succeeded": self._session_paid,
            "checkout.session.async_payment_failed": _session_failed,
            "invoice.paid": self._invoice_paid,
            "invoice.payment_failed": self._invoice_failed,
            "customer.subscription.created": self._subscription_changed,
            "customer.subscription.updated": self._subscription_changed,
            "customer.subscription.paused": self._subscription_changed,
            "customer.subscription.resumed": self._subscription_changed,
            "customer.subscription.deleted": self._subscription_changed,
            "charge.refunded": _charge_refunded,
            "refund.failed": self._refund_failed,
            "charge.dispute.created": _disputed,
            "charge.dispute.updated": _disputed,
            "charge.dispute.closed": _disputed,
        }

    @property
    def kinds(self) -> frozenset[str]:
        """The events that we want to be sent."""
        return frozenset(self._readers)

    def read(self, event: Json) -> News:
        """The news in it, None when it does not concern us.

        Raises `UnreadableEventError` for a version in which things stand elsewhere: what is not found where we look
        would be taken for no concern of ours. Raises `LookupError`, `TypeError` or `ValueError` for what is malformed.
        """
        reader = self._readers.get(event["type"])
        if reader is None:
            return None
        version = str(event.get("api_version") or OLDEST_VERSION)
        if version < OLDEST_VERSION:
            raise UnreadableEventError(
                f"Stripe sends events of its API version {version}. Make the webhook's endpoint anew with version "
                f"{OLDEST_VERSION} or later, and have Stripe send the events again."
            )
        return reader(event)

    def _session_paid(self, event: Json) -> Paid | None:
        """A pack, paid for or given by a coupon; a plan's credits come with its invoices."""
        session = event["data"]["object"]
        if session["mode"] != "payment" or session["payment_status"] == "unpaid" or not _is_ours(session):
            return None
        return Paid(
            reference=session["id"],
            payment=session["payment_intent"] or session["id"],
            account_id=session["metadata"]["account"],
            customer_id=session["customer"] or "",
            product=session["metadata"]["product"],
            cents=session["amount_total"],
            currency=_currency(session),
            paid_at=moment(event["created"]),
        )

    def _invoice_paid(self, event: Json) -> Paid | None:
        """One period of a plan, or what a change of plans cost.

        A coupon, the customer's balance at Stripe or money on another way may have paid for it too. Then there is no
        payment that could be refunded, and the invoice stands for it.
        """
        invoice = event["data"]["object"]
        parent = (invoice.get("parent") or {}).get("subscription_details")
        if not parent or not _is_ours(parent):
            return None
        lines = self._lines_of(invoice)
        product, credits = self._bought(lines, parent["metadata"]["product"])
        if not invoice["amount_paid"] and not credits:  # a trial, or a change that costs nothing
            return None
        return Paid(
            reference=invoice["id"],
            payment=self._payment_of(invoice) or invoice["id"],
            account_id=parent["metadata"]["account"],
            customer_id=invoice["customer"],
            product=product,
            credits=credits,
            cents=invoice["amount_paid"],
            total_cents=max(0, invoice.get("total") or 0),
            currency=_currency(invoice),
            paid_at=moment(event["created"]),
            ends_at=max(moment(line["period"]["end"]) for line in lines),
            invoice_url=invoice.get("hosted_invoice_url") or "",
        )

    def _lines_of(self, invoice: Json) -> list[Json]:
        """All of an invoice's lines. The event names the first ten; for more the invoice is asked."""
        lines: Json = invoice["lines"]
        told: list[Json] = lines["data"]
        return self._connection.ask(self._all_lines, invoice["id"]) if lines.get("has_more") else told

    def _all_lines(self, invoice_id: str) -> list[Json]:
        found = self._connection.v1.invoices.line_items.list(invoice_id, {"limit": 100})
        return [dict(line.to_dict()) for line in found.auto_paging_iter()]

    def _payment_of(self, invoice: Json) -> str:
        """The event names no payment, so the invoice is asked."""
        if not invoice["amount_paid"]:
            return ""
        ask, invoices = self._connection.ask, self._connection.v1.invoices
        return next(iter(payments_of(ask(invoices.retrieve, invoice["id"], {"expand": ["payments"]}))), "")

    def _invoice_failed(self, event: Json) -> PaymentFailed | None:
        """A period of a plan that could not be collected; Stripe says when it tries again."""
        invoice = event["data"]["object"]
        parent = (invoice.get("parent") or {}).get("subscription_details")
        if not parent or not _is_ours(parent):
            return None
        product, _ = self._bought(self._lines_of(invoice), parent["metadata"]["product"])
        again = invoice.get("next_payment_attempt")
        return PaymentFailed(
            reference=invoice["id"],
            attempt=invoice.get("attempt_count") or 1,
            account_id=parent["metadata"]["account"],
            product=product,
            cents=invoice["amount_due"],
            tries_again_at=moment(again) if again else None,
        )

    def _bought(self, lines: list[Json], taken_first: str) -> tuple[str, int | None]:
        """Which plan the lines are for, and how many credits they bring.

        A line for a part of a period brings that part of its plan's credits; what a change of plans gives back takes
        them off. A subscription from before there were Prices has the product that was `taken_first`.
        """
        priced = [(line, price) for line in lines if (price := self._price_of(line))]
        if not priced:
            return taken_first, None
        credits = sum(_share(line, price) for line, price in priced)
        _, price = max(priced, key=lambda pair: (pair[0]["amount"], pair[0]["period"]["end"]))
        return price.product, max(0, round(credits))

    def _price_of(self, line: Json) -> Price | None:
        details = (line.get("pricing") or {}).get("price_details") or {}
        return self._prices.known(details["price"]) if details.get("price") else None

    def _refund_failed(self, event: Json) -> MoneyBack | None:
        """Its money came back to us. The charge says what the customer has got of it in all."""
        refund = event["data"]["object"]
        if not refund["payment_intent"]:
            return None
        charge = self._connection.ask(self._connection.v1.charges.retrieve, refund["charge"])
        return MoneyBack(
            payment=refund["payment_intent"],
            refunded_cents=int(charge.amount_refunded),
            told_at=moment(event["created"]),
            corrects=True,
        )

    def _subscription_changed(self, event: Json) -> SubscriptionChanged | None:
        kind = event["type"].rsplit(".", 1)[1]
        return subscription_now(event["data"]["object"], told_at=moment(event["created"]), kind=kind)


def payments_of(invoice: Any) -> list[str]:
    """The payment intents that paid an invoice, whose payments are expanded; those that were given up left out."""
    payments = invoice.payments.data if invoice.payments else []
    paid = [one.payment for one in payments if getattr(one, "status", "paid") == "paid"]
    return [str(one.payment_intent) for one in paid if getattr(one, "payment_intent", None)]


def subscription_now(subscription: Json, *, told_at: datetime, kind: str = "updated") -> SubscriptionChanged | None:
    """A subscription of Stripe in our words; None when our checkout did not make it, or nobody has paid for it yet."""
    if not _is_ours(subscription) or subscription["status"] in _NOT_BEGUN:
        return None
    item = subscription["items"]["data"][0]
    return SubscriptionChanged(
        subscription_id=subscription["id"],
        account_id=subscription["metadata"]["account"],
        customer_id=subscription["customer"],
        plan=product_of(item.get("price") or {}) or subscription["metadata"]["product"],
        active=kind != "deleted" and subscription["status"] in _ACTIVE,
        period_ends_at=moment(item["current_period_end"]),
        told_at=told_at,
        rank=_RANK[kind],
        renews=not (subscription.get("cancel_at_period_end") or subscription.get("cancel_at")),
    )


def _share(line: Json, price: Price) -> float:
    product = find_product(price.product)
    return credits_of(product) * line["amount"] / price.cents if product and price.cents else 0.0


def _session_failed(event: Json) -> PaymentFailed | None:
    """A pack that was to be paid by a slow method, such as a transfer, and was not."""
    session = event["data"]["object"]
    if session["mode"] != "payment" or not _is_ours(session):
        return None
    return PaymentFailed(
        reference=session["id"],
        account_id=session["metadata"]["account"],
        product=session["metadata"]["product"],
        cents=session["amount_total"],
    )


def _charge_refunded(event: Json) -> MoneyBack | None:
    charge = event["data"]["object"]
    if not charge["payment_intent"]:
        return None
    return MoneyBack(
        payment=charge["payment_intent"],
        refunded_cents=charge["amount_refunded"],
        told_at=moment(event["created"]),
    )


def _disputed(event: Json) -> MoneyBack | None:
    dispute = event["data"]["object"]
    if not dispute["payment_intent"] or dispute["status"] in _INQUIRY:
        return None
    return MoneyBack(
        payment=dispute["payment_intent"],
        dispute=_DISPUTE.get(dispute["status"], "open"),
        dispute_id=dispute["id"],
        disputed_cents=dispute.get("amount", 0) if _currency(dispute) == CURRENCY else 0,
    )


def _currency(thing: Json) -> str:
    return str(thing.get("currency") or CURRENCY)


def _is_ours(thing: Json) -> bool:
    """Whether our checkout made it; a shop can sell other things with the same Stripe account."""
    return {"account", "product"} <= (thing.get("metadata") or {}).keys()
