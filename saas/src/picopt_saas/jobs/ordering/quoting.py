"""Quotes: the most that a job can cost, before anything is spent."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from picopt_contract import quotes as contract
from picopt_contract.errors import ErrorCode
from picopt_contract.estimates import estimate_bytes
from picopt_contract.limits import LIMITS
from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import LINES, ChargeLine, Pipeline
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.billing import ledger
from picopt_saas.jobs.delivery.fingerprints import digest
from picopt_saas.jobs.delivery.pricing import Price, price_pictures
from picopt_saas.jobs.models import Quote
from picopt_saas.jobs.ordering.estimates import looks_of
from picopt_saas.refusal import Refusal
from picopt_saas.vision_config import vision_config

QUOTE_REMEMBERED: Final = timedelta(days=1)
"""How long after its end a quote is still told from one that never was."""
_AT_MOST: Final = 5_000  # quotes of one account at a time; a library of half a million images in one go


def make_quote(
    account: Account, api_key: ApiKey, request: contract.QuoteRequest, *, available: int | None = None
) -> Quote:
    """Price the pictures line by line. The quote binds for a quarter of an hour; nothing is held yet.

    `available` credits are what the account has now, where the caller knows.

    Raises `Refusal`: validation, or rate_limited when the account has thousands of quotes already.
    """
    check_language(request.pipeline, request.settings)
    if Quote.objects.filter(account=account).count() >= _AT_MOST:
        raise Refusal(
            ErrorCode.RATE_LIMITED, f"{_AT_MOST} quotes a day are free. Order what was quoted, or try again tomorrow."
        )
    prices = price_pictures(account, request.pipeline, request.settings, request.items)
    return Quote.objects.create(
        account=account,
        api_key=api_key,
        order_hash=order_hash(request.pipeline, request.settings, request.items),
        prices=[{price.line: price.credits for price in lines} for lines in prices],
        shown={
            "available": ledger.balance(account).available if available is None else available,
            "items": _details(account, request, prices),
        },
        expires_at=timezone.now() + timedelta(seconds=LIMITS.quote_seconds),
    )


def present_quote(quote: Quote, request: contract.QuoteRequest) -> contract.Quote:
    """The quote as it was made for this request; the same at every call."""
    total = sum(sum(lines.values()) for lines in quote.prices)
    available = quote.shown["available"]
    rows = zip(request.items, quote.prices, quote.shown["items"], strict=True)
    return contract.Quote(
        id=quote.pk,
        pipeline=request.pipeline,
        credits=total,
        items=[_item(picture, credits, details) for picture, credits, details in rows],
        available=available,
        available_after=available - total,
        expires_at=quote.expires_at,
    )


def find_quote(account: Account, quote_id: str) -> Quote:
    """A quote that was made before. Raises `Refusal` (quote_expired) when it is long over."""
    quote = Quote.objects.filter(account=account, pk=quote_id).first()
    if quote is None:
        raise Refusal(ErrorCode.QUOTE_EXPIRED, "This quote has expired. Request a new one, with a new Idempotency-Key.")
    return quote


def order_hash(pipeline: Pipeline, settings: JobSettings, pictures: Sequence[PictureItem]) -> str:
    """SHA-256, in hexadecimal, of all that a price depends on and all that is ordered.

    What surrounds a picture (`context`) is looked up by sites when they order, and no price depends on it.
    """
    order: dict[str, Any] = {
        "pipeline": pipeline,
        "settings": settings.model_dump(mode="json"),
        "items": [picture.model_dump(mode="json", exclude={"context"}) for picture in pictures],
    }
    return digest(order)


def check_language(pipeline: Pipeline, settings: JobSettings) -> None:
    """Refuse a language that the configured model does not write, before anything is held."""
    allowed = vision_config().languages
    wanted = settings.analysis.language
    if ChargeLine.ANALYSIS not in LINES[pipeline] or not allowed or wanted.split("-")[0].lower() in allowed:
        return
    raise Refusal(
        ErrorCode.VALIDATION,
        f"The configured model writes {', '.join(allowed)}; {wanted} needs a vision model, which the operator sets.",
        field="settings.analysis.language",
    )


def _details(account: Account, request: contract.QuoteRequest, prices: list[list[Price]]) -> list[list[Any]]:
    """For each picture: is a line paid before, is the original here, and how large will the result be."""
    looks = looks_of(account, (picture.sha256 for picture in request.items))
    exports = ChargeLine.EXPORT in LINES[request.pipeline]
    return [
        [
            any(price.paid_before for price in lines),
            picture.sha256 in looks,
            estimate_bytes(picture, request.settings.export, looks.get(picture.sha256)) if exports else None,
        ]
        for picture, lines in zip(request.items, prices, strict=True)
    ]


def _item(picture: PictureItem, credits: dict[str, int], details: list[Any]) -> contract.QuoteItem:
    paid_before, uploaded, estimated_bytes = details
    return contract.QuoteItem(
        reference=picture.reference,
        sha256=picture.sha256,
        analysis_credits=credits.get(ChargeLine.ANALYSIS),
        export_credits=credits.get(ChargeLine.EXPORT),
        paid_before=paid_before,
        uploaded=uploaded,
        estimated_bytes=estimated_bytes,
    )
