"""The worker's side of the lane: an item goes in with its question, and comes back with the answer or without."""

import json
from collections.abc import Mapping

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ItemState
from picopt_saas.jobs.models import BatchQuestion, Item
from picopt_saas.jobs.running import queue
from picopt_saas.jobs.running.attempts import changing
from picopt_saas.jobs.states import move
from picopt_saas.lanes import BULK
from picopt_saas.pipeline.work import Work
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import question_key
from picopt_saas.vision_config import vision_config
from picopt_vision.remote.batch.apart import Question


def may_wait(work: Work) -> bool:
    """Whether the item's text may wait for a batch and has not done so yet.

    Whoever asks for another text waits for it, and what came out of the lane once does not go in again.
    """
    item = work.item
    if not (vision_config().batch_protocol and item.job.may_wait) or item.regenerated:
        return False
    return not BatchQuestion.objects.filter(item=item.pk).exists()


def let_wait(work: Work, question: Question) -> None:
    """Leave the item to the lane. The bytes come first: what has no row is swept at night."""
    asked = BatchQuestion(
        account_id=work.item.account_id,
        item_id=work.item.pk,
        group=work.item.job.batch or work.item.job_id,
        key=question.key,
    )
    key = question_key(asked.account_id, asked.pk)
    storage().write(key, [json.dumps(question.request).encode()])
    try:
        with changing(work.attempt) as item:
            asked.save(force_insert=True)
            item.attempts -= 1  # nothing was tried yet
            move(item, ItemState.QUEUED, ReasonCode.WAITING_FOR_BATCH)
    except BaseException:
        storage().delete(key)
        raise


def answers_for(item: Item) -> Mapping[str, str]:
    """What a batch answered about the item, or why it did not, by what it was asked."""
    over = (BatchQuestion.State.ANSWERED, BatchQuestion.State.FAILED)
    answered = BatchQuestion.objects.filter(item=item.pk, state__in=over).exclude(answer="")
    return dict(answered.values_list("key", "answer"))


def forget_question(item: Item) -> None:
    """The item has its text, or goes on without. In the caller's transaction."""
    if item.job.may_wait:
        BatchQuestion.objects.filter(item=item.pk).delete()


def send_to_work(item: Item) -> None:
    """A locked item that waited for a batch goes to a worker, like any other."""
    if item.state == ItemState.QUEUED and item.reason_code == ReasonCode.WAITING_FOR_BATCH:
        move(item, ItemState.QUEUED)
        queue.enqueue_items(item.account, [item], BULK)
