"""The API's description: `/v1/openapi.json` for programs, `/docs` for people, served from here with no other origin."""

from functools import cache
from importlib.resources import files
from typing import Final

from flask import Blueprint, Response

from picopt_contract import openapi
from picopt_contract.errors import ErrorCode
from picopt_gateway.problems import ApiError

_VIEWER: Final = files("picopt_gateway.docs") / "viewer"
_TYPES: Final = {
    "index.html": "text/html; charset=utf-8",
    "start.js": "text/javascript; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "favicon-32x32.png": "image/png",
}
# The viewer writes style attributes and draws its icons from data: addresses; scripts come from files only.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def blueprint() -> Blueprint:
    """`/v1/openapi.json` and `/docs`."""
    routes = Blueprint("docs", __name__)

    @routes.get("/v1/openapi.json")
    def document() -> Response:
        return Response(_document(), content_type="application/json", headers={"Cache-Control": "max-age=300"})

    @routes.get("/docs")
    def page() -> Response:
        return _file("index.html")

    @routes.get("/docs/<name>")
    def file(name: str) -> Response:
        return _file(name)

    return routes


@cache
def _document() -> str:
    return openapi.render(openapi.build())


def _file(name: str) -> Response:
    if name not in _TYPES:
        raise ApiError(ErrorCode.NOT_FOUND, "There is no such page.")
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "max-age=300", "Referrer-Policy": "no-referrer"}
    return Response((_VIEWER / name).read_bytes(), content_type=_TYPES[name], headers=headers)
