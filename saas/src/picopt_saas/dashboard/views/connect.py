"""The page on which a person confirms that a site may use the account."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from picopt_saas.accounts.connect import issue_code
from picopt_saas.accounts.models import ApiKey
from picopt_saas.billing.allowance import PlanLimitError, check_new_key
from picopt_saas.billing.connecting import KEY_NAME
from picopt_saas.dashboard.access import AccountRequest, confirmed, for_account
from picopt_saas.dashboard.forms import ConnectForm
from picopt_saas.middleware import allow_forms_to


@for_account
@confirmed
def connect(request: AccountRequest) -> HttpResponse:
    """`GET /connect?site_url=&return_url=&challenge=&state=` asks; a POST of the same sends the code to `return_url`.

    `challenge` is base64url(SHA-256(verifier)); `return_url` must lie on the site's own origin.
    """
    form = ConnectForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid() or _origin(form.cleaned_data["return_url"]) != _origin(form.cleaned_data["site_url"]):
        return render(request, "dashboard/connect_broken.html", status=400)
    asked = form.cleaned_data
    known = ApiKey.objects.filter(account=request.account, site__url=asked["site_url"], deleted_at=None, name=KEY_NAME)
    if not known.exists():  # else its key is replaced, which needs no room
        try:
            check_new_key(request.account, asked["site_url"])
        except PlanLimitError as error:
            return render(request, "dashboard/connect_full.html", {"error": error}, status=403)
    if request.method == "POST":
        code = issue_code(request.account, request.user, site_url=asked["site_url"], challenge=asked["challenge"])
        return HttpResponseRedirect(_with_query(asked["return_url"], code=code, state=asked["state"]))
    response = render(request, "dashboard/connect.html", {"asked": asked, "account": request.account})
    allow_forms_to(response, _origin(asked["site_url"]))
    return response


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _with_query(url: str, **extra: str) -> str:
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(extra)}"
