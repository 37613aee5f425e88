import base64

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from picopt_contract.errors import ErrorCode
from picopt_contract.previews import Preview, PreviewRequest
from picopt_saas.api.config import api_config
from picopt_saas.api.endpoint import answer, caller_of, endpoint
from picopt_saas.api.seats import Seats
from picopt_saas.jobs.models import PreviewOrder
from picopt_saas.jobs.ordering.previews import order_preview, wait_for_preview
from picopt_saas.refusal import Refusal
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import preview_key


def seats(wanted: int, threads: int) -> int:
    """How many may wait: as many as the settings say, and at most three eighths of a process's threads."""
    return min(wanted, max(1, threads * 3 // 8))


_seats = Seats(seats(api_config().preview_seats, settings.PICOPT.platform_threads))


@endpoint("preview_create")
def create_preview(request: HttpRequest, payload: PreviewRequest) -> HttpResponse:
    """One picture at one size, before and after. While workers are behind, waiting must not take all threads."""
    caller = caller_of(request)
    with _seats.seat(caller.claims.account_id) as seated:
        if not seated:
            raise Refusal(ErrorCode.BUSY, "Many previews are being made right now. Try again in a few seconds.")
        order = order_preview(caller.account, caller.api_key, payload)
        order = wait_for_preview(order, api_config().preview_wait_seconds)
    if order.failure is not None or order.result is None:
        raise _refusal(order)
    return answer(200, Preview(**order.result, data=_picture(order, "after"), before_data=_picture(order, "before")))


def _refusal(order: PreviewOrder) -> Refusal:
    failure = order.failure or {}
    code = ErrorCode.BUSY if failure.get("retryable") else ErrorCode.UNREADABLE_IMAGE
    return Refusal(code, failure.get("message", "The preview could not be made."))


def _picture(order: PreviewOrder, side: str) -> str:
    chunks = storage().read(preview_key(order.account_id, order.pk, side))
    return base64.b64encode(b"".join(chunks)).decode()
