"""The examples in docs/vision.md run as they stand."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
BLOCKS = re.findall(r"```python\n(.*?)```", (TOP / "docs" / "vision.md").read_text("utf-8"), re.DOTALL)


def test_the_first_example_prints_what_it_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(TOP)
    exec(BLOCKS[0], {})  # noqa: S102 -- our own document
    promised = re.search(r"print\(result\.alt\)  # (.*)", BLOCKS[0])
    assert promised
    assert capsys.readouterr().out.strip() == promised.group(1)


def test_the_other_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    names: dict[str, object] = {}
    exec("from decimal import Decimal\nfrom picopt_vision import ModelConfig, build_model", names)  # noqa: S102 -- as above
    for block in BLOCKS[1:]:
        exec(block, names)  # noqa: S102 -- our own document
