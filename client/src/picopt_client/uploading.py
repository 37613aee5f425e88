"""Uploads in parts, from where the service has got to."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Final

from picopt_client.bucket import Bucket
from picopt_client.errors import ApiError, ClientError, UnreachableError
from picopt_client.transport import Request, Transport, read_message
from picopt_contract.direct import DirectUpload, DirectUploadRequest
from picopt_contract.errors import ErrorCode
from picopt_contract.images import Image, UploadProgress
from picopt_contract.limits import LIMITS

# Corrections of the offset that an upload may need in a row before something must be wrong.
_PATIENCE: Final = 5


def sha256_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Upload:
    """One original on its way."""

    def __init__(
        self,
        transport: Transport,
        headers: Mapping[str, str],
        source: Path,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._transport = transport
        self._headers = headers
        self._source = source
        self._progress = progress or (lambda _arrived, _total: None)
        self._known = False

    def run(self, bucket: Bucket | None = None) -> Image:
        """Send what is missing, straight into the bucket where one answers; return the service's record of it."""
        total = self._source.stat().st_size
        if total == 0:
            raise ClientError(f"{self._source} is empty")
        with self._source.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            if bucket:
                with suppress(UnreachableError):  # behind a firewall, perhaps: then the service takes the bytes
                    return self._run_direct(bucket, file, sha256, total)
            return self._run_through_the_service(file, sha256, total)

    def _run_through_the_service(self, file: BinaryIO, sha256: str, total: int) -> Image:
        target = f"/v1/images/{sha256}"
        offset, stuck = self._arrived(target), 0
        while stuck < _PATIENCE:
            self._progress(offset, total)
            try:
                answer = self._send_part(target, self._part(file, offset), offset, total)
            except ApiError as error:
                if error.code is not ErrorCode.UPLOAD_OFFSET or error.problem.offset is None:
                    raise
                offset, stuck = error.problem.offset, stuck + 1
                continue
            if isinstance(answer, Image):
                self._progress(total, total)
                return answer
            offset, stuck = answer.offset, 0
        raise ClientError(f"{self._source}: the service keeps asking for another offset")

    def _run_direct(self, bucket: Bucket, file: BinaryIO, sha256: str, total: int) -> Image:
        address, step = f"/v1/images/{sha256}", LIMITS.upload_part_bytes
        parts = [sha256_of(self._read(file, offset, step)) for offset in range(0, total, step)]
        announced = DirectUploadRequest(bytes=total, parts=parts).model_dump_json().encode()
        for _ in range(_PATIENCE):
            answer = self._post(f"{address}/upload", announced)
            if isinstance(answer, Image):
                self._progress(total, total)
                return answer
            for part in answer.parts:
                self._progress(part.offset, total)
                data = self._read(file, part.offset, part.bytes)
                bucket.send("PUT", part.url, headers=part.headers, body=data).drain_conn()
            if image := self._finish(address):
                self._progress(total, total)
                return image
        raise ClientError(f"{self._source}: the service keeps asking for parts that were sent")

    def _finish(self, address: str) -> Image | None:
        """The image, once its parts are there; None when one is missing, whose address has ended, perhaps."""
        try:
            known = self._post(f"{address}/uploaded", b"")
        except ApiError as error:
            if error.code is not ErrorCode.UPLOAD_OFFSET:
                raise
            return None
        return known if isinstance(known, Image) else None

    def _post(self, target: str, body: bytes) -> Image | DirectUpload:
        kind = {"Content-Type": "application/json"} if body else {}
        answer = self._transport.send(
            Request(method="POST", target=target, body=body, headers={**self._headers, **kind})
        )
        if answer.status == HTTPStatus.CREATED and body:
            return read_message(answer, DirectUpload)
        return read_message(answer, Image)

    @staticmethod
    def _read(file: BinaryIO, offset: int, length: int) -> bytes:
        file.seek(offset)
        return file.read(length)

    def _arrived(self, target: str) -> int:
        """Bytes that the service has, of a whole picture too."""
        try:
            answer = self._transport.send(Request(method="HEAD", target=target, headers=self._headers))
        except ApiError as error:
            if error.code is ErrorCode.NOT_FOUND:
                return 0
            raise
        self._known = answer.status == HTTPStatus.OK
        return 0 if self._known else int(answer.headers.get("Upload-Offset", 0))

    def _part(self, file: BinaryIO, offset: int) -> bytes:
        """The next part; of a picture that is known whole one byte, whose answer is the record of the picture."""
        file.seek(offset)
        return file.read(1 if self._known else LIMITS.upload_part_bytes)

    def _send_part(self, target: str, part: bytes, offset: int, total: int) -> Image | UploadProgress:
        headers = {
            **self._headers,
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes {offset}-{offset + len(part) - 1}/{total}",
        }
        answer = self._transport.send(Request(method="PUT", target=target, body=part, headers=headers))
        if answer.status == HTTPStatus.ACCEPTED:
            return read_message(answer, UploadProgress)
        return read_message(answer, Image)
