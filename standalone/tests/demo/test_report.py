import io
import json

import pytest
from rich.console import Console

from picopt_standalone.demo.library import Post
from picopt_standalone.demo.lighthouse import Weight, changes
from picopt_standalone.demo.report import Report, Reverted, Row
from picopt_standalone.demo.runs import row_of
from picopt_standalone.stack.credits import Credits

ROW = Row("a.jpg", "export", "delivered", "", 1000, 250, "avif", 2, "A bike", "Bike", 1)
POSTS = [Post(1, "A bike", "http://site.test/bike/"), Post(2, "Words", "http://site.test/words/")]
HEAVY = [Weight(POSTS[0].url, 8000, 4200, 7000), Weight(POSTS[1].url, 2000, 900, 0)]
LIGHT = [Weight(POSTS[0].url, 1500, 1800, 1200), Weight(POSTS[1].url, 1000, 900, 0)]
REPORT = Report(
    [ROW],
    Credits(50, 49, 0, 1, 0, 0),
    Reverted("a.jpg", bytes_identical=True, references_identical=True),
    changes(POSTS, HEAVY, LIGHT),
    pages_checked=6,
    broken_images=0,
)


def test_the_file_has_the_promised_shape(tmp_path):
    REPORT.write(tmp_path / "report.json")
    written = json.loads((tmp_path / "report.json").read_text())
    assert written["items"][0]["bytes_after"] == 250
    assert written["credits"]["granted"] == 50
    assert written["reverted"] == {"file": "a.jpg", "bytes_identical": True, "references_identical": True}
    assert (written["pages_checked"], written["broken_images"]) == (6, 0)
    assert written["image_bytes"] == {"before": 10000, "after": 2500}
    assert written["pages"][0]["lcp_bytes_before"] == 7000
    assert written["pages"][1]["title"] == "Words"


def test_the_table_has_totals_and_the_ledger_its_proof():
    out = io.StringIO()
    REPORT.show(Console(file=out, width=160))
    text = out.getvalue()
    assert "1,000 → 250" in text
    assert "75%" in text
    assert "50 added = 49 available + 0 reserved + 1 charged + 0 expired + 0 taken back: in balance" in text
    assert "original bytes identical, references identical" in text


def test_each_page_says_what_a_visitor_loads():
    out = io.StringIO()
    REPORT.show(Console(file=out, width=160))
    lines = out.getvalue().splitlines()
    bike, words, totals = ([line for line in lines if name in line][-1] for name in ("A bike", "Words", "all pages"))
    assert all(part in bike for part in ("8,000 → 1,500", "81%", "7,000 → 1,200", "4.2 → 1.8 s"))
    assert "text" in words
    assert "10,000 → 2,500" in totals
    assert "75%" in totals


def test_pages_that_were_measured_differently_are_not_compared():
    with pytest.raises(ValueError, match="shorter"):
        changes(POSTS, HEAVY, LIGHT[:1])


def test_a_file_that_was_not_touched_keeps_its_size():
    item = {**ROW.__dict__, "bytes_after": 0, "attachment_id": 7, "reason_code": ""}
    assert row_of(item).bytes_after == 1000
