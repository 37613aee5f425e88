"""What was measured already: a line an answer below `var/bench`, so that a run that was stopped goes on where it ended.

Answers count for the code that gave them: the library's modules, but for its command line, and what asks, judges and
runs the peers are hashed, and a change asks everything again. Where a change can make no difference, answers of an
earlier code can be accepted by its name.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging.tools import HOME, ROOT

_LIBRARY: Final = ROOT / "imaging" / "src" / "picopt_imaging"
_BENCH: Final = Path(__file__).parent
_FIGURES_DO_NOT_DEPEND_ON: Final = "cli"
_KINDS: Final = ("*.py", "*.c", "*.h", "*.js", "*.php")
_FOLDER: Final = HOME / "imaging"
_accepted: Final[list[str]] = []


class Notebook:
    """The answers of one part of the benchmark."""

    def __init__(self, part: str, folder: Path | None = None) -> None:
        name = f"{part}.jsonl"
        self._path = (folder or _FOLDER / code_version()) / name
        earlier = () if folder else (_FOLDER / version / name for version in _accepted)
        self._known = {key: found for path in (*earlier, self._path) for key, found in _read(path)}

    def answer(self, key: str, ask: Callable[[], Any]) -> Any:
        """What is noted under `key`, else what `ask` answers (plain values for JSON), noted at once."""
        if key not in self._known:
            self.note(key, ask())
        return self._known[key]

    def note(self, key: str, found: Any) -> None:
        """Write an answer down, in the place of an earlier one."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            # The break comes first: a run that was stopped may have left half a line.
            file.write("\n" + json.dumps([key, found], ensure_ascii=False))
        self._known[key] = found

    def known(self, key: str) -> Any:
        """What is noted under `key`, None where nothing is."""
        return self._known.get(key)


def accept(version: str) -> None:
    """Take the answers of an earlier code as this one's, where this one gave none."""
    _accepted.append(version)


def _read(path: Path) -> Iterator[tuple[str, Any]]:
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            key, found = json.loads(line)
        except ValueError:  # no line, or half of one
            continue
        yield key, found


@cache
def code_version(library: Path = _LIBRARY, bench: Path = _BENCH) -> str:
    """Twelve digits that change with whatever may change a figure."""
    digest = hashlib.sha256()
    for folder in (library, bench):
        for path in sorted(path for kind in _KINDS for path in folder.rglob(kind)):
            within = path.relative_to(folder)
            if _FIGURES_DO_NOT_DEPEND_ON not in within.parts:
                digest.update(str(within).encode() + path.read_bytes())
    return digest.hexdigest()[:12]
