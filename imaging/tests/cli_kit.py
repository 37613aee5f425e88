"""What the tests of the command line share."""

from pathlib import Path

from picopt_imaging.cli import main


def optimize(*words: object, out: Path) -> int:
    """Optimize these at a low preset, which is quick; the exit code."""
    return main(["optimize", "--quiet", "--preset", "low", "--out", str(out), *map(str, words)])


def files_below(folder: Path) -> list[str]:
    """Paths of all files in it and below."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
