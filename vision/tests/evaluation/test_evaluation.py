"""The command over our own images: what it prints, writes and shows."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from picopt_vision.evaluation.cli import OWN_LABELS, main
from picopt_vision.evaluation.judge import Verdict
from picopt_vision.evaluation.reading import read_labels
from picopt_vision.evaluation.report import figures
from picopt_vision.evaluation.running import Run
from picopt_vision.result import Evidence


def test_our_own_labels_point_at_images() -> None:
    assert all(label.path.exists() for label in read_labels(OWN_LABELS))


def test_the_command_writes_what_it_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = [{**entry, "path": str(OWN_LABELS.parent / entry["path"])} for entry in json.loads(OWN_LABELS.read_text())]
    labels, out, page = tmp_path / "labels.json", tmp_path / "eval.json", tmp_path / "eval.html"
    labels.write_text(json.dumps([entry for entry in few if Path(entry["path"]).stem in {"lighthouse", "door"}]))
    assert main(["--labels", str(labels), "--json", str(out), "--page", str(page)]) == 0
    summary = json.loads(out.read_text("utf-8"))
    assert (summary["all"]["coverage"]["count"], summary["all"]["coverage"]["of"]) == (1, 2)
    assert summary["values"]["coverage"] == 0.5
    assert 0 < summary["cpu_s_per_image"] < 60
    assert 50 < summary["peak_memory_mb"] < 4000
    printed = capsys.readouterr().out
    assert "lighthouse" in printed
    assert "coverage                         1 of 2" in printed
    html = page.read_text("utf-8")
    assert html.count("data:image/jpeg;base64,") == 2
    assert "{{" not in html


@pytest.mark.deep
def test_over_our_own_images_the_embedded_model_says_nothing_false(tmp_path: Path) -> None:
    out = tmp_path / "eval.json"
    assert main(["--labels", str(tmp_path / "none"), "--json", str(out)]) == 0
    summary = json.loads(out.read_text("utf-8"))
    assert summary["values"]["false_claim_rate"] == 0
    assert summary["values"]["coverage"] >= 0.6


@pytest.mark.parametrize(
    ("alt", "channel"),
    [("A dog", "classifier"), ("Portrait of Mary Jones", "file name, heading"), ("Page 2", "grammar")],
)
def test_texts_are_judged_by_who_said_what_stands_in_them(
    verdict: Callable[..., Verdict], alt: str, channel: str
) -> None:
    evidence = (
        Evidence(claim="dog", source="classifier", score=0.9),
        Evidence(claim="Mary Jones", source="file name, heading", score=0.8),
    )
    said = verdict(alt)
    said = replace(said, result=replace(said.result, evidence=evidence))
    assert list(figures(Run("m", [said], 0.0))["by_channel"]) == [channel]
