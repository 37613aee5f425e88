"""How an endpoint is reached: by its address, whatever stands behind a question mark, and the environment's proxy."""

from urllib.parse import parse_qsl, urlsplit, urlunsplit

import httpx2
import openai

from picopt_vision.remote.bounds import bounded


class _NoProxy(httpx2.BaseTransport):
    """Refuses each request where nothing can go through the proxy that the environment names."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ProxyError("its address is none of http:// or https://", request=request)


def split_address(address: str) -> tuple[str, dict[str, str]]:
    """The address that paths are added to, and the parameters that go with every request (`?api-version=…`)."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query="", fragment="")), dict(parse_qsl(parts.query, keep_blank_values=True))


def sdk_http(seconds: float) -> httpx2.Client:
    """The SDK's own client; a proxy that it cannot use (SOCKS) is told of by each request, as one that is away."""
    try:
        return openai.DefaultHttpxClient(timeout=seconds)
    except (ImportError, ValueError):
        return httpx2.Client(timeout=seconds, transport=_NoProxy(), trust_env=False)


def plain_http(address: str, headers: dict[str, str], timeout: httpx2.Timeout) -> httpx2.Client:
    """The same for what the SDK does not speak."""
    base, parameters = split_address(address)
    try:
        return bounded(httpx2.Client(base_url=base, params=parameters, headers=headers, timeout=timeout))
    except (ImportError, ValueError):
        return httpx2.Client(base_url=base, timeout=timeout, transport=_NoProxy(), trust_env=False)
