"""The API's description for programs and for people."""

from functools import cache

from flask import Blueprint, Response

from picopt_contract import openapi


@cache
def _document() -> str:
    return openapi.render(openapi.build())


def blueprint() -> Blueprint:
    """`/v1/openapi.json` and `/docs`."""
    routes = Blueprint("docs", __name__)

    @routes.get("/v1/openapi.json")
    def document() -> Response:
        return Response(_document(), content_type="application/json", headers={"Cache-Control": "max-age=300"})

    return routes
