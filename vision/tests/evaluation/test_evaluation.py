"""The judge is judged: words are compared as the labels say, and intervals are right."""

import json
from pathlib import Path

import pytest

from picopt_vision.evaluation.cli import OWN_LABELS, main
from picopt_vision.evaluation.labels import read_labels, says
from picopt_vision.evaluation.score import Share


@pytest.mark.parametrize(
    ("text", "phrase", "said"),
    [
        ("Two boats on water", "boat", True),
        ("A boathouse", "boat", False),
        ("Black-and-white portrait", "black and white", True),
        ("Churches in fog", "church", True),
        ("Daisies", "daisy", True),
        ("Glass", "glas", False),
    ],
)
def test_whole_words_whatever_their_number(text: str, phrase: str, said: bool) -> None:  # noqa: FBT001 # pytest's
    assert says(text, phrase) is said


def test_intervals_are_wilson_s() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 gives 0.2553 to 0.3662.
    assert Share(81, 263).interval() == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert Share(0, 0).interval() == (0.0, 1.0)


def test_our_own_labels_point_at_pictures() -> None:
    assert all(label.path.exists() for label in read_labels(OWN_LABELS))


def test_the_command_writes_what_it_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = [{**entry, "path": str(OWN_LABELS.parent / entry["path"])} for entry in json.loads(OWN_LABELS.read_text())]
    labels, out = tmp_path / "labels.json", tmp_path / "eval.json"
    labels.write_text(json.dumps([entry for entry in few if Path(entry["path"]).stem in {"lighthouse", "door"}]))
    assert main(["--labels", str(labels), "--json", str(out)]) == 0
    summary = json.loads(out.read_text("utf-8"))
    assert (summary["coverage"]["count"], summary["coverage"]["of"]) == (1, 2)
    printed = capsys.readouterr().out
    assert "hit   lighthouse.jpg" in printed
    assert "coverage               1 of 2" in printed


@pytest.mark.deep
def test_over_our_own_pictures_the_embedded_model_is_never_wrong(tmp_path: Path) -> None:
    out = tmp_path / "eval.json"
    assert main(["--labels", str(tmp_path / "none"), "--json", str(out)]) == 0
    summary = json.loads(out.read_text("utf-8"))
    assert summary["wrong_of_all"]["count"] == 0
    assert summary["coverage"]["share"] >= 0.6
