"""How slow a client may be."""

from dataclasses import dataclass
from typing import Self

from picopt_gateway.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The slowest pace allowed: `bytes` in every window of `seconds`."""

    seconds: float
    bytes: int

    @classmethod
    def slowest(cls, settings: Settings) -> Self:
        """As it is set, for what clients send and for what they read."""
        seconds = settings.slow_seconds
        return cls(seconds=seconds, bytes=int(seconds * settings.slow_bytes_per_second))
