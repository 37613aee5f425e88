"""The walls between the plugin's rooms hold: what is planted in a copy of the source is found, by file and line."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

TOP: Final = Path(__file__).resolve().parents[2]
SOURCE: Final = TOP / "wordpress/picture-optimizer/src"


# Enough of them to keep to the plan, and for what is planted; to read them all takes twice as long.
ROOMS: Final = ("Api", "Files", "Planning", "Queue", "Replace", "Review", "Rest", "Store", "Audit")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of some of the plugin's rooms that a test may spoil."""
    kept = tmp_path / "src"
    for room in ROOMS:
        shutil.copytree(SOURCE / room, kept / room)
    return kept


def check(source: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["php", str(TOP / "tools/php_walls/check.php"), *options, str(source)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def plant(source: Path, name: str, code: str) -> None:
    """Write a class of the plugin; its room is the folder in its name."""
    room, _, short = name.rpartition("/")
    namespace = "\\".join(["PictureOptimizer", *room.split("/")])
    path = source / f"{name}.php"
    path.write_text(f"<?php\n\nnamespace {namespace};\n\nfinal class {short}\n{{\n{code}\n}}\n", encoding="utf-8")


def plant_import(source: Path, file: str, imported: str) -> int:
    """Let a file import a class of ours; returns the line where it does."""
    path = source / file
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("use "))
    lines.insert(at, f"use PictureOptimizer\\{imported};")
    path.write_text("\n".join(lines), encoding="utf-8")
    return at + 1


def test_the_source_as_it_is_keeps_to_its_plan() -> None:
    result = check(SOURCE)
    assert result.returncode == 0, result.stdout
    counts = json.loads(check(SOURCE, "--json").stdout)
    assert counts["php_folder_circles"] == counts["face_violations"] == counts["order_violations"] == 0


def test_a_circle_is_found_and_named(source: Path) -> None:
    plant(source, "Store/Planted", "    public \\PictureOptimizer\\Queue\\Runner $runner;")
    result = check(source)
    assert result.returncode == 1
    assert "Store/Planted.php:7: order: Store uses Queue\\Runner, but Queue lies above it" in result.stdout
    circle = next(line for line in result.stdout.splitlines() if line.startswith("circle: "))
    assert "Queue" in circle
    assert "Store" in circle
    assert json.loads(check(source, "--json").stdout)["php_folder_circles"] == 1


def test_what_is_behind_the_face_of_replace_is_not_used_from_outside(source: Path) -> None:
    line = plant_import(source, "Review/Desk.php", "Replace\\Journal")
    result = check(source)
    assert result.returncode == 1
    wanted = f"Review/Desk.php:{line}: face: Review uses Replace\\Journal, which is not of the face of Replace"
    assert wanted in result.stdout
    assert json.loads(check(source, "--json").stdout)["face_violations"] == 1


LOOSE = {
    "returned": """
    /** @return array<string, mixed> */
    public function planted(): array
    {
        return [];
    }""",
    "in a list": """
    /** @param list<array<string, mixed>> $all */
    public function planted(array $all): void
    {
    }""",
    "not documented": """
    public function planted(array $all): void
    {
    }""",
    "promoted": """
    /** @param array<string, mixed> $all */
    private function __construct(public readonly array $all)
    {
    }""",
    "a property": "    public array $all = [];",
}


@pytest.mark.parametrize("code", LOOSE.values(), ids=LOOSE)
def test_an_array_of_anything_does_not_travel_between_rooms(source: Path, code: str) -> None:
    plant(source, "Api/Planted", code)
    assert check(source).returncode == 0, "nobody outside uses it yet"
    plant_import(source, "Planning/Planner.php", "Api\\Planted")
    result = check(source)
    assert result.returncode == 1
    assert "Api/Planted.php:" in result.stdout
    assert "array: Api\\Planted::" in result.stdout


def test_a_typed_array_may_travel(source: Path) -> None:
    code = "    /** @return array<int, string> */\n    public function names(): array\n    {\n        return [];\n    }"
    plant(source, "Api/Planted", code)
    plant_import(source, "Planning/Planner.php", "Api\\Planted")
    assert check(source).returncode == 0


def test_a_room_that_the_plan_does_not_know_is_named(source: Path) -> None:
    (source / "Attic").mkdir()
    plant(source, "Attic/Planted", "")
    assert "the room Attic has no place in the order" in check(source).stdout


def test_views_and_classes_of_the_top_folder_are_looked_at_as_well(source: Path) -> None:
    plant_import(source, "Audit/views/audit.php", "Rest\\Router")
    code = "<?php\n\nnamespace PictureOptimizer;\n\nuse PictureOptimizer\\Store\\Job;\n"
    (source / "Access.php").write_text(code, encoding="utf-8")
    output = check(source).stdout
    assert "Audit uses Rest\\Router, but Rest lies above it" in output
    assert "(ground) uses Store\\Job, but Store lies above it" in output
