"""What strangers send to a public door: ambiguous framing, foreign hosts, huge heads, hostile JSON, odd paths.

Each attack goes over a raw socket to the gateway as it is deployed; the platform behind it writes down what reaches it.
"""

import json
import re
import socket
from urllib.parse import urlsplit

import pytest
import urllib3

EVIL = "evil.example"
STOLEN = "job_SMUGGLED"
QUOTES = "/internal/v1/quotes"


@pytest.fixture(autouse=True)
def answers(platform):
    platform.on("POST", QUOTES, 201, {"id": "quo_1", "credits": 0})
    platform.on("GET", f"/internal/v1/jobs/{STOLEN}", 200, {"stolen": True})


def exchange(served, data):
    """Send bytes as they are; all that comes back until the connection is closed or silent."""
    parts = urlsplit(served)
    got = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        try:
            connection.sendall(data)
            connection.settimeout(1.5)
            while block := connection.recv(65_536):
                got += block
        except (TimeoutError, ConnectionResetError, BrokenPipeError):
            pass
    return got


def statuses(answer):
    """Of all answers on a connection."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]


def post(platform, framing, body):
    head = (
        f"POST /v1/quotes HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {platform.live_key}\r\n"
        "Content-Type: application/json\r\nIdempotency-Key: attack-1\r\n"
    )
    return head.encode() + framing + b"\r\n\r\n" + body


def smuggled(platform):
    return (
        f"GET /v1/jobs/{STOLEN} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {platform.live_key}\r\n\r\n"
    ).encode()


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 0\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: 0",
        b"Content-Length: 0\r\nTransfer-Encoding: xchunked",
        b"Content-Length: 0\r\nTransfer-Encoding : chunked",
        b"Content-Length: 0\r\n Transfer-Encoding: chunked",
        b"Content-Length: 0\r\nTransfer-Encoding:\x0bchunked",
        b"Content-Length: 0\r\nTransfer-Encoding: chunked, identity",
        b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: cow",
        b"Content-Length: 0\r\nContent-Length: 120",
        b"Content-Length: 0, 120",
        b"Content-Length: +0",
        b"Content-Length: 0x0",
        b"Content-Length: -1",
        b"Content-Length: 1e1",
        b"X: y\nContent-Length: 0\nTransfer-Encoding: chunked",
    ],
    ids=repr,
)
def test_framing_that_can_be_read_in_two_ways_carries_no_second_request(served, platform, framing):
    answer = exchange(served, post(platform, framing, b"0\r\n\r\n" + smuggled(platform)))
    assert not platform.calls(f"/internal/v1/jobs/{STOLEN}"), answer[:600]
    assert statuses(answer)
    assert all(400 <= status < 500 for status in statuses(answer)), answer[:600]
    assert not platform.calls(QUOTES)


def test_two_requests_whose_framing_is_plain_are_two(served, platform):
    body = b'{"pipeline": "export", "items": []}'
    framing = f"Content-Length: {len(body)}".encode()
    answer = exchange(served, post(platform, framing, body) + smuggled(platform))
    assert statuses(answer)[-1] == 200
    assert len(platform.calls(f"/internal/v1/jobs/{STOLEN}")) == 1


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/docs", "/docs/errors", "/docs/", "/v1/openapi.json", "/v1/service", "/v1/account", "/v1/account/"),
        *("/v1//account", "/v1//service", "/health//live", "//v1/account", "/connect//"),
    ],
)
@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host"])
def test_no_answer_speaks_of_the_host_that_a_request_names(served, path, header):
    given = f"host={EVIL}" if header == "Forwarded" else EVIL
    host = "" if header == "Host" else "Host: gateway\r\n"
    answer = exchange(served, f"GET {path} HTTP/1.1\r\n{host}{header}: {given}\r\nConnection: close\r\n\r\n".encode())
    assert statuses(answer)
    assert EVIL.encode() not in answer


def test_an_absolute_address_leads_nowhere_else(served, platform):
    answer = exchange(
        served,
        f"GET http://{EVIL}/v1/account HTTP/1.1\r\nHost: {EVIL}\r\nAuthorization: Bearer {platform.live_key}\r\n"
        "Connection: close\r\n\r\n".encode(),
    )
    assert EVIL.encode() not in answer
    assert platform.seen
    assert all(urlsplit(seen.path).netloc == "" for seen in platform.seen)
    assert all(EVIL not in value for seen in platform.seen for value in seen.headers.values())


@pytest.mark.acceptance("G4")
@pytest.mark.parametrize(
    "head",
    [
        b"X: " + b"x" * 2_000_000,
        b"".join(b"X-%d: y\r\n" % number for number in range(20_000)) + b"X: y",
        b"Cookie: " + b"a=b; " * 200_000,
        b"x" * 300_000 + b": y",
    ],
    ids=["one long", "many", "cookies", "a long name"],
)
def test_a_huge_head_is_refused_and_stops_nobody(served, platform, head):
    answer = exchange(served, b"GET /v1/account HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n")
    assert all(400 <= status < 500 for status in statuses(answer))
    assert not platform.seen
    assert urllib3.request("GET", f"{served}/health/live", retries=False, timeout=10).status == 200


def test_a_long_target_is_refused(served, platform, auth):
    answer = urllib3.request("GET", f"{served}/v1/jobs?cursor={'a' * 60_000}", headers=auth, retries=False)
    assert answer.status < 500
    answer = exchange(served, b"GET /v1/jobs/" + b"a" * 2_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    assert all(400 <= status < 500 for status in statuses(answer))
    assert not [seen for seen in platform.seen if "/v1/jobs/" in seen.path]


HOSTILE = {
    "deep arrays": b"[" * 400_000,
    "deep and closed": b"[" * 20_000 + b"]" * 20_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep inside": b'{"pipeline":"export","items":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "a number of many digits": b'{"pipeline":"export","items":[],"settings":{"export":{"max_width":'
    + b"9" * 5_000
    + b"}}}",
    "a large exponent": b'{"pipeline":"export","items":[],"settings":{"export":{"target":1e999999999}}}',
    "not a number": b'{"pipeline":"export","items":[],"settings":{"export":{"target":NaN}}}',
    "half a character": b'{"pipeline":"\\ud800","items":[]}',
    "no UTF-8": b'{"pipeline":"\xff\xfe","items":[]}',
    "UTF-16": '{"pipeline":"export"}'.encode("utf-16"),
    "a byte of zero": b'{"pipeline":"export\\u0000","items":[]}',
    "the same name twice": b'{"pipeline":"export","pipeline":"free","items":[]}',
    "a prototype": b'{"__proto__":{"admin":true},"constructor":1,"pipeline":"export","items":[]}',
    "nothing": b"null",
    "a bomb of names": b"{" + b",".join(b'"%d":0' % number for number in range(30_000)) + b"}",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_json_is_refused_by_name_and_never_reaches_the_platform(served, platform, auth, body):
    headers = auth | {"Content-Type": "application/json", "Idempotency-Key": "attack-2"}
    answer = urllib3.request("POST", f"{served}/v1/quotes", body=body, headers=headers, retries=False, timeout=20)
    assert answer.status in {413, 422}, answer.data[:300]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.data)["code"] in {"validation", "too_large"}
    assert len(answer.data) < 5_000
    assert not platform.calls(QUOTES)


def test_a_text_that_no_database_can_hold_is_refused_by_its_place(client, platform, auth, example):
    quote = example("QuoteRequest.analyze_export")
    quote["items"][0]["text"] = {"alt": "a red \0 barn"}
    answer = client.post("/v1/quotes", json=quote, headers=auth | {"Idempotency-Key": "attack-3"})
    assert (answer.status_code, answer.json["field"]) == (422, "items.0.text.alt")
    quote["items"][0] |= {"text": {}, "context": {"product": {"attributes": {"Co\0lor": "red"}}}}
    answer = client.post("/v1/quotes", json=quote, headers=auth | {"Idempotency-Key": "attack-3"})
    assert (answer.status_code, answer.json["field"]) == (422, "items.0.context.product.attributes")
    del quote["items"][0]["context"]
    quote["items"][0]["text"] = {"alt": r"a red \u0000 barn, spelled out"}
    answer = client.post("/v1/quotes", json=quote, headers=auth | {"Idempotency-Key": "attack-4"})
    assert answer.status_code == 201
    assert platform.calls(QUOTES)


@pytest.mark.parametrize("number", [2**53, 2**63, 10**30])
def test_numbers_that_no_column_can_hold_are_refused(client, platform, auth, example, number):
    quote = example("QuoteRequest.analyze_export")
    quote["items"][0]["bytes"] = number
    answer = client.post("/v1/quotes", json=quote, headers=auth | {"Idempotency-Key": "attack-5"})
    assert (answer.status_code, answer.json["field"]) == (422, "items.0.bytes")
    receipt = {"outcome": "applied", "bytes_before": number, "bytes_after": number}
    answer = client.post("/v1/items/itm_1/receipt", json=receipt, headers=auth | {"Idempotency-Key": "attack-6"})
    assert (answer.status_code, answer.json["field"]) == (422, "bytes_before")


@pytest.mark.parametrize(
    "path",
    [
        *("/internal/keys/resolve", "/v1/../internal/keys/resolve", "/v1/%2e%2e/internal/keys/resolve"),
        *("//internal/keys/resolve", "/v1/jobs/..%2f..%2finternal", "/v1/jobs/job_1%2f..%2f..%2fkeys"),
        *("/v1/jobs/job_1%3fadmin=1", "/v1/jobs/job_1%23x", "/v1/jobs/job_1%0d%0aX-Admin:%201"),
        *("/v1/jobs/job_1%00", "/v1/jobs/job_1;x=y", "/v1/files/fil_1%5c..%5cx", "/v1/jobs/job_1%20HTTP/1.1"),
    ],
)
def test_no_path_leads_around_the_routes(served, platform, path):
    head = f"GET {path} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {platform.live_key}\r\n"
    answer = exchange(served, f"{head}Connection: close\r\n\r\n".encode())
    assert statuses(answer)
    assert all(400 <= status < 500 for status in statuses(answer)), answer[:300]
    assert {seen.path for seen in platform.seen} <= {"/internal/keys/resolve"}  # who asks, and nothing else
    assert all(seen.claims.account_id == "" or seen.method == "POST" for seen in platform.seen)


@pytest.mark.parametrize("given", ["req 1", "a" * 300, "<script>", "x\ty", "../../etc", "{{7*7}}"])
def test_a_request_id_that_is_none_is_not_repeated(served, given):
    answer = urllib3.request("GET", f"{served}/v1/account", headers={"X-Request-Id": given}, retries=False)
    assert answer.headers["X-Request-Id"].startswith("req_")
    assert given.encode() not in answer.data


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "DEBUG", "PROPFIND", "DELETE", "PATCH"])
def test_methods_that_nobody_needs_are_refused(served, platform, method):
    head = f"{method} /v1/account HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer {platform.live_key}\r\n\r\n"
    answer = exchange(served, head.encode())
    assert statuses(answer)
    assert all(400 <= status < 500 for status in statuses(answer)), answer[:300]
    assert platform.live_key.encode() not in answer
    assert not platform.calls("/internal/v1/account")


@pytest.mark.parametrize(
    "value", [b"\xff\xfe", "café".encode(), "キー".encode(), b"\xe9", b"a\tb", b"x" * 8000], ids=repr
)
@pytest.mark.parametrize(
    "name",
    ["User-Agent", "Range", "If-None-Match", "Idempotency-Key", "Content-Range", "X-Request-Id", "Authorization"],
)
def test_headers_with_any_bytes_are_passed_on_or_refused_and_break_nothing(served, platform, example, name, value):
    platform.on("GET", "/internal/v1/account", 200, example("Account.demo"))
    key = b"" if name == "Authorization" else f"Authorization: Bearer {platform.live_key}\r\n".encode()
    head = b"GET /v1/account HTTP/1.1\r\nHost: gateway\r\n" + key + name.encode() + b": " + value + b"\r\n"
    [status] = statuses(exchange(served, head + b"Connection: close\r\n\r\n"))
    assert status < 500
    assert status == 200 or not platform.calls("/internal/v1/account")


@pytest.mark.parametrize("stated", ["application/json; charset=punycode", "application/json;charset=utf-16; a*=b"])
def test_no_caller_chooses_the_code_in_which_the_platform_reads(client, platform, auth, example, stated):
    platform.on("POST", "/internal/v1/quotes", 201, example("Quote.one_paid_before"))
    body = json.dumps(example("QuoteRequest.analyze_export"))
    headers = auth | {"Idempotency-Key": "attack-5"}
    assert client.post("/v1/quotes", data=body, headers=headers, content_type=stated).status_code == 201
    (seen,) = platform.calls("/internal/v1/quotes")
    assert seen.headers["Content-Type"] == "application/json"
