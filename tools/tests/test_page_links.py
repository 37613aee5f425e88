"""A link from one page of the project to another leads somewhere: to a file, and to a heading of it."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest

ROOT: Final = Path(__file__).parents[2]
LISTED: Final = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True)
# Links of the guide at /help are the dashboard's addresses; its own tests follow them.
PAGES: Final = [ROOT / name for name in LISTED.stdout.split() if "dashboard/guide/" not in name]
_CODE: Final = re.compile(r"^( *)```.*?^\1```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_LINK: Final = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    assert [link for link in links(page.read_text("utf-8")) if not leads(page, link)] == []


def test_a_link_that_leads_nowhere_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One `code` heading\n", "utf-8")
    links_of_page = [
        "#one-code-heading",
        "page.md#one-code-heading",
        "page.md",
        "#another",
        "gone.md",
        "https://x.example/",
    ]
    assert [leads(page, link) for link in links_of_page] == [True, True, True, False, False, True]


def links(text: str) -> Iterator[str]:
    """Targets of links and images outside of code."""
    yield from _LINK.findall(_CODE.sub("", text))


def leads(page: Path, link: str) -> bool:
    """Whether there is such a file, with such a heading; addresses on the web are not looked up."""
    if re.match(r"[a-z]+:", link):
        return True
    name, _, heading = unquote(link).partition("#")
    target = page.parent / name if name else page
    return target.exists() and (not heading or heading in headings(target.read_text("utf-8")))


def headings(text: str) -> set[str]:
    """Headings as the forge names them in addresses."""
    found = re.findall(
        r"^#{1,6} +(.+?)\s*$", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}
