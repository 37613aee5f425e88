"""What is built is what is shipped: the wheel's name, its licence, its library; and what is degraded is said."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from picopt_imaging import degradations
from picopt_imaging.encode import libwebp
from picopt_imaging.ssimulacra2 import native

PACKAGE = Path(__file__).parents[1]


def test_nothing_is_degraded_where_all_is_installed() -> None:
    assert degradations() == (), "run `make setup`"


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "AVAILABLE", False)
    monkeypatch.setattr(libwebp, "AVAILABLE", False)
    assert [each.code for each in degradations()] == ["meter_not_compiled", "libwebp_not_found"]


def test_a_library_of_another_source_is_not_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    changed = tmp_path / "meter.c"
    changed.write_text("/* newer */")
    assert native._load() is not None
    monkeypatch.setattr(native, "_SOURCE", changed)
    assert native._load() is None


def test_the_wheel_is_of_any_python_and_holds_its_licence(tmp_path: Path) -> None:
    command = [str(PACKAGE.parent / "tools/uv"), "build", "--wheel", "--out-dir", str(tmp_path), str(PACKAGE)]
    subprocess.run(command, check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    if sys.platform == "linux":
        assert "-py3-none-manylinux_2_" in wheel.name
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith(".so") and "_meter" in name for name in names)
