"""What was measured already: a line an answer below `var/bench`, so that a run that was stopped goes on where it ended.

Answers count for the code that gave them. The library's modules are hashed, but for its command line, and so are the
benchmark's own; a change of either asks everything again.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging.tools import HOME, ROOT

_LIBRARY: Final = ROOT / "imaging" / "src" / "picopt_imaging"
_FIGURES_DO_NOT_DEPEND_ON: Final = "cli"


class Notebook:
    """The answers of one part of the benchmark."""

    def __init__(self, part: str, folder: Path | None = None) -> None:
        self._path = (folder or HOME / "imaging" / code_version()) / f"{part}.jsonl"
        self._known = dict(self._read())

    def answer(self, key: str, ask: Callable[[], Any]) -> Any:
        """What is noted under `key`, else what `ask` answers (plain values for JSON), noted at once."""
        if key not in self._known:
            found = ask()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                # The break comes first: a run that was stopped may have left half a line.
                file.write("\n" + json.dumps([key, found], ensure_ascii=False))
            self._known[key] = found
        return self._known[key]

    def known(self, key: str) -> Any:
        """What is noted under `key`, None where nothing is."""
        return self._known.get(key)

    def _read(self) -> Iterator[tuple[str, Any]]:
        if not self._path.exists():
            return
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                key, found = json.loads(line)
            except ValueError:  # no line, or half of one
                continue
            yield key, found


@cache
def code_version(library: Path = _LIBRARY) -> str:
    """Twelve digits that change with whatever may change a figure."""
    digest = hashlib.sha256()
    for path in sorted((*library.rglob("*.py"), *library.rglob("*.c"))):
        if _FIGURES_DO_NOT_DEPEND_ON not in path.parts:
            digest.update(str(path.relative_to(library)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]
