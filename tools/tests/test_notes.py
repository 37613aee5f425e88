"""Each note that a result can carry has an example, by which the plugin's tests prove that it is translated."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from picopt_imaging.metadata.fields import Fields
from picopt_imaging.metadata.fitting import what_was_cut

TOP: Final = Path(__file__).resolve().parents[2]
EXAMPLES: Final = TOP / "wordpress/tests/fixtures/notes.json"
SOURCES: Final = (TOP / "imaging/src/picopt_imaging", TOP / "saas/src")
SMALLEST_SENTENCE: Final = 3
"""Words."""


def examples() -> list[str]:
    return list(json.loads(EXAMPLES.read_text(encoding="utf-8")))


def written(source: str) -> set[str]:
    """What goes into anything that is called notes, with {} where values stand."""
    return {
        text
        for node in ast.walk(ast.parse(source))
        for value in noted(node)
        for text in sentences(value)
        if len(text.split()) >= SMALLEST_SENTENCE
    }


def noted(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Call(func=ast.Attribute(value=to, attr="append" | "extend"), args=values) if is_notes(to):
            return values
        case ast.Assign(targets=[to], value=value) if is_notes(to):
            return [value]
        case ast.AugAssign(target=to, value=value) if is_notes(to):
            return [value]
        case ast.keyword(arg="notes", value=value):
            return [value]
        case _:
            return []


def is_notes(node: ast.expr) -> bool:
    return getattr(node, "id", getattr(node, "attr", "")) == "notes"


def sentences(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        case ast.Constant(value=str(text)):
            yield text
        case _:
            for child in ast.iter_child_nodes(node):
                yield from sentences(child)


def all_written() -> set[str]:
    files = [path for source in SOURCES for path in source.rglob("*.py") if "cli" not in path.parts]
    return set().union(*(written(path.read_text(encoding="utf-8")) for path in files))


def pattern_of(sentence: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, sentence.split("{}"))))


def test_every_note_has_an_example() -> None:
    found = all_written()
    assert len(found) >= 19, "what is called notes is no longer found"
    missing = [each for each in found if not any(pattern_of(each).fullmatch(example) for example in examples())]
    assert missing == [], "add an example to the file, and a row to the plugin's Media/Notes.php"


def test_every_example_is_a_note() -> None:
    patterns = [pattern_of(each) for each in all_written()]
    assert [each for each in examples() if not any(pattern.fullmatch(each) for pattern in patterns)] == []


def test_every_text_that_can_be_cut_has_an_example() -> None:
    names = [name for name, kind in Fields.__annotations__.items() if kind is str]
    long = Fields(**dict.fromkeys(names, "ab"))  # type: ignore[arg-type] # of these fields, all are text
    short = Fields(**dict.fromkeys(names, "a"))  # type: ignore[arg-type] # as above
    notes = what_was_cut(long, short)
    assert len(notes) == len(names)
    assert [note for note in notes if re.sub(r"\d+", "9", note) not in examples()] == []


@pytest.mark.parametrize(
    "code",
    [
        'work.notes.append(f"The file holds {count} pages.")',
        'notes = ["The file holds no pages." for each in pages]',
        'notes += ("The file holds no pages.",)',
        'report(notes=["A file of no pages." if pages else "The file holds pages."])',
    ],
)
def test_a_note_is_found_wherever_it_is_written(code: str) -> None:
    assert written(code)
