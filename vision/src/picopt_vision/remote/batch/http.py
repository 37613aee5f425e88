"""Calls of a provider's batch API: with a time limit each, and failures read as those of single requests are."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx2

from picopt_vision.remote.batch.protocol import Outcome
from picopt_vision.remote.failures import Failure, read_failure
from picopt_vision.remote.reaching import plain_http
from picopt_vision.remote.reply import AskFailed

# Uploads of two hundred megabytes take their time.
_SLOWEST: Final = 600.0
_NO_ANSWER: Final = Failure("again", "it did not answer in the batch protocol")


class Http:
    """One endpoint with its headers."""

    def __init__(self, base_url: str, headers: dict[str, str]) -> None:
        self._client = plain_http(base_url, headers, httpx2.Timeout(_SLOWEST, connect=20))

    def call(self, method: str, path: str, *, needs: str, **what: Any) -> dict[str, Any]:
        """The answer's JSON object, which has `needs`: a word, or a list of `data`. Raises AskFailed."""
        try:
            found = json.loads(self.text(method, path, **what))
        except (ValueError, RecursionError) as error:
            raise AskFailed(_NO_ANSWER) from error
        if not isinstance(found, dict) or not isinstance(found.get(needs), list if needs == "data" else str):
            raise AskFailed(_NO_ANSWER)
        return found

    def outcomes(self, path: str, read: Callable[[Any], Outcome]) -> Iterator[Outcome]:
        """The results in a file of JSON lines. What is broken is none: whoever asked for it is asked for again."""
        for line in self.text("GET", path).split("\n"):  # other ends of lines may stand in a text
            try:
                outcome = read(json.loads(line))
            except (ValueError, RecursionError, OverflowError, KeyError, TypeError, AttributeError):
                continue
            yield outcome

    def text(self, method: str, path: str, **what: Any) -> str:
        """The answer's body. Raises AskFailed."""
        try:
            response = self._client.request(method, path, **what)
        except httpx2.HTTPError as error:
            raise AskFailed(Failure("again", "the connection failed or took too long")) from error
        if not response.is_success:
            raise AskFailed(read_failure(response.status_code, response.headers, response.text))
        return response.text
