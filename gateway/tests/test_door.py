"""Every route's way through the checks, by enumeration of the contract's table."""

import json
import re

import pytest
from werkzeug.exceptions import (
    BadRequest,
    InternalServerError,
    LengthRequired,
    NotFound,
    RequestedRangeNotSatisfiable,
    RequestEntityTooLarge,
    RequestTimeout,
    UnsupportedMediaType,
)

from picopt_contract.errors import ERRORS, ErrorCode, Problem
from picopt_contract.routes import ROUTES, Body
from picopt_gateway.logs import REQUEST_ID
from picopt_gateway.problems import busy

SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
IDS = {"sha256": SHA, "job_id": "job_1", "item_id": "itm_1", "file_id": "fil_1"}
REQUESTS = {
    "connect_begin": "ConnectRequest.pkce",
    "connect_token": "ConnectTokenRequest.pkce",
    "image_upload": "DirectUploadRequest.two_parts",
    "quote_create": "QuoteRequest.analyze_export",
    "preview_create": "PreviewRequest.webp",
    "job_create": "JobRequest.analyze_export",
    "item_metadata": "ReviewedText.edited",
    "item_regenerate": "RegenerateRequest.wish",
    "item_receipt": "Receipt.applied",
}
AUTHENTICATED = [route for route in ROUTES if route.authenticated]


def address(route):
    return re.sub(r"{(\w+)}", lambda match: IDS[match[1]], route.path)


def send(client, route, example, headers, **changes):
    body = {}
    if route.request_body is Body.JSON:
        body = {"json": example(REQUESTS[route.name])}
    elif route.request_body is Body.BYTES:
        body = {"data": b"picture"}
    headers = {"Idempotency-Key": "test-key-1", **headers}
    return client.open(address(route), method=route.method, headers=headers, **(body | changes))


def problem(response, code):
    assert response.status_code == ERRORS[code].status, response.get_data(as_text=True)
    assert response.content_type == "application/problem+json"
    assert (response.headers["X-Content-Type-Options"], response.headers["Cache-Control"]) == ("nosniff", "no-store")
    if response.request.method == "HEAD":
        return None
    document = Problem.model_validate_json(response.get_data())
    assert document.code == code
    assert document.request_id == response.headers["X-Request-Id"]
    assert not document.charged
    return document


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_good_request_reaches_the_platform_signed_and_its_answer_comes_back(client, platform, route, example, auth):
    status, _model = route.answers[0]
    path = "/internal" + address(route)
    platform.on(route.method, path, status, {}, **{"X-Credits-Available": "41", "X-Internal": "no", "ETag": '"e"'})
    if route.name == "quote_create":
        platform.on(route.method, path, status, example("Quote.one_paid_before"))
    response = send(client, route, example, auth | {"X-Request-Id": "from-the-plugin"})
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.headers["X-Request-Id"] == "from-the-plugin"
    assert "X-Internal" not in response.headers
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    [seen] = platform.calls(path)
    assert seen.method == route.method
    assert seen.headers["X-Request-Id"] == "from-the-plugin"
    assert platform.live_key not in str(platform.seen)
    assert seen.claims.account_id == ("acc_1" if route.authenticated else "")
    if route.idempotent:
        assert seen.headers["Idempotency-Key"] == "test-key-1"
    if route.request_body is Body.JSON:
        assert json.loads(seen.body) == example(REQUESTS[route.name])
    if route.authenticated:
        policy = '"files";q=1000000;w=60' if route.name == "file_get" else '"key";q=100000;w=60'
        assert response.headers["RateLimit-Policy"] == policy
        assert re.fullmatch(r'"(key|files)";r=\d+;t=\d+', response.headers["RateLimit"])


def test_what_the_platform_says_of_keeping_a_file_stays(client, platform, auth):
    platform.on("GET", "/internal/v1/files/fil_1", 200, b"bytes", **{"Cache-Control": "private, max-age=3600"})
    answer = client.get("/v1/files/fil_1", headers=auth)
    assert answer.headers.get_all("Cache-Control") == ["private, max-age=3600"]


