"""The patterns of rules.json mean the same to PHP and JavaScript, which the plugin runs."""

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
RULES = HERE.parents[2] / "contract" / "rules.json"


@pytest.mark.parametrize("command", [["php", "-d", "display_errors=1", "portable.php"], ["node", "portable.js"]])
def test_patterns_mean_the_same(command: list[str]) -> None:
    run = subprocess.run([*command, str(RULES)], cwd=HERE, check=True, capture_output=True, text=True)
    assert run.stdout == "done\n"
