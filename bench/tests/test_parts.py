"""Parts of a benchmark: asked for by name, kept until all are there."""

import re
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

import picopt_bench
from picopt_bench import (
    bench_first_hour,
    bench_gateway,
    bench_house,
    bench_imaging,
    bench_kills,
    bench_ledger,
    bench_plugin_face,
    bench_queue,
    bench_references,
    bench_scale,
    bench_vision_remote,
)
from picopt_bench.parts import Parts, Raw, asked_parts
from picopt_standalone.paths import PROJECT

BENCHMARKS: Final = (
    bench_first_hour,
    bench_gateway,
    bench_house,
    bench_imaging,
    bench_kills,
    bench_ledger,
    bench_plugin_face,
    bench_queue,
    bench_references,
    bench_scale,
    bench_vision_remote,
)


class Measured:
    """Two parts that note that they were measured."""

    def __init__(self, folder: Path) -> None:
        self.calls: list[str] = []
        names = ("first", "second")
        self.parts = Parts("of-a-test", {name: lambda name=name: self.measure(name) for name in names}, folder)

    def measure(self, name: str) -> Raw:
        self.calls.append(name)
        return {"turn": len(self.calls)}


@pytest.fixture
def measured(tmp_path: Path) -> Measured:
    return Measured(tmp_path)


def test_make_hands_on_the_names_behind_part() -> None:
    assert asked_parts([]) == []
    assert asked_parts(["--part", "idle", "speed"]) == ["idle", "speed"]
    with pytest.raises(SystemExit):
        asked_parts(["idle"])


@pytest.mark.parametrize("bench", BENCHMARKS, ids=lambda bench: bench.__name__.rpartition(".")[2])
def test_a_part_that_there_is_none_of_is_refused(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`make bench-NAME PART=nonsense` says so before anything is measured, also where there are no parts."""
    monkeypatch.setattr("sys.argv", ["bench", "--part", "nonsense"])
    with pytest.raises(SystemExit) as refused:
        bench.main()
    assert "nonsense" in f"{refused.value}{capsys.readouterr().err}"


@pytest.mark.parametrize("target", ["bench", "bench-first-hour"])
def test_make_refuses_parts_before_a_target_does_anything(target: str) -> None:
    called = ["make", "--dry-run", "--directory", PROJECT, target, "PART=speed"]
    refused = subprocess.run(called, check=False, capture_output=True, text=True)
    assert refused.returncode
    assert "PART=" in refused.stderr
    assert "picopt" not in refused.stdout


def test_no_benchmark_is_forgotten() -> None:
    files = Path(picopt_bench.__file__).parent.glob("bench_*.py")
    stems = {path.stem for path in files}
    assert {bench.__name__ for bench in BENCHMARKS} == {f"picopt_bench.{stem}" for stem in stems}
    told = re.findall(
        r"^\| `(bench-[a-z-]+)` \|", (PROJECT / "docs" / "development.md").read_text("utf-8"), re.MULTILINE
    )
    assert set(told) == {stem.replace("_", "-") for stem in stems}


@pytest.mark.parametrize(("words", "minutes"), [([], 60), (["--part", "2.5"], 2.5)])
def test_of_kills_a_part_is_a_number_of_minutes(
    words: list[str], minutes: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", *words])
    assert bench_kills.asked_minutes() == minutes


def test_what_is_missing_is_told_and_what_is_known_is_kept(
    measured: Measured, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measured.parts.run(["first"]) is None
    assert "still to be measured: second" in capsys.readouterr().out
    assert measured.parts.run(["second"]) == {"first": {"turn": 1}, "second": {"turn": 2}}
    assert measured.calls == ["first", "second"]


def test_who_names_none_begins_anew(measured: Measured) -> None:
    measured.parts.run(["first"])
    assert measured.parts.run([]) == {"first": {"turn": 2}, "second": {"turn": 3}}


def test_an_unknown_part_is_refused_before_any_is_measured(measured: Measured) -> None:
    with pytest.raises(SystemExit, match="third: the parts are first, second"):
        measured.parts.run(["first", "third"])
    assert measured.calls == []
