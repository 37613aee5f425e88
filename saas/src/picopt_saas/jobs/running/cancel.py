"""Cancelling a job: what is not done ends at once. A worker that has it in hand finds that at its next step."""

from django.utils import timezone

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ItemState
from picopt_saas.jobs.delivery.charges import release_items
from picopt_saas.jobs.models import Item, Job
from picopt_saas.jobs.states import RUNNING, WAITING, move


def cancel_job(job: Job) -> None:
    """Stop the job in the caller's transaction. A second call does nothing; results that are ready stay."""
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if locked.cancelled_at is None:
        locked.cancelled_at = timezone.now()
        locked.save(update_fields=["cancelled_at"])
    # Those in a worker's hands too: it would not see the cancellation of a moment ago when it sends one to its review.
    not_done = Item.objects.select_for_update(no_key=True).filter(job=job, state__in=WAITING | RUNNING)
    items = list(not_done.order_by("pk"))
    release_items(items)
    for item in items:
        move(item, ItemState.CANCELLED, ReasonCode.CANCELLED_BY_USER)
    job.cancelled_at = locked.cancelled_at
