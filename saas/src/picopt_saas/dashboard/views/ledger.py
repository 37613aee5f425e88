"""Every movement of credits."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from picopt_saas.billing import ledger
from picopt_saas.billing.models import Transfer
from picopt_saas.dashboard.access import AccountRequest, for_account


@for_account
def ledger_page(request: AccountRequest) -> HttpResponse:
    """The transfers, newest first, under the sum that they make."""
    transfers = Transfer.objects.filter(account=request.account).order_by("-id")
    page = Paginator(transfers, 50).get_page(request.GET.get("page"))
    return render(request, "dashboard/ledger.html", {"page": page, "balance": ledger.balance(request.account)})
