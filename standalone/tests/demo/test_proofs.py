"""Each thing that can go wrong in the demo is noticed."""

from dataclasses import replace

import pytest

from picopt_standalone.demo.browser import Visit
from picopt_standalone.demo.library import Look
from picopt_standalone.demo.plan import BROKEN, REVERTED, RUNS, SAMPLES, TWICE
from picopt_standalone.demo.proofs import compare, faults, wrong_on_disk
from picopt_standalone.demo.report import Report, Reverted, Row
from picopt_standalone.paths import SAMPLES as SAMPLES_FOLDER
from picopt_standalone.stack.credits import Credits

COST = {"analyze_export": 2, "analyze": 1, "export": 1}


def row(file, pipeline):
    return Row(file, pipeline, "delivered", "", 1000, 400, "webp", 2, "A bike", "Bike", COST[pipeline])


def good_rows():
    rows = [row(file, run.pipeline) for run in RUNS[:-1] for file in run.files if file != BROKEN]
    failed = replace(row(BROKEN, "analyze_export"), state="failed", reason="cut off", alt="", credits=0)
    skipped = replace(row(TWICE, "analyze_export"), state="skipped", reason="done", credits=0)
    return [*rows, failed, skipped]


def report(rows=None, **credits):
    rows = good_rows() if rows is None else rows
    used = sum(one.credits for one in rows)
    ledger = {"granted": 50, "available": 50 - used, "held": 0, "used": used, "expired": 0, "revoked": 0, **credits}
    reverted = Reverted(REVERTED, bytes_identical=True, references_identical=True)
    return Report(rows, Credits(**ledger), reverted, [], pages_checked=6, broken_images=0)


def changed(file, **values):
    return [replace(one, **values) if one.file == file and one.state != "skipped" else one for one in good_rows()]


def test_a_good_run_has_no_fault():
    assert faults(report(), Visit(pages=6, pictures=13)) == []


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (report(good_rows()[:5]), "only 5 images were processed"),
        (report(changed("coffee.png", state="failed", reason="x", credits=0)), "expected only broken.jpg to fail"),
        (report(good_rows()[:-1]), "expected one skipped image"),
        (report(changed(BROKEN, credits=1)), "must be free"),
        (report(changed(BROKEN, reason="")), "must be free and have a reason"),
        (report(changed("coffee.png", state="exporting")), "ended as exporting"),
        (report(changed("coffee.png", alt="")), "neither an alt text nor a reason"),
        (report(changed("china.jpg", bytes_after=1001)), "became larger"),
        (report(changed(REVERTED, state="no_gain")), "proves nothing"),
        (report(available=0), "out of balance"),
        (report(held=1, available=30), "credits still reserved: 1"),
        (report(used=20, available=30), "the images say 19"),
        (
            replace(report(), reverted=Reverted(REVERTED, bytes_identical=False, references_identical=True)),
            "files of IMG_2005.jpg are not",
        ),
        (
            replace(report(), reverted=Reverted(REVERTED, bytes_identical=True, references_identical=False)),
            "names IMG_2005.jpg in the database is not",
        ),
    ],
)
def test_what_is_wrong_is_said(bad, said):
    assert any(said in sentence for sentence in faults(bad, Visit())), faults(bad, Visit())


def test_a_picture_that_does_not_load_is_named():
    assert faults(report(), Visit(broken=["http://x/y.webp"])) == ["an image does not load: http://x/y.webp"]


LOOK = Look({"2026/11/a.jpg": "aa"}, {"content of post 1": "x"}, 400, "image/webp", 2, "A bike", "Bike", "http://x")


def test_a_revert_is_judged_by_files_and_by_cells():
    assert compare("a.jpg", LOOK, LOOK) == Reverted("a.jpg", bytes_identical=True, references_identical=True)
    assert not compare("a.jpg", LOOK, replace(LOOK, files={"2026/11/a.jpg": "bb"})).bytes_identical
    assert not compare("a.jpg", LOOK, replace(LOOK, rows={"content of post 1": "y"})).references_identical


def test_a_file_that_was_missing_before_and_after_is_not_identical():
    missing = replace(LOOK, files={"2026/11/a.jpg": "missing"})
    assert not compare("a.jpg", missing, missing).bytes_identical


def test_the_disk_is_compared_with_what_was_reported():
    rows = [row("coffee.png", "export")]
    assert list(wrong_on_disk(rows, {"coffee.png": 7}, {7: LOOK})) == []
    (fault,) = wrong_on_disk(rows, {"coffee.png": 7}, {7: replace(LOOK, bytes=399)})
    assert "on the disk 399 bytes" in fault


def test_every_sample_is_there_and_is_processed():
    assert sorted(path.name for path in SAMPLES_FOLDER.iterdir() if path.suffix != ".md") == sorted(SAMPLES)
    assert {file for run in RUNS for file in run.files} == {*SAMPLES, BROKEN}
