"""ARCHITECTURE.md names what is there: the repository's folders, and the plugin's rooms in the order of their plan."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

TOP: Final = Path(__file__).resolve().parents[2]
PLUGIN: Final = TOP / "wordpress" / "picture-optimizer" / "src"
ROOF: Final = "roof"
GROUND: Final = "ground"


def rows(head: str) -> dict[str, str]:
    """The table with this head: its first column, bare, and the rest of each row."""
    text = (TOP / "ARCHITECTURE.md").read_text("utf-8")
    _, table = text.split(f"{head}\n", 1)
    body = table.split("\n\n", 1)[0].splitlines()[1:]
    return {first.strip().replace("`", ""): rest for first, rest in (line[1:].split("|", 1) for line in body)}


def names(cell: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", cell))


@pytest.fixture
def plan() -> dict[str, Any]:
    """The plan that `make lint` holds the plugin's code against."""
    code = f"echo json_encode(require '{TOP / 'wordpress' / 'walls.php'}');"
    done = subprocess.run(["php", "-r", code], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_folder_of_the_repository_has_its_row() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=True).stdout
    folders = {path.split("/")[0] for path in tracked.splitlines() if "/" in path and not path.startswith(".")}
    assert {row.split("/")[0] for row in rows("| folder | package | what it is |")} == folders


def test_the_rooms_of_the_plugin_stand_in_the_order_of_their_plan(plan: dict[str, Any]) -> None:
    told = rows("| room | what is in it |")
    rooms = [room for row in told for room in row.split(", ") if row not in (GROUND, ROOF)]
    assert rooms == plan["rooms"]
    assert sorted(rooms) == sorted(path.name for path in PLUGIN.iterdir() if path.is_dir())


def test_every_class_of_the_top_folder_is_ground_or_roof(plan: dict[str, Any]) -> None:
    told = rows("| room | what is in it |")
    classes = {path.stem for path in PLUGIN.glob("*.php")} - {"autoload"}
    assert names(told[GROUND]) == set(plan["ground"])
    assert names(told[ROOF]) == classes - set(plan["ground"])
