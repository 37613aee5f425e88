"""Quotation marks differ by language: around words that are somebody's, they come from a translation."""

import re
from pathlib import Path
from typing import Final

import pytest

WORDPRESS: Final = Path(__file__).resolve().parents[2] / "wordpress"
_AROUND_A_VALUE: Final = re.compile(r"“\$?\{|“\$\w|^(?!.*\b_[_nx]+\().*'%s “%s”'")


def places(*folders: str) -> list[str]:
    """Lines of our sources that put English quotation marks around a value."""
    files = [
        path for folder in folders for path in (WORDPRESS / folder).rglob("*") if path.suffix in {".php", ".js", ".jsx"}
    ]
    return [
        f"{path.name}: {line.strip()}"
        for path in sorted(files)
        for line in path.read_text(encoding="utf-8").splitlines()
        if _AROUND_A_VALUE.search(line)
    ]


def test_what_is_quoted_is_quoted_in_the_readers_language() -> None:
    assert places("picture-optimizer/src", "assets-src") == []


@pytest.mark.parametrize(
    "line", ['esc_html("“{$text}”")', "`“${alt}”`", "“{present}” <b>", "sprintf('%s “%s”', $a, $b)"]
)
def test_english_quotation_marks_around_a_value_are_found(line: str) -> None:
    assert _AROUND_A_VALUE.search(line)


def test_those_of_a_translation_are_not() -> None:
    assert not _AROUND_A_VALUE.search("__('The file “%s” is gone.', 'picture-optimizer')")
