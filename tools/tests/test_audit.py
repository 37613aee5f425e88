"""`make audit` fails over a known weakness, and says so where nobody here can know any."""

import json
from pathlib import Path

import audit
import pytest

WEAK = {"name": "urllib3", "version": "2.0.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.0.7"]}]}
SOUND = {"name": "urllib3", "version": "2.7.0", "vulns": []}
UNKNOWN = {"name": "urllib3", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ([[SOUND], [SOUND]], 0, "0 packages with known weaknesses"),
        ([[SOUND], [SOUND, WEAK]], 1, "urllib3 2.0.0: PYSEC-1, fixed in 2.0.7"),
        ([[WEAK], [{**WEAK, "vulns": [{"id": "PYSEC-2", "fix_versions": []}]}]], 1, "PYSEC-2, fixed in no version yet"),
        ([[UNKNOWN]], 0, "skipped: the registry of this machine has no advisories"),
        ([[SOUND], [SOUND, UNKNOWN]], 0, "0 packages with known weaknesses"),
    ],
)
def test_what_is_known_decides(monkeypatch, capsys, answers, code, said):
    told = iter(answers)
    monkeypatch.setattr(audit, "ask", lambda _requirements: next(told))
    assert audit.main() == code
    assert said in capsys.readouterr().out
    assert list(told) == []


def test_a_program_that_says_nothing_is_a_failure_and_no_good_news(monkeypatch, tmp_path: Path):
    program = tmp_path / "pip-audit"
    program.write_text("#!/bin/sh\necho 'no network' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(SystemExit, match="pip-audit failed: no network"):
        audit.ask(tmp_path / "requirements.txt")
    program.write_text("#!/bin/sh\ncat <<'END'\n" + json.dumps({"dependencies": [WEAK]}) + "\nEND\nexit 1\n")
    assert audit.ask(tmp_path / "requirements.txt") == [WEAK]
