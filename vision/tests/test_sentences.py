"""The library does not know who pays for its work, nor what: its sentences speak of the image and the model."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import picopt_vision

SOURCES = Path(picopt_vision.__file__).parent


def _sentences() -> Iterator[tuple[str, str]]:
    """Every text with a space in it that is no documentation: where it stands, and the text."""
    for path in SOURCES.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                yield f"{path.relative_to(SOURCES)}:{node.lineno}", node.value


def test_no_sentence_of_the_library_says_what_is_charged() -> None:
    found = list(_sentences())
    assert any("refused to describe this image" in text for _, text in found), "its sentences are looked at"
    assert [place for place, text in found if re.search(r"\bcharged?\b", text, re.IGNORECASE)] == []