@pytest.mark.parametrize("route", AUTHENTICATED, ids=lambda route: route.name)
@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", ErrorCode.INVALID_KEY),
        ("Basic abc", ErrorCode.INVALID_KEY),
        ("Bearer nonsense", ErrorCode.INVALID_KEY),
        ("Bearer po_live_" + "x" * 43, ErrorCode.INVALID_KEY),
        ("Bearer po_live_" + "o" * 43, ErrorCode.KEY_INACTIVE),
    ],
    ids=["none", "basic", "malformed", "unknown", "turned off"],
)
def test_nothing_passes_without_a_good_key(  # noqa: PLR0917 -- fixtures and parameters
    client, platform, route, example, header, code
):
    response = send(client, route, example, {"Authorization": header} if header else {})
    problem(response, code)
    assert {seen.path for seen in platform.seen} <= {"/internal/keys/resolve"}
    if code is ErrorCode.INVALID_KEY:
        assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("route", [route for route in ROUTES if route.scopes], ids=lambda route: route.name)
def test_a_key_needs_the_routes_scope(client, platform, route, example):
    response = send(client, route, example, {"Authorization": f"Bearer {platform.read_key}"})
    assert problem(response, ErrorCode.SCOPE_MISSING).detail.startswith("This needs a key with scope")


@pytest.mark.parametrize(
    ("route", "scope"),
    [(route, scope) for route in ROUTES for scope in route.scopes],
    ids=lambda value: getattr(value, "name", value),
)
def test_any_one_of_the_routes_scopes_is_enough(  # noqa: PLR0917 -- fixtures and parameters
    client, platform, route, scope, example, auth
):
    platform.set_key(platform.live_key, scopes=[scope])
    send(client, route, example, auth)
    assert platform.calls("/internal" + address(route))


@pytest.mark.parametrize("route", [route for route in ROUTES if route.idempotent], ids=lambda route: route.name)
def test_a_writing_post_needs_a_good_idempotency_key(client, route, example, auth):
    problem(send(client, route, example, auth | {"Idempotency-Key": ""}), ErrorCode.IDEMPOTENCY_KEY_MISSING)
    bad = problem(send(client, route, example, auth | {"Idempotency-Key": "short"}), ErrorCode.VALIDATION)
    assert bad.field == "Idempotency-Key"


@pytest.mark.parametrize("route", [r for r in ROUTES if r.request_body is Body.JSON], ids=lambda route: route.name)
def test_a_json_body_must_be_of_the_contract(client, platform, route, example, auth):
    unknown = example(REQUESTS[route.name]) | {"misspelled": 1}
    assert problem(send(client, route, example, auth, json=unknown), ErrorCode.VALIDATION).field == "misspelled"
    problem(send(client, route, example, auth, json=None, data=b"{}"), ErrorCode.UNSUPPORTED_MEDIA)
    broken = {"json": None, "data": b"{nonsense", "content_type": "application/json"}
    problem(send(client, route, example, auth, **broken), ErrorCode.VALIDATION)
    long = {"json": None, "data": b" " * (8 * 1024 * 1024 + 1), "content_type": "application/json"}
    problem(send(client, route, example, auth, **long), ErrorCode.TOO_LARGE)
    assert not platform.calls("/internal" + address(route))


def test_the_field_at_fault_is_named_with_its_path(client, example, auth):
    body = example("QuoteRequest.analyze_export")
    body["items"][0]["width"] = 0
    response = client.post("/v1/quotes", json=body, headers=auth | {"Idempotency-Key": "test-key-1"})
    document = problem(response, ErrorCode.VALIDATION)
    assert document.field == "items.0.width"
    assert document.detail == "items.0.width: Input should be greater than or equal to 1"


@pytest.mark.parametrize(
    "path",
    ["/v1/jobs/nonsense", f"/v1/jobs/job_{'a' * 41}", "/v1/files/job_1%2F..", "/v1/files/fil_%00", "/nowhere", "/v1/"],
)
def test_what_cannot_exist_is_not_found(client, platform, path, auth):
    problem(client.get(path, headers=auth), ErrorCode.NOT_FOUND)
    assert not [seen for seen in platform.seen if seen.path.startswith("/internal/v1")]


