"""API keys: made, shown once, switched, capped, deleted."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from picopt_contract.values import Scope
from picopt_saas.accounts import keys
from picopt_saas.accounts.models import ApiKey
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing.allowance import PlanLimitError, check_new_key
from picopt_saas.billing.free_credits import give_free_credits
from picopt_saas.dashboard.access import AccountRequest, confirmed, for_account
from picopt_saas.dashboard.forms import CapForm, KeyForm


@for_account
@confirmed
def key_list(request: AccountRequest) -> HttpResponse:
    """The account's keys and a form for a new one; after making one, the key itself, this once."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return render(request, "dashboard/key_created.html", {"secret": _create(request, form)})
        except PlanLimitError as error:
            form.add_error(None, str(error))
    found = ApiKey.objects.filter(account=request.account, deleted_at=None).select_related("site")
    return render(request, "dashboard/keys.html", {"keys": found.order_by("-created_at"), "form": form})


@transaction.atomic
def _create(request: AccountRequest, form: KeyForm) -> str:
    check_new_key(request.account, form.cleaned_data["site_url"])
    site = add_site(request.account, form.cleaned_data["site_url"], user=request.user)
    give_free_credits(request.account, site)
    _key, secret = keys.create_key(
        site,
        name=form.cleaned_data["name"],
        scopes=[Scope(scope) for scope in form.cleaned_data["scopes"]],
        daily_spend_cap=form.cleaned_data["daily_spend_cap"],
        test=form.cleaned_data["test"],
        user=request.user,
    )
    return secret


@require_POST
@for_account
@confirmed
def change_key(request: AccountRequest, key_id: str) -> HttpResponse:
    """Switch, cap or delete a key, as the pressed button says."""
    key = get_object_or_404(ApiKey, pk=key_id, account=request.account, deleted_at=None)
    match request.POST.get("action"):
        case "on" | "off" as action:
            keys.switch_key(key, active=action == "on", user=request.user)
            said = _("The key %(key)s… is turned on.") if action == "on" else _("The key %(key)s… is turned off.")
            messages.success(request, said % {"key": key.prefix})
        case "cap" if (form := CapForm(request.POST)).is_valid():
            keys.cap_key(key, daily_spend_cap=form.cleaned_data["daily_spend_cap"], user=request.user)
            messages.success(request, _("The daily cap of %(key)s… is saved.") % {"key": key.prefix})
        case "delete":
            keys.delete_key(key, user=request.user)
            messages.success(request, _("The key %(key)s… is deleted.") % {"key": key.prefix})
        case _:
            messages.error(request, _("Nothing was changed. Enter a whole number of credits, or nothing for no cap."))
    return redirect("keys")
