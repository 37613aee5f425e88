# ruff: noqa: INP001 - a build script, not a package
"""Compile the meter of SSIMULACRA2 when the package is built or installed; without a C compiler, NumPy is used."""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("src/picopt_imaging/ssimulacra2")
# Sums may be reordered, which is what lets the compiler use vectors. Not -ffast-math: it changes the whole process.
FLAGS = ("-std=c11", "-O3", "-fno-math-errno", "-fno-trapping-math", "-fno-signed-zeros", "-fassociative-math")
OLDEST_GLIBC = 17
"""Of the wheels' names: manylinux_2_17 is what installers of every distribution of today know."""


class MeterBuildHook(BuildHookInterface):
    """Called by hatchling, for editable installs too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the library beside its source, and ship it where that worked."""
        source = Path(self.root) / FOLDER / "meter.c"
        target = source.with_name(f"_meter-{sysconfig.get_platform()}.so")
        compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None:
            self._shout("there is no C compiler (Debian: apt-get install gcc libc6-dev)")
            return
        # The library knows what it was made of, so that one of another source is never loaded.
        mark = f'-DMETER_SOURCE="{hash_sources(source.parent)}"'
        passing = target.with_suffix(".tmp")
        command = [*compiler.split(), *FLAGS, mark, "-shared", "-fPIC", str(source), "-o", str(passing)]
        built = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the compiler
        if built.returncode:
            self._shout(f"the meter was not built: {built.stderr[-500:]}")
            return
        passing.replace(target)
        build_data["artifacts"].append(str(FOLDER / target.name))
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{wheel_platform(target)}"  # it is loaded by ctypes and knows no Python

    def _shout(self, why: str) -> None:
        """Installers swallow a hook's own messages; standard error is shown where a build is watched."""
        message = f"picopt-imaging: {why}. Scoring will use NumPy: ten times slower, and large images in part only."
        self.app.display_warning(message)
        sys.stderr.write(f"\n{'!' * 100}\n{message}\n{'!' * 100}\n")


def hash_sources(folder: Path) -> str:
    """SHA-256 of all C in a folder, as `picopt_imaging.ssimulacra2.native` computes it again."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.[ch]")))).hexdigest()


def wheel_platform(library: Path) -> str:
    """The platform's tag (PEP 600): on glibc, the oldest version that has all the functions that the library uses."""
    if sys.platform != "linux" or platform.libc_ver()[0] != "glibc":
        return re.sub(r"[-.]", "_", sysconfig.get_platform())
    needed = (int(minor) for minor in re.findall(rb"GLIBC_2\.(\d+)", library.read_bytes()))
    return f"manylinux_2_{max(OLDEST_GLIBC, *needed, 0)}_{platform.machine()}"
