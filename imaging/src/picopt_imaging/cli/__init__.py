"""`picopt-imaging`: the library at a command line. One file a command; `main` is the entry point."""

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code. What it needs is loaded here: Ctrl-C has its answer also until then."""
    try:
        from picopt_imaging.cli.running import run  # noqa: PLC0415 - takes a third of a second
    except KeyboardInterrupt:
        sys.stderr.write("Stopped before anything was begun.\n")
        return 1
    return run(arguments)
