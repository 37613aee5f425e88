"""Run a program and read what the kernel counted for it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

LAUNCHER: Final = Path(__file__).with_name("launch.py")
BYTECODE: Final = Path(__file__).parents[4] / "var" / "bench" / "bytecode"
"""Compiled Python, as an installed package has it. Where it may not be kept, every start would compile all modules."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of all threads, seconds on the clock, peak memory in MiB, and what the program said."""

    cpu: float
    wall: float
    memory: float
    said: dict[str, Any]


def run(command: Sequence[str], more: Mapping[str, str] | None = None) -> Cost:
    """`more` is put into its environment. Raises `RuntimeError` with the program's own words where it fails."""
    told = subprocess.run(
        [sys.executable, "-I", "-S", str(LAUNCHER), *command],
        capture_output=True,
        text=True,
        env=environment(more or {}),
        check=True,
    )
    counted = json.loads(told.stdout)
    if counted["code"]:
        raise RuntimeError(f"{command[0]}: {told.stderr[-500:]}")
    return Cost(counted["cpu"], counted["wall"], counted["memory"], json.loads(counted["said"] or "{}"))


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours with `more`, and a place for compiled Python."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "PYTHONPYCACHEPREFIX": str(BYTECODE), **more}
