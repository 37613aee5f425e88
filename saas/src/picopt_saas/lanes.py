"""The queues, and lanes in them for what can take minutes: such work never fills all places of a worker.

An image of a hundred megapixels takes minutes, and so does a text while a remote model is slow. Were all places open to
them, one account's would keep everybody else's waiting for as long. A queue's lane is a queue of its own for
procrastinate, named after it.
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
_TEXT: Final = {queue: f"{queue}-text" for queue in (INTERACTIVE, BULK)}
_LARGE_LANES: Final = frozenset(_LARGE.values())
_TEXT_LANES: Final = frozenset(_TEXT.values())
_LANES: Final = _LARGE_LANES | _TEXT_LANES


def is_large(pixels: int, *, avif: bool = False) -> bool:
    """Whether work on so many pixels belongs into the lane."""
    return pixels > (LARGE_AVIF_PIXELS if avif else LARGE_PIXELS)


def may_make_avif(wanted: str, media_type: str) -> bool:
    """Whether an export in the wanted format of an image of this type encodes AVIF."""
    return wanted in {Format.AVIF, Format.AUTO} or (wanted == Format.ORIGINAL and media_type == "image/avif")


def large_lane_of(queue: str) -> str:
    """The queue's lane for large images; a lane's own is itself."""
    return _LARGE.get(queue, queue)


def text_lane_of(queue: str) -> str:
    """The queue's lane for images that a remote model describes, of any size."""
    return _TEXT[queue]


def is_lane(queue: str) -> bool:
    """Whether it is a lane, so that its work may take long."""
    return queue in _LANES


def with_lanes(queues: Iterable[str]) -> set[str]:
    """The queues and their lanes: who takes from a queue takes from its lanes."""
    named = set(queues)
    return named | {lanes[queue] for lanes in (_LARGE, _TEXT) for queue in named & lanes.keys()}


class LanesInHand:
    """What one worker has in hand from the lanes.

    They leave one of its places to other work, and the lanes for text one more, which large images may have: whoever
    waits for a model leaves the processors idle.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._entries: dict[int, str] = {}
        """Their queues."""

    @property
    def closed(self) -> frozenset[str]:
        """The lanes from which no more may be taken now."""
        if len(self._entries) >= self._places - 1:
            return _LANES
        texts = sum(queue in _TEXT_LANES for queue in self._entries.values())
        return _TEXT_LANES if texts >= self._places - 2 else frozenset()

    def open_queues(self, wanted: Iterable[str] | None) -> list[str] | None:
        """Of the queues that the worker was told to take from (None: all), those that it may take from now."""
        if wanted is None and not self.closed:
            return None
        return sorted(with_lanes(QUEUES if wanted is None else wanted) - self.closed)

    def take(self, entry: int, queue: str) -> None:
        """The worker has it in hand."""
        if is_lane(queue):
            self._entries[entry] = queue

    def let_go(self, entry: int) -> bool:
        """It has it no more; whether a lane is open again because of that."""
        before = self.closed
        self._entries.pop(entry, None)
        return self.closed < before
