"""Canned quotes, jobs and items."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final, TypeVar

from flask import Response
from pydantic import BaseModel

from picopt_contract.direct import Downloads, FileDownload
from picopt_contract.errors import ErrorCode
from picopt_contract.jobs import Item, Job, JobList, JobRequest, Receipt, ReceiptAnswer
from picopt_contract.limits import LIMITS
from picopt_contract.quotes import Quote, QuoteItem, QuoteRequest
from picopt_contract.settings import PictureItem
from picopt_contract.values import LINES, ChargeLine, ItemState, JobState, Pipeline
from picopt_gateway.call import Call
from picopt_gateway.problems import ApiError
from picopt_gateway.sandbox.plain import fixture, reply

_JOB: Final = re.compile(r"job_test([0-9]{1,3})")
_ITEM: Final = re.compile(r"itm_test[0-9]{1,3}")
_Message = TypeVar("_Message", bound=BaseModel)


def quote(call: Call) -> Response:
    """`POST /v1/quotes`: the usual prices; nothing was paid before."""
    asked = _message(call, QuoteRequest)
    lines = LINES[asked.pipeline]
    items = [
        QuoteItem(
            reference=picture.reference,
            sha256=picture.sha256,
            analysis_credits=1 if ChargeLine.ANALYSIS in lines else None,
            export_credits=1 if ChargeLine.EXPORT in lines else None,
            paid_before=False,
            uploaded=True,
            estimated_bytes=len(fixture("picture.webp")) if ChargeLine.EXPORT in lines else None,
        )
        for picture in asked.items
    ]
    price = len(items) * len(lines)
    expires_at = datetime.now(UTC) + timedelta(seconds=LIMITS.quote_seconds)
    answer = Quote(
        id="quo_test",
        pipeline=asked.pipeline,
        credits=price,
        items=items,
        available=1000,
        available_after=1000 - price,
        expires_at=expires_at,
    )
    return reply(answer, HTTPStatus.CREATED)


def create(call: Call) -> Response:
    """`POST /v1/jobs`: everything is ready at once."""
    order = _message(call, JobRequest)
    items = [_item(number, order.pipeline, picture) for number, picture in enumerate(order.items)]
    return reply(_job(items, order.pipeline), HTTPStatus.ACCEPTED)


def get(call: Call) -> Response:
    """`GET /v1/jobs/job_testN` and its cancel: N ready items."""
    match = _JOB.fullmatch(call.parameters["job_id"])
    if not match or int(match[1]) > LIMITS.items_per_job:
        raise ApiError(ErrorCode.NOT_FOUND, "A test key has the jobs job_test1 to job_test100.")
    return reply(_job([_item(number, Pipeline.ANALYZE_EXPORT) for number in range(int(match[1]))]))


def list_jobs(_call: Call) -> Response:
    """`GET /v1/jobs`: none, since nothing is remembered."""
    return reply(JobList(jobs=[], next_cursor=None))


def item(call: Call) -> Response:
    """`PUT …/metadata` and `POST …/regenerate`: the canned item."""
    status = HTTPStatus.ACCEPTED if call.route.name == "item_regenerate" else HTTPStatus.OK
    return reply(_known_item(call), status)


def downloads(call: Call) -> Response:
    """`GET …/downloads`: the canned file, through this service."""
    export = _known_item(call).export
    ends = datetime.now(UTC) + timedelta(seconds=LIMITS.direct_url_seconds)
    files = export.files if export else []
    return reply(
        Downloads(files=[FileDownload(id=file.id, url=f"/v1/files/{file.id}", expires_at=ends) for file in files])
    )


def receipt(call: Call) -> Response:
    """`POST …/receipt`: taken, nothing to refund."""
    sent_back = _message(call, Receipt).outcome == "not_applied"
    delivered = _known_item(call).model_copy(update={"state": ItemState.FAILED if sent_back else ItemState.DELIVERED})
    return reply(ReceiptAnswer(item=delivered, refunded=0))


def _known_item(call: Call) -> Item:
    if not _ITEM.fullmatch(call.parameters["item_id"]):
        raise ApiError(ErrorCode.NOT_FOUND, "A test key has the items itm_test0 to itm_test99.")
    canned = _item(0, Pipeline.ANALYZE_EXPORT)
    return canned.model_copy(update={"id": call.parameters["item_id"]})


def _item(number: int, pipeline: Pipeline, picture: PictureItem | None = None) -> Item:
    canned = Item.model_validate_json(fixture("item.json"))
    lines = LINES[pipeline]
    changes = {
        "id": f"itm_test{number}",
        "reference": picture.reference if picture else f"test:{number}",
        "sha256": picture.sha256 if picture else canned.sha256,
        "charges": [charge for charge in canned.charges if charge.line in lines],
        "analysis": canned.analysis if ChargeLine.ANALYSIS in lines else None,
        "export": canned.export if ChargeLine.EXPORT in lines else None,
        "state": ItemState.READY if ChargeLine.EXPORT in lines else ItemState.DELIVERED,
    }
    return canned.model_copy(update=changes)


def _job(items: Sequence[Item], pipeline: Pipeline = Pipeline.ANALYZE_EXPORT) -> Job:
    return Job(
        id=f"job_test{len(items)}",
        pipeline=pipeline,
        state=JobState.FINISHED,
        created_at=datetime.now(UTC),
        counts={items[0].state: len(items)} if items else {},
        credits_held=0,
        credits_used=0,
        items=list(items),
        next_cursor=None,
    )


def _message(call: Call, model: type[_Message]) -> _Message:
    return model.model_validate_json(call.json or b"")
