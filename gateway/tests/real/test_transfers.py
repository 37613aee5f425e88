"""Uploads through the gateway into the real storage, and what the platform refuses in the middle of one."""

import hashlib
import os

import pytest
import urllib3

from picopt_client import ApiError
from picopt_contract.errors import ErrorCode, Problem
from picopt_contract.limits import LIMITS


@pytest.fixture
def put(stack, site):
    def put(sha256, data, **headers):
        sent = site.auth | {name.replace("_", "-"): value for name, value in headers.items()}
        return urllib3.request("PUT", f"{stack.url}/v1/images/{sha256}", body=data, headers=sent, retries=False)

    return put


def code(answer):
    return Problem.model_validate_json(answer.data).code


def test_parts_and_resume(stack, site, put):
    path, item = site.picture()
    data = path.read_bytes()
    half = len(data) // 2
    first = put(item.sha256, data[:half], Content_Range=f"bytes 0-{half - 1}/{len(data)}")
    assert first.status == 202
    head = urllib3.request("HEAD", f"{stack.url}/v1/images/{item.sha256}", headers=site.auth)
    assert (head.status, head.headers["Upload-Offset"]) == (204, str(half))
    gap = put(item.sha256, data[half + 1 :], Content_Range=f"bytes {half + 1}-{len(data) - 1}/{len(data)}")
    assert (gap.status, Problem.model_validate_json(gap.data).offset) == (409, half)
    assert site.client.upload(path).bytes == len(data)  # the client goes on by itself


def test_other_bytes_than_the_hash_says(site, put):
    path, _item = site.picture()
    answer = put("0" * 64, path.read_bytes())
    assert code(answer) is ErrorCode.HASH_MISMATCH


def test_what_is_no_picture(put):
    data = os.urandom(5000)
    assert code(put(hashlib.sha256(data).hexdigest(), data)) in {
        ErrorCode.UNSUPPORTED_MEDIA,
        ErrorCode.UNREADABLE_IMAGE,
    }


def test_a_refusal_in_the_middle_of_a_large_body_arrives(site, put):
    """The platform answers for a known picture without reading the body; that answer must reach the client."""
    path, item = site.picture()
    site.client.upload(path)
    for _ in range(5):
        answer = put(item.sha256, os.urandom(LIMITS.upload_part_bytes))
        assert (answer.status, item.sha256 in answer.data.decode()) == (200, True)
    wrong = put("1" * 64, os.urandom(LIMITS.upload_part_bytes), Content_Range=f"bytes 9-{8 + 8 * 2**20}/{9 * 2**20}")
    assert code(wrong) is ErrorCode.UPLOAD_OFFSET


def test_a_download_by_range(stack, site, tmp_path):
    _image, item = site.uploaded()
    [done] = site.client.wait(site.ordered(item).id).items
    file = done.export.files[0]
    whole = site.client.download(file, tmp_path / "whole").read_bytes()
    (tmp_path / f"again.{file.id}.part").write_bytes(whole[:10])
    assert site.client.download(file, tmp_path / "again").read_bytes() == whole
    address = f"{stack.url}/v1/files/{file.id}"
    part = urllib3.request("GET", address, headers=site.auth | {"Range": "bytes=5-9"})
    assert (part.status, part.data, part.headers["Content-Range"]) == (206, whole[5:10], f"bytes 5-9/{len(whole)}")
    assert part.headers["ETag"] == f'"{file.sha256}"'
    beyond = urllib3.request("GET", address, headers=site.auth | {"Range": f"bytes={len(whole)}-"})
    assert code(beyond) is ErrorCode.RANGE_NOT_SATISFIABLE
    pool = urllib3.connection_from_url(stack.url, maxsize=1)
    for _ in range(2):  # over one connection: nothing of the first answer is left for the second
        same = pool.request("GET", f"/v1/files/{file.id}", headers=site.auth | {"If-None-Match": part.headers["ETag"]})
        assert (same.status, same.data, same.headers["ETag"]) == (304, b"", part.headers["ETag"])
        assert same.headers["Cache-Control"] == "private, no-transform"
        assert same.headers.get("Content-Length", str(len(whole))) == str(len(whole)), "RFC 9110, 15.4.5"
    assert pool.num_connections == 1


def test_a_file_cannot_be_had_before_its_job(site):
    with pytest.raises(ApiError, match="not_found"):
        site.client.job("job_0")
