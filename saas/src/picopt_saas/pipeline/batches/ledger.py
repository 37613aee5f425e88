"""The lane's ledger in tables and store: any worker goes on where another one was ended."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

import structlog
from django.db import ProgrammingError, transaction
from django.db.models import F

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ItemState
from picopt_saas.database import is_unavailable, let_go
from picopt_saas.jobs.models import BatchQuestion, Item, ModelBatch
from picopt_saas.jobs.states import RUNNABLE
from picopt_saas.pipeline.batches.waiting import send_to_work
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import question_key
from picopt_saas.storage.leaving import delete_all
from picopt_saas.storage.port import ObjectMissing
from picopt_vision.remote.batch import Asked
from picopt_vision.remote.batch.ledger import State

T = TypeVar("T")
log = structlog.get_logger(__name__)
_AT_MOST: Final = 1000  # questions a round: what one worker sends within minutes
_BATCHES: Final = 200  # looked at in a round
_AWAY: Final = 3  # requests in a row that cannot be read: that is the store

_Q = BatchQuestion.State
_B = ModelBatch.State
_OPEN: Final = (_Q.NOTED, _Q.SENT)


class TableLedger:
    """The vision library's `Ledger`. Between its calls, HTTP requests of minutes are made: no call keeps a connection.

    One round runs at a time, because the queue's lock says so (`worker.batches`). A worker that was frozen in a round
    and wakes after another one has taken over finds that it is too late (`confirm`).
    """

    @contextmanager
    def alone(self) -> Iterator[None]:
        """See the class."""
        yield

    def tries(self, key: str) -> int | None:
        """None too where nobody waits for it any more."""
        return _found(BatchQuestion.objects.filter(pk=key, state=_Q.SENT).values_list("tries", flat=True).first())

    def waiting(self) -> Iterator[Asked]:
        """Each is read when it is its turn: an image is some hundred kilobytes.

        A request that is lost or damaged is described at once; one that cannot be read just now has its turn in the
        next round.
        """
        noted = BatchQuestion.objects.filter(state=_Q.NOTED, item__state__in=RUNNABLE).order_by("group", "created_at")
        unread = 0
        for key, account_id, group, tries in list(noted.values_list("pk", "account_id", "group", "tries")[:_AT_MOST]):
            let_go()
            try:
                request = _read(question_key(account_id, key))
            except OSError as error:
                log.warning("question_not_read", question=key, error=str(error))
                unread += 1
                if unread == _AWAY:
                    raise
                continue
            unread = 0
            if request is None:
                self.settle(key, "failed")
            else:
                yield Asked(key, request, "noted", tries, "", group)

    def begin(self, keys: Iterable[str], token: str) -> None:
        """Noted in one transaction, before anything is sent."""
        sent = list(keys)
        with _turn():
            batch = ModelBatch.objects.create(token=token, requests=len(sent))
            noted = BatchQuestion.objects.filter(pk__in=sent, state=_Q.NOTED)
            noted.update(state=_Q.SENT, batch=batch, tries=F("tries") + 1)

    def begun(self) -> dict[str, int]:
        """With how many requests each was made, whatever became of its items since."""
        return _found(dict(ModelBatch.objects.filter(state=_B.BEGUN).values_list("token", "requests")))

    def confirm(self, token: str, batch: str) -> bool:
        """False where another round took this one for ended."""
        return bool(_found(ModelBatch.objects.filter(token=token, state=_B.BEGUN).update(state=_B.OPEN, name=batch)))

    def withdraw(self, token: str) -> None:
        """Its questions are sent with the next ones."""
        with _turn():
            batch = ModelBatch.objects.filter(token=token, state=_B.BEGUN)
            BatchQuestion.objects.filter(batch__in=batch, state=_Q.SENT).update(
                state=_Q.NOTED, batch=None, tries=F("tries") - 1
            )
            batch.delete()

    def settle(self, key: str, state: State, answer: str = "") -> None:
        """What is answered or failed goes to work in the same transaction, with what the provider said.

        An item whose row is not as our code expects holds up no other: it ends with its holds. Nor is an answer lost,
        which is paid for: the fault may be one that all items have, as in the middle of a deployment.
        """
        try:
            with _turn():
                account_id = _settle(key, state, answer)
        except Exception as error:
            if is_unavailable(error):
                raise
            log.exception("question_not_settled", question=key)
            _keep(key, state, answer)
            return
        if account_id:
            delete_all(storage(), [question_key(account_id, key)])

    def open_batches(self) -> list[str]:
        """In no order: should one be a trouble again and again, the others have their turns before it."""
        names = ModelBatch.objects.filter(state=_B.OPEN).order_by("?").values_list("name", flat=True)
        return _found(list(names[:_BATCHES]))

    def knows(self, batch: str) -> bool:
        """Those that are closed, too."""
        return _found(ModelBatch.objects.filter(name=batch).exists())

    def close(self, batch: str) -> None:
        """Whatever it was to answer and did not is described at once."""
        left = BatchQuestion.objects.filter(batch__name=batch, state=_Q.SENT)
        for key in list(left.values_list("pk", flat=True)):
            self.settle(key, "failed")
        _found(ModelBatch.objects.filter(name=batch).update(state=_B.CLOSED))


def _settle(key: str, state: State, answer: str) -> str:
    """The item's account when the question is over; the caller ends the transaction."""
    items = Item.objects.select_for_update(no_key=True, of=("self",)).select_related("account")
    item = items.filter(question__pk=key).first()
    if item is None or not _note(key, state, answer) or state == "noted":
        return ""
    send_to_work(item)
    return item.account_id


def _keep(key: str, state: State, answer: str) -> None:
    """Note it without the item's help; whoever looks for lost items finds it, soon where that can be said."""
    try:
        with _turn():
            _note(key, state, answer)
    except Exception as error:
        if is_unavailable(error):
            raise
        log.exception("answer_not_kept", question=key)
        with _turn():
            _note(key, "failed")
    item = Item.objects.filter(question__pk=key, state=ItemState.QUEUED, reason_code=ReasonCode.WAITING_FOR_BATCH)
    if state != "noted":
        with suppress(ProgrammingError), _turn():
            item.update(reason_code="", reason_message="")


def _note(key: str, state: State, answer: str = "") -> int:
    asked = BatchQuestion.objects.filter(pk=key, state__in=_OPEN)
    return asked.update(state=state, answer=answer)


def _read(key: str) -> dict[str, Any] | None:
    """A request; None for one that is lost or damaged. Raises what the store does that cannot read it."""
    try:
        request = json.loads(b"".join(storage().read(key)))
    except (ObjectMissing, ValueError):
        return None
    return request if isinstance(request, dict) else None


@contextmanager
def _turn() -> Iterator[None]:
    with transaction.atomic():
        yield
    let_go()


def _found(value: T) -> T:
    let_go()
    return value
