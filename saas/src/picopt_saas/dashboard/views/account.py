"""The account itself: members, what happened, export, end."""

from typing import Final

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from picopt_saas.accounts import members
from picopt_saas.accounts.mail import letters
from picopt_saas.accounts.mail.letter import TOPICS, compose
from picopt_saas.accounts.models import AuditEntry, Membership
from picopt_saas.addresses import public_address
from picopt_saas.dashboard import streams
from picopt_saas.dashboard.access import CHOSEN, AccountRequest, confirmed, for_account
from picopt_saas.dashboard.closing import StillSubscribedError, close_account
from picopt_saas.dashboard.exporting import write_export
from picopt_saas.dashboard.forms import InviteForm

_LONGEST_NUMBER: Final = 20  # of a person's id: more than the database can hold


@for_account
def account_page(request: AccountRequest) -> HttpResponse:
    """Members, the audit log, export and end of the account."""
    entries = AuditEntry.objects.filter(account=request.account).select_related("user").order_by("-pk")
    context = {
        "account": request.account,
        "accounts": members.accounts_of(request.user),
        "memberships": Membership.objects.filter(account=request.account).select_related("user").order_by("pk"),
        "is_owner": members.is_owner(request.account, request.user),
        "page": Paginator(entries, 50).get_page(request.GET.get("page")),
        "form": InviteForm(),
        "topics": [(topic, label, topic not in request.user.muted_mail) for topic, label in TOPICS.items()],
    }
    return render(request, "dashboard/account.html", context)


@require_POST
@for_account
@confirmed
def invite_member(request: AccountRequest) -> HttpResponse:
    """Send somebody a link with which they can join."""
    form = InviteForm(request.POST)
    if not members.is_owner(request.account, request.user):
        messages.error(request, _("Only an owner can invite people."))
    elif not form.is_valid():
        messages.error(request, _("Enter a valid email address."))
    else:
        _send_invitation(request, form.cleaned_data["email"])
    return redirect("account")


def _send_invitation(request: AccountRequest, email: str) -> None:
    try:
        token = members.invite(request.account, email, user=request.user)
    except members.MembershipError as error:
        messages.error(request, str(error))
        return
    link = f"{public_address('join')}?{urlencode({'invitation': token})}"
    compose(letters.invitation(request.user.email, link), email).send()
    messages.success(request, _("An invitation was sent to %(email)s.") % {"email": email})


@for_account
def join_account(request: AccountRequest) -> HttpResponse:
    """Ask whether to join the account that sent the invitation; join on yes."""
    token = request.POST.get("invitation") or request.GET.get("invitation", "")
    if request.method != "POST":
        return render(request, "dashboard/join.html", {"invitation": token})
    try:
        account = members.join(token, request.user)
    except members.MembershipError as error:
        messages.error(request, str(error))
        return redirect("account")
    request.session[CHOSEN] = account.pk
    messages.success(request, _("You are now a member of %(account)s.") % {"account": account.name})
    return redirect("overview")


@require_POST
@for_account
def switch_account(request: AccountRequest) -> HttpResponse:
    """Work in another of one's accounts."""
    request.session[CHOSEN] = members.account_of(request.user, chosen=request.POST.get("account")).pk
    return redirect("overview")


@require_POST
@for_account
@confirmed
def remove_member(request: AccountRequest) -> HttpResponse:
    """Take somebody out, or leave."""
    chosen = request.POST.get("member", "")
    if not members.is_owner(request.account, request.user) and chosen != str(request.user.pk):
        messages.error(request, _("Only an owner can remove others."))
    elif chosen.isdecimal() and len(chosen) < _LONGEST_NUMBER:
        try:
            members.remove(request.account, int(chosen), user=request.user)
        except members.MembershipError as error:
            messages.error(request, str(error))
    return redirect("account")


@for_account
def export(request: AccountRequest) -> HttpResponseBase:
    """All data of the account as a JSON file."""
    name = f"{request.account.pk}.json"
    return streams.send(request.account, write_export(request.account), content_type="application/json", name=name)


@require_POST
@for_account
@confirmed
def close(request: AccountRequest) -> HttpResponse:
    """End the account, when an owner has typed its name."""
    if not members.is_owner(request.account, request.user):
        messages.error(request, _("Only an owner can close the account."))
    elif request.POST.get("name") != request.account.name:
        messages.error(request, _("Type the account’s name exactly as it is shown. Nothing was deleted."))
    else:
        try:
            close_account(request.account)
        except StillSubscribedError:
            messages.error(request, _("Cancel the plan first, under Plan & credits. Nothing was deleted."))
        else:
            logout(request)
            return render(request, "dashboard/closed.html")
    return redirect("account")
