"""The end of an account."""

from functools import partial

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from picopt_saas.accounts import audit
from picopt_saas.accounts.mail.events import forget_sites
from picopt_saas.accounts.mail.letter import send_to
from picopt_saas.accounts.mail.letters import account_closed
from picopt_saas.accounts.models import Account, ApiKey, AuditEntry, Membership, Site, User
from picopt_saas.billing.free_credits import forget_domain
from picopt_saas.billing.models import Grant, Subscription
from picopt_saas.jobs.upkeep.privacy import forget_soon


class StillSubscribedError(Exception):
    """A plan that renews has to be cancelled first, or it would go on being charged."""


@transaction.atomic
def close_account(account: Account) -> None:
    """Make the account's keys, sites and people unknown at once, and have a worker delete all content right after.

    The ledger and the purchases stay, as the law on book-keeping wants; what names a person or a site goes from them.
    Raises `StillSubscribedError`.
    """
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)  # a plan that is just being paid is seen here
    if Subscription.objects.filter(account=account, active=True, renews=True).exists():
        raise StillSubscribedError
    write = partial(account_closed, Account.objects.values_list("name", flat=True).get(pk=account.pk))
    for user in User.objects.filter(memberships__account=account).order_by("pk"):
        send_to(user, write)
    now = timezone.now()
    Account.objects.filter(pk=account.pk).update(name="closed", closed_at=now)
    ApiKey.objects.filter(account=account, deleted_at=None).update(active=False, deleted_at=now)
    forget_sites(account)  # after the keys: a letter that is being written holds its key until it is noted
    ApiKey.objects.filter(account=account).update(name="")
    Site.objects.filter(account=account).update(url=Concat(Value("closed:"), F("pk")))
    Grant.objects.filter(account=account).update(reason="")
    forget_domain(account)
    AuditEntry.objects.filter(account=account).update(subject="", details={})
    audit.record(account, "account.closed")
    _let_people_go(account)
    forget_soon(account)


def _let_people_go(account: Account) -> None:
    """Nobody belongs to the account any more; who belongs to no other is forgotten."""
    people = User.objects.filter(memberships__account=account)
    others = people.exclude(memberships__account__in=Account.objects.filter(closed_at=None))
    leaving = list(others.values_list("pk", flat=True))
    Membership.objects.filter(account=account).delete()
    User.objects.filter(pk__in=leaving, is_staff=False).delete()
