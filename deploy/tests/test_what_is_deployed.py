"""What a deployed platform consists of: what was measured, nothing less."""

import subprocess
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def deployed() -> set[str]:
    """The names of the packages that `deploy/build-environment saas` installs."""
    command = ["tools/uv", "export", "--locked", "--no-dev", "--no-hashes", "--quiet", "--package", "picopt-saas"]
    done = subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True)
    lines = (line.split(";")[0].strip() for line in done.stdout.splitlines())
    return {line.split("==")[0] for line in lines if "==" in line}


@pytest.mark.parametrize("extra", ["ocr", "japanese"])
def test_the_platform_reads_text_in_images_and_spells_japanese(deployed, extra):
    project = tomllib.loads((TOP / "vision" / "pyproject.toml").read_text())["project"]
    wanted = {requirement.split(">")[0] for requirement in project["optional-dependencies"][extra]}
    assert wanted
    assert wanted <= deployed


def test_the_platform_can_be_told_to_take_heic(deployed):
    assert "pi-heif" in deployed


def test_nothing_for_tests_is_deployed(deployed):
    assert not {"pytest", "hypothesis", "playwright", "mypy", "ruff"} & deployed
