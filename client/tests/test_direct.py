"""Bytes straight to and from a bucket: a second server that knows signed addresses, beside the service."""

import hashlib
import json

import pytest
from upload_kit import BYTES, PART, SHA
from werkzeug.wrappers import Request, Response

from picopt_client import ApiError, BrokenDownloadError, ClientError, PictureOptimizer, UnreachableError
from picopt_client.errors import UntrustedAddressError
from picopt_contract.errors import ErrorCode
from picopt_contract.jobs import Item

pytestmark = pytest.mark.acceptance("H3")
EXPIRES = "2026-11-27T12:05:00Z"


class Bucket:
    """Keeps what is sent to it, and gives what it has; `refuses` is answered once instead, where it is set."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.seen: list[Request] = []
        self.refuses: list[Response] = []
        self.host = ""

    @Request.application
    def __call__(self, request: Request) -> Response:
        request.get_data()
        self.seen.append(request)
        if self.refuses:
            return self.refuses.pop()
        if request.method == "PUT":
            self.objects[request.path] = request.get_data()
            return Response()
        start = int(request.headers.get("Range", "bytes=0-")[6:-1])
        return Response(self.objects[request.path][start:], 206 if start else 200)

    def url(self, name: str) -> str:
        return f"http://{self.host}/{name}?X-Amz-Signature=0f"


@pytest.fixture
def bucket(serve) -> Bucket:
    bucket = Bucket()
    bucket.host = serve(bucket)
    return bucket


@pytest.fixture
def client(service, bucket, example, monkeypatch):
    """A client of a service that announces the bucket."""
    capabilities = example("Capabilities.embedded") | {"direct_hosts": [bucket.host]}
    client = PictureOptimizer(service.url, "po_live_" + "a" * 43)
    monkeypatch.setattr(client._transport, "_sleep", lambda _seconds: None)
    service.script = [Response(json.dumps(capabilities), content_type="application/json")]
    assert client._bucket
    service.seen.clear()
    return client


def targets(bucket, *offsets, url=None):
    """The service's answer: where to send the parts at these offsets."""
    parts = [
        {
            "offset": offset,
            "bytes": min(PART, len(BYTES) - offset),
            "url": url or bucket.url(f"part-{offset}"),
            "headers": {"x-amz-checksum-sha256": str(offset)},
        }
        for offset in offsets
    ]
    return {"parts": parts, "expires_at": EXPIRES}


def asked(service):
    return [f"{seen.method} {seen.path}" for seen in service.seen]


def test_an_upload_goes_straight_into_the_bucket_without_the_key(  # noqa: PLR0917 -- fixtures
    client, service, bucket, source, reply, known
):
    service.script = [reply(targets(bucket, 0, PART), 201), reply(known, 201)]
    told = []
    assert client.upload(source, progress=lambda arrived, total: told.append((arrived, total))).sha256 == SHA
    assert asked(service) == [f"POST /v1/images/{SHA}/upload", f"POST /v1/images/{SHA}/uploaded"]
    announced = json.loads(service.seen[0].get_data())
    parts = [hashlib.sha256(piece).hexdigest() for piece in (BYTES[:PART], BYTES[PART:])]
    assert announced == {"bytes": len(BYTES), "parts": parts}
    assert bucket.objects == {"/part-0": BYTES[:PART], f"/part-{PART}": BYTES[PART:]}
    assert [seen.headers["x-amz-checksum-sha256"] for seen in bucket.seen] == ["0", str(PART)]
    assert not any("Authorization" in seen.headers for seen in bucket.seen)
    assert told == [(0, len(BYTES)), (PART, len(BYTES)), (len(BYTES), len(BYTES))]


def test_what_the_service_knows_is_not_sent(  # noqa: PLR0917 -- fixtures
    client, service, bucket, source, reply, known
):
    service.script = [reply(known)]
    assert client.upload(source).sha256 == SHA
    assert not bucket.seen


def test_parts_that_are_missing_are_asked_for_again_but_not_for_ever(  # noqa: PLR0917 -- fixtures
    client, service, bucket, source, reply, refusal, known
):
    missing = refusal(ErrorCode.UPLOAD_OFFSET, offset=PART)
    service.script = [
        *(reply(targets(bucket, 0, PART), 201), missing),
        *(reply(targets(bucket, PART), 201), reply(known, 201)),
    ]
    assert client.upload(source).sha256 == SHA
    assert [seen.path for seen in bucket.seen] == ["/part-0", f"/part-{PART}", f"/part-{PART}"]

    service.script = [reply(targets(bucket, 0), 201), missing] * 5
    with pytest.raises(ClientError, match="keeps asking for parts"):
        client.upload(source)


