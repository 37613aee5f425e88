from django.db import transaction
from django.http import HttpRequest, HttpResponse

from picopt_contract import jobs as contract
from picopt_contract.errors import ErrorCode
from picopt_saas.api.endpoint import answer, caller_of, endpoint, with_balance
from picopt_saas.api.problems import from_exception
from picopt_saas.billing import ledger
from picopt_saas.jobs.delivery.downloads import charge_and_locate_files
from picopt_saas.jobs.delivery.figures import forget_applied
from picopt_saas.jobs.delivery.receipts import lock_item, take_receipt
from picopt_saas.jobs.delivery.texts import charge_and_present_locked, owes_text
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.running.review import accept_text, ask_for_another_text
from picopt_saas.refusal import Refusal


@endpoint("item_metadata")
def review_text(request: HttpRequest, item_id: str, payload: contract.ReviewedText) -> HttpResponse:
    """Take the reviewed text; the item goes on to its export."""
    item = accept_text(_find(request, item_id), caller_of(request).api_key, payload)
    return answer(200, charge_and_present_locked(item))


@endpoint("item_regenerate")
def regenerate_text(request: HttpRequest, item_id: str, payload: contract.RegenerateRequest) -> HttpResponse:
    """Have another text written."""
    item = ask_for_another_text(_find(request, item_id), caller_of(request).api_key, payload)
    return answer(202, charge_and_present_locked(item))


@endpoint("item_receipt")
def acknowledge(request: HttpRequest, item_id: str, payload: contract.Receipt) -> HttpResponse:
    """Note what the site did with the result."""
    caller = caller_of(request)
    item = lock_item(caller.account, item_id)
    if item is None and payload.outcome == "reverted" and forget_applied(caller.account, item_id):
        return from_exception(request, _unknown())  # in the archive; answered and not raised, so that it stays noted
    if item is None:
        raise _unknown()
    refund = take_receipt(item, payload)
    moves_nothing = payload.outcome != "not_applied" and not owes_text(item)
    shown = charge_and_present_locked(item)
    told = answer(200, contract.ReceiptAnswer(item=shown, refunded=refund.credits, refund_pending=refund.pending))
    return with_balance(told, caller.balance) if moves_nothing else told


@endpoint("item_downloads")
def charge_and_locate(request: HttpRequest, item_id: str) -> HttpResponse:
    """Where the item's files are; from now on they are paid for."""
    with transaction.atomic():
        account = caller_of(request).account
        located = answer(200, charge_and_locate_files(account, item_id))
        return with_balance(located, ledger.balance(account))


def _find(request: HttpRequest, item_id: str) -> Item:
    item = Item.objects.filter(account=caller_of(request).account, pk=item_id).first()
    if item is None:
        raise _unknown()
    return item


def _unknown() -> Refusal:
    return Refusal(ErrorCode.NOT_FOUND, "There is no such item.")
