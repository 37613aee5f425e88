"""The first page: credits and what happened lately."""

from django.http import HttpResponse
from django.shortcuts import render

from picopt_saas.accounts.connect import wishes_of
from picopt_saas.billing import ledger
from picopt_saas.billing.plans import plan_of
from picopt_saas.billing.usage import last_days, usage_by_site
from picopt_saas.dashboard.access import AccountRequest, for_account
from picopt_saas.dashboard.first_steps import results_of, steps_of
from picopt_saas.jobs.delivery.texts import summarise
from picopt_saas.jobs.models import Job


@for_account
def overview(request: AccountRequest) -> HttpResponse:
    """Balances, what ends when, use of the last 30 days, the latest jobs."""
    jobs = list(Job.objects.filter(account=request.account).order_by("-created_at", "-id")[:5])
    days = last_days(30)
    context = {
        "balance": ledger.balance(request.account),
        "expiring": ledger.expiring(request.account)[:3],
        "plan": plan_of(request.account),
        "jobs": summarise(jobs),
        "usage": {"days": [day.isoformat() for day in days], "sites": usage_by_site(request.account, days)},
        "sites": request.account.sites.order_by("url"),
        "wishes": wishes_of(request.user),
        "steps": steps_of(request.account),
        "results": results_of(request.account),
    }
    return render(request, "dashboard/overview.html", context)
