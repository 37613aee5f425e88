"""What an archive's object looks like: JSON lines, each a row with its table, packed by gzip."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Final

from picopt_saas.jobs.models import ArchiveObject
from picopt_saas.rows import Rows
from picopt_saas.storage.build import archive_storage

PREFIX: Final = "archive/"


class DamagedError(OSError):
    """An object is not what was written, or is not there."""


def keep(month: date, rows: Rows) -> ArchiveObject:
    """Write the rows, read them back, and say what and where they are (not saved).

    The same rows are always the same object. Raises `DamagedError` when other bytes come back, and what storage raises.
    """
    data = pack(rows)
    sha256 = hashlib.sha256(data).hexdigest()
    made = ArchiveObject(
        key=f"{folder(month)}{sha256}.jsonl.gz",
        month=month,
        sha256=sha256,
        bytes=len(data),
        rows={table: len(some) for table, some in rows.items()},
    )
    archive_storage().write(made.key, [data])
    read(made)
    return made


def read(made: ArchiveObject) -> dict[str, list[str]]:
    """The rows of an object, checked by its SHA-256. Raises `DamagedError`."""
    try:
        data = b"".join(archive_storage().read(made.key))
    except LookupError:
        raise DamagedError(f"{made.key} is not there") from None
    if hashlib.sha256(data).hexdigest() != made.sha256:
        raise DamagedError(f"{made.key} is not what was written")
    return unpack(data)


def pack(rows: Rows) -> bytes:
    """The bytes of an object."""
    return gzip.compress("".join(_lines(rows)).encode(), mtime=0)


def unpack(data: bytes) -> dict[str, list[str]]:
    """The opposite of `pack`."""
    rows: dict[str, list[str]] = {}
    for line in gzip.decompress(data).decode().splitlines():
        one = json.loads(line)
        rows.setdefault(one["table"], []).append(json.dumps(one["row"]))
    return rows


def folder(month: date) -> str:
    """What the keys of a month begin with."""
    return f"{PREFIX}{month:%Y-%m}/"


def _lines(rows: Rows) -> Iterator[str]:
    for table in sorted(rows):
        for row in sorted(rows[table]):
            yield f'{{"table": {json.dumps(table)}, "row": {row}}}\n'
