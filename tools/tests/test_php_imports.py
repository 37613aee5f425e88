"""No PHP file imports what it does not use: phpcs' standards do not look."""

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
FOLDERS: Final = ("wordpress/picture-optimizer/src", "wordpress/tests", "tools/php_walls", "bench/src")
_IMPORT: Final = re.compile(r"^use (?:function )?([\w\\]+?)(?: as (\w+))?;$", re.MULTILINE)


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_imported_is_used(folder: str) -> None:
    files = sorted((ROOT / folder).rglob("*.php"))
    assert files
    assert [f"{path.relative_to(ROOT)}: {name}" for path in files for name in unused(path.read_text("utf-8"))] == []


def test_an_import_that_only_a_comment_names_counts_as_used() -> None:
    source = "<?php\nuse A\\B;\nuse A\\C as D;\nuse A\\E;\n/** @return B */\nnew D();\nA\\E::x();\n"
    assert unused(source) == ["E"]


def unused(source: str) -> list[str]:
    """Names that stand nowhere but in their import: phpdoc needs its imports, too."""
    names = [alias or path.rpartition("\\")[2] for path, alias in _IMPORT.findall(source)]
    rest = _IMPORT.sub("", source)
    return [name for name in names if not re.search(rf"(?<![\\\w]){name}\b", rest)]
