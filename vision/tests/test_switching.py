"""Failing over, model by model and language by language, without a network and with a clock of our own."""

from functools import partial
from typing import Any

import pytest
from PIL import Image

from picopt_runtime.breaker import Breaker
from picopt_vision import Context, Settings, VisionError
from picopt_vision.caption import EmbeddedText
from picopt_vision.failover import FailoverModel
from picopt_vision.picture import View
from picopt_vision.result import Draft, Text

VIEW = View(image=Image.new("RGB", (8, 8)), width=8, height=8, has_alpha=False, frames=1, embedded=EmbeddedText())


class Model:
    """Answers with its name, or fails with the code it is told to fail with."""

    def __init__(
        self, name: str, *, fails: str = "", languages: frozenset[str] = frozenset(), draft: bool = False
    ) -> None:
        self.name, self.fails, self.languages, self.is_draft = name, fails, languages, draft
        self.asked = 0

    def describe(self, view: View, context: Context, settings: Settings) -> Draft:  # noqa: ARG002 - the port
        self.asked += 1
        if self.fails:
            raise VisionError(self.fails, f"{self.name} failed", retryable=True)
        return Draft(
            text=Text(alt=self.name), language="en", decorative=False, confidence=1, model=self.name, prompt_version="1"
        )


def ask(model: FailoverModel, **settings: Any) -> str:
    return model.describe(VIEW, Context(), Settings(**settings)).model


def test_it_speaks_for_its_first_model() -> None:
    model = FailoverModel([Model("a", languages=frozenset({"en"}), draft=True), Model("b")])
    assert (model.name, model.is_draft, model.languages) == ("a", True, {"en"})


def test_the_first_that_answers_is_taken() -> None:
    first, second = Model("a"), Model("b")
    assert ask(FailoverModel([first, second])) == "a"
    assert second.asked == 0


@pytest.mark.parametrize("code", ["model_unavailable", "time_out", "model_account", "model_unsuitable"])
def test_what_is_not_this_image_s_matter_asks_the_next(code: str) -> None:
    assert ask(FailoverModel([Model("a", fails=code), Model("b")])) == "b"


@pytest.mark.parametrize("code", ["model_refused", "model_broken_answer", "no_confident_text", "unreadable_image"])
def test_what_is_this_image_s_matter_is_asked_of_nobody_else(code: str) -> None:
    first, second = Model("a", fails=code), Model("b")
    model = FailoverModel([first, second])
    for _ in range(5):
        with pytest.raises(VisionError, match="a failed"):
            ask(model)
    assert (first.asked, second.asked) == (5, 0)


def test_when_all_fail_the_last_failure_is_told() -> None:
    with pytest.raises(VisionError, match="b failed") as caught:
        ask(FailoverModel([Model("a", fails="time_out"), Model("b", fails="model_account")]))
    assert caught.value.code == "model_account"


def test_a_model_that_keeps_failing_is_left_alone_then_tried_once() -> None:
    now = [0.0]
    first, second = Model("a", fails="model_unavailable"), Model("b")
    model = FailoverModel([first, second], breaker=partial(Breaker, failures=3, seconds=60, clock=lambda: now[0]))
    assert [ask(model) for _ in range(5)] == ["b"] * 5
    assert first.asked == 3
    now[0] = 60
    assert ask(model) == "b"
    assert ask(model) == "b"
    assert first.asked == 4
    now[0], first.fails = 130, ""
    assert ask(model) == "a"
    assert ask(model) == "a"


def test_when_every_circuit_is_open_nobody_is_asked() -> None:
    only = Model("a", fails="model_unavailable")
    model = FailoverModel([only], breaker=partial(Breaker, failures=1, seconds=60, clock=lambda: 0.0))
    with pytest.raises(VisionError, match="a failed"):
        ask(model)
    with pytest.raises(VisionError, match="No vision model can be reached") as caught:
        ask(model)
    assert caught.value.retryable
    assert only.asked == 1


@pytest.mark.parametrize(("language", "answers"), [("en", "a"), ("en-GB", "a"), ("EN", "a"), ("de", "b"), ("eng", "b")])
def test_a_model_is_asked_for_languages_that_it_writes(language: str, answers: str) -> None:
    assert ask(FailoverModel([Model("a", languages=frozenset({"en"})), Model("b")]), language=language) == answers


def test_a_language_that_nobody_writes() -> None:
    with pytest.raises(VisionError) as caught:
        ask(FailoverModel([Model("a", languages=frozenset({"en"}))]), language="de")
    assert caught.value.code == "model_unavailable"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("model_unavailable", "outage"),
        ("time_out", "outage"),
        ("model_account", "account"),
        ("model_unsuitable", "model"),
        ("model_refused", "image"),
        ("unreadable_image", "image"),
        ("anything new", "image"),
    ],
)
def test_whose_matter_a_failure_is(code: str, kind: str) -> None:
    assert VisionError(code, "…").kind == kind
