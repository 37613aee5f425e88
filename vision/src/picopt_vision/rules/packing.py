"""The tables of the detector of languages in less memory: the same numbers, each repetition kept once."""

from array import array
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# Of 8, 16, and 32 numbers the one that keeps the least.
_STRETCH: Final = 16


class Stretches:
    """A long row of numbers in which the same stretches come again and again: 6 MB of 39."""

    def __init__(self, numbers: "array[int]") -> None:
        raw, width = memoryview(numbers).cast("B"), _STRETCH * numbers.itemsize
        stretches: dict[bytes, int] = {}
        self._starts = array(
            "I",
            (
                stretches.setdefault(bytes(raw[start : start + width]), len(stretches)) * _STRETCH
                for start in range(0, len(raw), width)
            ),
        )
        self._numbers = array(numbers.typecode, b"".join(stretches))

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(len(kept) * kept.itemsize for kept in (self._starts, self._numbers))

    def __getitem__(self, index: int) -> int:
        return self._numbers[self._starts[index // _STRETCH] + index % _STRETCH]


class Exceptions:
    """A table in each of whose columns most numbers are the same, and the others by row: 11 MB of 28."""

    def __init__(self, table: NDArray[Any]) -> None:
        few = np.sort(table[:: max(1, len(table) // 1000)], axis=0)
        self._usual = few[len(few) // 2]
        differs = table != self._usual
        columns = np.arange(table.shape[1], dtype=np.uint16)
        self._columns = np.broadcast_to(columns, table.shape)[differs]
        self._numbers = table[differs]
        self._starts = np.concatenate([[0], differs.sum(axis=1).cumsum()]).astype(np.uint32)

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(kept.nbytes for kept in (self._usual, self._columns, self._numbers, self._starts))

    def __getitem__(self, rows: Sequence[int]) -> NDArray[Any]:
        found: NDArray[Any] = np.tile(self._usual, (len(rows), 1))
        for line, row in zip(found, rows, strict=True):
            own = slice(self._starts[row], self._starts[row + 1])
            line[self._columns[own]] = self._numbers[own]
        return found
