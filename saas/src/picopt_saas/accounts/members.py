"""People and the accounts that they share."""

from allauth.account.models import EmailAddress
from django.db import transaction

from picopt_saas.accounts import audit
from picopt_saas.accounts.models import Account, Membership, User


def account_of(user: User) -> Account:
    """The account that the person works in: the oldest open one they belong to, or a new one of their own."""
    membership = (
        Membership.objects.filter(user=user, account__closed_at=None)
        .select_related("account")
        .order_by("created_at", "pk")
        .first()
    )
    return membership.account if membership else open_account(user)


@transaction.atomic
def open_account(user: User, *, name: str = "") -> Account:
    """A new account that the person owns."""
    account = Account.objects.create(name=name or user.email)
    Membership.objects.create(account=account, user=user, role=Membership.Role.OWNER)
    audit.record(account, "account.opened", user=user)
    return account


@transaction.atomic
def create_verified_user(email: str, password: str) -> User:
    """A person whose e-mail address counts as verified; for demos, tests and staff."""
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
