"""The rules of Stripe's customer portal: which plans can be changed into which, and how that is charged."""

from functools import lru_cache
from typing import Any, Final

from picopt_saas.billing.payments.port import CURRENCY
from picopt_saas.billing.payments.products import PRODUCTS, Product
from picopt_saas.billing.payments.stripe.connection import Connection
from picopt_saas.billing.payments.stripe.prices import lookup_key
from picopt_saas.billing.plans import Plan

_MARK: Final = {"picopt": "portal"}


def portal_rules(connection: Connection) -> str:
    """The id of our portal configuration; empty while there is none, and the account's default is used."""
    try:
        return _find_rules(connection)
    except LookupError:
        return ""


@lru_cache(maxsize=4)
def _find_rules(connection: Connection) -> str:
    """The same. Raises `LookupError` while there is none, which is not remembered: `stripe_setup` may make it yet."""
    found = connection.ask(connection.v1.billing_portal.configurations.list, {"active": True, "limit": 100})
    for one in found.to_dict()["data"]:
        if _is_ours(one):
            return str(one["id"])
    raise LookupError("no portal configuration of ours")


def set_up(connection: Connection) -> list[str]:
    """Make products, prices and the portal's rules what `plans.py` says; a line for each. Running twice is harmless."""
    prices = {slug: _set_up_price(connection, slug, product) for slug, product in PRODUCTS.items()}
    said = [f"{slug}: {price['id']}, {price['unit_amount']} cents" for slug, price in prices.items()]
    plans = {slug: prices[slug] for slug, product in PRODUCTS.items() if isinstance(product, Plan)}
    _find_rules.cache_clear()
    service, rules = connection.v1.billing_portal.configurations, _rules(plans)
    if known := portal_rules(connection):
        connection.ask(service.update, known, rules)
    else:
        connection.ask(service.create, {**rules, "metadata": _MARK})
    return [*said, f"portal: {portal_rules(connection)}"]


def _set_up_price(connection: Connection, slug: str, product: Product) -> dict[str, Any]:
    v1, ask = connection.v1, connection.ask
    wanted = {"lookup_keys": [lookup_key(slug)], "active": True}
    found = ask(v1.prices.list, wanted).to_dict()["data"]
    if found and found[0]["unit_amount"] == product.cents:
        return _without_tax(connection, found[0])
    price: dict[str, Any] = {
        "currency": CURRENCY,
        "unit_amount": product.cents,
        "tax_behavior": "exclusive",
        "lookup_key": lookup_key(slug),
        "transfer_lookup_key": True,
        "metadata": {"product": slug},
    }
    if found:
        price["product"] = found[0]["product"]
    else:
        price["product_data"] = {"name": f"Picture Optimizer: {_name(product)}", "metadata": {"product": slug}}
    if isinstance(product, Plan):
        price["recurring"] = {"interval": product.interval.value}
    return dict(ask(v1.prices.create, price).to_dict())


def _without_tax(connection: Connection, price: dict[str, Any]) -> dict[str, Any]:
    """The price, which says that tax comes on top of it; those that earlier versions made say nothing of it."""
    if price.get("tax_behavior") in {"exclusive", "inclusive"}:  # which is for ever
        return price
    return dict(connection.ask(connection.v1.prices.update, price["id"], {"tax_behavior": "exclusive"}).to_dict())


def _name(product: Product) -> str:
    """On Stripe's pages and invoices, in the language of the service's operator."""
    return f"{product.name} (yearly)" if isinstance(product, Plan) and product.is_yearly else product.name


def _rules(plans: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What costs more begins, and is paid, at once, less what is left of the plan before it.

    A smaller plan, and the way from the year back to the month, begins when the time that is paid for ends.
    """
    return {
        "business_profile": {"headline": "Picture Optimizer"},
        "features": {
            "subscription_update": {
                "enabled": True,
                "default_allowed_updates": ["price"],
                "products": [{"product": one["product"], "prices": [one["id"]]} for one in plans.values()],
                "proration_behavior": "always_invoice",
                "schedule_at_period_end": {
                    "conditions": [{"type": "decreasing_item_amount"}, {"type": "shortening_interval"}]
                },
            },
            "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
            "payment_method_update": {"enabled": True},
            "invoice_history": {"enabled": True},
            "customer_update": {"enabled": True, "allowed_updates": ["email", "address", "name", "tax_id"]},
        },
    }


def _is_ours(configuration: dict[str, Any]) -> bool:
    return _MARK.items() <= (configuration.get("metadata") or {}).items()
