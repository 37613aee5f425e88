"""The audit log and what payment providers told us, in sentences."""

from typing import Final

from django.utils.translation import gettext_lazy

from picopt_saas.accounts.models import AuditEntry
from picopt_saas.billing.models import WebhookEvent
from picopt_saas.billing.money import euros, product_name, whole
from picopt_saas.billing.payments.products import find_product
from picopt_saas.billing.plans import PLANS

SENTENCES: Final = {
    "account.opened": gettext_lazy("Opened the account"),
    "account.closed": gettext_lazy("Closed the account"),
    "connect.confirmed": gettext_lazy("Confirmed the site %(subject)s"),
    "site.added": gettext_lazy("Added the site %(subject)s"),
    "site.budget": gettext_lazy("Changed the monthly budget of %(subject)s"),
    "key.created": gettext_lazy("Created the key %(subject)s…"),
    "key.switched_on": gettext_lazy("Turned on the key %(subject)s…"),
    "key.switched_off": gettext_lazy("Turned off the key %(subject)s…"),
    "key.capped": gettext_lazy("Changed the daily cap of the key %(subject)s…"),
    "key.deleted": gettext_lazy("Deleted the key %(subject)s…"),
    "member.invited": gettext_lazy("Invited %(subject)s"),
    "member.joined": gettext_lazy("%(subject)s joined"),
    "member.removed": gettext_lazy("Removed %(subject)s"),
    "money.compensated": gettext_lazy("Support added credits: %(credits)s"),
    "money.refund_decided": gettext_lazy("Support reviewed a refund. Credits returned: %(credits)s"),
    "money.paid": gettext_lazy("Paid %(amount)s for %(product)s"),
    "money.refused": gettext_lazy("A payment of %(amount)s for %(product)s was refused: the account was closed"),
    "money.back": gettext_lazy("A payment was returned. Credits taken back: %(credits)s"),
    "money.kept": gettext_lazy("A payment was not returned after all. Credits given back: %(credits)s"),
    "plan.changed": gettext_lazy("The plan is %(product)s"),
    "plan.ended": gettext_lazy("The %(product)s plan ended"),
    "plan.second_ended": gettext_lazy("Ended a second plan: %(product)s"),
}


_NEWS: Final = {
    "paid": gettext_lazy("Paid %(amount)s for %(product)s"),
    "failed": gettext_lazy("The payment of %(amount)s for %(product)s failed"),
    "plan": gettext_lazy("The plan is %(product)s"),
    "plan_canceled": gettext_lazy("The %(product)s plan was canceled and ends with its period"),
    "plan_ended": gettext_lazy("The %(product)s plan ended"),
    "refund": gettext_lazy("Refunded %(amount)s for %(product)s"),
    "refund_failed": gettext_lazy("A refund for %(product)s failed"),
    "dispute_open": gettext_lazy("The payment for %(product)s was disputed"),
    "dispute_won": gettext_lazy("The dispute over %(product)s was resolved: the payment stands"),
    "dispute_lost": gettext_lazy("The dispute over %(product)s was resolved: the payment was returned"),
}


def payment_news(event: WebhookEvent) -> str:
    """What the provider told us; news without a sentence of its own by the provider's name for it."""
    known = _NEWS.get(event.news)
    names = {"amount": euros(event.cents or 0), "product": _sold(event.product)}
    return str(known) % names if known else event.kind


def sentence(entry: AuditEntry) -> str:
    """What the entry says; an action without a sentence of its own by its name."""
    action = "plan.ended" if _ends_a_plan(entry) else entry.action
    known = SENTENCES.get(action)
    if known is None:
        return f"{entry.action.replace('.', ' ').replace('_', ' ')} {entry.subject}".strip().capitalize()
    said = entry.details
    names = {
        "subject": entry.subject,
        "product": _sold(said.get("product") or entry.subject),
        "amount": euros(said.get("cents") or 0),
        "credits": whole(abs(said.get("credits") or 0)),
    }
    return str(known) % names


def _ends_a_plan(entry: AuditEntry) -> bool:
    return entry.action == "plan.changed" and entry.details.get("active") is False


def _sold(slug: str) -> str:
    """A plan or pack as people call it."""
    product = PLANS.get(slug) or find_product(slug)
    return product_name(product) if product else slug
