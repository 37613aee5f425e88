"""What procrastinate runs. Tasks get ids and load the rest; running one twice is harmless."""

import structlog
from procrastinate import JobContext
from procrastinate.contrib.django import app

from picopt_contract.reasons import ReasonCode
from picopt_saas.database import is_unavailable
from picopt_saas.jobs.models import PreviewOrder
from picopt_saas.jobs.running import queue
from picopt_saas.jobs.running.attempts import Attempt, Superseded, begin_attempt, fail, put_back
from picopt_saas.lanes import PREVIEW, is_lane
from picopt_saas.pipeline import run
from picopt_saas.pipeline.errors import HandedBack, ItemFailed, TryAgain
from picopt_saas.pipeline.preview import make_preview
from picopt_saas.storage.disk import NO_ROOM
from picopt_saas.worker.retrying import WithBackOff
from picopt_saas.worker.toolbox import tools

log = structlog.get_logger(__name__)


@app.task(name=queue.RUN_ITEM, pass_context=True, retry=WithBackOff())
def run_item(context: JobContext, item_id: str) -> None:
    """Work on an item until it waits for somebody or is done."""
    attempt = begin_attempt(item_id)
    if attempt is None:
        return
    with structlog.contextvars.bound_contextvars(item=item_id, attempt=attempt.number):
        try:
            _work(attempt, context)
        except Superseded:
            log.info("superseded")


@app.task(name=queue.MAKE_PREVIEW, queue=PREVIEW, pass_context=True, retry=WithBackOff())
def run_preview(context: JobContext, preview_id: str) -> None:
    """Make a preview, unless nobody waits for it any more."""
    order = PreviewOrder.objects.filter(pk=preview_id, result__isnull=True, failure__isnull=True).first()
    if order is not None:
        make_preview(order, tools(), may_be_large=is_lane(context.job.queue))


def _work(attempt: Attempt, context: JobContext) -> None:
    try:
        run.run_item(attempt, tools(), context.should_abort, may_be_large=is_lane(context.job.queue))
    except TryAgain as error:
        _try_again(attempt, error)
    except ItemFailed as error:
        fail(attempt, error.code, error.message)
    except HandedBack:
        put_back(attempt, count=False)
        raise
    except Superseded:
        raise
    except Exception as error:
        if isinstance(error, OSError) or is_unavailable(error):
            # Database or storage: no picture's fault, so none uses up its attempts while they are away.
            if getattr(error, "errno", None) in NO_ROOM:
                log.error("storage_full", error=str(error))  # noqa: TRY400 -- a state of the disk; says all there is
            else:
                log.warning("outside_unavailable", error=str(error))
            put_back(attempt, count=False)
            raise
        log.exception("item_broke")
        _try_again(attempt, TryAgain(ReasonCode.INTERNAL))


def _try_again(attempt: Attempt, error: TryAgain) -> None:
    """Wait for another try, or fail for good when this was the last."""
    if attempt.is_last:
        fail(attempt, error.code, error.message)
        return
    put_back(attempt, error.code, error.message)
    raise error
