"""The plugin's guide lists every command, option, and route that there is, and none that is not."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
GUIDE: Final = (ROOT / "docs/plugin.md").read_text("utf-8")
SOURCES: Final = ROOT / "wordpress/picture-optimizer/src"
ENTRANCES: Final = (SOURCES / "Entrances.php").read_text("utf-8")
OUTPUT: Final = "--format"
"""The guide says in a sentence which commands take it."""


def routes_of_code() -> Iterator[str]:
    for path in (SOURCES / "Rest").glob("*.php"):
        for method, route in re.findall(r"(?:add|forJob)\('([A-Z]+)', '(/[^']+)'", path.read_text("utf-8")):
            readable = re.sub(r"\(\?P<(\w+)>\\d\+\)", r"{\1}", route)
            parts = [re.sub(r"^\(\?P<\w+>(.*)\)$", r"\1", part).split("|") for part in readable.split("/")]
            yield from (f"{method} {'/'.join(chosen)}" for chosen in product(*parts))


def commands_of_code() -> set[str]:
    """Commands by what Entrances registers; `plan` and `run` are the public methods of the class of all."""
    listed = re.findall(r"foreach \(\[([^]]+)\] as \$name\) \{\s*\\WP_CLI::add_command", ENTRANCES)
    single = re.findall(r"add_command\('picture-optimizer ([a-z-]+)'", ENTRANCES)
    return {"plan", "run", *single, *(name for names in listed for name in re.findall(r"'([a-z-]+)'", names))}


def options_of_code() -> set[str]:
    sources = [path.read_text("utf-8") for path in (SOURCES / "Cli").glob("*.php")]
    return {found for source in sources for found in re.findall(r"^ +\* \[?(--[a-z][a-z-]*)", source, re.MULTILINE)}


def synopses() -> list[str]:
    block = re.search(r"^```\n(wp picture-optimizer .*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    assert block
    return block[1].split("wp picture-optimizer ")[1:]


def test_the_guide_lists_the_routes_that_there_are() -> None:
    told = set(re.findall(r"`((?:GET|POST|DELETE) /[^`?]+)", GUIDE))
    assert sorted(told) == sorted(set(routes_of_code()))


def test_the_guide_lists_the_commands_that_there_are() -> None:
    assert sorted(synopsis.split()[0] for synopsis in synopses()) == sorted(commands_of_code())


def test_the_guide_lists_the_options_that_there_are() -> None:
    told = {option for synopsis in synopses() for option in re.findall(r"--[a-z-]+", synopsis)}
    assert sorted(told) == sorted(options_of_code() - {OUTPUT})
