"""What can be bought, whichever it is: a plan or a pack."""

from collections.abc import Mapping
from typing import Final

from picopt_saas.billing.plans import PACKS, PLANS, Pack, Plan

Product = Plan | Pack

PRODUCTS: Final[Mapping[str, Product]] = {
    **{slug: plan for slug, plan in PLANS.items() if plan.cents},
    **PACKS,
}
"""Everything that is for sale, by its slug."""


def find_product(slug: str) -> Product | None:
    """The plan or pack with this slug, if it is for sale."""
    return PRODUCTS.get(slug)


def price_of(product: Product) -> int:
    """Euro cents of one payment."""
    return product.cents


def credits_of(product: Product) -> int:
    """Credits that one payment brings."""
    return product.credits
