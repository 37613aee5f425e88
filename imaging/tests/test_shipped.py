"""What is built is what is shipped: the wheel's name, its licence, its library."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from picopt_imaging.ssimulacra2 import native

PACKAGE = Path(__file__).parents[1]


@pytest.mark.parametrize("changed", ["meter.c", "rows.h"])
def test_a_library_of_another_source_is_not_loaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changed: str
) -> None:
    shutil.copytree(native._SOURCES, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(native, "_SOURCES", tmp_path)
    assert native._load() is not None
    with (tmp_path / changed).open("a") as file:
        file.write("/* newer */\n")
    assert native._load() is None


def test_a_wheel_without_its_c_is_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(native, "_SOURCES", tmp_path)
    assert native._load() is not None


def test_the_wheel_is_of_any_python_and_holds_its_licence(tmp_path: Path) -> None:
    command = [str(PACKAGE.parent / "tools/uv"), "build", "--wheel", "--out-dir", str(tmp_path), str(PACKAGE)]
    subprocess.run(command, check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    if sys.platform == "linux":
        assert "-py3-none-manylinux_2_" in wheel.name
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith(".so") and "_meter" in name for name in names)
    assert {"meter.c", "rows.h"} <= {Path(name).name for name in names}


@pytest.mark.deep
def test_the_wheels_install_as_a_command_of_their_own(tmp_path: Path) -> None:
    """As `pipx install` does: an environment of its own, from wheels, with nothing of this workspace in it."""
    uv, dist = str(PACKAGE.parent / "tools/uv"), tmp_path / "dist"
    for package in (PACKAGE, PACKAGE.parent / "runtime"):
        subprocess.run([uv, "build", "--wheel", "--out-dir", str(dist), str(package)], check=True, capture_output=True)
    homes = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    wheel = next(dist.glob("picopt_imaging-*.whl"))
    install = [uv, "tool", "install", "--no-config", "--python", sys.executable, "--find-links", str(dist), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, env={**os.environ, **homes}, cwd=tmp_path)
    command = [str(tmp_path / "bin" / "picopt-imaging"), "optimize", "--preset", "low", "-"]
    photo = PACKAGE.parent / "samples" / "china.jpg"
    made = subprocess.run(command, input=photo.read_bytes(), capture_output=True, check=True).stdout
    assert made[8:12] == b"WEBP"
