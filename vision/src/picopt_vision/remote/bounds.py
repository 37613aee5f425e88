"""What is no answer has bounds: error pages have an end, and nobody is sent elsewhere.

The SDK would read error pages whole, however long they are and however slowly they come, and follow a redirect to any
host: with the image, the page's text, and on the way to another path of the same host the key.
"""

import time
from collections.abc import Iterator
from typing import Final

import httpx2

# What is read of an error at most, in bytes; what an endpoint has to say takes a few hundred.
_LONGEST_ERROR: Final = 64_000
# The same of what is packed, which may be a thousand times as long.
_LONGEST_PACKED_ERROR: Final = 8_000


class _Bounded(httpx2.SyncByteStream):
    """A body that is cut where it is too long, and given up where it comes too slowly."""

    def __init__(self, body: httpx2.SyncByteStream, seconds: float, longest: int) -> None:
        self._body = body
        self._longest = longest
        self._until = time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        left = self._longest
        for chunk in self._body:
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("the error came too slowly")
            yield chunk[:left]
            left -= len(chunk)
            if left <= 0:
                return

    def close(self) -> None:
        self._body.close()


def bounded(client: httpx2.Client) -> httpx2.Client:
    """The same client, whose errors take no longer than a request's own time-out allows for a single wait.

    A redirect is such an error: an endpoint that has moved is for the operator to look at.
    """
    client.follow_redirects = False
    hooks = client.event_hooks
    client.event_hooks = {**hooks, "response": [*hooks.get("response", []), _bound]}
    return client


def _bound(response: httpx2.Response) -> None:
    if not response.is_success and isinstance(response.stream, httpx2.SyncByteStream):
        seconds = (response.request.extensions.get("timeout") or {}).get("read")
        longest = _LONGEST_PACKED_ERROR if "content-encoding" in response.headers else _LONGEST_ERROR
        response.stream = _Bounded(response.stream, seconds or 60.0, longest)