def test_a_hash_that_is_none_is_named(client, auth):
    assert problem(client.put("/v1/images/ABC", data=b"x", headers=auth), ErrorCode.VALIDATION).field == "sha256"


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "/v1/account"), ("HEAD", "/v1/files/fil_1"), ("OPTIONS", "/v1/account"), ("POST", "/v1/images/" + SHA)],
)
def test_other_methods_are_refused_and_deliver_nothing(client, platform, method, path, auth):
    problem(client.open(path, method=method, headers=auth), ErrorCode.METHOD_NOT_ALLOWED)
    assert not platform.seen


@pytest.mark.parametrize(
    ("path", "allowed"), [("/v1/account", "GET"), ("/v1/files/fil_1", "GET"), ("/v1/images/" + SHA, "HEAD, PUT")]
)
def test_the_methods_of_an_address_are_named(client, path, allowed, auth):
    assert client.delete(path, headers=auth).headers["Allow"] == allowed


@pytest.mark.parametrize(
    ("refused", "code", "detail"),
    [
        (RequestTimeout(), ErrorCode.TOO_SLOW, RequestTimeout.description),
        (LengthRequired(), ErrorCode.LENGTH_REQUIRED, LengthRequired.description),
        (RequestEntityTooLarge(), ErrorCode.TOO_LARGE, RequestEntityTooLarge.description),
        (UnsupportedMediaType(), ErrorCode.UNSUPPORTED_MEDIA, UnsupportedMediaType.description),
        (RequestedRangeNotSatisfiable(), ErrorCode.RANGE_NOT_SATISFIABLE, RequestedRangeNotSatisfiable.description),
        (BadRequest("That is no request."), ErrorCode.VALIDATION, "That is no request."),
        (
            NotFound("internals"),
            ErrorCode.NOT_FOUND,
            "There is nothing at this address. All routes are described at /docs.",
        ),
        (InternalServerError("It broke."), ErrorCode.INTERNAL, "It broke."),
    ],
)
def test_what_flask_refuses_is_a_problem_too(client, refused, code, detail):
    def refuse():
        raise refused

    client.application.view_functions["service"] = lambda **_: refuse()
    answer = problem(client.get("/v1/service"), code)
    assert answer.detail == detail


def test_whoever_asks_without_a_length_is_told_so(client, platform, auth, example):
    headers = {**auth, "Idempotency-Key": "test-key-1", "Transfer-Encoding": "chunked"}
    answer = client.post("/v1/quotes", json=example("QuoteRequest.analyze_export"), headers=headers)
    problem(answer, ErrorCode.LENGTH_REQUIRED)
    assert not platform.calls("/internal/v1/quotes")


def test_a_file_of_a_platform_that_is_away_is_busy_and_gives_its_place_back(client, platform, auth):
    client.get("/v1/account", headers=auth)  # the key is known from now on
    gate = client.application.extensions["gate"]
    gate.upstream.call = _away
    problem(client.get("/v1/files/fil_1", headers=auth), ErrorCode.BUSY)
    assert gate.downloads.taken == 0


def _away(*_arguments, **_more):
    raise busy("Nobody answers.", seconds=5)


def test_a_request_s_time_and_name_are_noted(client, auth, platform, example):
    platform.on("GET", "/internal/v1/account", 200, example("Account.demo"))
    answer = client.get("/v1/account", headers=auth)
    assert REQUEST_ID.get() == answer.headers["X-Request-Id"]
    told = client.get("/metrics").text
    seconds = float(re.search(r'request_seconds_sum\{route="account",status="200"\} (\S+)', told)[1])
    assert 0 < seconds < 60


def test_query_parameters_are_those_of_the_route(client, platform, auth):
    platform.on("GET", "/internal/v1/jobs/job_1", 200, {})
    client.get("/v1/jobs/job_1?wait=60&cursor=a%26b", headers=auth)
    assert platform.seen[-1].path == "/internal/v1/jobs/job_1?cursor=a%26b&wait=5"
    assert problem(client.get("/v1/jobs/job_1?wait=x", headers=auth), ErrorCode.VALIDATION).field == "wait"
    assert problem(client.get("/v1/jobs?limit=5", headers=auth), ErrorCode.VALIDATION).field == "limit"
