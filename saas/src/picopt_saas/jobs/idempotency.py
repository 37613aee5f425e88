"""Idempotency keys: the first answer is stored in the transaction of its effect, and given again."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from picopt_contract.errors import ErrorCode
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.models import IdempotencyRecord
from picopt_saas.refusal import Refusal


@dataclass(frozen=True)
class Answer:
    """An HTTP status and a JSON body."""

    status: int
    body: str


@transaction.atomic
def once(account: Account, key: str, request_hash: str, effect: Callable[[], Answer]) -> Answer:
    """Run `effect` the first time that this account uses `key`; afterwards return its stored answer.

    A second request that comes while the first is at work waits for it. An effect that raises leaves no trace, so the
    request can be tried again. Raises `Refusal` (idempotency_mismatch) when the key was used for something else.
    """
    IdempotencyRecord.objects.bulk_create(
        [IdempotencyRecord(account=account, key=key, request_hash=request_hash)], ignore_conflicts=True
    )
    record = IdempotencyRecord.objects.select_for_update().get(account=account, key=key)
    if record.request_hash != request_hash:
        raise Refusal(
            ErrorCode.IDEMPOTENCY_MISMATCH,
            "This Idempotency-Key was used for another request. Use a new one for a new request.",
        )
    if record.status:
        return Answer(record.status, record.answer)
    answer = effect()
    record.status, record.answer = answer.status, answer.body
    record.save(update_fields=["status", "answer"])
    return answer
