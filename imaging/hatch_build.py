# ruff: noqa: INP001 - a build script, not a package
"""Compile the meter of SSIMULACRA2 when the package is built or installed; without a C compiler, NumPy is used."""

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("src/picopt_imaging/ssimulacra2")
# Sums may be reordered, which is what lets the compiler use vectors. Not -ffast-math: it changes the whole process.
FLAGS = ("-std=c11", "-O3", "-fno-math-errno", "-fno-trapping-math", "-fno-signed-zeros", "-fassociative-math")


class MeterBuildHook(BuildHookInterface):
    """Called by hatchling, for editable installs too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the library beside its source, and ship it where that worked."""
        source = Path(self.root) / FOLDER / "meter.c"
        target = source.with_name(f"_meter-{sysconfig.get_platform()}.so")
        compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None:
            self.app.display_warning("picopt-imaging: no C compiler, so scoring will use NumPy")
            return
        passing = target.with_suffix(".tmp")
        command = [*compiler.split(), *FLAGS, "-shared", "-fPIC", str(source), "-o", str(passing)]
        built = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the compiler
        if built.returncode:
            self.app.display_warning(f"picopt-imaging: the meter was not built, NumPy is used: {built.stderr[-500:]}")
            return
        passing.replace(target)
        build_data["artifacts"].append(str(FOLDER / target.name))
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
