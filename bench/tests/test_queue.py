"""The queue bench's own arithmetic."""

import json

import pytest

from picopt_bench import bench_queue
from picopt_bench.goals import BENCH, goals_of
from picopt_bench.parts import Parts
from picopt_bench.queue.statements import Work

LOG = """
picopt 1.a picopt-worker| LOG:  statement: BEGIN
picopt 1.a picopt-worker| LOG:  execute <unnamed>: SELECT id FROM things WHERE id = $1
picopt 1.a picopt-worker| DETAIL:  Parameters: $1 = '7'
picopt 1.b | LOG:  statement: SELECT 1
picopt 1.a picopt-worker| LOG:  statement: SAVEPOINT "s1"
picopt 1.a picopt-worker| LOG:  statement: ROLLBACK TO SAVEPOINT "s1"
picopt 1.a picopt-worker| LOG:  statement: UPDATE things
 SET name = 'COMMIT'
picopt 1.a picopt-worker| LOG:  statement: COMMIT
picopt 1.b | LOG:  statement: SELECT 2
2026-11-27 05:00:00 UTC LOG:  checkpoint starting: time
""".splitlines()


def test_transactions_are_what_is_committed_or_stands_alone():
    work = Work.of(LOG)
    assert (work.statements, work.transactions) == (8, 3)
    assert work.by_statement['ROLLBACK TO SAVEPOINT "s1"'] == 1
    assert work.by_statement["SELECT id FROM things"] == 1


def test_a_transaction_that_is_rolled_back_counts_too():
    lines = [f"picopt 2.c | LOG:  statement: {sql}" for sql in ("BEGIN", "SELECT 1", "ROLLBACK", "SELECT 2")]
    assert Work.of(lines).transactions == 2


def measured(**changes):
    """What all parts have measured."""
    kills = {f"kills-{n}": {"lost": 0, "twice": 0} for n in range(1, 5)}
    return {
        "images": {"statements": 55.5, "transactions": 15.0},
        "idle": {"transactions_per_s": 0.2, "connections": 3},
        "speed": {"images_per_s": [2.0, 3.8]},
        "house-small": {"seconds": {"sweep": 20.0, "books": 10.0}},
        "house-large": {"seconds": {"sweep": 100.0, "books": 65.0}},
    } | kills | changes  # fmt: skip


def test_the_goals_are_put_together_from_all_parts():
    values = bench_queue.combine(measured(**{"kills-2": {"lost": 1, "twice": 2}}))
    assert values.keys() == json.loads((BENCH / "goals.json").read_text())["queue"].keys()
    assert values["workers_1_to_2_throughput"] == 1.9
    assert values["items_lost_or_twice"] == 3
    assert values["housekeeping_minutes_500k_items"] == 2.75
    assert values["housekeeping_growth"] == 1.1


@pytest.mark.parametrize(
    ("missing", "unknown"),
    [
        ("images", {"statements_per_picture", "transactions_per_picture"}),
        ("idle", {"idle_worker_transactions_per_s", "connections_per_worker"}),
        ("speed", {"workers_1_to_2_throughput"}),
        ("kills-3", {"items_lost_or_twice"}),
        ("house-small", {"housekeeping_growth"}),
        ("house-large", {"housekeeping_growth", "housekeeping_minutes_500k_items"}),
    ],
)
def test_what_was_not_measured_has_no_value(missing, unknown):
    known = measured()
    del known[missing]
    assert goals_of("queue") - bench_queue.combine(known).keys() == unknown


def test_parts_are_kept_until_none_is_missing(tmp_path, capsys):
    parts = Parts("x", {"one": lambda: {"value": 1}, "two": lambda: {"value": 2}}, tmp_path / "kept")
    assert parts.run(["two"]) is None
    assert parts.known() == {"two": {"value": 2}}
    assert "still to be measured: one" in capsys.readouterr().out
    assert parts.run(["one"]) == {"one": {"value": 1}, "two": {"value": 2}}
    with pytest.raises(SystemExit, match="three: the parts are one, two"):
        parts.run(["three"])


def test_a_part_that_fails_is_missing_also_when_it_was_there_before(tmp_path):
    Parts("x", {"one": dict, "two": dict}, tmp_path).run([])
    failing = Parts("x", {"one": dict, "two": lambda: 1 / 0}, tmp_path)
    with pytest.raises(ZeroDivisionError):
        failing.run(["two"])
    assert failing.run(["one"]) is None


@pytest.mark.deep
def test_the_house_is_filled_as_todays_tables_want_it_and_its_books_agree():
    told = bench_queue.measure_housekeeping(200)
    assert told["done"]["first_compare_books"] == []
    assert told["done"]["expire_results"] > 0
    assert set(told["seconds"]) >= {"sweep_rows", "sweep_objects", "compare_books", "revive_items"}
