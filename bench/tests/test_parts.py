"""Parts of a benchmark: asked for by name, kept until all are there."""

import re
from pathlib import Path

import pytest

from picopt_bench import bench_gateway, bench_kills, bench_ledger, bench_queue, bench_references
from picopt_bench.parts import Parts, Raw, asked_parts


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


@pytest.mark.parametrize("bench", [bench_gateway, bench_kills, bench_ledger, bench_queue, bench_references])
def test_every_benchmark_in_parts_reads_them_so(bench: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make bench-NAME PART=nonsense` says so before anything is measured; of kills, a part is a number of minutes."""
    monkeypatch.setattr("sys.argv", ["bench", "--part", "nonsense"])
    with pytest.raises((SystemExit, ValueError), match=re.compile("nonsense")):
        bench.main()


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
