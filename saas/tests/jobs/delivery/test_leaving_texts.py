"""Which text may leave, decided by the item's state and its lines alone; no database is asked."""

import pytest

from picopt_saas.jobs.delivery.texts import text_may_leave
from picopt_saas.jobs.models import Charge, Item


def item(state, *lines, analysis=None, engine=""):
    """An item whose lines were read before: `analysis captured` is a line of that kind and state."""
    made = Item(state=state, analysis={"alt": "A red barn"} if analysis is None else analysis, analysis_engine=engine)
    kinds = [line.split() for line in lines]
    charges = [Charge(line=line, state=state, attempt=number) for number, (line, state) in enumerate(kinds)]
    made._prefetched_objects_cache = {"charges": charges}
    return made


@pytest.mark.parametrize("state", ["review", "ready", "delivered", "no_gain"])
@pytest.mark.parametrize(
    ("charge", "leaves"),
    [("captured", True), ("free", True), ("held", False), ("released", False), ("refunded", False)],
)
def test_a_text_that_is_ready_leaves_when_it_is_paid_or_free(state, charge, leaves):
    assert text_may_leave(item(state, f"analysis {charge}")) is leaves


@pytest.mark.parametrize("state", ["queued", "analysing", "exporting", "failed", "cancelled", "expired", "skipped"])
@pytest.mark.parametrize(
    ("charge", "leaves"),
    [("captured", True), ("free", False), ("held", False), ("released", False), ("refunded", False)],
)
def test_elsewhere_only_what_was_paid_for(state, charge, leaves):
    assert text_may_leave(item(state, f"analysis {charge}")) is leaves


def test_of_several_texts_one_that_was_paid_is_enough():
    assert text_may_leave(item("failed", "analysis captured", "analysis released"))
    assert not text_may_leave(item("failed", "analysis refunded", "analysis released"))


@pytest.mark.parametrize("state", ["queued", "exporting", "review", "ready", "cancelled", "expired"])
@pytest.mark.parametrize("charge", ["held", "released", "refunded"])
def test_what_was_paid_for_the_text_before_pays_for_no_other(state, charge):
    lines = ("analysis captured", f"analysis {charge}")
    assert text_may_leave(item(state, *lines)), "the text before"
    assert not text_may_leave(item(state, *lines, engine="model/1"))
    assert text_may_leave(item("ready", *lines, "analysis free", engine="model/1"))


def test_a_line_for_files_pays_for_no_text():
    assert not text_may_leave(item("ready", "export captured"))
    assert not text_may_leave(item("ready", "analysis held", "export captured"))


def test_without_a_text_nothing_leaves():
    assert not text_may_leave(item("ready", "analysis captured", analysis={}))
