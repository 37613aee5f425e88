"""All views of an image are looked at where they could make something be said, and the first one alone elsewhere."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from picopt_vision import Context, Settings, VisionError, VisionModel, analyse
from picopt_vision.embedded import seeing
from picopt_vision.embedded.networks.classifier import Glance, classify, glance


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Glance]:
    """The images of which all views were looked at."""
    seen: list[Glance] = []
    monkeypatch.setattr(seeing, "classify", lambda first: seen.append(first) or classify(first))
    return seen


def test_the_first_view_is_one_of_all(picture: Callable[[str], Path]) -> None:
    first = glance(Image.open(picture("lighthouse")).convert("RGB"))
    assert first.logits.shape == (1, 1000)
    assert first.probabilities.sum() == pytest.approx(1, abs=1e-5)
    both = first.probabilities.argmax(), classify(first).argmax()
    assert both[0] == both[1]


def test_a_graphic_without_a_thing_in_it_gets_no_closer_look(
    embedded: VisionModel, looked_at: list[Glance], tmp_path: Path
) -> None:
    image = Image.new("RGB", (300, 200), "white")
    image.paste("#4472c4", (40, 40, 90, 180))
    image.save(tmp_path / "plain.png")
    with pytest.raises(VisionError):
        analyse(embedded, tmp_path / "plain.png", Context(), Settings())
    assert not looked_at


def test_a_second_look_goes_closer_only_where_the_first_view_has_something(
    looked_at: list[Glance], picture: Callable[[str], Path]
) -> None:
    assert seeing._look_again(Image.new("RGB", (300, 200), "gray"), set()) == []
    assert not looked_at
    (claim,) = seeing._look_again(Image.open(picture("cat")).convert("RGB"), set())
    assert "cat" in claim.tags
    assert looked_at
