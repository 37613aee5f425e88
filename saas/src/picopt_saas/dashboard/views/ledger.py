"""Every movement of credits."""

import csv
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Max, Sum
from django.http import HttpResponse
from django.shortcuts import render

from picopt_saas.billing import ledger
from picopt_saas.billing.models import Opening
from picopt_saas.dashboard import entries
from picopt_saas.dashboard.access import AccountRequest, for_account
from picopt_saas.dashboard.forms import LedgerForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from picopt_saas.billing.models import Transfer


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
def ledger_csv(request: AccountRequest) -> HttpResponse:
    """The same as a file for bookkeeping. Cells that a spreadsheet would run begin with an apostrophe."""
    _, found = _asked(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="ledger.csv"'
    sheet = csv.writer(answer)
    sheet.writerow(["time_utc", "entry", "credits", "reference"])
    for entry in entries.written(found):
        text = f"'{entry.text}" if entry.text.startswith(("=", "+", "-", "@")) else entry.text
        sheet.writerow([entry.at.isoformat(timespec="seconds"), text, entry.credits, entry.reference])
    return answer


def _asked(request: AccountRequest) -> "tuple[LedgerForm, QuerySet[Transfer]]":
    """The filter, and what passes it; what cannot be read filters nothing."""
    form = LedgerForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    return form, entries.select(request.account, chosen.get("show", ""), chosen.get("start"), chosen.get("end"))
