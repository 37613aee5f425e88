"""Which files are written by hand, and which of them are tests."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).resolve().parents[4]
SUFFIXES: Final = frozenset({".py", ".php", ".js", ".jsx", ".mjs", ".c"})
TEST: Final = re.compile(r"(^|/)(tests|assets-tests|e2e)/|(^|/)conftest\.py$")
MADE_BY_A_PROGRAM: Final = re.compile(r"/migrations/\d|/assets/[^/]+\.js$")
SAYS_SO: Final = re.compile(r"generated (by|from)|made (by|from) .*make ", re.IGNORECASE)


def tracked() -> list[Path]:
    """Everything in the repository that is code and that a person wrote."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True).stdout.split("\0")
    paths = [TOP / name for name in names if Path(name).suffix in SUFFIXES and not MADE_BY_A_PROGRAM.search(name)]
    return [path for path in paths if path.is_file() and not _says_that_it_is_generated(path)]


def is_test(path: Path) -> bool:
    """Whether it is a test, or helps only tests."""
    return TEST.search(path.relative_to(TOP).as_posix()) is not None


def lines_of(paths: Iterable[Path]) -> list[int]:
    """How many lines each has."""
    return [path.read_bytes().count(b"\n") for path in paths]


def _says_that_it_is_generated(path: Path) -> bool:
    with path.open(encoding="utf-8") as file:
        return any(SAYS_SO.search(line) for _, line in zip(range(5), file, strict=False))
