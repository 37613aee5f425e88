"""Pages of decisions say what they are, and the list of them is whole."""

import re
from pathlib import Path
from typing import Final

import pytest

FOLDER: Final = Path(__file__).parents[2] / "docs/adr"
PAGES: Final = sorted(FOLDER.glob("[0-9]*.md"))
_HEAD: Final = re.compile(r"# (\d+)\. (.+)\n\nStatus: accepted, \d{4}-\d\d-\d\d[^\n]*\n\n.{400}", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_page_has_its_number_a_status_and_says_something(page: Path) -> None:
    head = _HEAD.match(page.read_text("utf-8"))
    assert head
    assert int(head[1]) == int(page.name[:4])


def test_the_list_is_whole() -> None:
    titles = [(page, page.read_text("utf-8").partition("\n")[0].removeprefix("# ")) for page in PAGES]
    rows = [f"| {title.partition('. ')[0]} | [{title.partition('. ')[2]}]({page.name}) |" for page, title in titles]
    assert (FOLDER / "README.md").read_text("utf-8").splitlines()[-len(rows) :] == rows
