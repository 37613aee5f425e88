"""Where payment providers talk to us, and the sandbox's own payment page."""

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from picopt_saas.billing.models import Subscription
from picopt_saas.billing.payments.build import payment_provider
from picopt_saas.billing.payments.buying import refuse_stale
from picopt_saas.billing.payments.parties import UnknownSaleError
from picopt_saas.billing.payments.periods import hear
from picopt_saas.billing.payments.port import BadSignatureError, PaymentError, UnreadableEventError
from picopt_saas.billing.payments.products import find_product, price_of
from picopt_saas.billing.payments.sandbox import SandboxProvider, sale_of
from picopt_saas.billing.payments.webhooks import take_event
from picopt_saas.dashboard.access import AccountRequest, for_account

log = structlog.get_logger(__name__)


@csrf_exempt  # the signature proves the sender
@require_POST
def webhook(request: HttpRequest, name: str) -> HttpResponse:
    """200 when the event is taken or was taken before; 404 for a provider not in use.

    400 for a bad signature, or for what no later try could make readable; 422 for a sale that we do not know, which the
    operator can mend before the provider gives up; 503 when the provider cannot be asked. A fault of ours answers 500
    by itself. After all but 200 the provider sends the event again.
    """
    provider = payment_provider()
    if provider.name != name:
        return JsonResponse({"error": "This provider is not in use here."}, status=404)
    try:
        event = provider.read_event(request.body, request.headers)
    except BadSignatureError as error:
        log.warning("webhook refused", provider=name)
        return JsonResponse({"error": str(error)}, status=400)
    except UnreadableEventError as error:
        log.exception("webhook_unreadable", provider=name)
        return JsonResponse({"error": str(error)}, status=400)
    except PaymentError:
        return JsonResponse({"error": "Try again later."}, status=503)
    try:
        return JsonResponse({"taken": take_event(provider.name, event)})
    except UnknownSaleError as error:
        # Money without credits: what an operator's log alert looks for.
        log.error("sale_unknown", provider=name, event_id=event.id, problem=str(error))  # noqa: TRY400 -- no bug
        return JsonResponse({"error": f"This was {error}."}, status=422)


@for_account
def sandbox_checkout(request: AccountRequest) -> HttpResponse:
    """Ask whether to pay with test money; on yes, send ourselves the webhook that a provider would send."""
    provider = payment_provider()
    if not isinstance(provider, SandboxProvider):
        return render(request, "dashboard/checkout_broken.html", status=404)
    try:
        order = provider.read_order(request.GET.get("order", ""))
    except PaymentError as error:
        return render(request, "dashboard/checkout_broken.html", {"error": error}, status=400)
    if request.method != "POST":
        product = find_product(order.product)
        cents = price_of(product) if product else 0
        return render(request, "dashboard/sandbox_checkout.html", {"order": order, "product": product, "cents": cents})
    if provider.withdraw(sale_of(order)):  # else it is paid: the second click
        try:
            refuse_stale(order, sale_of(order))
        except PaymentError as error:
            return render(request, "dashboard/checkout_broken.html", {"error": error}, status=400)
    hear(provider, provider.events_of(order))
    return HttpResponseRedirect(order.success_url)


@require_POST
@for_account
def sandbox_cancel(request: AccountRequest) -> HttpResponse:
    """End the plan with its period, as people do on a provider's own page."""
    provider = payment_provider()
    if not isinstance(provider, SandboxProvider):
        return render(request, "dashboard/checkout_broken.html", status=404)
    kept = Subscription.objects.filter(
        account=request.account, provider=provider.name, active=True, renews=True
    ).first()
    if kept:
        hear(provider, [provider.cancellation(kept)])
    return redirect("plan")
