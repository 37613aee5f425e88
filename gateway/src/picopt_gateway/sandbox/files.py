"""Uploads that are read and forgotten, and the one canned picture."""

import hashlib
import re
from datetime import UTC, datetime
from http import HTTPStatus

from flask import Response

from picopt_contract.errors import ErrorCode
from picopt_contract.images import Image, UploadProgress
from picopt_gateway.call import Call
from picopt_gateway.problems import ApiError
from picopt_gateway.sandbox.plain import CREDITS, fixture, reply


def take_upload(call: Call) -> Response:
    """`PUT /v1/images/{sha256}`: the bytes are read and dropped."""
    if call.upload is None:
        raise ApiError(ErrorCode.LENGTH_REQUIRED, "Send the file's bytes.")
    call.upload.use(call.upload.drop)
    numbers = re.findall(r"\d+", call.request.headers.get("Content-Range", ""))
    offset, total = (int(numbers[1]) + 1, int(numbers[2])) if numbers else (call.upload.length, call.upload.length)
    sha256 = call.parameters["sha256"]
    if offset < total:
        return reply(UploadProgress(sha256=sha256, offset=offset, total=total), HTTPStatus.ACCEPTED)
    image = Image(
        id=f"img_test{sha256[:16]}",
        sha256=sha256,
        bytes=total,
        media_type="image/jpeg",
        uploaded_at=datetime.now(UTC),
    )
    return reply(image, HTTPStatus.CREATED)


def refuse_direct(_call: Call) -> Response:
    """`POST /v1/images/{sha256}/upload`: a test key has no bucket."""
    raise ApiError(ErrorCode.STATE_CONFLICT, "Test keys have no bucket. Send the bytes with PUT.")


def give_file(call: Call) -> Response:
    """`GET /v1/files/fil_test`: one small picture; ranges work."""
    if call.parameters["file_id"] != "fil_test":
        raise ApiError(ErrorCode.NOT_FOUND, "A test key has one file: fil_test.")
    data = fixture("picture.webp")
    response = Response(data, headers=CREDITS, content_type="image/webp")
    response.set_etag(hashlib.sha256(data).hexdigest())
    response.accept_ranges = "bytes"
    response.make_conditional(call.request, accept_ranges=True, complete_length=len(data))
    return response
