"""The forge runs what `make test` and `make lint` run here."""

import re
from pathlib import Path
from typing import Final

import yaml

TOP: Final = Path(__file__).resolve().parents[2]


def made_by(target: str) -> set[str]:
    """Targets that this one brings along, itself among them, as the Makefile says."""
    (rule,) = re.findall(
        rf"^{target}:(.*?)(?:##.*)?\n((?:\t.*\n)*)", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    needed = {name for name in " ".join(rule).split("#")[0].split() if re.fullmatch(r"test-[a-z0-9-]+", name)}
    return {target}.union(*map(made_by, needed))


def test_every_suite_that_make_test_runs_is_run_by_the_forge() -> None:
    workflow = yaml.safe_load((TOP / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    steps = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    called = {name for step in steps for name in re.findall(r"make ([a-z0-9-]+)", step)}
    run = set().union(*(made_by(name) for name in called if name.startswith("test")))

    assert made_by("test") - {"test"} == {"test-service", "test-parts", "test-php", "test-e2e", "test-js"}
    assert made_by("test") - {"test"} <= run
    assert "lint" in called
