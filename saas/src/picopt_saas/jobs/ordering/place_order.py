"""Orders: the job, its items, their holds and their places in the queue, all in one transaction or not at all."""

from django.utils import timezone

from picopt_contract.errors import ErrorCode
from picopt_contract.jobs import JobRequest
from picopt_contract.values import ChargeLine
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.billing.retention import keep_until
from picopt_saas.jobs.delivery.charges import hold, new_charge
from picopt_saas.jobs.delivery.pricing import Price, price_pictures
from picopt_saas.jobs.models import Item, Job, Quote
from picopt_saas.jobs.ordering.quoting import check_language, order_hash
from picopt_saas.jobs.running import queue
from picopt_saas.refusal import Refusal
from picopt_saas.storage.originals import keep_at_least


def place_order(account: Account, api_key: ApiKey, request: JobRequest) -> Job:
    """Turn a quote into a job; its credits are held. Runs in the caller's transaction.

    Raises `Refusal` (not_found, quote_expired, state_conflict, image_not_uploaded) and what the ledger
    raises when credits are missing.
    """
    check_language(request.pipeline, request.settings)
    quote = _claim_quote(account, request)
    _require_originals(account, request)
    prices = price_pictures(account, request.pipeline, request.settings, request.items)
    _refuse_dearer(quote, prices)
    job = Job.objects.create(
        account=account,
        api_key=api_key,
        quote=quote,
        pipeline=request.pipeline,
        settings=request.settings.model_dump(mode="json"),
        review=request.review,
        accept_drafts=request.accept_drafts,
        batch=f"{api_key.site_id}:{request.batch}" if request.batch else "",
        automatic=request.automatic,
        may_wait=request.may_wait,
    )
    items = _make_items(job, request, quote)
    _hold_credits(job, items, prices)
    queue.enqueue_items(account, items, queue.queue_of(items[0], alone=len(items) == 1))
    return job


def _claim_quote(account: Account, request: JobRequest) -> Quote:
    quote = Quote.objects.select_for_update().filter(account=account, pk=request.quote_id).first()
    if quote is None:
        raise Refusal(ErrorCode.NOT_FOUND, "There is no such quote. Request one with POST /v1/quotes.")
    if Job.objects.filter(quote=quote).exists():
        raise Refusal(ErrorCode.STATE_CONFLICT, "This quote was already ordered. Request a new quote for another job.")
    if quote.expires_at <= timezone.now():
        raise Refusal(ErrorCode.QUOTE_EXPIRED, "The quote has expired. Request a new one.")
    if quote.order_hash != order_hash(request.pipeline, request.settings, request.items):
        raise Refusal(
            ErrorCode.STATE_CONFLICT,
            "The pipeline, settings, or images do not match the quote. Order what was quoted, or request a new quote.",
        )
    return quote


def _require_originals(account: Account, request: JobRequest) -> None:
    wanted = {picture.sha256 for picture in request.items}
    missing = wanted - keep_at_least(account, wanted, keep_until(account))
    if missing:
        names = ", ".join(sorted(missing)[:3])
        raise Refusal(
            ErrorCode.IMAGE_NOT_UPLOADED,
            f"Images that are not uploaded, or no longer available: {len(missing)}, beginning with {names}. "
            "Upload them with PUT /v1/images/{sha256}, then order again.",
        )


def _make_items(job: Job, request: JobRequest, quote: Quote) -> list[Item]:
    return Item.objects.bulk_create(
        Item(
            account_id=job.account_id,
            job=job,
            position=position,
            reference=picture.reference,
            sha256=picture.sha256,
            picture=picture.model_dump(mode="json"),
            price=price,
        )
        for position, (picture, price) in enumerate(zip(request.items, quote.prices, strict=True))
    )


def _refuse_dearer(quote: Quote, prices: list[list[Price]]) -> None:
    """What was quoted free because it was paid for may have been refunded since; then the quote binds nobody."""
    for quoted, lines in zip(quote.prices, prices, strict=True):
        if any(price.credits > quoted[price.line] for price in lines):
            raise Refusal(
                ErrorCode.QUOTE_EXPIRED,
                "An image that was quoted free has been refunded since. Nothing was charged. Request a new quote.",
            )


def _hold_credits(job: Job, items: list[Item], prices: list[list[Price]]) -> None:
    """Hold each line at today's price. With review the export is held after it."""
    charges = [
        new_charge(item, price.line, price.fingerprint, price.credits)
        for item, lines in zip(items, prices, strict=True)
        for price in lines
        if not (job.waits_for_review and price.line is ChargeLine.EXPORT)
    ]
    hold(job.account, charges, job.api_key)
