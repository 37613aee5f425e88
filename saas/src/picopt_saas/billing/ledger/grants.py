"""Credits that come in, run out, and are taken back."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from picopt_saas.accounts.models import Account
from picopt_saas.billing.ledger.portions import change_grants, expire_remaining, settle_debt, settlement
from picopt_saas.billing.ledger.transfers import Kind, move
from picopt_saas.billing.ledger.values import ReferenceConflictError
from picopt_saas.billing.models import Grant, Revocation, Transfer, Wallet


@transaction.atomic
def grant(account: Account, credits: int, *, reference: str, expires_at: datetime | None, reason: str = "") -> Grant:
    """Give an account credits, once a reference. Pays an open debt first.

    Raises `ReferenceConflictError` when the reference was used for another account or number of credits.
    """
    new, created = Grant.objects.get_or_create(
        reference=reference,
        defaults={
            "account": account,
            "credits": credits,
            "remaining": credits,
            "expires_at": expires_at,
            "reason": reason,
        },
    )
    if not created:
        if (new.account_id, new.credits) != (account.pk, credits):
            raise ReferenceConflictError(reference)
        return new
    Wallet.objects.bulk_create([Wallet(account=account)], ignore_conflicts=True)
    debt = move(account.pk, Kind.GRANT, [(reference, credits)])
    settle_debt(account.pk, debt or 0, credits, reference)
    return new


def lock_wallet(account_id: str) -> Wallet:
    """The account's wallet, locked until the transaction ends; made when there is none."""
    Wallet.objects.bulk_create([Wallet(account_id=account_id)], ignore_conflicts=True)
    return Wallet.objects.select_for_update().get(pk=account_id)


@transaction.atomic
def expire(account: Account, *, now: datetime | None = None) -> int:
    """Move what is left of the account's ended grants to expired; how many credits that was."""
    lock_wallet(account.pk)
    return expire_remaining(account.pk, now or timezone.now())


@transaction.atomic
def revoke(grant_reference: str, *, reference: str, credits: int | None = None) -> Revocation:
    """Take back a grant (or `credits` of it), once a reference: the purchase was refunded or disputed.

    What is left goes from available to revoked. What was spent or is held, or has paid an earlier debt, is written down
    as debt, which freezes the account; it is paid by credits that are granted, released or refunded later. What has
    expired is worth nothing. Raises `Grant.DoesNotExist`.
    """
    taken_back = Grant.objects.get(reference=grant_reference)
    record, created = Revocation.objects.get_or_create(reference=reference, defaults={"grant": taken_back})
    if not created:
        return record
    lock_wallet(taken_back.account_id)
    taken_back.refresh_from_db()
    wanted = taken_back.credits if credits is None else credits
    record.taken = min(wanted, taken_back.remaining)
    # Not `revoked`, which counts what the grant paid of a debt too: that payment is undone with the grant.
    back_before = taken_back.revocations.aggregate(sum=Sum("taken"))["sum"] or 0
    spent = taken_back.credits - taken_back.remaining - taken_back.expired - back_before - taken_back.claimed
    record.owed = max(0, min(wanted - record.taken, spent))
    move(taken_back.account_id, Kind.REVOKE, [(reference, record.taken)])
    change_grants("revoked", {taken_back.pk: record.taken}, remaining=-1)
    _claim(taken_back, record.owed)
    record.save(update_fields=["taken", "owed"])
    return record


@transaction.atomic
def give_again(
    account: Account, credits: int, *, reference: str, expires_at: datetime | None, reason: str = ""
) -> None:
    """Return what was revoked wrongly, with the end that it had, once a reference.

    What was owed for it is settled also when that end has come meanwhile: those credits were used in time.
    """
    settled = f"{reference}:settled"
    debt = lock_wallet(account.pk).debt
    if Grant.objects.filter(reference__in=[reference, settled]).exists():
        return
    has_ended = expires_at is not None and expires_at <= timezone.now()
    owed = min(credits, debt) if has_ended else 0
    if owed:
        grant(account, owed, reference=settled, expires_at=None, reason=reason)
    if credits > owed:
        grant(account, credits - owed, reference=reference, expires_at=expires_at, reason=reason)


def _claim(taken_back: Grant, owed: int) -> None:
    change_grants("claimed", {taken_back.pk: owed}, remaining=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE billing_wallet SET debt = debt + %s WHERE account_id = %s", [owed, taken_back.account_id]
        )


@transaction.atomic
def settle(account: Account, *, reference: str) -> int:
    """Pay as much of the account's debt as its available credits allow, once a reference; how many credits that was."""
    wallet = lock_wallet(account.pk)
    if Transfer.objects.filter(kind=Kind.REVOKE, reference=settlement(reference)).exists():
        return 0
    expired = expire_remaining(account.pk, timezone.now())
    return settle_debt(account.pk, wallet.debt, wallet.available - expired, reference)
