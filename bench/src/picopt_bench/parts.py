"""A benchmark in parts that are run one at a time, each within minutes; what a part measured is kept for the others."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from picopt_standalone.paths import VAR

Raw = dict[str, Any]


def asked_parts(arguments: Sequence[str] | None = None) -> list[str]:
    """The names behind `--part`, as `make bench-NAME PART="…"` hands them on; none: all parts are meant."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", nargs="+", default=[], metavar="NAME")
    names: list[str] = parser.parse_args(arguments).part
    return names


def refuse_parts(arguments: Sequence[str] | None = None) -> None:
    """For a benchmark that has no parts: raises `SystemExit` with a sentence where some are named."""
    if names := asked_parts(arguments):
        raise SystemExit(f"{', '.join(names)}: this benchmark has no parts; run it without PART")


class Parts:
    """The parts of benchmark `name`, by name; each gives what it measured as JSON can hold it."""

    def __init__(self, name: str, parts: Mapping[str, Callable[[], Raw]], folder: Path | None = None) -> None:
        self._parts = parts
        self._folder = folder or VAR / name

    def run(self, wanted: list[str]) -> dict[str, Raw] | None:
        """Measure these parts (all of them when none is named); all that is known, once nothing is missing.

        Whoever names no part begins anew. Raises `SystemExit` for a part that there is none of.
        """
        if unknown := set(wanted) - self._parts.keys():
            raise SystemExit(f"{', '.join(sorted(unknown))}: the parts are {', '.join(self._parts)}")
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in wanted or self._parts:
            self._file(name).unlink(missing_ok=True)
            self._file(name).write_text(json.dumps(self._parts[name](), indent=1))
        known = self.known()
        if missing := [name for name in self._parts if name not in known]:
            print(f"kept in {self._folder}; still to be measured: {', '.join(missing)}")
            return None
        return known

    def known(self) -> dict[str, Raw]:
        """What has been measured, by part."""
        files = {name: self._file(name) for name in self._parts}
        return {name: json.loads(file.read_text()) for name, file in files.items() if file.exists()}

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"
