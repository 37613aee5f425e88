"""Which grants credits come out of, without a database: the arithmetic alone."""

from datetime import UTC, datetime, timedelta

import pytest

from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.portions import Portion, Usable, divide, has_ended, settle_debt, total_by_grant
from picopt_saas.billing.models import Transfer

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def usable(grant_id, remaining, expires_at=None):
    return Usable(grant_id, remaining, f"grant-{grant_id}", 0, expires_at)


@pytest.mark.parametrize(
    ("amounts", "divided"),
    [
        ([], []),
        ([0], [[]]),
        ([3], [[(1, 3)]]),
        ([5], [[(1, 5)]]),
        ([6], [[(1, 5), (2, 1)]]),
        ([2, 2, 2], [[(1, 2)], [(1, 2)], [(1, 1), (2, 1)]]),
        ([5, 4], [[(1, 5)], [(2, 4)]]),
        ([9], [[(1, 5), (2, 4)]]),
        ([1, 0, 8], [[(1, 1)], [], [(1, 4), (2, 4)]]),
    ],
)
def test_what_ends_first_is_used_up_first(amounts, divided):
    grants = [usable(1, 5), usable(2, 4)]
    assert divide(grants, amounts) == [[Portion(*portion) for portion in portions] for portions in divided]


def test_portions_add_up_by_grant():
    portions = [Portion(7, 2), Portion(9, 1), Portion(7, 3)]
    assert total_by_grant(portions) == {7: 5, 9: 1}
    assert total_by_grant([]) == {}


@pytest.mark.parametrize(("minutes", "ended"), [(-1, True), (0, True), (1, False)])
def test_a_grant_ends_at_its_moment(minutes, ended):
    assert has_ended(usable(1, 5, NOON + timedelta(minutes=minutes)), NOON) is ended


def test_a_grant_without_an_end_never_ends():
    assert has_ended(usable(1, 5), datetime.max.replace(tzinfo=UTC)) is False


@pytest.mark.parametrize(("debt", "fresh"), [(0, 10), (10, 0)])
def test_where_nothing_is_owed_or_there_nothing_is_moved(account, give, debt, fresh):
    give(account, 10)
    moved = Transfer.objects.count()
    assert settle_debt(account.pk, debt, fresh, "grant-0") == 0
    assert Transfer.objects.count() == moved
    assert ledger.balance(account).available == 10
