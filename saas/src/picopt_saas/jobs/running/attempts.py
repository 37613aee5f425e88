"""One worker's try at an item. Every effect asks for the attempt's token; one that is out of date changes nothing."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ChargeState, ItemState, Pipeline
from picopt_saas.jobs.delivery.charges import release_lines
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.states import RUNNABLE, move
from picopt_saas.storage.models import Original
from picopt_saas.storage.originals import forget_original

log = structlog.get_logger(__name__)

MAX_ATTEMPTS: Final = 3
"""From this one on a failure is the last."""
MAX_BEGUN: Final = 6
"""More than that: a worker that is killed takes along all that it has in hand, most of it no reason for its death."""
_LONGEST_CAUSE: Final = 470
"""Characters of a reason's message, of which an item keeps 500, that leave room for what it cost."""


class Superseded(Exception):  # noqa: N818 -- nothing is wrong, only late
    """Another worker has the item now, or it was cancelled. Stop, leave nothing behind, and do not touch the item."""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """The right to change an item until somebody else gets it."""

    item_id: str
    token: uuid.UUID
    number: int
    item: Item = field(compare=False, repr=False)
    """As it was at the start, with its job, account and charges."""

    @property
    def is_first_look(self) -> bool:
        """Whether nobody has looked at the item's original before."""
        return bool(getattr(self.item, "unseen", False))

    @property
    def is_last(self) -> bool:
        """Whether there will be no other."""
        return self.number >= MAX_ATTEMPTS


def begin_attempt(item_id: str) -> Attempt | None:
    """Count an attempt and take the item, whoever had it before; None when there is nothing to do.

    The count comes first: a picture that kills its workers is given up here.
    """
    with transaction.atomic():
        items = Item.objects.select_for_update(no_key=True, of=("self",)).select_related("job__account__subscription")
        unseen = Original.objects.filter(account=OuterRef("account"), sha256=OuterRef("sha256"), look__isnull=True)
        item = items.annotate(unseen=Exists(unseen)).prefetch_related("charges").filter(pk=item_id).first()
        if item is None or item.state not in RUNNABLE:
            return None
        if _ended_by_cancellation(item):
            return None
        if item.attempts >= MAX_BEGUN:
            _fail(item, ReasonCode.GIVEN_UP)
            return None
        item.attempts += 1
        item.attempt_token = uuid.uuid4()
        move(item, ItemState.EXPORTING if starts_with_export(item) else ItemState.ANALYSING)
        return Attempt(item_id=item.pk, token=item.attempt_token, number=item.attempts, item=item)


def starts_with_export(item: Item) -> bool:
    """Whether the item's text is not needed, or there already and not asked for anew."""
    if item.job.pipeline == Pipeline.EXPORT:
        return True
    return item.job.pipeline == Pipeline.ANALYZE_EXPORT and item.reviewed_text is not None


@contextmanager
def changing(attempt: Attempt) -> Iterator[Item]:
    """The item, locked, in a transaction. Raises `Superseded` when the attempt no longer has it."""
    with transaction.atomic():
        item = (
            Item.objects.select_for_update(no_key=True, of=("self",))
            .select_related("job__account__subscription")
            .get(pk=attempt.item_id)
        )
        if item.attempt_token != attempt.token or item.state not in RUNNABLE:
            raise Superseded
        ended = _ended_by_cancellation(item)
        if not ended:
            yield item
    if ended:
        raise Superseded


def fail(attempt: Attempt, code: ReasonCode, message: str = "") -> None:
    """The item failed: everything that is held for it returns."""
    with changing(attempt) as item:
        _fail(item, code, message)


def put_back(attempt: Attempt, code: ReasonCode | None = None, message: str = "", *, count: bool = True) -> None:
    """Leave the item for another try. `count=False`: it was not the item's fault (the worker stops)."""
    with changing(attempt) as item:
        if not count:
            item.attempts = max(0, item.attempts - 1)
        move(item, ItemState.QUEUED, code, message)


def _ended_by_cancellation(item: Item) -> bool:
    """Whether the item's job was cancelled; then the item ends here and its credits return.

    `cancel_job` ends what workers have in hand. The version before left that to them, and during an update its platform
    cancels jobs of our workers.
    """
    if item.job.cancelled_at is None:
        return False
    release_lines(item)
    move(item, ItemState.CANCELLED, ReasonCode.CANCELLED_BY_USER)
    return True


def _fail(item: Item, code: ReasonCode, message: str = "") -> None:
    if code is ReasonCode.ORIGINAL_GONE:
        forget_original(item.account_id, item.sha256)  # before the wallet is locked, in the order of orders
    release_lines(item)
    log.info("item_failed", item=item.pk, reason=code)  # `code` would be hidden, like the codes that open something
    state = ItemState.FAILED
    if item.regenerated and item.analysis and not starts_with_export(item):
        state = ItemState.REVIEW if item.job.waits_for_review else ItemState.READY  # the text before stays
    move(item, state, code, message and _with_price(item, message))


def _with_price(item: Item, message: str) -> str:
    """What a library says of its failure, and what that cost, which libraries do not know."""
    is_charged = item.charges.filter(state=ChargeState.CAPTURED).exists()
    cost = "Nothing more was charged." if is_charged else "Nothing was charged."
    return f"{message[:_LONGEST_CAUSE]} {cost}"
