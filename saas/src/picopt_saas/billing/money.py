"""Amounts of money, as the reader's language writes them."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import pgettext


def euros(cents: float, *, decimals: int = 2) -> str:
    """`€1,234.50`; in German `1.234,50 €`."""
    amount = number_format(Decimal(str(cents)) / 100, decimals, use_l10n=True, force_grouping=True)
    return pgettext("an amount of money", "€%(amount)s") % {"amount": amount}
