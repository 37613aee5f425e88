"""What is built is what is shipped: the wheel's name, its licence, its library."""

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
