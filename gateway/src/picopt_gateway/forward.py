"""Passes a checked request on to the platform, and its answer back."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import IO, Final, cast
from urllib.parse import quote, urlencode

import structlog
from flask import Response
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from werkzeug.wsgi import ClosingIterator

from picopt_contract.internal import INTERNAL_PREFIX
from picopt_contract.routes import Body
from picopt_gateway.answers import Answer
from picopt_gateway.call import Call
from picopt_gateway.gate import Gate
from picopt_gateway.heads import PASSED
from picopt_gateway.request_body import RequestBody
from picopt_gateway.upstream import read_whole

log = structlog.get_logger(__name__)
_BLOCK: Final = 128 * 1024
# What passes, by its name in the WSGI environment.
_UP: Final = {
    "HTTP_CONTENT_RANGE": "Content-Range",
    "HTTP_IDEMPOTENCY_KEY": "Idempotency-Key",
    "HTTP_IF_NONE_MATCH": "If-None-Match",
    "HTTP_IF_RANGE": "If-Range",
    "HTTP_RANGE": "Range",
    "HTTP_USER_AGENT": "User-Agent",
}
_DOWN: Final = {name.lower(): name for name in PASSED}


def forward(gate: Gate, call: Call) -> Response:
    """Send the request on in the way that its route wants."""
    if call.upload:
        return _forward_upload(gate, call, call.upload)
    if call.route.answer_body is Body.BYTES:
        return _forward_download(gate, call)
    if call.query.get("wait"):
        return _forward_long_poll(gate, call)
    return _forward(gate, call, call.json)


def _forward_upload(gate: Gate, call: Call, body: RequestBody) -> Response:
    response = body.use(lambda: _send(gate, call, body))
    gate.metrics.received.inc(body.received)
    return response


def _send(gate: Gate, call: Call, body: RequestBody) -> Response:
    body.settle()
    response = _forward(gate, call, body)
    body.drain()
    return response


def _forward_download(gate: Gate, call: Call) -> Response:
    """A client that does not read holds a thread, so there are only so many; nobody pays for a refused one."""
    end = gate.downloads.begin(call.who, call.address)
    try:
        response = _forward(gate, call, None)
    except BaseException:
        end()
        raise
    # The server closes what it was given, also when the client has gone.
    response.response = ClosingIterator(response.iter_encoded(), end)
    return response


def _forward_long_poll(gate: Gate, call: Call) -> Response:
    if not gate.polls.try_enter(call.who):
        del call.query["wait"]
        return _forward(gate, call, None)
    try:
        return _forward(gate, call, None)
    finally:
        gate.polls.leave(call.who)


def _forward(gate: Gate, call: Call, body: bytes | RequestBody | None) -> Response:
    given = call.request.environ
    headers = {_UP[name]: given[name] for name in _UP.keys() & given.keys()}
    if isinstance(body, RequestBody):
        headers |= {"Content-Length": str(body.length), "Content-Type": "application/octet-stream"}
    elif body is not None:
        headers["Content-Type"] = "application/json"  # as was checked; what a client adds to it steers no decoder
    answer = gate.upstream.call(
        call.route.method,
        _target(call),
        claims=call.claims,
        request_id=call.request_id,
        headers=headers,
        body=cast("bytes | IO[bytes] | None", body),
        extra_seconds=call.query.get("wait", 0),
    )
    headers = {_DOWN[low]: value for name, value in answer.headers.items() if (low := name.lower()) in _DOWN}
    if call.route.answer_body is Body.BYTES and answer.status < HTTPStatus.BAD_REQUEST:
        return Answer(_stream(gate, answer), answer.status, headers, direct_passthrough=True)
    return Answer(read_whole(answer), answer.status, headers)


def _stream(gate: Gate, answer: BaseHTTPResponse) -> Iterator[bytes]:
    """Blocks as they come; an answer that breaks off ends short of its Content-Length, and the client resumes."""
    try:
        for block in gate.downloads.paced(answer.stream(_BLOCK)):
            gate.metrics.sent.inc(len(block))
            yield block
    except HTTPError as error:
        log.warning("download broke off", error=type(error).__name__)
    finally:
        answer.close()


def _target(call: Call) -> str:
    path = call.route.path.format(**{name: quote(value, safe="") for name, value in call.parameters.items()})
    query = f"?{urlencode(call.query)}" if call.query else ""
    return f"{INTERNAL_PREFIX}{path}{query}"
