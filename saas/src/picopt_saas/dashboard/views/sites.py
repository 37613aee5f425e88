"""One site's monthly budget: how much of it is used, and the form that sets it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from picopt_saas.accounts.members import is_owner
from picopt_saas.accounts.models import Site
from picopt_saas.accounts.sites import set_budget
from picopt_saas.billing.budgets import this_month
from picopt_saas.dashboard.access import AccountRequest, confirmed, for_account
from picopt_saas.dashboard.forms import BudgetForm


@for_account
@confirmed
def site_budget(request: AccountRequest, site_id: str) -> HttpResponse:
    """What the site used this month; an owner sets the most that it may use."""
    site = get_object_or_404(Site, pk=site_id, account=request.account)
    form = BudgetForm(request.POST or None, initial={"monthly_budget": site.monthly_budget})
    owner = is_owner(request.account, request.user)
    if request.method == "POST" and not owner:
        messages.error(request, _("Only an owner can change a budget."))
        return redirect("site_budget", site.pk)
    if request.method == "POST" and form.is_valid():
        set_budget(site, form.cleaned_data["monthly_budget"], user=request.user)
        messages.success(request, _("The monthly budget of %(site)s is saved.") % {"site": site.url})
        return redirect("site_budget", site.pk)
    context = {"site": site, "month": this_month([site])[site.pk], "form": form, "is_owner": owner}
    return render(request, "dashboard/site_budget.html", context)
