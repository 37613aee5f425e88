import json

import pytest

from picopt_bench import goals


@pytest.mark.parametrize(
    ("value", "limit", "met"),
    [(0.45, "<= 0.45", True), (0.46, "<= 0.45", False), (200, ">= 200", True), (199, ">= 200", False)],
)
def test_a_value_is_held_against_its_limit(value, limit, met):
    assert goals.judge("a", value, limit) == {"name": "a", "value": value, "goal": limit, "met": met}


def test_a_goal_that_is_not_met_stays_in_the_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(goals, "BENCH", tmp_path)
    (tmp_path / "goals.json").write_text('{"speed": {"fast": ">= 2", "small": "<= 1"}}')

    assert not goals.report("speed", {"fast": 1, "small": 1}, {"cpus": 2})

    written = json.loads((tmp_path / "results" / "speed.json").read_text())
    assert [(goal["name"], goal["met"]) for goal in written["goals"]] == [("fast", False), ("small", True)]
    assert written["cpus"] == 2
    assert "not met" in capsys.readouterr().out


def test_a_goal_without_a_value_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(goals, "BENCH", tmp_path)
    (tmp_path / "goals.json").write_text('{"speed": {"fast": ">= 2"}}')

    with pytest.raises(KeyError):
        goals.report("speed", {}, {})


def test_what_was_not_measured_stands_as_not_met(tmp_path, monkeypatch):
    monkeypatch.setattr(goals, "BENCH", tmp_path)
    (tmp_path / "goals.json").write_text('{"speed": {"fast": ">= 2", "small": "<= 1"}}')

    assert not goals.report("speed", {"fast": 3}, {}, unmeasured=["small"])

    written = json.loads((tmp_path / "results" / "speed.json").read_text())["goals"]
    assert written[1] == {"name": "small", "value": None, "goal": "<= 1", "met": False}
