"""The examples of docs/imaging.md run, and its tables say what code and record say."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from picopt_imaging.cli import main
from picopt_imaging.presets import recipe_of
from picopt_imaging.values import Format, Preset

TOP = Path(__file__).parents[2]
PAGE = (TOP / "docs" / "imaging.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(autouse=True)
def _in_a_folder_with_a_photo(photo_jpeg: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(photo_jpeg, tmp_path / "photo.jpg")
    (tmp_path / "text.json").write_text(json.dumps({"alt": "A cup of coffee"}))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("code", blocks("python"))
def test_python_examples_run(code: str) -> None:
    exec(compile(code, "docs/imaging.md", "exec"), {"__name__": "docs"})  # noqa: S102 - our own page


@pytest.mark.parametrize("line", [line for block in blocks("console") for line in block.splitlines()])
def test_commands_run(line: str) -> None:
    command, *arguments = shlex.split(line)
    assert command == "picopt-imaging"
    assert main(arguments) == 0


def test_the_table_of_presets_is_that_of_the_code() -> None:
    for preset in Preset:
        row = re.search(rf"^\| {preset} \| (.*) \|$", PAGE, re.MULTILINE)
        assert row is not None
        if preset is Preset.AUTO:
            continue
        cells = row[1].split(" | ")
        recipes = [recipe_of(preset, to) for to in (Format.JPEG, Format.WEBP, Format.AVIF)]
        assert cells[:3] == [str(recipe.quality) for recipe in recipes]
        assert cells[3] == recipe_of(preset, Format.PNG).method


def test_the_goals_of_what_was_measured_are_those_of_the_record() -> None:
    goals = json.loads((TOP / "bench" / "results" / "imaging.json").read_text(encoding="utf-8"))["goals"]
    table = (TOP / "docs" / "imaging-measured.md").read_text(encoding="utf-8").partition("\n### ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([≤≥]) (\S+) \| (\S+) \| (\**(?:not )?met\**) \|", table, re.MULTILINE)
    assert [name for name, *_ in rows] == [goal["name"] for goal in goals]
    for (name, relation, limit, told, verdict), goal in zip(rows, goals, strict=True):
        assert goal["goal"] == f"{'<=' if relation == '≤' else '>='} {limit}", name
        decimals = len(told.partition(".")[2])
        assert abs(float(told) - goal["value"]) <= (0.5001 * 10**-decimals if decimals else 0), name
        assert verdict == ("met" if goal["met"] else "**not met**"), name
