import io
import json

from rich.console import Console

from picopt_standalone.demo.report import Report, Reverted, Row
from picopt_standalone.demo.runs import row_of
from picopt_standalone.stack.credits import Credits

ROW = Row("a.jpg", "export", "delivered", "", 1000, 250, "avif", 2, "A bike", "Bike", 1)
REPORT = Report(
    [ROW],
    Credits(50, 49, 0, 1, 0, 0),
    Reverted("a.jpg", bytes_identical=True, references_identical=True),
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


def test_the_table_has_totals_and_the_ledger_its_proof():
    out = io.StringIO()
    REPORT.show(Console(file=out, width=160))
    text = out.getvalue()
    assert "1,000 → 250" in text
    assert "75%" in text
    assert "50 granted = 49 available + 0 held + 1 used + 0 expired + 0 revoked: in balance" in text
    assert "original bytes identical, references identical" in text


def test_a_file_that_was_not_touched_keeps_its_size():
    item = {**ROW.__dict__, "bytes_after": 0, "attachment_id": 7, "reason_code": ""}
    assert row_of(item).bytes_after == 1000
