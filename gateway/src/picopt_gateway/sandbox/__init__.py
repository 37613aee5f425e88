"""Test keys (`po_test_…`): canned answers, the same for every picture. The platform is never asked; nothing is charged.

Nothing is remembered either: a job's id says how many items it has, and every item is ready at once.
"""

from collections.abc import Callable
from typing import Final

from flask import Response

from picopt_contract.errors import ErrorCode
from picopt_gateway.call import Call
from picopt_gateway.problems import ApiError
from picopt_gateway.sandbox import files, jobs, plain


def answer(call: Call) -> Response:
    """Return the canned answer to a checked request."""
    return ANSWERS[call.route.name](call)


def _unknown(_call: Call) -> Response:
    raise ApiError(ErrorCode.NOT_FOUND, "Test keys do not store uploads.")


ANSWERS: Final[dict[str, Callable[[Call], Response]]] = {
    "account": plain.account,
    "capabilities": plain.capabilities,
    "image_head": _unknown,
    "image_put": files.take_upload,
    "image_upload": files.refuse_direct,
    "image_uploaded": _unknown,
    "item_downloads": jobs.downloads,
    "file_get": files.give_file,
    "preview_create": plain.preview,
    "quote_create": jobs.quote,
    "job_create": jobs.create,
    "job_list": jobs.list_jobs,
    "job_get": jobs.get,
    "job_cancel": jobs.get,
    "item_metadata": jobs.item,
    "item_regenerate": jobs.item,
    "item_receipt": jobs.receipt,
}
