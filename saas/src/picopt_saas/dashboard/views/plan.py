"""The plan, credit packs, and what was paid."""

from datetime import timedelta
from typing import Final

import structlog
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from picopt_saas.addresses import public_address
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Purchase, WebhookEvent
from picopt_saas.billing.money import product_name, whole
from picopt_saas.billing.payments.build import payment_provider
from picopt_saas.billing.payments.buying import page_for
from picopt_saas.billing.payments.port import Invoice, Order, PaymentError
from picopt_saas.billing.plans import PACKS, PLANS, Interval, begins_at_once, plan_of, plans_by
from picopt_saas.dashboard.access import AccountRequest, for_account
from picopt_saas.middleware import allow_forms_to

log = structlog.get_logger(__name__)
_JUST_NOW: Final = timedelta(minutes=15)


@for_account
def plan_page(request: AccountRequest) -> HttpResponse:
    """The plans and packs with a button each, and the invoices."""
    plan = plan_of(request.account)
    yearly = request.GET.get("billing", "yearly" if plan.is_yearly else "") == "yearly"
    context = {
        "plan": plan,
        "yearly": yearly,
        "subscription": getattr(request.account, "subscription", None),
        "offers": [
            (offer, begins_at_once(plan, offer)) for offer in plans_by(Interval.YEAR if yearly else Interval.MONTH)
        ],
        "packs": PACKS.values(),
        "balance": ledger.balance(request.account),
        "invoices": _invoices(request),
        "customer": _customer_id(request),
        "sandbox": payment_provider().name == "sandbox",
        **_returned(request),
        # One checkout for one look at this page: a second click leads to the same one.
        "once": get_random_string(22),
    }
    response = render(request, "dashboard/plan.html", context)
    allow_forms_to(response, *payment_provider().pages)
    return response


@for_account
def paid(request: AccountRequest) -> HttpResponse:
    """What became of a payment that the person returns from, asked again every few seconds until it is known."""
    return render(request, "dashboard/paid.html", _returned(request) | {"balance": ledger.balance(request.account)})


@for_account
def payment_log(request: AccountRequest) -> HttpResponse:
    """What the payment provider told us about this account, newest first."""
    events = WebhookEvent.objects.filter(account=request.account).order_by("-received_at", "-pk")
    page = Paginator(events, 50).get_page(request.GET.get("page"))
    return render(request, "dashboard/payment_log.html", {"page": page})


def _returned(request: AccountRequest) -> dict[str, object]:
    """Whether somebody has just paid, and the sale once the provider has told us of it."""
    if "paid" not in request.GET:
        return {}
    lately = Purchase.objects.filter(account=request.account, paid_at__gte=timezone.now() - _JUST_NOW)
    return {"returned": True, "sale": lately.order_by("-paid_at").first()}


@require_POST
@for_account
def buy(request: AccountRequest) -> HttpResponse:
    """Send the person to the provider's payment page, or to where a running plan is changed."""
    back = public_address("plan")
    product = request.POST.get("product", "")
    order = Order(
        account_id=request.account.pk,
        email=request.user.email,
        product=product,
        customer_id=_customer_id(request),
        idempotency_key=f"{request.account.pk}:{product}:{request.POST.get('once', '')[:22]}",
        success_url=f"{back}?paid=1",
        cancel_url=back,
    )
    try:
        return HttpResponseRedirect(page_for(order))
    except PaymentError as error:
        messages.error(request, str(error))
        return redirect("plan")


@require_POST
@for_account
def portal(request: AccountRequest) -> HttpResponse:
    """Send the person to the provider's page for cards, plan changes and cancellation."""
    back = public_address("plan")
    try:
        return HttpResponseRedirect(payment_provider().portal(_customer_id(request), back))
    except PaymentError as error:
        messages.error(request, str(error))
        return redirect("plan")


@require_POST
@for_account
def settle_debt(request: AccountRequest) -> HttpResponse:
    """Pay what the account owes with its own available credits."""
    settled = ledger.settle(request.account, reference=f"{request.account.pk}:{request.POST.get('once', '')[:22]}")
    said = ngettext(
        "%(number)s credit settled the outstanding amount.",
        "%(number)s credits settled the outstanding amount.",
        settled,
    )
    messages.success(request, said % {"number": whole(settled)})
    return redirect("plan")


@for_account
def test_invoice(request: AccountRequest, number: int) -> HttpResponse:
    """A sandbox purchase as a page to print; a real invoice comes from the provider."""
    purchase = get_object_or_404(Purchase, pk=number, account=request.account, provider="sandbox")
    pack = PACKS.get(purchase.product)
    product = pack or PLANS.get(purchase.product)
    name = product_name(product) if product else purchase.product
    shown = {"purchase": purchase, "account": request.account, "product": name, "is_pack": pack is not None}
    return render(request, "dashboard/invoice.html", shown)


def _customer_id(request: AccountRequest) -> str:
    customers = request.account.customers.filter(provider=payment_provider().name)
    return str(customers.values_list("customer_id", flat=True).first() or "")


def _invoices(request: AccountRequest) -> list[Invoice] | None:
    """None when the provider cannot be asked now: the page shows without them."""
    customer = _customer_id(request)
    try:
        return payment_provider().invoices(customer) if customer else []
    except PaymentError as error:
        log.warning("invoices are not available", error=str(error.__cause__))
        return None
