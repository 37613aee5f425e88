"""The command line says what is wrong in a sentence, and its exit code says whose fault it is."""

import json
from pathlib import Path

import pytest

from picopt_vision.cli import main

BATCH = ["batch", "--base-url", "http://127.0.0.1:9"]


@pytest.mark.parametrize(("more", "says"), [(["--model", "m"], "no batch lane"), ([], "needs the model's name")])
def test_settings_that_cannot_work_are_told_in_a_sentence(
    more: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISION_MODEL", raising=False)
    assert main([*BATCH, *more, "--ledger", str(tmp_path / "lane"), "photo.jpg"]) == 2
    assert says in capsys.readouterr().err


def test_a_file_that_is_not_there_is_called_so_and_not_damaged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / "nowhere.jpg"
    assert main(["batch", "--model", "m", "--ledger", str(tmp_path / "lane"), str(nowhere)]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "file": str(nowhere),
        "error": "not_found",
        "message": "There is no such file.",
    }


def test_a_time_limit_in_the_environment_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISION_TIMEOUT_SECONDS", "soon")
    with pytest.raises(SystemExit) as ended:
        main(["models"])
    assert ended.value.code == 2
