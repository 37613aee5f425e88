import json
import sys
from functools import partial

from picopt_bench.mutation import __main__ as main
from picopt_bench.mutation.result import Result


def test_two_runs_at_once_keep_what_both_have_shown(tmp_path, monkeypatch):
    report = tmp_path / "mutation.json"

    def judge(name, _size, _survivors):
        if name == "jobs":  # while it is judged, another run ends
            monkeypatch.setattr(sys, "argv", ["mutate", "Replace"])
            main.main()
        return Result(3, (f"{name}.py:1 x",))

    monkeypatch.setattr(main, "REPORT", report)
    monkeypatch.setattr(main, "JUDGES", {name: partial(judge, name) for name in ("Planning", "jobs", "Replace")})
    for name in ("Planning", "jobs"):
        monkeypatch.setattr(sys, "argv", ["mutate", name])
        assert main.main() == 0
    found = json.loads(report.read_text(encoding="utf-8"))
    assert {name: (one["killed"], one["survivors"]) for name, one in found.items()} == {
        name: (3, [f"{name}.py:1 x"]) for name in ("Planning", "jobs", "Replace")
    }
