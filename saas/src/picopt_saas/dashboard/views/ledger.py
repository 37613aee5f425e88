"""Every movement of credits."""

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.core.paginator import Paginator
from django.db.models import Max, Sum
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, override

from picopt_saas.billing import ledger
from picopt_saas.billing.models import Opening
from picopt_saas.dashboard import entries, streams
from picopt_saas.dashboard.access import AccountRequest, for_account
from picopt_saas.dashboard.forms import LedgerForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from picopt_saas.billing.models import Transfer

_AT_ONCE: Final = 500
# The last four are the wide forms of the first.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@for_account
def ledger_page(request: AccountRequest) -> HttpResponse:
    """The movements, newest first, under the sum that they make."""
    form, found = _asked(request)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "entries": entries.written(page),
        "balance": ledger.balance(request.account),
        "archived": Opening.objects.filter(account=request.account).aggregate(used=Sum("used"), month=Max("month")),
        "query": query.urlencode(),
    }
    return render(request, "dashboard/ledger.html", context)


@for_account
def ledger_csv(request: AccountRequest) -> HttpResponseBase:
    """The same as a file for bookkeeping, sent as it is read: years of entries must not fit into memory."""
    _, found = _asked(request)
    lines = _lines(found, get_language())
    return streams.send(request.account, lines, content_type="text/csv; charset=utf-8", name="ledger.csv")


def _lines(found: "QuerySet[Transfer]", language: str | None) -> Iterator[str]:
    """The file, some hundred entries at a time, in the language of the request, which is over when this runs."""
    yield _line("time_utc", "entry", "credits", "reference")
    while page := list(found[:_AT_ONCE]):
        with override(language):
            written = entries.written(page)
        for one in written:
            yield _line(one.at.isoformat(timespec="seconds"), harmless(one.text), one.credits, one.reference)
        found = found.filter(pk__lt=page[-1].pk)


def _line(*cells: str | int) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue()


def harmless(cell: str) -> str:
    """The cell's text, behind an apostrophe where a spreadsheet would take it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _asked(request: AccountRequest) -> "tuple[LedgerForm, QuerySet[Transfer]]":
    """The filter, and what passes it; what cannot be read filters nothing."""
    form = LedgerForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    return form, entries.select(request.account, chosen.get("show", ""), chosen.get("start"), chosen.get("end"))
