"""The text: given again where it is paid for, written by the vision model otherwise."""

from dataclasses import asdict
from functools import partial
from typing import Final

import structlog
from django.conf import settings as django_settings
from pydantic import TypeAdapter

from picopt_contract.jobs import Analysis
from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ChargeLine, ChargeState, ItemState
from picopt_saas.billing.retention import keep_until
from picopt_saas.jobs.delivery.charges import current_charge, release_lines
from picopt_saas.jobs.models import Item, PaidWork
from picopt_saas.jobs.running.attempts import changing
from picopt_saas.jobs.states import move
from picopt_saas.pipeline.batches.waiting import answers_for, forget_question, let_wait, may_wait
from picopt_saas.pipeline.errors import ItemFailed
from picopt_saas.pipeline.interrupt import interruptible
from picopt_saas.pipeline.work import Work
from picopt_vision import Context, Settings, Usage
from picopt_vision.remote.batch.apart import Question

log = structlog.get_logger(__name__)

# Nothing that a customer or another try could change.
_FOR_THE_OPERATOR: Final = (ReasonCode.MODEL_ACCOUNT, ReasonCode.MODEL_UNSUITABLE)

_CONTEXT: Final = TypeAdapter(Context)  # the contract's words are the library's, place by place

# The picture has no text that one could use; its files can be made all the same, and only they are charged.
_GOES_ON_WITHOUT: Final = (ReasonCode.NO_CONFIDENT_TEXT, ReasonCode.MODEL_REFUSED)


def write_text(work: Work) -> bool:
    """Find or write the text and keep it with the item.

    Done when a person reads it first, no files are wanted, or the item now waits for a batch.
    """
    if not work.needs_text:
        return False
    try:
        analysis = _written_before(work) or _paid_before(work)
        usage: Usage | None = None
        if analysis is None and may_wait(work):
            let_wait(work, _ask_later(work))
            return True
        if analysis is None:
            analysis, usage = _describe(work)
    except ItemFailed as error:
        if not work.exports or work.item.regenerated or error.code not in _GOES_ON_WITHOUT:
            raise
        return _go_on_without(work, error.code)
    return _keep(work, analysis, usage)


def _written_before(work: Work) -> Analysis | None:
    """The text of an earlier attempt that did not come to its files."""
    item = work.item
    return Analysis.model_validate(item.analysis) if item.analysis and item.analysis_engine else None


def _paid_before(work: Work) -> Analysis | None:
    """The text that this account has paid for already, if the line is free for that reason."""
    charge = current_charge(work.item, ChargeLine.ANALYSIS)
    if charge is None or charge.state != ChargeState.FREE or work.item.regenerated or work.settings.reprocess:
        return None
    paid = PaidWork.objects.filter(
        account=work.item.account_id, line=ChargeLine.ANALYSIS, fingerprint=charge.fingerprint
    ).first()
    return Analysis.model_validate(paid.analysis) if paid and paid.analysis else None


def _ask_later(work: Work) -> Question:
    assert work.source is not None  # noqa: S101 -- the step before has fetched it
    return interruptible(partial(work.tools.text.question, work.source, *_wanted(work)), work.should_stop)


def _wanted(work: Work) -> tuple[Context, Settings]:
    context = _CONTEXT.validate_python(work.picture.context.model_dump(mode="json"))
    wanted = work.settings.analysis.model_dump(mode="json")
    if work.item.wish:
        wanted["custom_instruction"] = f"{wanted['custom_instruction']}\n{work.item.wish}".strip()
    return context, Settings(**wanted)


def _describe(work: Work) -> tuple[Analysis, Usage]:
    assert work.source is not None  # noqa: S101 -- the step before has fetched it
    answers = answers_for(work.item) if work.item.job.may_wait else {}
    describe = partial(work.tools.text.describe, work.source, *_wanted(work), answers=answers)
    try:
        result = interruptible(describe, work.should_stop)
    except ItemFailed as error:
        if error.code in _FOR_THE_OPERATOR:
            log.error("vision_model_needs_attention", reason=error.code, message=error.message)  # noqa: TRY400 -- the traceback would tell nothing more
        raise
    usage = result.usage
    log.info(
        "text_written",
        model=result.model,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost=str(usage.cost),
        seconds=round(usage.seconds, 1),
    )
    written = asdict(result)
    return Analysis(**{name: written[name] for name in Analysis.model_fields if name in written}), usage


def _keep(work: Work, analysis: Analysis, usage: Usage | None) -> bool:
    with changing(work.attempt) as item:
        forget_question(item)
        item.analysis = analysis.model_dump(mode="json")
        item.analysis_engine = f"{analysis.model}/{analysis.prompt_version}"[:100]
        if usage:
            item.analysis_usage = {**asdict(usage), "cost": str(usage.cost)}
        item.expires_at = keep_until(item.job.account)
        if analysis.draft and not django_settings.PICOPT.bill_embedded:
            release_lines(item, ChargeLine.ANALYSIS, to=ChargeState.FREE)  # the remote model could not be reached
        return _stop_here(work, item, reason=None)


def _go_on_without(work: Work, code: ReasonCode) -> bool:
    with changing(work.attempt) as item:
        forget_question(item)
        release_lines(item, ChargeLine.ANALYSIS)
        # With the reason's own sentence, which speaks of the text alone: the files will be charged.
        return _stop_here(work, item, reason=code)


def _stop_here(work: Work, item: Item, *, reason: ReasonCode | None) -> bool:
    stop = True
    if item.job.waits_for_review:
        move(item, ItemState.REVIEW, reason)
    elif not work.exports:
        move(item, ItemState.READY, reason)
    else:
        move(item, ItemState.EXPORTING, reason)
        stop = False
    work.item = item
    return stop
