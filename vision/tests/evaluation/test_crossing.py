"""A threshold is tried on sources that had no say in it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from picopt_vision.evaluation.crossing import choose, cross_validate
from picopt_vision.evaluation.judge import Verdict
from picopt_vision.evaluation.labels import Label

Said = Callable[[str, float, str], Verdict]


@pytest.fixture
def said(label: Callable[..., Label], verdict: Callable[..., Verdict]) -> Callable[[str, float, str], Verdict]:
    def said_(source: str, confidence: float, alt: str) -> Verdict:
        result = replace(verdict(alt).result, confidence=confidence)
        return Verdict(label=label(source=source), result=result, code="", cpu_seconds=0, seconds=0)

    return said_


def test_the_lowest_confidence_at_which_few_are_bad(said: Said) -> None:
    texts = [
        said("a", 0.9, "Pancakes"),
        said("a", 0.8, "Pancakes"),
        said("a", 0.6, "Bread"),
        said("a", 0.5, "Bread"),
    ]
    assert choose(texts, is_bad=lambda one: bool(one.false), most_bad=0.0) == 0.8
    assert choose(texts, is_bad=lambda one: bool(one.false), most_bad=0.34) == 0.6
    assert choose(texts[2:], is_bad=lambda one: bool(one.false), most_bad=0.1) > 1


def test_texts_of_one_confidence_are_kept_or_dropped_together(said: Said) -> None:
    texts = [said("a", 0.9, "Pancakes"), said("a", 0.9, "Bread")]
    assert choose(texts, is_bad=lambda one: bool(one.false), most_bad=0.0) > 1


def test_a_source_that_is_worse_than_the_others_shows(said: Said) -> None:
    """Where a threshold is chosen on all images together, the worse source hides in the mean."""
    good = [said("good", 0.7, "Pancakes") for _ in range(10)]
    bad = [said("bad", 0.7, "Bread") for _ in range(3)]
    crossed = cross_validate(
        [*good, *bad], is_bad=lambda one: bool(one.false), most_bad=0.25, by=lambda one: one.label.source
    )
    assert [one.label.source for one in crossed.kept] == ["bad"] * 3
    assert crossed.thresholds["bad"] == 0.7
    assert crossed.thresholds["good"] > 1
