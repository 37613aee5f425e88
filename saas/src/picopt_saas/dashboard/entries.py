"""The ledger as people read it: what each movement was for, by the names that they know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picopt_saas.accounts.models import Account
from picopt_saas.billing.models import Grant, Transfer
from picopt_saas.billing.money import product_name
from picopt_saas.billing.payments.products import PRODUCTS
from picopt_saas.jobs.models import Item

if TYPE_CHECKING:
    from django.db.models import QuerySet

Kind = Transfer.Kind

_SPENDING: Final = (Kind.CAPTURE, Kind.REFUND)
_ADDING: Final = (Kind.GRANT, Kind.EXPIRE, Kind.REVOKE)
FILTERS: Final = {
    "": (*_SPENDING, *_ADDING),
    "spent": _SPENDING,
    "added": _ADDING,
    "all": tuple(Kind),
}
FILTER_NAMES: Final = {
    "": gettext_lazy("Charges and additions"),
    "spent": gettext_lazy("Charges and refunds"),
    "added": gettext_lazy("Credits added and expired"),
    "all": gettext_lazy("Everything, with reservations"),
}
_SENTENCES: Final = {
    Kind.GRANT: gettext_lazy("Credits added"),
    Kind.CAPTURE: gettext_lazy("Files exported: %(file)s"),
    Kind.REFUND: gettext_lazy("Refund: %(file)s"),
    Kind.RESERVE: gettext_lazy("Reserved: %(file)s"),
    Kind.RELEASE: gettext_lazy("Released: %(file)s"),
    Kind.EXPIRE: gettext_lazy("Credits expired"),
    Kind.REVOKE: gettext_lazy("Taken back: the payment was refunded or disputed"),
}
_WELCOME: Final = "Welcome, "  # as `billing.free_credits` writes it
_TAKES: Final = {Kind.CAPTURE, Kind.EXPIRE, Kind.REVOKE}


@dataclass(frozen=True)
class Entry:
    """One line of the ledger. `credits` is signed: what it did to the balance; 0 for a mere reservation."""

    at: datetime
    text: str
    credits: int
    reference: str


def select(account: Account, shown: str, start: date | None, end: date | None) -> "QuerySet[Transfer]":
    """The account's movements of these kinds between two days (UTC, both included), the newest first."""
    found = Transfer.objects.filter(account=account, kind__in=FILTERS.get(shown, FILTERS[""])).order_by("-id")
    if start:
        found = found.filter(created_at__gte=make_aware(datetime.combine(start, datetime.min.time())))
    if end:
        found = found.filter(created_at__lt=make_aware(datetime.combine(end + timedelta(days=1), datetime.min.time())))
    return found


def written(transfers: Iterable[Transfer]) -> list[Entry]:
    """The movements in words."""
    transfers = list(transfers)
    references = [transfer.reference for transfer in transfers]
    files = _file_names(references)
    reasons = dict(Grant.objects.filter(reference__in=references).values_list("reference", "reason"))
    return [_entry(transfer, files, reasons) for transfer in transfers]


def _entry(transfer: Transfer, files: dict[str, str], reasons: dict[str, str]) -> Entry:
    item, _colon, line = transfer.reference.partition(":")
    kind = Kind(transfer.kind)
    text = _sentence(kind, line, files.get(item) or _("image"), reasons.get(transfer.reference, ""))
    moved = {Kind.RESERVE: 0, Kind.RELEASE: 0}.get(kind, -transfer.amount if kind in _TAKES else transfer.amount)
    return Entry(transfer.created_at, text, moved, transfer.reference)


def _sentence(kind: Kind, line: str, file: str, reason: str) -> str:
    if kind is Kind.CAPTURE and line.startswith("analysis"):
        said = _("Text written: %(file)s")
    elif kind is Kind.GRANT and reason:
        said, reason = _("Credits added: %(reason)s"), _reason(reason)
    else:
        said = str(_SENTENCES[kind])
    return said % {"file": file, "reason": reason}


def _reason(reason: str) -> str:
    """Why credits came, as it was written down, in the reader's language where it is one of our own reasons."""
    if reason.startswith(_WELCOME):
        return _("Welcome, %(site)s") % {"site": reason.removeprefix(_WELCOME)}
    product = next((one for one in PRODUCTS.values() if one.name == reason), None)
    return product_name(product) if product else reason


def _file_names(references: Iterable[str]) -> dict[str, str]:
    ids = {reference.partition(":")[0] for reference in references}
    return {item.pk: file_name(item) for item in Item.objects.filter(pk__in=ids).only("pk", "picture", "reference")}


def file_name(item: Item) -> str:
    """The image's file name as the site told it; else the site's own number for it."""
    context = item.picture.get("context") or {}
    return str(context.get("file_name") or item.reference)
