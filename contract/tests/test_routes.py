"""The routes as a client may rely on them: who may call, what is safe to repeat, what can go wrong."""

import re
from http import HTTPStatus

import pytest

from picopt_contract.errors import ERRORS, ErrorCode
from picopt_contract.openapi import build
from picopt_contract.routes import BODY_ERRORS, COMMON_ERRORS, ROUTES, Body
from picopt_contract.values import Scope

WRITE, EXPORT, ANALYZE, ANY = {"analyze", "export"}, {"export"}, {"analyze"}, set()
#   name: method, path, scopes of which one is enough, wants an Idempotency-Key, statuses of success
PUBLISHED = {
    "service": ("GET", "/v1/service", ANY, False, {200}),
    "connect_begin": ("POST", "/v1/connect", ANY, False, {201}),
    "connect_token": ("POST", "/v1/connect/token", ANY, False, {201}),
    "account": ("GET", "/v1/account", ANY, False, {200}),
    "capabilities": ("GET", "/v1/capabilities", ANY, False, {200}),
    "image_head": ("HEAD", "/v1/images/{sha256}", ANY, False, {200, 204}),
    "image_put": ("PUT", "/v1/images/{sha256}", WRITE, False, {200, 201, 202}),
    "image_upload": ("POST", "/v1/images/{sha256}/upload", WRITE, False, {200, 201}),
    "image_uploaded": ("POST", "/v1/images/{sha256}/uploaded", WRITE, False, {200, 201}),
    "quote_create": ("POST", "/v1/quotes", WRITE, True, {201}),
    "preview_create": ("POST", "/v1/previews", EXPORT, False, {200}),
    "job_create": ("POST", "/v1/jobs", WRITE, True, {202}),
    "job_list": ("GET", "/v1/jobs", ANY, False, {200}),
    "job_get": ("GET", "/v1/jobs/{job_id}", ANY, False, {200}),
    "job_cancel": ("POST", "/v1/jobs/{job_id}/cancel", WRITE, True, {200}),
    "item_metadata": ("PUT", "/v1/items/{item_id}/metadata", WRITE, False, {200}),
    "item_regenerate": ("POST", "/v1/items/{item_id}/regenerate", ANALYZE, True, {202}),
    "item_downloads": ("GET", "/v1/items/{item_id}/downloads", ANY, False, {200}),
    "file_get": ("GET", "/v1/files/{file_id}", ANY, False, {200, 206, 304}),
    "item_receipt": ("POST", "/v1/items/{item_id}/receipt", WRITE, True, {200}),
}
BY_NAME = {route.name: route for route in ROUTES}
DOCUMENT = build()


def operation(route):
    return DOCUMENT["paths"][route.path][route.method.lower()]


def parameters(route, where):
    return {each["name"]: each for each in operation(route)["parameters"] if each["in"] == where}


every_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


def test_every_route_is_pinned():
    assert list(PUBLISHED) == [route.name for route in ROUTES]


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_route_stays_as_it_is(name):
    route = BY_NAME[name]
    method, path, scopes, idempotent, statuses = PUBLISHED[name]

    assert (route.method, route.path, route.idempotent) == (method, path, idempotent)
    assert set(route.scopes) == scopes
    assert {status for status, _ in route.answers} == statuses


@every_route
def test_only_what_comes_before_a_key_needs_none(route):
    assert route.authenticated is (route.name not in {"service", "connect_begin", "connect_token"})
    assert ("security" in operation(route)) is not route.authenticated
    assert operation(route).get("security", []) == []


@every_route
def test_what_spends_or_writes_wants_more_than_to_read(route):
    if route.method in ("GET", "HEAD") or not route.authenticated:
        assert route.scopes == ()
    else:
        assert route.scopes
        assert Scope.READ not in route.scopes


@every_route
def test_a_scope_is_said_in_words(route):
    said = operation(route).get("description", "")

    assert re.findall(r"`(\w+)`", said) == [scope.value for scope in route.scopes]
    assert said.startswith("Wants a key with scope ") is bool(route.scopes)
    assert (" or " in said) is (len(route.scopes) > 1)


@every_route
def test_each_part_of_an_address_has_a_pattern(route):
    named = re.findall(r"{(\w+)}", route.path)

    assert list(parameters(route, "path")) == named
    for parameter in parameters(route, "path").values():
        assert parameter["required"] is True
        pattern = parameter["schema"]["pattern"]
        assert pattern.startswith("^")
        assert pattern.endswith("$")
        assert not re.search(pattern, "../x")


@every_route
def test_a_write_that_can_be_repeated_asks_for_its_name(route):
    asked = parameters(route, "header").get("Idempotency-Key")

    assert (asked is not None) is route.idempotent
    if asked:
        assert asked["required"] is True
        assert asked["schema"]["pattern"] == r"^[\x21-\x7e]{8,200}$"
        assert {ErrorCode.IDEMPOTENCY_KEY_MISSING, ErrorCode.IDEMPOTENCY_MISMATCH} <= set(route.errors)


@every_route
def test_a_body_can_be_refused_in_every_way_that_a_body_can_be_wrong(route):
    if route.request_body is Body.NONE:
        assert "requestBody" not in operation(route)
        assert not set(route.errors) & {ErrorCode.TOO_LARGE, ErrorCode.TOO_SLOW, ErrorCode.LENGTH_REQUIRED}
    else:
        assert operation(route)["requestBody"]["required"] is True
        assert set(BODY_ERRORS) <= set(route.errors)


