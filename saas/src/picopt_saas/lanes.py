"""The queues, and a lane in three of them for large images: such work never fills all places of a worker.

An image of a hundred megapixels takes minutes. Were all places open to it, one account's would keep everybody else's
waiting for as long. A queue's lane is a queue of its own for procrastinate, named after it.
"""

from collections.abc import Iterable
from typing import Final

from picopt_contract.values import Format

INTERACTIVE: Final = "interactive"  # one picture, a person waits
BULK: Final = "bulk"
PREVIEW: Final = "preview"
RECOVERY: Final = "recovery"
HOUSEKEEPING: Final = "housekeeping"
QUEUES: Final = (INTERACTIVE, BULK, PREVIEW, RECOVERY, HOUSEKEEPING)

LARGE_PIXELS: Final = 25_000_000
"""Of all frames; what has more is large. Most cameras' photographs have fewer, and take seconds."""
LARGE_AVIF_PIXELS: Final = LARGE_PIXELS // 4
"""The same where AVIF may be made, whose pixels take several times as long."""

_LARGE: Final = {queue: f"{queue}-large" for queue in (INTERACTIVE, BULK, PREVIEW)}


def is_large(pixels: int, *, avif: bool = False) -> bool:
    """Whether work on so many pixels belongs into the lane."""
    return pixels > (LARGE_AVIF_PIXELS if avif else LARGE_PIXELS)


def may_make_avif(wanted: str, media_type: str) -> bool:
    """Whether an export in the wanted format of an image of this type encodes AVIF."""
    return wanted in {Format.AVIF, Format.AUTO} or (wanted == Format.ORIGINAL and media_type == "image/avif")


def lane_of(queue: str) -> str:
    """The queue's lane for large images; a lane's own is itself."""
    return _LARGE.get(queue, queue)


def is_lane(queue: str) -> bool:
    """Whether it is such a lane."""
    return queue in _LARGE.values()


def with_lanes(queues: Iterable[str]) -> set[str]:
    """The queues and their lanes: who takes from a queue takes from its lane."""
    named = set(queues)
    return named | {lane_of(queue) for queue in named}


class LargeInHand:
    """The large work that one worker has in hand: `most` at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: set[int] = set()

    @property
    def is_full(self) -> bool:
        """Whether no more may be taken now."""
        return len(self._entries) >= self._most

    def open_queues(self, wanted: Iterable[str] | None) -> list[str] | None:
        """Of the queues that the worker was told to take from (None: all), those that it may take from now."""
        if wanted is None and not self.is_full:
            return None
        queues = with_lanes(QUEUES if wanted is None else wanted)
        return sorted(queue for queue in queues if not (self.is_full and is_lane(queue)))

    def take(self, entry: int, queue: str) -> None:
        """The worker has it in hand."""
        if is_lane(queue):
            self._entries.add(entry)

    def let_go(self, entry: int) -> bool:
        """It has it no more; whether it may take large work again because of that."""
        was_full = self.is_full
        self._entries.discard(entry)
        return was_full and not self.is_full
