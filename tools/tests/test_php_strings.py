"""Text for people in the plugin is translatable, and what is not is found."""

import json
import subprocess
from pathlib import Path
from typing import Final

import pytest

TOP: Final = Path(__file__).resolve().parents[2]


def check(source: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["php", str(TOP / "tools/php_strings.php"), *options, str(source)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_plugin_has_no_text_that_cannot_be_translated() -> None:
    result = check(TOP / "wordpress/picture-optimizer")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("throw new ChangeError('Gone.');", 1),
        ("throw new ChangeError(sprintf('The file %s is gone.', $name));", 1),
        ('return "The file {$name} was not found";', 1),
        ('return "{$a} was edited since. It stays.";', 1),
        ('return "{$a}-{$b}.jpg";', 0),
        ("WP_CLI::success('Done');", 1),
        ("throw new ChangeError(__('Gone.', 'picture-optimizer'));", 0),
        ("throw new ChangeError(sprintf(__('The file %s is gone.', 'picture-optimizer'), $name));", 0),
        ("$db->query('SELECT id FROM images WHERE state = 1 ORDER BY id');", 0),
        ("throw new \\UnexpectedValueException('The edits do not fit.'); // not for people", 0),
        ("$row['The name of a key'] = 'picopt-badge';", 0),
    ],
)
def test_text_outside_of_a_translation_is_found(code: str, found: int, tmp_path: Path) -> None:
    (tmp_path / "Planted.php").write_text(f"<?php\n\n{code}\n", encoding="utf-8")
    result = check(tmp_path, "--json")
    assert json.loads(result.stdout) == {"unwrapped_strings": found}
    assert (result.returncode == 0) == (found == 0)
    assert ("Planted.php:3: not translatable: " in check(tmp_path).stdout) == (found > 0)
