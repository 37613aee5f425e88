"""The port to where bytes are kept. Two implementations: a folder (`disk`), a bucket (`s3`)."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, Protocol, Self

CHUNK_BYTES = 256 * 1024


class ObjectMissing(LookupError):  # noqa: N818 -- a plain answer to `read`, hardly an error
    """Nothing is kept under that key."""


class StorageFull(OSError):  # noqa: N818 -- a state of the disk
    """There is no room; the operator must make some. Nothing was written."""


class StorageUnavailable(OSError):  # noqa: N818 -- the same
    """The server or the disk does not answer, or refuses for now. Trying again later may help."""


class NotDeleted(StorageUnavailable):
    """Objects that are still there: a file that is not ours, a damaged one, one that the bucket has to keep."""

    def __init__(self, keys: Collection[str], why: object) -> None:
        super().__init__(f"{len(keys)} objects were not deleted, the first: {why}")
        self.keys = frozenset(keys)


class Stored(NamedTuple):
    """One kept object. `key` is its whole name, `modified` when it was written (UTC)."""

    key: str
    modified: datetime


class Chunks:
    """An object's bytes, piece by piece. Closed at the end, or by whoever stops before it."""

    def __init__(self, chunks: Iterator[bytes], close: Callable[[], object]) -> None:
        self._chunks = chunks
        self.close = close

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._chunks)
        except BaseException:  # the end, or an error
            self.close()
            raise


class Storage(Protocol):
    """Objects by key. A key is a relative path of `[A-Za-z0-9._-]` parts joined by slashes.

    Every method can raise `StorageUnavailable`.
    """

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """Keep what `chunks` yield, whole or not at all, and return its length in bytes.

        An exception out of `chunks` leaves whatever was kept under the key before. Raises `StorageFull`.
        """

    def read(self, key: str, start: int = 0, length: int | None = None) -> Chunks:
        """`length` bytes (all that follow when None) from offset `start`. Raises `ObjectMissing` at once."""

    def delete(self, *keys: str) -> None:
        """Remove objects. A missing one is no error. One that cannot be removed holds up no other: `NotDeleted`."""

    def list(self, prefix: str, *, after: str = "") -> Iterator[Stored]:
        """Every object whose key starts with `prefix`, which ends at a slash or is empty.

        In an order that stays: whoever stopped goes on behind the key `after`.
        """
