"""The judge is judged: it cannot be flattered by words that nobody listed as wrong."""

from collections.abc import Callable
from typing import Any

import pytest

from picopt_vision.context import Context
from picopt_vision.evaluation.judge import Verdict
from picopt_vision.evaluation.people import PersonsVerdict, agreement, text_key
from picopt_vision.evaluation.score import Share, by, measures


def test_a_word_in_no_list_counts_as_unsupported_not_as_right(verdict: Callable[..., Any]) -> None:
    said = verdict("A baguette on a plate")
    assert said.false == {}
    assert said.unsupported == {"alt": ("baguette",)}
    assert not said.signable


def test_a_listed_word_is_false_in_whatever_field_it_stands(verdict: Callable[..., Any]) -> None:
    said = verdict("Pancakes on a plate", tags=("waffles",), filename="bread-on-plate")
    assert said.false == {"filename": ("bread",), "tags": ("waffles",)}
    assert measures([said])["false_claim_rate"] == Share(1, 1)


def test_a_person_signs_what_names_half_of_the_facts_and_nothing_else(verdict: Callable[..., Any]) -> None:
    assert verdict("Pancakes on a plate").signable
    assert not verdict("Pancakes").signable  # one of three
    assert not verdict("Pancakes on a plate", warnings=("max_length",)).signable
    assert not verdict("Two pancakes on a plate").signable  # nobody counted them


def test_the_page_s_own_words_count_where_the_page_speaks_of_the_image(verdict: Callable[..., Any]) -> None:
    assert verdict("Grandma's pancakes on a plate", page=("Grandma's pancakes",)).signable
    assert "alt" in verdict("Grandma's pancakes on a plate", around="Grandma said").unsupported


def test_read_text_is_believed_where_the_page_confirms_it(verdict: Callable[..., Any]) -> None:
    read = verdict("Pancakes on a plate with the text “Open daily”", true=("text",), around="We are open daily.")
    assert read.unsupported == {}
    assert "alt" in verdict("Pancakes on a plate, open daily", around="We are open daily.").unsupported


@pytest.mark.parametrize(
    ("role", "said", "met"),
    [
        ("decorative", {"alt": "", "decorative": True}, True),
        ("decorative", {"alt": "Pancakes on a plate"}, False),
        ("complex", {"alt": "Pancakes on a plate"}, False),
        ("complex", {"alt": "Pancakes on a plate", "description": "Pancakes with syrup. " * 5}, True),
        ("functional", {"alt": "Pancakes; link to Our recipes", "context": Context(link_target="Our recipes")}, True),
        ("functional", {"alt": "Pancakes", "context": Context(link_target="Our recipes")}, False),
    ],
)
def test_each_role_has_its_purpose(
    role: str, said: dict[str, Any], met: object, label: Callable[..., Any], verdict: Callable[..., Any]
) -> None:
    context = said.pop("context", Context())
    over = verdict(said.pop("alt"), **said)
    judged = Verdict(label=label(role=role, context=context), result=over.result, code="", cpu_seconds=0, seconds=0)
    assert judged.purpose_met is met


def test_coverage_leaves_out_what_wants_no_text(label: Callable[..., Any], verdict: Callable[..., Any]) -> None:
    silent = Verdict(label=label(), result=None, code="no_confident_text", cpu_seconds=0, seconds=0)
    empty = verdict("", decorative=True, role="decorative")
    decorative = Verdict(label=label(role="decorative"), result=empty.result, code="", cpu_seconds=0, seconds=0)
    assert measures([silent, decorative, verdict("Pancakes")])["coverage"] == Share(1, 2)
    assert measures([decorative])["role_right"] == Share(1, 1)
    assert list(by([silent, decorative], lambda one: one.label.role)) == ["informative", "decorative"]


def test_intervals_are_wilson_s() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 gives 0.2553 to 0.3662.
    assert Share(81, 263).interval() == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert Share(0, 0).interval() == (0.0, 1.0)


def test_a_person_s_verdict_holds_for_the_text_that_it_was_given_for(verdict: Callable[..., Any]) -> None:
    said = verdict("Pancakes on a plate")
    persons = {("one", text_key(said)): PersonsVerdict("one", text_key(said), "edit")}
    shares = agreement([said, verdict("Pancakes")], persons)
    assert shares == {"people_would_sign": Share(0, 1), "judge_agrees": Share(0, 1)}
