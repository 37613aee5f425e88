"""Canned answers that are the same for every request."""

from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Final

from flask import Response
from pydantic import BaseModel

from picopt_gateway.call import Call

_FIXTURES: Final = files("picopt_gateway.sandbox") / "fixtures"
CREDITS: Final = {"X-Credits-Available": "1000", "X-Credits-Held": "0"}


@cache
def fixture(name: str) -> bytes:
    """The bytes of a file in `fixtures/`."""
    return (_FIXTURES / name).read_bytes()


def reply(message: BaseModel | bytes, status: int = HTTPStatus.OK) -> Response:
    """Return a message of the contract as the answer."""
    data = message if isinstance(message, bytes) else message.model_dump_json().encode()
    return Response(data, status, CREDITS, content_type="application/json")


def account(_call: Call) -> Response:
    """`GET /v1/account`: a thousand credits that never change."""
    return reply(fixture("account.json"))


def capabilities(_call: Call) -> Response:
    """`GET /v1/capabilities`."""
    return reply(fixture("capabilities.json"))


def preview(_call: Call) -> Response:
    """`POST /v1/previews`."""
    return reply(fixture("preview.json"))
