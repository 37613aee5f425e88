"""What the lane needs of a provider's batches; OpenAI's and Anthropic's are the two that there are."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from picopt_vision.remote.failures import Failure
from picopt_vision.remote.reply import AskFailed


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request of a batch: a chat completion as JSON, a failure, or nothing in its time."""

    key: str
    completion: str = ""
    failure: Failure | None = None
    expired: bool = False


class BatchRefused(AskFailed):
    """The endpoint took none of a batch's requests."""


class BatchProtocol(Protocol):
    """Raises AskFailed where the endpoint does not do what it is told."""

    most_requests: int
    most_bytes: int
    """What one batch may hold by the provider's documents."""

    def create(self, requests: Mapping[str, Mapping[str, Any]], token: str) -> str:
        """Send requests by their keys (`[a-z0-9_-]`, at most 64); the batch's id."""

    def find(self, token: str, count: int, is_known: Callable[[str], bool]) -> str | None:
        """The batch that `create` made of `count` requests before it could say so; None where it made none."""

    def is_done(self, batch: str) -> bool:
        """It will bring no more results than it has, whether it was completed, cancelled or expired.

        Raises BatchRefused.
        """

    def outcomes(self, batch: str) -> Iterator[Outcome]:
        """The results of a batch that is done, in any order."""

    def cancel(self, batch: str) -> None:
        """Have it end soon; what is done by then is paid for, and can be fetched."""

    def discard(self, batch: str) -> None:
        """Delete what the endpoint keeps of a batch that is done: images and texts."""
