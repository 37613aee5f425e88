"""The API's description: `/v1/openapi.json` for programs, `/docs` for people, without scripts."""

from functools import cache
from typing import Final

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from picopt_contract import openapi
from picopt_contract.advice import ADVICE
from picopt_contract.errors import ERRORS
from picopt_gateway.docs.reference import describe, in_html

_POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_LINKS: Final = {
    "documentation": "/docs",
    "errors": "/docs/errors",
    "openapi": "/v1/openapi.json",
    "health": "/health/ready",
}


def blueprint(dashboard_url: str) -> Blueprint:
    """`/`, `/docs`, `/docs/errors` and `/v1/openapi.json`."""
    routes = Blueprint("docs", __name__, template_folder="templates", static_folder="static", static_url_path="/docs")
    links = _LINKS | ({"dashboard": dashboard_url} if dashboard_url else {})

    @routes.get("/")
    def root() -> Response | WerkzeugResponse:
        if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
            answer: Response | WerkzeugResponse = redirect("/docs", code=303)
        else:
            answer = jsonify(name="Picture Optimizer API", version=openapi.VERSION, links=links)
        answer.headers["Vary"] = "Accept"
        return answer

    @routes.get("/v1/openapi.json")
    def document() -> Response:
        return Response(_document(), content_type="application/json", headers={"Cache-Control": "max-age=300"})

    @routes.get("/docs")
    def reference() -> Response:
        return _page(_reference())

    @routes.get("/docs/errors")
    def errors() -> Response:
        return _page(_errors())

    return routes


@cache
def _document() -> str:
    return openapi.render(openapi.build())


@cache
def _reference() -> str:
    return render_template("reference.html", api=describe(openapi.build()))


@cache
def _errors() -> str:
    errors = [
        (code, spec, in_html(ADVICE[code].meaning), in_html(ADVICE[code].remedy)) for code, spec in ERRORS.items()
    ]
    return render_template("errors.html", errors=errors)


def _page(html: str) -> Response:
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "max-age=300", "Referrer-Policy": "no-referrer"}
    return Response(html, content_type="text/html; charset=utf-8", headers=headers)
