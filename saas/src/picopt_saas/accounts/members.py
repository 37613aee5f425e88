"""People and the accounts that they share."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from picopt_saas.accounts import audit
from picopt_saas.accounts.models import Account, AuditEntry, Membership, User

_SALT: Final = "picopt.invitation"
INVITATION_LIFETIME: Final = timedelta(days=7)
INVITATIONS_A_DAY: Final = 20
_LONGEST_NAME: Final = 200


class MembershipError(Exception):
    """What was asked for is not possible; the message is for people."""


def accounts_of(user: User) -> list[Account]:
    """The open accounts that the person belongs to, the oldest membership first."""
    memberships = Membership.objects.filter(user=user, account__closed_at=None).select_related("account")
    return [membership.account for membership in memberships.order_by("created_at", "pk")]


def account_of(user: User, *, chosen: str | None = None) -> Account:
    """The account that the person works in: the chosen one if they belong to it, else their oldest, else a new one."""
    accounts = accounts_of(user) or _first_account(user)
    return next((account for account in accounts if account.pk == chosen), accounts[0])


@transaction.atomic
def _first_account(user: User) -> list[Account]:
    """A new account, even if two first requests come at once."""
    User.objects.select_for_update().get(pk=user.pk)
    return accounts_of(user) or [open_account(user)]


@transaction.atomic
def open_account(user: User, *, name: str = "") -> Account:
    """A new account that the person owns."""
    account = Account.objects.create(name=(name or user.email)[:_LONGEST_NAME])
    Membership.objects.create(account=account, user=user, role=Membership.Role.OWNER)
    audit.record(account, "account.opened", user=user)
    return account


def follow_address(
    user: User, to_email_address: EmailAddress, from_email_address: EmailAddress | None = None, **_: object
) -> None:
    """Somebody has another email address: the accounts that are named after the old one are named after the new one."""
    if from_email_address is not None:
        mine = Membership.objects.filter(user=user, role=Membership.Role.OWNER).values("account")
        named = Account.objects.filter(pk__in=mine, name=from_email_address.email[:_LONGEST_NAME])
        named.update(name=to_email_address.email[:_LONGEST_NAME])


@transaction.atomic
def create_verified_user(email: str, password: str) -> User:
    """A person whose e-mail address counts as verified; for demos, tests and staff."""
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def is_owner(account: Account, user: User) -> bool:
    """Whether the person may change members and close the account."""
    return Membership.objects.filter(account=account, user=user, role=Membership.Role.OWNER).exists()


@transaction.atomic
def invite(account: Account, email: str, *, user: User) -> str:
    """A token that lets the person with this e-mail address join, for a week or until they are taken out again.

    Raises `MembershipError` after many invitations on one day: mail to strangers must not be ours to send. And when the
    account has just been closed, after which nothing names anybody.
    """
    # Locked: those that come together are counted one by one, and nobody closes the account meanwhile.
    if Account.objects.select_for_update(no_key=True).get(pk=account.pk).closed_at:
        raise MembershipError(_("The account no longer exists."))
    today = AuditEntry.objects.filter(
        account=account, action="member.invited", created_at__gte=timezone.now() - timedelta(days=1)
    )
    if today.count() >= INVITATIONS_A_DAY:
        raise MembershipError(
            _("You can invite %(number)d people a day. Try again tomorrow.") % {"number": INVITATIONS_A_DAY}
        )
    audit.record(account, "member.invited", subject=email.lower(), user=user)
    return signing.dumps({"account": account.pk, "email": email.lower(), "at": time.time()}, salt=_SALT)


@transaction.atomic
def join(token: str, user: User) -> Account:
    """Make the person a member of the account that invited them. Raises `MembershipError`."""
    try:
        invitation = signing.loads(token, salt=_SALT, max_age=INVITATION_LIFETIME)
    except signing.BadSignature:
        raise MembershipError(_("This invitation is no longer valid. Ask for a new one.")) from None
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    if invitation["email"] not in {address.lower() for address in addresses}:
        raise MembershipError(
            _("This invitation is for %(email)s. Sign in with that address.") % {"email": invitation["email"]}
        )
    account = Account.objects.select_for_update(no_key=True).filter(pk=invitation["account"], closed_at=None).first()
    if account is None:
        raise MembershipError(_("The account no longer exists."))
    if _was_removed(account, user, since=invitation.get("at", 0.0)):
        raise MembershipError(_("This invitation is no longer valid. Ask for a new one."))
    _membership, created = Membership.objects.get_or_create(
        account=account, user=user, defaults={"role": Membership.Role.MEMBER}
    )
    if created:
        audit.record(account, "member.joined", subject=user.email, user=user)
    return account


def _was_removed(account: Account, user: User, *, since: float) -> bool:
    """Whether the person was taken out after this moment: an invitation of before must not let them in again."""
    removed = AuditEntry.objects.filter(account=account, action="member.removed", details__member=user.pk)
    return removed.filter(created_at__gte=datetime.fromtimestamp(since, UTC)).exists()


@transaction.atomic
def remove(account: Account, member_id: int, *, user: User) -> None:
    """Take a member out. Raises `MembershipError` for the last owner."""
    owners = Membership.objects.select_for_update().filter(account=account, role=Membership.Role.OWNER)
    membership = Membership.objects.filter(account=account, user_id=member_id).select_related("user").first()
    if membership is None:
        return
    if membership.role == Membership.Role.OWNER and len(owners) == 1:
        raise MembershipError(_("An account needs an owner. Close the account instead."))
    membership.delete()
    audit.record(account, "member.removed", subject=membership.user.email, user=user, member=member_id)
