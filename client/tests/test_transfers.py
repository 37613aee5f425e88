"""Uploads in parts and downloads by range, and what breaks them."""

import pytest
from upload_kit import BYTES, PART, SHA
from werkzeug.wrappers import Response

from picopt_client import ApiError, BrokenDownloadError, ClientError, UnreachableError
from picopt_contract.errors import ErrorCode
from picopt_contract.jobs import ResultFile


def progress(offset):
    return {"sha256": SHA, "offset": offset, "total": len(BYTES)}


def sent(service):
    return [(seen.method, seen.headers.get("Content-Range"), len(seen.get_data())) for seen in service.seen]


def test_an_upload_goes_in_parts(client, service, source, reply, known):
    service.script = [Response(status=404), reply(progress(PART), 202), reply(known, 201)]
    told = []
    image = client.upload(source, progress=lambda arrived, total: told.append((arrived, total)))
    assert image.sha256 == SHA
    assert sent(service) == [
        ("HEAD", None, 0),
        ("PUT", f"bytes 0-{PART - 1}/{len(BYTES)}", PART),
        ("PUT", f"bytes {PART}-{len(BYTES) - 1}/{len(BYTES)}", 1000),
    ]
    assert b"".join(seen.get_data() for seen in service.seen) == BYTES
    assert told == [(0, len(BYTES)), (PART, len(BYTES)), (len(BYTES), len(BYTES))]


def test_an_upload_goes_on_where_it_stopped(client, service, source, reply, known):
    service.script = [Response(status=204, headers={"Upload-Offset": str(PART)}), reply(known, 201)]
    client.upload(source)
    assert sent(service)[1:] == [("PUT", f"bytes {PART}-{len(BYTES) - 1}/{len(BYTES)}", 1000)]


def test_a_known_picture_costs_one_byte(client, service, source, reply, known):
    service.script = [Response(status=200), reply(known)]
    assert client.upload(source).sha256 == SHA
    assert sent(service)[1:] == [("PUT", f"bytes 0-0/{len(BYTES)}", 1)]


def test_another_offset_is_obeyed_but_not_for_ever(  # noqa: PLR0917 -- fixtures
    client, service, source, reply, refusal, known
):
    elsewhere = refusal(ErrorCode.UPLOAD_OFFSET, offset=PART)
    service.script = [Response(status=404), elsewhere, reply(known, 201)]
    client.upload(source)
    service.script = [Response(status=404), elsewhere]
    with pytest.raises(ClientError, match="keeps asking"):
        client.upload(source)


def test_an_upload_that_is_refused_says_why(client, service, source, refusal, tmp_path):
    service.script = [Response(status=404), refusal(ErrorCode.BYTE_QUOTA)]
    with pytest.raises(ApiError, match="byte_quota"):
        client.upload(source)
    service.script = [Response(status=403)]
    with pytest.raises(ApiError, match="key_inactive"):
        client.upload(source)
    (tmp_path / "empty").touch()
    with pytest.raises(ClientError, match="is empty"):
        client.upload(tmp_path / "empty")


@pytest.fixture
def file(example):
    facts = example("Job.finished")["items"][0]["export"]["files"][0]
    return ResultFile(**facts | {"bytes": len(BYTES), "sha256": SHA})


def serve(breaks_after=None):
    """A file server with ranges that lets the first answer break off."""
    cuts = [breaks_after]

    def answer(request):
        start = int(request.headers.get("Range", "bytes=0-")[6:-1])
        cut = cuts.pop() if cuts else None
        headers = {"Content-Length": str(len(BYTES) - start), "Content-Range": f"bytes {start}-/{len(BYTES)}"}
        return Response([BYTES[start:cut]], 206 if start else 200, headers)

    return answer


def test_a_download_goes_on_where_it_broke_off(client, service, file, tmp_path):
    service.script = [serve(breaks_after=5000)]
    target = client.download(file, tmp_path / "new" / "photo.webp")
    assert target.read_bytes() == BYTES
    assert [seen.headers.get("Range") for seen in service.seen] == [None, "bytes=5000-"]
    assert service.seen[1].headers["If-Range"] == f'"{SHA}"'
    assert list(target.parent.iterdir()) == [target]


def test_a_download_goes_on_after_a_killed_process(client, service, file, tmp_path):
    (tmp_path / f"photo.webp.{file.id}.part").write_bytes(BYTES[:7])
    service.script = [serve()]
    assert client.download(file, tmp_path / "photo.webp").read_bytes() == BYTES
    assert service.seen[0].headers["Range"] == "bytes=7-"


@pytest.mark.parametrize("wrong", [b"x" * len(BYTES), BYTES + b"x"], ids=["other bytes", "too long"])
def test_wrong_bytes_are_not_kept(client, service, file, tmp_path, wrong):
    service.script = [Response(wrong)]
    with pytest.raises(BrokenDownloadError):
        client.download(file, tmp_path / "photo.webp")
    assert not list(tmp_path.iterdir())


def test_a_download_that_never_moves_is_given_up(client, service, file, tmp_path):
    service.script = [Response(b"")]
    with pytest.raises(UnreachableError, match="stays at 0"):
        client.download(file, tmp_path / "photo.webp")
