"""The forge runs what `make test`, `make lint`, and `make test-deep` run here."""

import re
from pathlib import Path
from typing import Final

import yaml

TOP: Final = Path(__file__).resolve().parents[2]
WORKFLOWS: Final = TOP / ".github" / "workflows"


def made_by(target: str) -> set[str]:
    """Targets that this one brings along, itself among them, as the Makefile says."""
    (rule,) = re.findall(
        rf"^{target}:(.*?)(?:##.*)?\n((?:\t.*\n)*)", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    needed = {name for name in " ".join(rule).split("#")[0].split() if re.fullmatch(r"test-[a-z0-9-]+", name)}
    return {target}.union(*map(made_by, needed))


def test_every_suite_that_make_test_runs_is_run_by_the_forge() -> None:
    workflow = yaml.safe_load((WORKFLOWS / "ci.yml").read_text("utf-8"))
    steps = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    called = {name for step in steps for name in re.findall(r"make ([a-z0-9-]+)", step)}
    run = set().union(*(made_by(name) for name in called if name.startswith("test")))

    assert made_by("test") - {"test"} == {"test-service", "test-parts", "test-php", "test-e2e", "test-js"}
    assert made_by("test") - {"test"} <= run
    assert "lint" in called


def test_every_part_of_the_deep_tests_is_run_by_the_forge_once_a_week() -> None:
    (parts,) = re.findall(r"^DEEP_PARTS := (.*)$", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE)
    workflow = yaml.safe_load((WORKFLOWS / "deep.yml").read_text("utf-8"))
    job = workflow["jobs"]["deep"]

    assert job["strategy"]["matrix"] == {"part": parts.split()}
    assert job["steps"][-1] == {"run": "make ${{ matrix.part }}"}
    assert workflow["jobs"]["newest"]["steps"][-1] == {"run": "make upper-bounds"}  # they come out without a push
    assert workflow[True].keys() == {"schedule", "workflow_dispatch"}  # YAML 1.1 reads `on` as true
