"""What was asked, what is under way and what came back, as the lane's far end needs it kept."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

State = Literal["noted", "sent", "answered", "failed"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and how far it is."""

    key: str
    request: dict[str, Any]
    state: State
    tries: int
    answer: str
    """The completion as JSON, or the failure's; empty while there is none."""
    group: str = ""
    """Requests of different groups never share a batch."""


class Ledger(Protocol):
    """One for one endpoint and account. It outlives processes; any of them goes on where another was ended."""

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else delivers meanwhile: what another process has begun would look as if it had ended over it."""

    def tries(self, key: str) -> int | None:
        """How often the request was sent; None for one that is not ours."""

    def waiting(self) -> Iterable[Asked]:
        """What is to be sent, a group after the other, each in the order in which it was asked."""

    def begin(self, keys: Iterable[str], token: str) -> None:
        """They are about to be sent, in a batch that has no name yet: should we end now, `begun` tells of it."""

    def begun(self) -> dict[str, int]:
        """Tokens of batches that may have been sent or not, with how many requests they have."""

    def confirm(self, token: str, batch: str) -> bool:
        """It was sent, and this is its name. False where somebody has withdrawn it, taking us for ended."""

    def withdraw(self, token: str) -> None:
        """It was not sent; its requests are noted as before."""

    def settle(self, key: str, state: State, answer: str = "") -> None:
        """An answer or a failure; `noted` puts it back. What has an answer keeps it."""

    def open_batches(self) -> list[str]:
        """Batches whose results were not fetched."""

    def knows(self, batch: str) -> bool:
        """It was sent from here."""

    def close(self, batch: str) -> None:
        """All its results were fetched, or it was refused as a whole."""