def test_a_refusal_of_the_service_is_told(client, service, bucket, source, refusal):
    service.script = [refusal(ErrorCode.BYTE_QUOTA)]
    with pytest.raises(ApiError, match="byte_quota"):
        client.upload(source)
    assert not bucket.seen


@pytest.mark.parametrize("status", [301, 307, 400, 403, 500])
def test_whatever_is_no_success_goes_through_the_service_and_no_redirect_is_followed(  # noqa: PLR0917 -- fixtures
    client, service, bucket, source, reply, known, status
):
    bucket.refuses = [Response(status=status, headers={"Location": bucket.url("elsewhere")})]
    first = {"sha256": SHA, "offset": PART, "total": len(BYTES)}
    service.script = [reply(targets(bucket, 0, PART), 201), Response(status=204), reply(first, 202), reply(known, 201)]
    assert client.upload(source).sha256 == SHA
    assert len(bucket.seen) == 1
    image = f"/v1/images/{SHA}"
    assert asked(service) == [f"POST {image}/upload", f"HEAD {image}", f"PUT {image}", f"PUT {image}"]
    assert service.seen[-2].get_data() + service.seen[-1].get_data() == BYTES


def test_a_service_that_is_away_too_is_told(client, service, bucket, source, reply):
    bucket.refuses = [Response(status=500)]
    service.script = [reply(targets(bucket, 0, PART), 201), *[Response("gone", status=502)] * 9]
    with pytest.raises(UnreachableError):
        client.upload(source)


@pytest.mark.parametrize(
    "address",
    [
        *("http://localhost:{port}/x", "http://127.0.0.1:1/x", "http://127.0.0.1:{port}@elsewhere.example/x"),
        *("http://elsewhere.example/127.0.0.1:{port}", "//127.0.0.1:{port}.example/x", "file:///etc/passwd"),
    ],
)
def test_no_host_that_was_not_named_is_asked(  # noqa: PLR0917 -- fixtures
    client, service, bucket, source, reply, address
):
    url = address.format(port=bucket.host.split(":")[1])
    service.script = [reply(targets(bucket, 0, url=url), 201)]
    with pytest.raises(UntrustedAddressError):
        client.upload(source)
    assert not bucket.seen


def test_a_bucket_elsewhere_is_not_asked_without_encryption(service, source, reply, example):
    capabilities = example("Capabilities.embedded") | {"direct_hosts": ["pictures.example"]}
    client = PictureOptimizer(service.url, "po_live_" + "a" * 43)
    service.script = [reply(capabilities), reply(targets(None, 0, url="http://pictures.example/x"), 201)]
    with pytest.raises(UntrustedAddressError, match="without encryption"):
        client.upload(source)


@pytest.fixture
def item(example):
    """A result of one file, which is `BYTES`."""
    item = Item(**example("Job.finished")["items"][0])
    file = item.export.files[0].model_copy(update={"bytes": len(BYTES), "sha256": SHA})
    return item.model_copy(update={"export": item.export.model_copy(update={"files": [file]})})


def places(item, url):
    files = [{"id": file.id, "url": url, "expires_at": EXPIRES} for file in item.export.files]
    return {"files": files}


def test_results_come_straight_from_the_bucket(client, service, bucket, item, reply, tmp_path):  # noqa: PLR0917 -- fixtures
    bucket.objects["/result"] = BYTES
    service.script = [reply(places(item, bucket.url("result")))]
    (target,) = client.download_all(item, tmp_path)
    assert target.read_bytes() == BYTES
    assert asked(service) == [f"GET /v1/items/{item.id}/downloads"]
    assert not any("Authorization" in seen.headers for seen in bucket.seen)


def test_an_address_that_has_ended_is_asked_for_again(client, service, bucket, item, reply, tmp_path):  # noqa: PLR0917 -- fixtures
    bucket.objects["/result"] = BYTES
    bucket.refuses = [Response(status=403)]
    service.script = [reply(places(item, bucket.url("result")))]
    (target,) = client.download_all(item, tmp_path)
    assert target.read_bytes() == BYTES
    assert asked(service) == [f"GET /v1/items/{item.id}/downloads"] * 2


