"""Uploads in parts, from where the service has got to."""

import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Final

from picopt_client.errors import ApiError, ClientError
from picopt_client.transport import Request, Transport, read_message
from picopt_contract.errors import ErrorCode
from picopt_contract.images import Image, UploadProgress
from picopt_contract.limits import LIMITS

# Corrections of the offset that an upload may need in a row before something must be wrong.
_PATIENCE: Final = 5


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

    def run(self) -> Image:
        """Send what is missing; return the service's record of the whole."""
        total = self._source.stat().st_size
        if total == 0:
            raise ClientError(f"{self._source} is empty")
        with self._source.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
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
