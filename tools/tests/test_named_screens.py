"""Guides name screens, buttons, and settings as the product does: a name that nobody can find there is a dead end."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polib
import pytest

ROOT: Final = Path(__file__).parents[2]
GUIDE: Final = ROOT / "saas/src/picopt_saas/dashboard/guide"
STRINGS: Final = (
    ROOT / "wordpress/picture-optimizer/languages/picture-optimizer.pot",
    ROOT / "saas/src/picopt_saas/locale/de/LC_MESSAGES/django.po",
)
WORDPRESS: Final = frozenset(
    {"add plugin", "bulk select", "connectors", "library", "media", "plugins", "site health", "upload plugin"}
)
"""Names on WordPress' own screens."""
TOLD_BY_DEMO: Final = frozenset({"api"})
"""What `make up` prints."""
# For operators names no screen, and what is bold there is the first word of its points.
PAGES: Final = (
    (ROOT / "README.md", r"(?<!\*)\*([^*\n]+)\*(?!\*)"),
    (ROOT / "docs/plugin.md", r"(?<!\*)\*([^*\n]+)\*(?!\*)"),
    *((page, r"\*\*([^*\n]+→[^*\n]+)\*\*") for page in sorted(GUIDE.glob("*.md"))),
)


@pytest.fixture(scope="module")
def names() -> set[str]:
    entries = [entry for path in STRINGS for entry in polib.pofile(str(path))]
    return {plain(text) for entry in entries for text in (entry.msgid, entry.msgid_plural)} | WORDPRESS | TOLD_BY_DEMO


@pytest.mark.parametrize(("page", "emphasis"), PAGES, ids=[page.stem for page, _emphasis in PAGES])
def test_what_a_guide_names_is_on_a_screen(page: Path, emphasis: str, names: set[str]) -> None:
    assert sorted(set(named(page.read_text("utf-8"), emphasis)) - names) == []


def test_a_name_of_before_is_noticed(names: set[str]) -> None:
    text = "*Settings → Picture Optimizer*, then *Show the price*"
    assert set(named(text, PAGES[0][1])) - names == {"show the price"}


def test_a_name_is_read_across_lines_and_a_pattern_is_none() -> None:
    text = "*Exclusions* has names (`logo*.png`); *Settings →\n  Show the price* is\n\nno *Bulk\n\nselect*"
    assert list(named(text, PAGES[0][1])) == ["exclusions", "settings", "show the price"]


def named(text: str, emphasis: str) -> Iterator[str]:
    """What is emphasized outside of code, each step of a path by itself; a name may go on in the next line."""
    prose = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
    for found in re.findall(emphasis, re.sub(r"(?<!\n)\n *(?=\w)", " ", prose)):
        yield from (plain(step) for step in found.split("→"))


def plain(name: str) -> str:
    """As it is compared: a screen's “Regenerate…” is *Regenerate* in a sentence; a number stands for any number."""
    return re.sub(r"[….:]+$", "", re.sub(r"%(?:\d\$)?[sd]", "…", name)).strip().lower()
