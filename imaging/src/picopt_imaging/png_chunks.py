"""A PNG's chunks, one after the other (PNG specification, third edition, 5.3); nothing is decoded or checked."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

MOST_CHUNKS: Final = 10_000
"""That are looked at: millions of empty ones cost seconds, and no program writes so many."""
_SIGNATURE_OCTETS: Final = 8


def walk(path: Path, *, keep: int, of: AbstractSet[bytes] | None = None) -> Iterator[tuple[bytes, bytes]]:
    """Name and the first `keep` octets of each chunk up to the end; of others than `of`, where that is given, none."""
    with path.open("rb") as file:
        file.seek(_SIGNATURE_OCTETS)
        for _ in range(MOST_CHUNKS):
            head = file.read(8)
            length, name = int.from_bytes(head[:4], "big"), head[4:]
            if len(head) < 8 or name == b"IEND":
                return
            taken = file.read(min(length, keep)) if of is None or name in of else b""
            yield name, taken
            file.seek(length - len(taken) + 4, 1)
