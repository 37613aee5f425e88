"""The command `picopt` says what it takes."""

import pytest

from picopt_standalone.cli import main


@pytest.mark.parametrize("words", [[], ["sit"]], ids=["none", "a misspelled one"])
def test_a_missing_command_is_answered_with_those_there_are(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert all(name in said for name in ("site", "stack", "demo", "tour", "up"))


def test_a_command_that_runs_another_wants_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["site", "--name", "x"])
    assert left.value.code == 2
    assert "picopt site [OPTION ...] -- COMMAND" in capsys.readouterr().err
