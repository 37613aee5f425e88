"""The guide for site owners and operators, from Markdown files of our own."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from markdown_it import MarkdownIt

_FOLDER: Final = Path(__file__).parents[1] / "guide"
# A picture of tools/guide_pictures.py, in Markdown.
_PICTURE: Final = re.compile(r"(?<=\])\(([a-z-]+\.webp)\)")
# In the order in which somebody needs them; the address of a page is /help/ and its name.
PAGES: Final = (
    "connecting",
    "first-batch",
    "review",
    "revert",
    "automatic-uploads",
    "shop",
    "multilingual",
    "agencies",
    "credits",
    "operators",
)


def guide(request: HttpRequest, name: str = "") -> HttpResponse:
    """A page of the guide, or the list of all."""
    if name and name not in PAGES:
        raise Http404
    contents = [(page, title_of(page)) for page in PAGES]
    context = {"contents": contents, "name": name, "title": name and title_of(name), "html": name and _html(name)}
    return render(request, "public/guide.html", context)


@cache
def title_of(name: str) -> str:
    """The page's heading."""
    return _text(name).partition("\n")[0].removeprefix("# ")


@cache
def _html(name: str) -> str:
    """The text below the heading, as HTML; the files are ours, and raw HTML is off all the same."""
    text = _PICTURE.sub(lambda found: f"({static(f'dashboard/guide/{found[1]}')})", _text(name).partition("\n")[2])
    html: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return html


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
