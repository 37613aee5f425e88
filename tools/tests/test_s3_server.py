"""The S3 server of the tests, without a server."""

from types import SimpleNamespace

import s3_server
from botocore.exceptions import ClientError, ReadTimeoutError


def test_a_server_that_was_too_slow_for_the_first_object_is_asked_again(tmp_path, monkeypatch):
    asked = []

    def create_bucket(**_bucket):
        asked.append("bucket")
        if asked.count("bucket") > 1:
            raise ClientError({"Error": {"Code": "BucketAlreadyExists"}}, "CreateBucket")

    def put_object(**_object):
        asked.append("object")
        if asked.count("object") == 1:
            raise ReadTimeoutError(endpoint_url="http://127.0.0.1")

    client = SimpleNamespace(create_bucket=create_bucket, put_object=put_object)
    monkeypatch.setattr(s3_server, "_client", lambda _endpoint: client)
    (tmp_path / "log").touch()
    s3_server._wait_until_writable("http://127.0.0.1", SimpleNamespace(poll=lambda: None), tmp_path / "log")
    assert asked == ["bucket", "object", "bucket", "object"]
