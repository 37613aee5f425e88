"""Amounts of money and what is sold, as the reader's language writes them."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from picopt_saas.billing.plans import Pack, Plan


def euros(cents: float, *, decimals: int = 2) -> str:
    """`€1,234.50`; in German `1.234,50 €`. Rounded, half a unit up: `number_format` alone would cut off."""
    rounded = (Decimal(str(cents)) / 100).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    amount = number_format(rounded, decimals, use_l10n=True, force_grouping=True)
    return pgettext("an amount of money", "€%(amount)s") % {"amount": amount}


def whole(number: int) -> str:
    """`10,000`; in German `10.000`."""
    return number_format(number, 0, use_l10n=True, force_grouping=True)


def movement(credits: int) -> str:
    """What came or went: `+50`, `−1,000`; a dash where it was nothing."""
    sign = "+" if credits > 0 else "−"  # no hyphen, behind which a line could end
    return f"{sign}{whole(abs(credits))}" if credits else "–"


def product_name(product: Plan | Pack) -> str:
    """A plan by its name, `Starter` or `Starter (yearly)`; a pack by what is in it: `2,500 credits`."""
    if isinstance(product, Plan):
        return _("%(plan)s (yearly)") % {"plan": product.name} if product.is_yearly else product.name
    said = ngettext("%(number)s credit", "%(number)s credits", product.credits)
    return said % {"number": whole(product.credits)}