@every_route
def test_a_body_is_described(route):
    content = operation(route).get("requestBody", {}).get("content", {})
    if route.request_body is Body.JSON:
        assert content["application/json"]["schema"]["$ref"].endswith(f"/{route.request.__name__}")
    elif route.request_body is Body.BYTES:
        assert content == {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    else:
        assert content == {}


@every_route
def test_each_answer_is_described(route):
    for status, model in route.answers:
        answer = operation(route)["responses"][str(status)]
        assert answer["description"] == HTTPStatus(status).phrase
        assert {"X-Request-Id", "X-Credits-Available", "X-Credits-Held", "RateLimit"} <= answer["headers"].keys()
        if model:
            assert answer["content"] == {
                "application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}
            }


@every_route
def test_each_error_is_described_under_its_status(route):
    common = COMMON_ERRORS if route.authenticated else ()
    for code in {*route.errors, *common, ErrorCode.INTERNAL}:
        answer = operation(route)["responses"][str(ERRORS[code].status)]
        assert f"`{code}`: {ERRORS[code].title}" in answer["description"]
        assert ("content" in answer) is (route.method != "HEAD")


@every_route
def test_no_error_is_told_that_cannot_happen(route):
    common = COMMON_ERRORS if route.authenticated else ()
    told = [
        code
        for status, answer in operation(route)["responses"].items()
        if int(status) >= 400
        for code in re.findall(r"`(\w+)`:", answer["description"])
    ]

    assert sorted(told) == sorted({*route.errors, *common, ErrorCode.INTERNAL})


@every_route
def test_an_operation_has_a_name_a_line_and_a_group(route):
    described = operation(route)

    assert described["operationId"] == route.name
    assert described["summary"] == route.summary
    assert described["tags"] == [route.tag]
    assert not route.summary.endswith(".")


def test_errors_that_cost_money_come_only_where_money_is_spent():
    money = {ErrorCode.INSUFFICIENT_CREDITS, ErrorCode.ACCOUNT_FROZEN, ErrorCode.SPEND_CAP, ErrorCode.MONTHLY_BUDGET}
    spending = {route.name for route in ROUTES if money & set(route.errors)}

    assert spending == {"job_create", "item_metadata", "item_regenerate"}
    for name in spending:
        assert money <= set(BY_NAME[name].errors)


def test_a_download_can_go_on_and_be_of_any_kind_that_is_made():
    headers = parameters(BY_NAME["file_get"], "header")
    assert set(headers) == {"Range", "If-Range", "If-None-Match"}
    assert not any(header["required"] for header in headers.values())
    for status in ("200", "206"):
        content = operation(BY_NAME["file_get"])["responses"][status]["content"]
        assert set(content) == {
            "application/octet-stream",
            *(f"image/{kind}" for kind in ("avif", "gif", "jpeg", "png", "webp")),
        }
        assert all(kind["schema"]["format"] == "binary" for kind in content.values())
    assert "content" not in operation(BY_NAME["file_get"])["responses"]["304"]


def test_an_upload_can_go_on_where_it_stopped():
    ranged = parameters(BY_NAME["image_put"], "header")["Content-Range"]
    assert ranged["required"] is False
    for good, fits in (("bytes 0-9/10", True), ("bytes 0-9/*", False), ("bytes=0-9", False), ("bytes a-9/10", False)):
        assert bool(re.search(ranged["schema"]["pattern"], good)) is fits
    answers = operation(BY_NAME["image_head"])["responses"]
    assert "Upload-Offset" in answers["204"]["headers"]
    assert "Upload-Offset" not in answers["200"]["headers"]
    assert "content" not in answers["200"]


def test_pages_and_waiting_are_asked_for_in_the_address():
    assert set(parameters(BY_NAME["job_list"], "query")) == {"cursor"}
    asked = parameters(BY_NAME["job_get"], "query")
    assert asked["wait"]["schema"] == {"type": "integer", "minimum": 0, "maximum": 60}
    assert asked["cursor"]["schema"] == {"type": "string"}
    assert not any(each["required"] for each in asked.values())


def test_the_document_says_who_it_is_and_how_to_sign_in():
    assert DOCUMENT["openapi"] == "3.1.0"
    assert DOCUMENT["info"]["version"] == "1.0.0"
    assert DOCUMENT["info"]["license"]["identifier"] == "Apache-2.0"
    assert DOCUMENT["info"]["description"].strip()
    assert DOCUMENT["security"] == [{"key": []}]
    assert DOCUMENT["components"]["securitySchemes"]["key"] == {
        "type": "http",
        "scheme": "bearer",
        "description": "A site's API key",
    }


def test_answer_headers_are_described_once():
    kinds = {name: header["schema"]["type"] for name, header in DOCUMENT["components"]["headers"].items()}

    assert kinds == {
        "X-Request-Id": "string",
        "X-Credits-Available": "integer",
        "X-Credits-Held": "integer",
        "RateLimit": "string",
        "RateLimit-Policy": "string",
    }


def test_internal_messages_are_not_published():
    schemas = set(DOCUMENT["components"]["schemas"])

    assert {"Problem", "Job", "Item", "QuoteRequest"} <= schemas
    assert not schemas & {"ResolveKey", "ResolvedKey", "Claims"}


def test_every_message_refuses_what_it_does_not_know():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        if schema.get("type") == "object" and name != "Limits":
            assert schema["additionalProperties"] is False, name
