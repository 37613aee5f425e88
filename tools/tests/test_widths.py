"""Prose in the project's pages is wrapped, so that a change shows in a diff and a page reads well in an editor."""

import re
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
WIDEST: Final = 150
# Of packages are what models and callers get word by word, and the guide at /help, whose lines are whole sentences.
PAGES: Final = subprocess.run(
    ["git", "ls-files", "*.md", ":!CHANGELOG.md", ":!*/src/*"], cwd=ROOT, check=True, capture_output=True, text=True
).stdout.split()
_NOT_PROSE: Final = re.compile(r"^( *)```.*?^\1```|^ *\|.*?$|^#.*?$", re.DOTALL | re.MULTILINE)


def too_wide(text: str) -> list[str]:
    """Lines of prose that could be broken and are not."""
    return [line for line in _NOT_PROSE.sub("", text).splitlines() if len(line) > WIDEST and " " in line.strip()]


def test_prose_is_wrapped() -> None:
    assert [f"{page}: {line}" for page in PAGES for line in too_wide((ROOT / page).read_text("utf-8"))] == []


def test_a_wide_line_is_found_and_code_and_tables_are_none() -> None:
    wide = "word " * 40
    assert too_wide(f"# {wide}\n| {wide} |\n```sh\n{wide}\n```\n- {wide}\n\n{'x' * 200}\n") == [f"- {wide}"]
