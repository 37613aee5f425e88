"""The simulation of queues against what is known of them, and the counting of processor time."""

import json
import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from picopt_bench.scale.cost import _ancestors, _part_of
from picopt_bench.scale.engines import _cpu_of_tree
from picopt_bench.scale.simulation import House, simulate

QUIET = House(images_per_s=10, engine_s=0.001, engine_cores=2, worker_s=0.5, workers=20, an_order=1)


def test_a_house_with_room_to_spare_hands_everything_out_at_once():
    found = simulate(QUIET, seconds=600)
    assert found.median_wait_s < 0.05
    assert found.keeps_up
    assert found.left < 5
    assert found.workers_busy == pytest.approx(10 * 0.5 / 20, rel=0.1)
    assert found.engine_busy == pytest.approx(10 * 0.001 / 2, rel=0.1)


@pytest.mark.parametrize("narrow", [{"engine_s": 0.25}, {"workers": 4}], ids=["the engine", "the workers"])
def test_who_has_more_work_than_time_falls_behind_without_end(narrow):
    short, long = (simulate(replace(QUIET, **narrow), seconds=seconds) for seconds in (300, 900))
    assert long.left > 2 * short.left > 200
    assert not long.keeps_up
    assert max(long.engine_busy, long.workers_busy) > 0.95


def test_one_server_waits_as_the_theory_says():
    """One line, one server (M/M/1), half busy: P(wait > t) = 0.5 exp(−t), so a hundredth waits longer than ln 50 s."""
    found = simulate(replace(QUIET, images_per_s=1, worker_s=0.5, workers=1, engine_s=1e-6), seconds=200_000)
    assert found.workers_busy == pytest.approx(0.5, rel=0.02)
    assert found.worst_hundredth_wait_s == pytest.approx(3.912, rel=0.08)


def test_orders_of_many_images_wait_for_each_other():
    alone, together = simulate(QUIET, seconds=600), simulate(replace(QUIET, an_order=100), seconds=600)
    assert together.worst_hundredth_wait_s > 10 * alone.worst_hundredth_wait_s


def test_processor_time_of_ours_is_counted():
    before, until = _cpu_of_tree(os.getpid()), time.process_time() + 0.2
    while time.process_time() < until:
        pass
    assert _cpu_of_tree(os.getpid()) - before >= 0.1


def test_processes_are_told_by_their_command_lines_and_their_parents():
    assert _part_of("/usr/bin/python\0-m\0picopt_saas.serve\0") == "platform"
    assert _part_of("python\0-m\0picopt_saas.manage\0procrastinate\0worker\0") == "worker"
    assert _part_of("postgres: checkpointer") == "postgres"
    assert _part_of("python\0-c\0from multiprocessing.spawn import spawn_main\0") is None
    assert list(_ancestors(3, {3: 2, 2: 1, 1: 0})) == [3, 2, 1]


def test_the_document_says_what_was_measured():
    top = Path(__file__).parents[2]
    measured = json.loads((top / "bench" / "results" / "scale.json").read_text())
    told = (top / "docs" / "scale.md").read_text(encoding="utf-8")
    figures = {name: float(value) for name, value in re.findall(r"^\| (\w+) \| ([\d.]+) \|$", told, re.MULTILINE)}
    assert len(figures) == 8
    assert figures == {name: measured["an_image"][name] for name in figures}
    table = told.partition("| images a month | PostgreSQL with all else")[2].partition("\n\n")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines()[2:]]
    said = {int(row[0].strip().split()[0].replace(",", "")): [cell.strip() for cell in row[1:]] for row in rows}
    for millions, cells in said.items():
        found = [one for one in measured["queues"] if one["millions_a_month"] == millions]
        assert len(found) == len(cells)
        for cell, one in zip(cells, found, strict=True):
            assert cell.removesuffix(" busy") == (
                f"{one['engine_busy']:.0%}".replace("%", " %") if one["keeps_up"] else "falls behind"
            )
