"""Mutants in front of their tests: as many at once as there are servers, each of which runs tests for one at a time."""

import queue
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol, TypeVar

from picopt_bench.mutation.coverage import Coverage, Limits
from picopt_bench.mutation.mutants import Mutant

WORKERS: Final = 2


class Server(Protocol):
    """A process that is warm: tests start at once."""

    def kills(self, mutant: Mutant, tests: Sequence[str], limits: Limits) -> bool:
        """Whether a test fails with the change."""


AnyServer = TypeVar("AnyServer", bound=Server)


def judge(mutants: Sequence[Mutant], servers: queue.Queue[AnyServer], coverage: Coverage) -> list[bool]:
    """Whether each was killed; one whose line no test runs was not."""

    def is_killed(mutant: Mutant) -> bool:
        tests = coverage.tests_of(mutant)
        if not tests:
            return False
        server = servers.get()
        try:
            return server.kills(mutant, tests, coverage.limits(tests))
        finally:
            servers.put(server)

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(is_killed, mutants))
