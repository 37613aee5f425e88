"""Housekeeping in batches."""

import pytest

from picopt_saas.budget import Budget, in_batches


@pytest.mark.parametrize(("due", "batches"), [(0, 1), (9, 1), (10, 2), (25, 3)])
def test_batches_follow_each_other_until_one_is_not_full(due, batches):
    seen = []

    def batch():
        seen.append(min(10, due - sum(seen)))
        return seen[-1]

    assert in_batches(batch, Budget(), size=10) == due
    assert len(seen) == batches


def test_when_the_time_is_used_up_one_batch_is_done_and_the_rest_left_for_the_next_run():
    asked = []
    assert in_batches(lambda: asked.append(1) or 10, Budget(0), size=10) == 10
    assert asked == [1]
