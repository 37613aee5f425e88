"""`make lint` runs what finds planted violations, goes through to the end, and fails when one check does."""

import os
import subprocess
from pathlib import Path
from typing import Final

import pytest

TOP: Final = Path(__file__).resolve().parents[2]
PROGRAMS: Final = ("npm", "php", "phpcs", "find", "xargs")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The script in a tree where every program that it runs succeeds and writes down how it was called."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "wordpress").mkdir()
    (tmp_path / "wordpress" / "phpcs.xml.dist").touch()
    script = (TOP / "tools" / "lint").read_text(encoding="utf-8")
    (tmp_path / "tools" / "lint").write_text(script, encoding="utf-8")
    for name in ("uv", "pot", "dashboard-strings"):
        stand_in(tmp_path / "tools" / name)
    (tmp_path / "bin").mkdir()
    for name in PROGRAMS:
        stand_in(tmp_path / "bin" / name)
    return tmp_path


def stand_in(path: Path) -> None:
    """Succeeds, unless its words hold what `FAILS` names."""
    code = '#!/usr/bin/env bash\necho "$(basename "$0") $*" >>"$CALLS"\n[[ -z "$FAILS" || "$*" != *"$FAILS"* ]]\n'
    path.write_text(code, encoding="utf-8")
    path.chmod(0o755)


def lint(tree: Path, fails: str = "") -> tuple[int, str, str]:
    """Exit code, what was called, and what was said of failures."""
    calls = tree / "calls"
    environment = {"PATH": f"{tree / 'bin'}:{os.environ['PATH']}", "CALLS": str(calls), "FAILS": fails}
    done = subprocess.run(
        ["bash", str(tree / "tools" / "lint")], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, calls.read_text(encoding="utf-8"), done.stderr


def test_where_every_check_passes_it_says_so(tree: Path) -> None:
    code, called, said = lint(tree)
    assert (code, said) == (0, "")
    for checker in ("tools/php_walls/check.php", "tools/php_strings.php", "tools/degradations.py", "tools/php_wire.py"):
        assert checker in called


@pytest.mark.parametrize(
    ("fails", "name"),
    [
        ("php_walls/check.php", "php rooms"),  # a circle, a look behind a face, an array of anything
        ("tools/degradations.py", "degradations"),
        ("php_wire.py --check", "wire drift"),
        ("php_strings.php", "php strings"),
        ("php -n -l", "php syntax"),  # a fault in a file, and no php at all
        ("lint-imports", "import rules"),
        ("ruff check", "ruff"),
    ],
)
def test_one_check_that_fails_is_named_and_the_others_still_run(tree: Path, fails: str, name: str) -> None:
    code, called, said = lint(tree, fails)
    assert code == 1
    assert said.strip().splitlines()[-1] == f"failed: {name}"
    assert "phpcs" in called.splitlines()[-1], "the last check ran all the same"
