"""The lane's far end: sends what was noted, fetches what is done. Ended at any point, it goes on where it was."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from picopt_vision.errors import VisionError
from picopt_vision.remote.batch.client import failure_as_text
from picopt_vision.remote.batch.ledger import Asked, Ledger
from picopt_vision.remote.batch.protocol import BatchProtocol, BatchRefused, Outcome
from picopt_vision.remote.dialect import Dialect
from picopt_vision.remote.failures import Failure
from picopt_vision.remote.reply import AskFailed, error_of

# Days that a request is given: two batches that expire or fail are bad luck, three are a lane that does not work.
MOST_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What one round did."""

    sent: int
    answered: int
    failed: int
    under_way: int
    """Batches that are not done."""


class Delivery:
    """One round is `run`; whoever calls it every few minutes has a lane.

    `days`: how often what expired or met a busy endpoint is sent, a day each. `most_bytes` of a batch, where that is
    less than the provider takes.
    """

    def __init__(
        self,
        ledger: Ledger,
        protocol: BatchProtocol,
        dialect: Dialect | None = None,
        *,
        days: int = MOST_TRIES,
        most_bytes: int | None = None,
    ) -> None:
        self._ledger = ledger
        self._protocol = protocol
        self._dialect = dialect or Dialect()
        self._days = days
        self._most_bytes = most_bytes

    def run(self) -> Report:
        """Find batches that nobody noted, fetch, send. Raises VisionError where endpoint or account are at fault.

        What is to be sent is sent last: what came back may be asked once more, in other words or after it expired.
        """
        try:
            with self._ledger.alone():
                self._find_strays()
                outcomes = [outcome for batch in self._ledger.open_batches() for outcome in self._fetch(batch)]
                sent = sum(self._send(part) for part in self._parts(self._ledger.waiting()))
        except AskFailed as failed:
            raise _error(failed.failure) from failed
        failed_ones = sum(outcome == "failed" for outcome in outcomes)
        answered = sum(outcome == "answered" for outcome in outcomes)
        return Report(sent, answered, failed_ones, len(self._ledger.open_batches()))

    def _find_strays(self) -> None:
        """Batches that were begun when we were ended: those that the endpoint has must not be paid twice."""
        for token, count in self._ledger.begun().items():
            batch = self._protocol.find(token, count, self._ledger.knows)
            if batch:
                self._ledger.confirm(token, batch)
            else:
                self._ledger.withdraw(token)

    def _fetch(self, batch: str) -> Iterator[str]:
        """The state of each request that the batch brought; nothing while it is under way."""
        try:
            if not self._protocol.is_done(batch):
                return
        except AskFailed as failed:
            # It was refused as a whole, or is no longer there. An endpoint that is away, or does not let us in just
            # now, has said nothing about the batch.
            if isinstance(failed, BatchRefused) or failed.failure.verdict not in {"again", "account"}:
                self._ledger.close(batch)
            raise
        for outcome in self._protocol.outcomes(batch):
            yield self._settle(outcome)
        self._ledger.close(batch)
        with suppress(AskFailed):  # the endpoint deletes it one day by itself
            self._protocol.discard(batch)

    def _settle(self, outcome: Outcome) -> str:
        tries = self._ledger.tries(outcome.key)
        if tries is None:
            return "unknown"
        if outcome.completion:
            self._ledger.settle(outcome.key, "answered", outcome.completion)
            return "answered"
        failure = outcome.failure or Failure("again", "its time ran out")
        if failure.verdict == "reword" and failure.trait:
            self._dialect.learn(failure.trait)
        # What is said in other words is refused or taken within minutes; what expires has cost a day.
        most = {"again": self._days, "reword": MOST_TRIES}.get(failure.verdict, 0)
        if tries < most:
            self._ledger.settle(outcome.key, "noted")
            return "noted"
        self._ledger.settle(outcome.key, "failed", failure_as_text(failure))
        return "failed"

    def _send(self, part: list[Asked]) -> int:
        requests = {asked.key: self._dialect.phrase(asked.request) for asked in part}
        token = uuid.uuid4().hex
        self._ledger.begin(requests, token)
        try:
            batch = self._protocol.create(requests, token)
        except AskFailed as failed:
            # A connection that broke says nothing of what was made; the next round asks.
            if failed.failure.verdict != "again":
                self._ledger.withdraw(token)
            raise
        if not self._ledger.confirm(token, batch):
            self._protocol.cancel(batch)
        return len(requests)

    def _parts(self, waiting: Iterable[Asked]) -> Iterator[list[Asked]]:
        """As many of one group as one batch may hold."""
        part: list[Asked] = []
        size, most_bytes = 0, min(self._most_bytes or self._protocol.most_bytes, self._protocol.most_bytes)
        for asked in waiting:
            weight = _weight(asked.request)
            is_full = len(part) == self._protocol.most_requests or size + weight > most_bytes
            if part and (is_full or asked.group != part[0].group):
                yield part
                part, size = [], 0
            part.append(asked)
            size += weight
        if part:
            yield part


def _weight(request: Mapping[str, Any]) -> int:
    """Bytes in a batch, the line around it included."""
    return len(json.dumps(request)) + 300


def _error(failure: Failure) -> VisionError:
    if failure.verdict in {"again", "reword"}:
        message = f"The vision model's batches cannot be reached: {failure.why}. Nothing is lost; it goes on later."
        return VisionError("model_unavailable", message, retryable=True)
    return error_of(failure)
