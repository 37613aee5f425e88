"""Quotes: the most that a job can cost, before anything is spent."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from picopt_contract import quotes as contract
from picopt_contract.errors import ErrorCode
from picopt_contract.estimates import Look, estimate_bytes
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


def make_quote(account: Account, api_key: ApiKey, request: contract.QuoteRequest) -> contract.Quote:
    """Price the pictures line by line. The quote binds for a quarter of an hour; nothing is held yet."""
    check_language(request.pipeline, request.settings)
    prices = price_pictures(account, request.pipeline, request.settings, request.items)
    quote = Quote.objects.create(
        account=account,
        api_key=api_key,
        order_hash=order_hash(request.pipeline, request.settings, request.items),
        prices=[{price.line: price.credits for price in lines} for lines in prices],
        expires_at=timezone.now() + timedelta(seconds=LIMITS.quote_seconds),
    )
    total = sum(price.credits for lines in prices for price in lines)
    available = ledger.balance(account).available
    return contract.Quote(
        id=quote.pk,
        pipeline=request.pipeline,
        credits=total,
        items=_items(account, request, prices),
        available=available,
        available_after=available - total,
        expires_at=quote.expires_at,
    )


def order_hash(pipeline: Pipeline, settings: JobSettings, pictures: Sequence[PictureItem]) -> str:
    """SHA-256, in hexadecimal, of all that a price depends on and all that is ordered."""
    order: dict[str, Any] = {
        "pipeline": pipeline,
        "settings": settings.model_dump(mode="json"),
        "items": [picture.model_dump(mode="json") for picture in pictures],
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


def _items(account: Account, request: contract.QuoteRequest, prices: list[list[Price]]) -> list[contract.QuoteItem]:
    looks = looks_of(account, (picture.sha256 for picture in request.items))
    return [_item(request, picture, lines, looks) for picture, lines in zip(request.items, prices, strict=True)]


def _item(
    request: contract.QuoteRequest, picture: PictureItem, lines: list[Price], looks: dict[str, Look | None]
) -> contract.QuoteItem:
    credits = {price.line: price.credits for price in lines}
    exports = ChargeLine.EXPORT in credits
    return contract.QuoteItem(
        reference=picture.reference,
        sha256=picture.sha256,
        analysis_credits=credits.get(ChargeLine.ANALYSIS),
        export_credits=credits.get(ChargeLine.EXPORT),
        paid_before=any(price.paid_before for price in lines),
        uploaded=picture.sha256 in looks,
        estimated_bytes=(
            estimate_bytes(picture, request.settings.export, looks.get(picture.sha256)) if exports else None
        ),
    )
