"""A process that has everything imported but our own code, and runs pytest in a copy of itself for each change.

`python -m picopt_bench.mutation.forking MODULE…` imports those modules, then reads jobs from standard input, one JSON
object a line: `path` and `source` (the changed file, null for none), `tests`, `options`, `cpu` and `clock` (how many
seconds they may use a CPU, and take). It answers each with a line: `killed` or `survived`.
"""

import contextlib
import importlib
import json
import math
import os
import resource
import select
import signal
import sys
from importlib.machinery import SourceFileLoader
from importlib.metadata import entry_points
from types import CodeType
from typing import Any, Final

QUIET: Final = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
"""Modules that are imported already cannot be rewritten, which is what we want of them."""


def main() -> None:
    """Serve until standard input ends."""
    for name in ("pytest", "_pytest.assertion.rewrite", *plugins(), *sys.argv[1:]):
        importlib.import_module(name)
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        answers.write(judge(json.loads(line)) + "\n")
        answers.flush()


def plugins() -> list[str]:
    """The modules that pytest loads by itself, as other packages announce them: more than a second a run otherwise."""
    return sorted({point.module for point in entry_points(group="pytest11")})


def judge(job: dict[str, Any]) -> str:
    """Run the tests in a copy of this process. One that takes too long hangs because of the change: killed."""
    child = os.fork()
    if child == 0:
        os.setsid()  # whatever the tests start goes down with them
        _exit_with(job)
    watched = os.pidfd_open(child)
    try:
        ended, _, _ = select.select([watched], [], [], job["clock"])
    finally:
        os.close(watched)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return "survived" if ended and os.waitstatus_to_exitcode(status) in (0, 5) else "killed"


def _exit_with(job: dict[str, Any]) -> None:
    """Run pytest quietly in this process and end it with pytest's code (5: no test)."""
    code = 3
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(job["cpu"]), resource.RLIM_INFINITY))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        if job["source"] is not None:
            _load_instead(job["path"], job["source"])
        pytest = importlib.import_module("pytest")
        code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *QUIET, *job["options"], *job["tests"]]))
    finally:
        os._exit(code)


def _load_instead(path: str, source: str) -> None:
    """Let the import of that file find the changed source."""
    original = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
        if os.path.realpath(loader.path) == path:
            code: CodeType = compile(source, path, "exec", dont_inherit=True)
            return code
        return original(loader, name)

    setattr(SourceFileLoader, "get_code", get_code)  # noqa: B010 -- a type checker rightly refuses it as an assignment


if __name__ == "__main__":
    main()