def test_what_the_bucket_does_not_give_comes_through_the_service(  # noqa: PLR0917 -- fixtures
    client, service, bucket, item, reply, tmp_path
):
    bucket.refuses = [Response(status=403), Response(status=403)]
    located = reply(places(item, bucket.url("result")))
    service.script = [located, located, Response(BYTES, content_type="image/webp")]
    (target,) = client.download_all(item, tmp_path)
    assert target.read_bytes() == BYTES
    assert asked(service)[-1] == f"GET /v1/files/{item.export.files[0].id}"
    assert service.seen[-1].headers["Authorization"]


def test_what_came_of_a_file_is_gone_on_with(client, service, bucket, item, reply, tmp_path):  # noqa: PLR0917 -- fixtures
    file_id = item.export.files[0].id
    (tmp_path / f"{file_id}.{file_id}.part").write_bytes(BYTES[:7])
    bucket.objects["/result"] = BYTES
    service.script = [reply(places(item, bucket.url("result")))]
    (target,) = client.download_all(item, tmp_path)
    assert target.read_bytes() == BYTES
    assert [seen.headers.get("Range") for seen in bucket.seen] == ["bytes=7-"]
    assert "If-Range" not in bucket.seen[0].headers  # the bucket's tag is another


def test_other_bytes_in_the_bucket_are_not_kept(client, service, bucket, item, reply, tmp_path):  # noqa: PLR0917 -- fixtures
    bucket.objects["/result"] = BYTES[::-1]
    service.script = [reply(places(item, bucket.url("result")))]
    with pytest.raises(BrokenDownloadError):
        client.download_all(item, tmp_path)
    assert not list(tmp_path.iterdir())


def test_without_a_bucket_files_come_with_a_ticket(service, item, reply, tmp_path):
    client = PictureOptimizer(service.url, "po_live_" + "a" * 43)
    path = f"/v1/files/{item.export.files[0].id}"
    service.script = [reply(places(item, f"{path}?ticket=abc")), Response(BYTES)]
    (target,) = client.download_all(item, tmp_path)
    assert target.read_bytes() == BYTES
    assert service.seen[1].full_path == f"{path}?ticket=abc"
    assert service.seen[1].headers["Authorization"].startswith("Bearer po_live_")


def test_an_address_elsewhere_is_refused_where_no_bucket_was_named(service, item, reply, tmp_path):
    client = PictureOptimizer(service.url, "po_live_" + "a" * 43)
    service.script = [reply(places(item, "https://elsewhere.example/x")), reply("Capabilities.embedded")]
    with pytest.raises(UntrustedAddressError, match="no host"):
        client.download_all(item, tmp_path)


@pytest.fixture
def two(example):
    """A result of two files, and what is in them."""
    item = Item(**example("Job.finished")["items"][0])
    (file, *_) = item.export.files
    bodies = {file.id: BYTES[:500], f"{file.id}2": BYTES[500:900]}
    files = [
        file.model_copy(update={"id": name, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()})
        for name, body in bodies.items()
    ]
    return item.model_copy(update={"export": item.export.model_copy(update={"files": files})}), bodies


def test_a_limit_is_told_at_once_and_what_has_come_is_not_asked_for_again(service, two, reply, refusal, tmp_path):
    item, bodies = two
    client = PictureOptimizer(service.url, "po_live_" + "a" * 43, attempts=1)
    first, second = (f"/v1/files/{name}" for name in bodies)
    located = {"files": [{"id": n, "url": f"/v1/files/{n}?ticket=a", "expires_at": EXPIRES} for n in bodies]}
    service.script = [reply(located), Response(bodies[item.export.files[0].id]), refusal(ErrorCode.RATE_LIMITED)]
    with pytest.raises(ApiError, match="rate_limited"):
        client.download_all(item, tmp_path)
    assert [seen.path for seen in service.seen[1:]] == [first, second], "no request more than the limit allowed"

    service.seen.clear()
    service.script = [reply(located), Response(list(bodies.values())[1])]
    assert [path.read_bytes() for path in client.download_all(item, tmp_path)] == list(bodies.values())
    assert [seen.path for seen in service.seen[1:]] == [second]


def test_a_file_of_the_same_name_that_is_another_is_replaced(service, two, reply, tmp_path):
    item, bodies = two
    (name, body), _ = bodies.items()
    item.export.files.pop()
    (tmp_path / name).write_bytes(body[::-1])
    client = PictureOptimizer(service.url, "po_live_" + "a" * 43)
    located = {"files": [{"id": name, "url": f"/v1/files/{name}", "expires_at": EXPIRES}]}
    service.script = [reply(located), Response(body)]
    (target,) = client.download_all(item, tmp_path)
    assert target.read_bytes() == body
