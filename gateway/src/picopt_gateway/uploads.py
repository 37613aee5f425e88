"""Uploads: an original's bytes, whole or in parts, checked by their headers and streamed on."""

import re
from typing import Final

from picopt_contract.errors import ErrorCode
from picopt_contract.limits import LIMITS
from picopt_contract.routes import Body
from picopt_gateway.call import Call
from picopt_gateway.gate import Gate
from picopt_gateway.messages import content_length, input_stream
from picopt_gateway.problems import ApiError

_CONTENT_RANGE: Final = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")


def take_upload(gate: Gate, call: Call) -> None:
    """Check the headers of an upload and open its body, without reading it."""
    if call.route.request_body is not Body.BYTES:
        return
    length = content_length(call, LIMITS.upload_bytes)
    if length == 0:
        raise ApiError(ErrorCode.VALIDATION, "Content-Length: the body is empty.", field="Content-Length")
    header = call.request.headers.get("Content-Range")
    if header is not None:
        _check_range(header, length)
    call.upload = gate.bodies.open(input_stream(call), length, call.who)


def _check_range(header: str, length: int) -> None:
    match = _CONTENT_RANGE.fullmatch(header)
    if not match:
        raise _invalid("write it as bytes FIRST-LAST/TOTAL")
    first, last, total = (int(number) for number in match.groups())
    if not first <= last < total:
        raise _invalid("FIRST ≤ LAST < TOTAL must hold")
    if last - first + 1 != length:
        raise _invalid(f"it names {last - first + 1} bytes and the body has {length}")
    if total > LIMITS.upload_bytes:
        raise ApiError(ErrorCode.TOO_LARGE, f"Files of at most {LIMITS.upload_bytes} bytes are accepted.")
    if length > LIMITS.upload_part_bytes:
        raise ApiError(ErrorCode.TOO_LARGE, f"Parts of at most {LIMITS.upload_part_bytes} bytes are accepted.")


def _invalid(rule: str) -> ApiError:
    return ApiError(ErrorCode.VALIDATION, f"Content-Range: {rule}.", field="Content-Range")
