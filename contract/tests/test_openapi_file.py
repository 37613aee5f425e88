"""`python -m picopt_contract.openapi`, which writes the committed file and tells when it is old."""

import runpy
import sys

import pytest

from picopt_contract import openapi


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "openapi.json"
    monkeypatch.setattr(openapi, "FILE", path)
    return path


def test_it_writes_the_file_and_finds_it_fresh(file):
    assert openapi.main([]) == 0

    assert file.read_text("utf-8") == openapi.render(openapi.build())
    assert openapi.main(["--check"]) == 0


@pytest.mark.parametrize("old", [None, "{}"])
def test_a_file_that_is_old_or_missing_is_told_and_left_alone(file, capsys, old):
    if old is not None:
        file.write_text(old)

    assert openapi.main(["--check"]) == 1

    assert "run `make contract`" in capsys.readouterr().err
    assert (file.read_text() if file.exists() else None) == old


@pytest.mark.filterwarnings("ignore:'picopt_contract.openapi' found in sys.modules")
def test_the_command_reads_its_arguments(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["openapi", "--check"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("picopt_contract.openapi", run_name="__main__")

    assert ended.value.code == 0
