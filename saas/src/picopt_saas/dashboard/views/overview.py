"""The first page: credits and what happened lately."""

from django.http import HttpResponse
from django.shortcuts import render

from picopt_saas.billing import ledger
from picopt_saas.billing.plans import plan_of
from picopt_saas.dashboard.access import AccountRequest, for_account
from picopt_saas.jobs.models import Job
from picopt_saas.jobs.presenting import summarise


@for_account
def overview(request: AccountRequest) -> HttpResponse:
    """Balances, what ends when, the latest jobs."""
    jobs = list(Job.objects.filter(account=request.account).order_by("-created_at", "-id")[:5])
    context = {
        "balance": ledger.balance(request.account),
        "expiring": ledger.expiring(request.account)[:3],
        "plan": plan_of(request.account),
        "jobs": summarise(jobs),
        "sites": request.account.sites.order_by("url"),
    }
    return render(request, "dashboard/overview.html", context)
