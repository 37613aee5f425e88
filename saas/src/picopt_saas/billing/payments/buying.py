"""The way to a payment page. An account has one subscription: a second plan is a change of the first."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from picopt_saas.accounts.models import Account
from picopt_saas.billing.models import PlanCheckout, Subscription
from picopt_saas.billing.money import product_name
from picopt_saas.billing.payments.build import payment_provider
from picopt_saas.billing.payments.port import Checkout, Order, PaymentError
from picopt_saas.billing.payments.products import find_product
from picopt_saas.billing.plans import Plan

_PAGE_LIFETIME: Final = timedelta(hours=23)  # the providers' pages live for a day
_OPENING: Final = timedelta(minutes=1)  # longer than a provider takes to answer or to be given up


def page_for(order: Order) -> str:
    """The address where the person goes on: a payment page, or where a plan is changed. Raises `PaymentError`.

    Two tabs, a late webhook and a second click lead to one payment page, or to none when a plan is paid for.
    """
    product = find_product(order.product)
    if product is None:
        raise PaymentError(_("This is not for sale."))
    if not isinstance(product, Plan):
        return payment_provider().checkout(order).url
    kept = Subscription.objects.filter(account=order.account_id, active=True).first()
    if kept is None:
        return _first_plan(order)
    if kept.plan == order.product:
        raise PaymentError(
            _("You are on the %(plan)s plan already. Nothing was charged.") % {"plan": product_name(product)}
        )
    return payment_provider().switch(kept.provider_id, replace(order, replaces=kept.plan))


def refuse_stale(order: Order, checkout_id: str) -> None:
    """Raise `PaymentError` for a plan's page that was opened before the plan was changed or another page was opened.

    A provider of our own has to ask this before it takes the money; Stripe's pages are expired instead.
    """
    if not isinstance(find_product(order.product), Plan):
        return
    kept = Subscription.objects.filter(account=order.account_id, active=True).first()
    latest = PlanCheckout.objects.filter(account=order.account_id, checkout_id=checkout_id).exists()
    if order.replaces != (kept.plan if kept else "") or not (order.replaces or latest):
        raise PaymentError(_("Your plan has changed since this page was opened. Nothing was charged."))


def forget_page(account: Account) -> None:
    """The plan is active: its payment page has done its part."""
    PlanCheckout.objects.filter(account=account).delete()


def _first_plan(order: Order) -> str:
    provider = payment_provider()
    earlier = _claim(order)
    try:
        if earlier and earlier.product == order.product:
            return earlier.url
        if earlier and not provider.withdraw(earlier.checkout_id):
            raise PaymentError(_("A plan has just been paid for and is being activated. Look again in a minute."))
        made = provider.checkout(replace(order, idempotency_key=f"{order.account_id}:plan:{get_random_string(22)}"))
        _keep(order, made)
        return made.url
    finally:
        PlanCheckout.objects.filter(account=order.account_id).update(opening_until=None)


@transaction.atomic
def _claim(order: Order) -> PlanCheckout | None:
    """The right to open the account's page, for a minute; the page that is open now, if there is one."""
    now = timezone.now()
    PlanCheckout.objects.bulk_create([PlanCheckout(account_id=order.account_id)], ignore_conflicts=True)
    row = PlanCheckout.objects.select_for_update().get(account=order.account_id)
    if row.opening_until and row.opening_until > now:
        raise PaymentError(
            _("A payment page is being opened in another tab. Continue there, or try again in a minute.")
        )
    PlanCheckout.objects.filter(pk=row.pk).update(opening_until=now + _OPENING)
    return row if row.checkout_id and row.opened_at > now - _PAGE_LIFETIME else None


def _keep(order: Order, made: Checkout) -> None:
    PlanCheckout.objects.filter(account=order.account_id).update(
        product=order.product, checkout_id=made.id, url=made.url, opened_at=timezone.now()
    )
