"""Bytes straight from and to the service's bucket: only where the service said so, and without the key."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from picopt_client.errors import UnreachableError, UntrustedAddressError

_BLOCK: Final = 256 * 1024
_CONNECT_SECONDS: Final = 5.0
_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Bucket:
    """The hosts that `Capabilities.direct_hosts` names; `seconds` is how long an answer may take."""

    def __init__(self, hosts: frozenset[str], *, seconds: float) -> None:
        self._hosts = hosts
        self._pool = urllib3.PoolManager(maxsize=32, block=False, blocksize=_BLOCK, retries=False)
        self._timeout = urllib3.Timeout(connect=_CONNECT_SECONDS, read=seconds)

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None = None) -> BaseHTTPResponse:
        """The bucket's answer, its body not yet read.

        Raises `UntrustedAddressError` before anything is sent, and `UnreachableError` for whatever is no success:
        redirects too, which nobody follows.
        """
        self._check(url)
        try:
            answer = self._pool.request(
                method,
                url,
                body=body,
                headers=dict(headers),
                timeout=self._timeout,
                preload_content=False,
                decode_content=False,
                redirect=False,
            )
            if answer.status < 300:
                return answer
            answer.drain_conn()
        except HTTPError as error:
            raise UnreachableError(f"{method} at {urlsplit(url).netloc}: {error}") from error
        raise UnreachableError(f"{method} at {urlsplit(url).netloc}: {answer.status}")

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.netloc not in self._hosts:
            raise UntrustedAddressError(f"{parts.netloc} is none of the hosts that the service named")
        if parts.scheme != "https" and parts.hostname not in _THIS_MACHINE:
            raise UntrustedAddressError(f"{parts.netloc} is not asked without encryption")
