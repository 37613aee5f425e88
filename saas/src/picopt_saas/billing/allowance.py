"""How many sites and keys the account's plan has."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.billing.plans import plan_of


class PlanLimitError(Exception):
    """The plan has no more of these; the message is for people."""


class ClosedAccountError(PlanLimitError):
    """Somebody has just closed the account."""


def check_new_key(account: Account, site_url: str) -> None:
    """Raise `PlanLimitError` when the plan has no room for one more key of this site (an address in its one form).

    A site counts while it has a key, so deleting its keys makes room for another. Inside a transaction the room that
    is found stays until it ends: whoever makes a key at the same time waits, and then counts this one too; and whoever
    closes the account waits, and then finds all that names the site. An account that is closed has no room.
    """
    if connection.in_atomic_block:
        account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if account.closed_at:
        raise ClosedAccountError(_("The account no longer exists."))
    plan = plan_of(account)
    keys = ApiKey.objects.filter(account=account, deleted_at=None)
    sites = set(keys.values_list("site__url", flat=True))
    if plan.sites is not None and site_url not in sites and len(sites) >= plan.sites:
        said = ngettext(
            "The %(plan)s plan is for %(number)d site. Choose a larger plan, or delete the keys of a site that you no "
            "longer use.",
            "The %(plan)s plan is for %(number)d sites. Choose a larger plan, or delete the keys of a site that you no "
            "longer use.",
            plan.sites,
        )
        raise PlanLimitError(said % {"plan": plan.name, "number": plan.sites})
    if plan.keys is not None and keys.count() >= plan.keys:
        said = ngettext(
            "The %(plan)s plan is for %(number)d key. Choose a larger plan, or delete a key.",
            "The %(plan)s plan is for %(number)d keys. Choose a larger plan, or delete a key.",
            plan.keys,
        )
        raise PlanLimitError(said % {"plan": plan.name, "number": plan.keys})
