"""Judge the mutants of a Python package: which test runs which line, then each mutant against the tests of its line."""

import itertools
import json
import os
import queue
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from picopt_bench.mutation.coverage import Coverage, Limits
from picopt_bench.mutation.judging import WORKERS, judge
from picopt_bench.mutation.mutants import Mutant, sample, survivors_of
from picopt_bench.mutation.python_source import mutants_of
from picopt_bench.mutation.python_suites import TOP, Suite
from picopt_bench.mutation.result import Result
from picopt_standalone.postgres import temporary_postgres


def judge_suite(suite: Suite, size: int, survivors: Sequence[str] | None = None) -> Result:
    """Sample, run, count. With survivors of a run before, only those; what was killed then counts as killed."""
    whole = sample([mutant for path in suite.files() for mutant in mutants_of(path)], suite.name, size)
    mutants = whole if survivors is None else survivors_of(whole, survivors, TOP)
    with ExitStack() as stack:
        servers: queue.Queue[Server] = queue.Queue()
        started = [stack.enter_context(serving(suite)) for _ in range(WORKERS)]
        coverage = cover(suite, started[0].environment)
        for server in started:
            server.prepare()
            servers.put(server)
        coverage.leave_out(started[0].unsteady(coverage))
        killed = judge(mutants, servers, coverage)
    return Result.of(mutants, killed).with_killed_before(len(whole) - len(mutants))


def cover(suite: Suite, environment: dict[str, str]) -> Coverage:
    """Run all tests of a suite once, with their lines noted; those that fail do not judge."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        orders = {"sources": [str(path) for path in suite.files()], "report": str(report)}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "picopt_bench.mutation.covering", *suite.tests]
        done = subprocess.run(
            command,
            cwd=suite.home,
            env={**environment, "PICOPT_COVER": json.dumps(orders)},
            check=False,
            capture_output=True,
            text=True,
        )
        if not report.exists():
            raise SystemExit(f"the tests of {suite.name} do not start:\n{done.stdout}{done.stderr}")
        if done.returncode:
            print(f"{suite.name}: tests that fail as they are do not judge:\n{done.stdout[-3000:]}", flush=True)
        return Coverage(json.loads(report.read_text(encoding="utf-8")), suite.home, suite.declared)


class Server:
    """A warm process, with a database of its own where the suite wants one."""

    def __init__(self, suite: Suite, environment: dict[str, str], process: "subprocess.Popen[str]") -> None:
        self.environment = environment
        self._suite = suite
        self._process = process
        self._options = ["--reuse-db"] if suite.database else []

    def prepare(self) -> None:
        """Make the test database, with all migrations, and keep a copy to start from each time."""
        if not self._suite.database:
            return
        make = (
            "import django; django.setup(); from django.db import connection; "
            "connection.creation.create_test_db(0, autoclobber=True)"
        )
        command = [sys.executable, "-c", make]
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "picopt_saas.settings"}
        subprocess.run(command, cwd=self._suite.home, env=environment, check=True)
        with self._connect() as connection:
            connection.execute(f"CREATE DATABASE fresh TEMPLATE {self._database}")

    def unsteady(self, coverage: Coverage) -> list[str]:
        """Tests that fail here with no change at all, alone among those of their file."""
        found = []
        for _, group in itertools.groupby(coverage.tests(), key=lambda test: test.split("::")[0]):
            tests = list(group)
            if self.kills(None, tests, coverage.limits(tests)):
                found += [test for test in tests if self.kills(None, [test], coverage.limits([test]))]
        if found:
            print(f"{self._suite.name}: left out, as they fail in a warm process: {', '.join(found)}")
        return found

    def kills(self, mutant: Mutant | None, tests: Sequence[str], limits: Limits) -> bool:
        """Whether a test fails with the change, or with none."""
        if self._suite.database:
            with self._connect() as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {self._database} WITH (FORCE)")
                connection.execute(f"CREATE DATABASE {self._database} TEMPLATE fresh")
        job = {
            "path": os.path.realpath(mutant.path) if mutant else "",
            "source": mutant.apply(mutant.path.read_bytes()).decode() if mutant else None,
            "tests": tests,
            "options": self._options,
            **limits._asdict(),
        }
        answer = self._ask(json.dumps(job))
        if answer not in ("killed", "survived"):
            raise SystemExit(f"the process that runs the tests of {self._suite.name} has died")
        return answer == "killed"

    def _ask(self, line: str) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("the warm process is started without pipes")
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    @property
    def _database(self) -> str:
        return f"test_{conninfo_to_dict(self.environment['DATABASE_URL'])['dbname']}"

    def _connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(self.environment["DATABASE_URL"], dbname="postgres", autocommit=True)


@contextmanager
def serving(suite: Suite) -> Iterator[Server]:
    """A warm process for the time of the block."""
    with ExitStack() as stack:
        environment = {
            **os.environ,
            "PYTHONHASHSEED": "0",
            "HYPOTHESIS_STORAGE_DIRECTORY": stack.enter_context(TemporaryDirectory()),
        }
        if suite.database:
            environment["DATABASE_URL"] = stack.enter_context(temporary_postgres())
        command = [sys.executable, "-m", "picopt_bench.mutation.forking", *suite.warm]
        process = stack.enter_context(
            subprocess.Popen(
                command, cwd=suite.home, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        )
        yield Server(suite, environment, process)
        process.terminate()
