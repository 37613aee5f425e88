"""Every way in which endpoints are known to behave, tried against a real server; and the image that comes next."""

import pytest

from picopt_vision.scripted.behaviors import Behavior, read_behaviors
from picopt_vision.scripted.trials import try_behaviors

BEHAVIORS = read_behaviors()


def test_the_corpus_is_large_and_knows_all_four_kinds() -> None:
    assert len(BEHAVIORS) >= 40
    assert {behavior.kind for behavior in BEHAVIORS} == {"", "image", "account", "model", "outage"}


@pytest.mark.acceptance("E9")
@pytest.mark.parametrize("behavior", BEHAVIORS, ids=lambda behavior: f"{behavior.name} ({behavior.origin})")
def test_is_handled_and_harms_no_other_image(behavior: Behavior) -> None:
    (trial,) = try_behaviors([behavior])
    assert (trial.outcome, trial.kind) == (behavior.expect, behavior.kind)
    assert set(trial.learnt) == set(behavior.learns)
    assert trial.next_is_served
    assert not trial.charged_unusable
    assert trial.without_timeout == 0
