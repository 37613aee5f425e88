"""Which mail somebody wants, and how each letter looks."""

from datetime import timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from picopt_saas.accounts.mail import letter as mail
from picopt_saas.accounts.mail import letters as of_accounts
from picopt_saas.accounts.models import Site
from picopt_saas.billing import letters as of_billing
from picopt_saas.billing.budgets import Month
from picopt_saas.billing.ledger import month_after
from picopt_saas.billing.plans import PLANS
from picopt_saas.dashboard.access import AccountRequest, for_account

# Mail brings its own styles and nothing else: no script, and nothing from elsewhere.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@csrf_exempt  # the signed address is the proof, and mail programs send it without a page of ours (RFC 8058)
def turn_off(request: HttpRequest) -> HttpResponse:
    """Turn a topic off for whom the address was made: a page that asks, or one POST from the mail program."""
    found = mail.read_off_address(request.GET.get("token", ""))
    if found is None:
        return render(request, "dashboard/mail_off.html", {"unknown": True}, status=404)
    user, topic = found
    context = {"label": mail.TOPICS[topic], "email": user.email, "done": request.method == "POST"}
    if request.method == "POST":
        mail.choose(user, {mail.Topic(one) for one in user.muted_mail} | {topic})
    return render(request, "dashboard/mail_off.html", context)


@require_POST
@for_account
def choose(request: AccountRequest) -> HttpResponse:
    """Keep which topics the person wants mail about."""
    wanted = set(request.POST.getlist("topic"))
    mail.choose(request.user, {topic for topic in mail.Topic if topic not in wanted})
    messages.success(request, _("Your choice of emails is saved."))
    return redirect("account")


def previews(request: HttpRequest) -> HttpResponse:
    """Every letter in every language, for whoever changes one; only where the service runs for development."""
    _refuse_in_production()
    rows = [(name, _letter(name).subject) for name in _SAMPLES]
    return render(request, "dashboard/mail_previews.html", {"rows": rows, "languages": settings.LANGUAGES})


def preview(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """One letter with made-up contents, as `html` or `txt`, in the language of `?lang=`."""
    _refuse_in_production()
    if name not in _SAMPLES or kind not in ("html", "txt"):
        raise Http404
    language = request.GET.get("lang", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else None):
        letter = _letter(name)
        shown = mail.render(letter, kind, off=_SAMPLE_OFF if letter.topic else "")
    answer = HttpResponse(shown, content_type="text/html" if kind == "html" else "text/plain; charset=utf-8")
    answer["Content-Security-Policy"] = _POLICY
    return answer


def _refuse_in_production() -> None:
    if settings.PICOPT.in_production:
        raise Http404


def _letter(name: str) -> mail.Letter:
    return _SAMPLES[name]()


_SAMPLE_OFF: Final = "https://dashboard.example/mail/off?token=sample"
_LINK: Final = "https://dashboard.example/sample"
_SAMPLE_ADDRESSES: Final = {
    "from_email": "ann@example.com",
    "to_email": "ann@example.net",
    "deleted_email": "ann@example.org",
}
_SITE: Final = Site(pk="sit_sample", url="https://example.com")


def _month(spent: int) -> Month:
    return Month(spent=spent, budget=500, ends_at=month_after(timezone.now()))


_SAMPLES: Final[dict[str, mail.Writer]] = {
    "welcome": of_accounts.welcome,
    "confirm": partial(of_accounts.confirm_address, {"code": "BCDF-GHJK"}),
    "mailed-code": partial(of_accounts.confirm_it_is_you, "BCDF-GHJK"),
    "reset": partial(of_accounts.reset_password, {"password_reset_url": _LINK}),
    "nobody-here": partial(of_accounts.nobody_here, {}),
    "already-here": partial(of_accounts.already_here, {}),
    **{
        name.rpartition("/")[2].replace("_", "-"): partial(write, _SAMPLE_ADDRESSES)
        for name, write in of_accounts.OF_ALLAUTH.items()
        if name in of_accounts.CHANGES
    },
    "account-closed": partial(of_accounts.account_closed, "ann@example.com"),
    "invitation": partial(of_accounts.invitation, "ann@example.com", _LINK),
    "new-site": partial(of_accounts.new_site, "po_live_ab12cd", "https://example.com", "https://staging.example.com"),
    "low-balance": partial(of_billing.low_balance, 12),
    "out-of-credits": of_billing.out_of_credits,
    "budget-near": lambda: of_billing.budget_used(_SITE, _month(405)),
    "budget-used": lambda: of_billing.budget_used(_SITE, _month(500)),
    "payment-failed": lambda: of_billing.payment_failed(PLANS["starter"], 900, timezone.now() + timedelta(days=3)),
    "plan-changed": lambda: of_billing.plan_changed(PLANS["pro"], timezone.now() + timedelta(days=30)),
    "plan-yearly": lambda: of_billing.plan_changed(PLANS["pro-yearly"], timezone.now() + timedelta(days=365)),
    "plan-ended": partial(of_billing.plan_ended, PLANS["starter"]),
}
