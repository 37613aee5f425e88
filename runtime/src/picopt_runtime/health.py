"""`python -m picopt_runtime.health URL`: exit status 0 when the address answers 200, for health checks without curl."""

import sys
from http import HTTPStatus
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import urlopen

_SECONDS = 4


def is_healthy(url: str) -> bool:
    """Whether the address answers 200 within a few seconds."""
    try:
        with urlopen(url, timeout=_SECONDS) as answer:  # noqa: S310 -- the operator's own command names it  # nosec B310
            return bool(answer.status == HTTPStatus.OK)
    except (URLError, HTTPException, OSError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_healthy(sys.argv[1]) else 1)
