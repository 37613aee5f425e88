"""The ledger as a file that outlives the process (SQLite)."""

import fcntl
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from picopt_vision.remote.batch.ledger import Asked, State

_SELECT: Final = "SELECT key, request, state, tries, COALESCE(answer, '') FROM asked "
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS asked (
    key TEXT PRIMARY KEY, request TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'noted', batch TEXT,
    tries INTEGER NOT NULL DEFAULT 0, answer TEXT
);
CREATE INDEX IF NOT EXISTS asked_by_state ON asked (state, batch);
CREATE TABLE IF NOT EXISTS batches (id TEXT PRIMARY KEY, state TEXT NOT NULL DEFAULT 'open');
"""


class FileLedger:
    """One file for one endpoint and account. Several processes may share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._open() as db:
            db.executescript(_TABLES)

    def find(self, key: str) -> Asked | None:
        """The request with this key."""
        found = list(self._rows("WHERE key = ?", key))
        return found[0] if found else None

    def note(self, key: str, request: Mapping[str, Any]) -> None:
        """Keep a request until it is sent; once, however often it is asked."""
        with self._open() as db:
            db.execute("INSERT OR IGNORE INTO asked (key, request) VALUES (?, ?)", (key, json.dumps(request)))

    def tries(self, key: str) -> int | None:
        """How often it was sent; None for what was never asked here."""
        asked = self.find(key)
        return asked.tries if asked else None

    def waiting(self) -> list[Asked]:
        """What is to be sent, in the order in which it was asked."""
        return list(self._rows("WHERE state = 'noted' ORDER BY rowid"))

    def begin(self, keys: Iterable[str], token: str) -> None:
        """They are about to be sent, in a batch that has no name yet: should we end now, `begun` tells of it."""
        with self._open() as db:
            db.execute("INSERT INTO batches (id, state) VALUES (?, 'begun')", (token,))
            rows = [(token, key) for key in keys]
            db.executemany("UPDATE asked SET state = 'sent', batch = ?, tries = tries + 1 WHERE key = ?", rows)

    def begun(self) -> dict[str, int]:
        """Tokens of batches that may have been sent or not, with how many requests they have."""
        with self._open() as db:
            query = (
                "SELECT batches.id, COUNT(key) FROM batches LEFT JOIN asked ON batch = batches.id"
                " WHERE batches.state = 'begun' GROUP BY batches.id"
            )
            return dict(db.execute(query))

    def confirm(self, token: str, batch: str) -> bool:
        """It was sent, and this is its name. False where it was withdrawn meanwhile."""
        with self._open() as db:
            db.execute("UPDATE asked SET batch = ? WHERE batch = ?", (batch, token))
            return db.execute("UPDATE batches SET id = ?, state = 'open' WHERE id = ?", (batch, token)).rowcount == 1

    def withdraw(self, token: str) -> None:
        """It was not sent; its requests are noted as before."""
        with self._open() as db:
            db.execute("DELETE FROM batches WHERE id = ?", (token,))
            db.execute("UPDATE asked SET state = 'noted', batch = NULL, tries = tries - 1 WHERE batch = ?", (token,))

    def settle(self, key: str, state: State, answer: str = "") -> None:
        """An answer or a failure; `noted` puts it back. What has an answer keeps it."""
        with self._open() as db:
            db.execute(
                "UPDATE asked SET state = ?, answer = ? WHERE key = ? AND state <> 'answered'", (state, answer, key)
            )

    def forget(self, key: str) -> None:
        """A failure that was told: asked once more, it is sent once more."""
        with self._open() as db:
            db.execute("DELETE FROM asked WHERE key = ?", (key,))

    def open_batches(self) -> list[str]:
        """Batches whose results were not fetched."""
        with self._open() as db:
            return [row[0] for row in db.execute("SELECT id FROM batches WHERE state = 'open' ORDER BY rowid")]

    def knows(self, batch: str) -> bool:
        """It was sent from here."""
        with self._open() as db:
            return db.execute("SELECT 1 FROM batches WHERE id = ?", (batch,)).fetchone() is not None

    def close(self, batch: str) -> None:
        """All its results were fetched; what it was to answer and did not is noted again."""
        with self._open() as db:
            db.execute("UPDATE batches SET state = 'closed' WHERE id = ?", (batch,))
            db.execute("UPDATE asked SET state = 'noted' WHERE batch = ? AND state = 'sent'", (batch,))

    def _rows(self, where: str, *values: object) -> Iterator[Asked]:
        with self._open() as db:
            found = db.execute(_SELECT + where, values).fetchall()
            for key, request, state, tries, answer in found:
                yield Asked(key, json.loads(request), state, tries, answer)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else delivers meanwhile: what another process has begun would look as if it had ended over it."""
        with self._path.with_name(f"{self._path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self._path, timeout=30)
        try:
            with db:
                yield db
        finally:
            db.close()
