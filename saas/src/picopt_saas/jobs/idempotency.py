"""Idempotency keys: the first answer is stored in the transaction of its effect, and given again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from picopt_contract.errors import ErrorCode
from picopt_contract.limits import LIMITS
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.models import IdempotencyRecord
from picopt_saas.refusal import Refusal

_KEPT: Final = timedelta(seconds=LIMITS.idempotency_seconds)


@dataclass(frozen=True)
class Answer:
    """An HTTP status and a JSON body. `seed`, where there is one, is stored instead of the body, until `seed_until`."""

    status: int
    body: str
    seed: str = ""
    seed_until: datetime | None = None


@transaction.atomic(savepoint=False)
def once(
    account: Account,
    key: str,
    request_hash: str,
    effect: Callable[[], Answer],
    regrow: Callable[[str], str] = str,
) -> Answer:
    """Run `effect` the first time that this account uses `key`; afterwards return its answer again.

    The answer is stored, or made again by `regrow` from the seed that was. A second request that comes while the first
    is at work waits for it. An effect that raises leaves no trace, so the request can be tried again. Raises `Refusal`
    (idempotency_mismatch) when the key was used for something else.
    """
    record = _claim(account, key, request_hash) or _of_before(account, key)
    if record.request_hash != request_hash:
        raise Refusal(
            ErrorCode.IDEMPOTENCY_MISMATCH,
            "This Idempotency-Key was used for another request. Use a new one for a new request.",
        )
    if record.status:
        return Answer(record.status, regrow(record.answer))
    answer = effect()
    record.status, record.answer = answer.status, answer.seed or answer.body
    record.expires_at = answer.seed_until or record.expires_at
    record.save(update_fields=["status", "answer", "expires_at"])
    return answer


def _claim(account: Account, key: str, request_hash: str) -> IdempotencyRecord | None:
    """A new record, ours until the transaction ends; None when there is one. Waits while another request makes it."""
    rows = IdempotencyRecord.objects.raw(
        "INSERT INTO jobs_idempotencyrecord (account_id, key, request_hash, status, answer, created_at, expires_at) "
        "VALUES (%s, %s, %s, 0, '', now(), %s) ON CONFLICT (account_id, key) DO NOTHING RETURNING *",
        [account.pk, key, request_hash, timezone.now() + _KEPT],
    )
    return next(iter(rows), None)


def _of_before(account: Account, key: str) -> IdempotencyRecord:
    return IdempotencyRecord.objects.select_for_update().get(account=account, key=key)
