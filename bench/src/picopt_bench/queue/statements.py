"""What PostgreSQL is asked to do, statement by statement, read from its own log."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

import psycopg

# As `log_line_prefix` writes it: the session, and what it calls itself.
_PREFIX: Final = "picopt %c %a| "
_LINE: Final = re.compile(r"picopt (?P<session>\S+) (?P<name>[^|]*)\| LOG:  (?:statement|execute [^:]+): ?(?P<sql>.*)")
_BEGINS: Final = ("BEGIN", "START TRANSACTION")
_ENDS: Final = ("COMMIT", "ROLLBACK", "END", "ABORT")
_TO_A_SAVEPOINT: Final = "ROLLBACK TO"


@dataclass
class Work:
    """Statements, of which BEGIN, COMMIT and SAVEPOINT are some, and the transactions that they make up."""

    statements: int = 0
    transactions: int = 0
    by_statement: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, log: Iterable[str]) -> Self:
        """Count lines of a server's log."""
        work, open_sessions = cls(), set[str]()
        for line in log:
            found = _LINE.match(line)
            if found:
                work._count(found["session"], found["sql"].strip(), open_sessions)
        return work

    def _count(self, session: str, sql: str, open_sessions: set[str]) -> None:
        self.by_statement[" ".join(sql.split()[:4])] += 1
        self.statements += 1
        word = sql.upper()
        if word.startswith(_BEGINS):
            open_sessions.add(session)
        elif session not in open_sessions:
            self.transactions += 1
        elif word.startswith(_ENDS) and not word.startswith(_TO_A_SAVEPOINT):
            open_sessions.discard(session)
            self.transactions += 1


class StatementLog:
    """The log of the server at `url`; counts what is written between `start` and `stop`."""

    def __init__(self, url: str, log: Path) -> None:
        self._log = log
        self._from = 0
        with psycopg.connect(url, autocommit=True) as database:
            for name, value in (("log_line_prefix", _PREFIX), ("log_statement", "all")):
                database.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
            database.execute("SELECT pg_reload_conf()")

    def start(self) -> None:
        """Count from here."""
        self._from = self._log.stat().st_size

    def stop(self) -> Work:
        """What was asked since."""
        with self._log.open("rb") as log:
            log.seek(self._from)
            return Work.of(log.read().decode(errors="replace").splitlines())
