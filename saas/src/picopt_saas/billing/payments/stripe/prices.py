"""Our products as Prices at Stripe, found by their lookup keys. `manage.py stripe_setup` makes them."""

import time
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from picopt_saas.billing.payments.port import PaymentError
from picopt_saas.billing.payments.products import PRODUCTS
from picopt_saas.billing.payments.stripe.connection import Connection

_PREFIX: Final = "picopt_"
_KEPT_SECONDS: Final = 300.0


class Price(NamedTuple):
    """A Price of ours at Stripe: which product, and cents a unit."""

    id: str
    product: str
    cents: int


def lookup_key(product: str) -> str:
    """Under which a product's present Price is found."""
    return f"{_PREFIX}{product}"


def product_of(price: Any) -> str:
    """The product that a Price of Stripe stands for; empty when it is none of ours.

    The lookup key moves on when a price changes; subscriptions keep the old Price, whose metadata still says it.
    """
    key = str(price.get("lookup_key") or "")
    named = key.removeprefix(_PREFIX) if key.startswith(_PREFIX) else (price.get("metadata") or {}).get("product", "")
    return named if named in PRODUCTS else ""


class Prices:
    """What is on sale now, asked for every five minutes; and Prices of before, which never change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._on_sale: dict[str, str] = {}
        self._asked_at = float("-inf")
        self._known: dict[str, Price | None] = {}

    def on_sale(self, product: str) -> str:
        """The id of the product's present Price. Raises `PaymentError` when Stripe has none."""
        # Without a lock: who asks a Stripe that is slow keeps nobody else waiting.
        if time.monotonic() - self._asked_at > _KEPT_SECONDS or product not in self._on_sale:
            self._on_sale, self._asked_at = self._ask(), time.monotonic()
        found = self._on_sale.get(product)
        if found is None:
            raise PaymentError(_("This is not for sale right now: its price has not been set up."))
        return found

    def known(self, price_id: str) -> Price | None:
        """The Price with this id, None when it is none of ours. Raises `PaymentError`."""
        if price_id not in self._known:
            found = self._connection.ask(self._connection.v1.prices.retrieve, price_id).to_dict()
            product = product_of(found)
            self._known[price_id] = Price(price_id, product, int(found["unit_amount"])) if product else None
        return self._known[price_id]

    def missing(self) -> list[str]:
        """Products without a present Price. Raises `PaymentError`."""
        return sorted(PRODUCTS.keys() - self._ask().keys())

    def _ask(self) -> dict[str, str]:
        wanted = {"lookup_keys": [lookup_key(product) for product in PRODUCTS], "active": True, "limit": 100}
        found = self._connection.ask(self._connection.v1.prices.list, wanted)
        return {product_of(price): price["id"] for price in found.to_dict()["data"] if product_of(price)}
