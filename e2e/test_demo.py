"""`make demo` proves itself by its exit code; here, that its report keeps its promised shape."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from picopt_standalone.paths import VAR

pytestmark = pytest.mark.deep
ITEM = {
    "file",
    "pipeline",
    "state",
    "reason",
    "bytes_before",
    "bytes_after",
    "format",
    "sizes",
    "alt",
    "title",
    "credits",
}


def test_the_demo_passes_and_reports_what_it_promises():
    picopt = Path(sys.executable).with_name("picopt")
    done = subprocess.run([picopt, "demo"], capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((VAR / "demo" / "report.json").read_text())
    keys = {"items", "credits", "reverted", "pages", "image_bytes", "pages_checked", "broken_images"}
    assert set(report) == keys
    assert all(page["image_bytes_after"] <= page["image_bytes_before"] for page in report["pages"])
    assert any(0 < page["lcp_bytes_after"] < page["lcp_bytes_before"] for page in report["pages"])
    assert report["image_bytes"]["after"] < report["image_bytes"]["before"]
    assert all(set(item) == ITEM for item in report["items"])
    assert set(report["credits"]) == {"granted", "available", "held", "used", "expired", "revoked"}
    assert set(report["reverted"]) == {"file", "bytes_identical", "references_identical"}
    assert report["broken_images"] == 0
    assert list((VAR / "demo").glob("post-*.png"))
