"""The money rules hold in the database, whoever writes to it."""

from contextlib import suppress
from itertools import product

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.transfers import PATHS
from picopt_saas.billing.models import State, Transfer, Wallet


@pytest.mark.parametrize("column", ["available", "held", "used", "expired", "revoked", "debt"])
def test_no_balance_can_be_negative(account, give, column):
    give(account, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wallet.objects.filter(pk=account.pk).update(**{column: -1})


def test_a_balance_cannot_appear_from_nowhere(account, give):
    give(account, 5)
    with pytest.raises(IntegrityError, match="wallet_balanced"), transaction.atomic():
        Wallet.objects.filter(pk=account.pk).update(available=6)


def test_a_transfer_exists_once_a_kind_and_reference(account, give):
    give(account, 5, reference="g")
    with pytest.raises(IntegrityError, match="transfer_once"), transaction.atomic():
        Transfer.objects.create(
            account=account, kind="grant", reference="g", source="issued", target="available", amount=5
        )


def test_a_transfer_takes_only_the_paths_there_are(account):
    with pytest.raises(IntegrityError, match="transfer_known_path"), transaction.atomic():
        Transfer.objects.create(
            account=account, kind="grant", reference="g", source="used", target="available", amount=5
        )


def test_each_kind_takes_its_own_path_and_no_other(account):
    taken = set()
    for kind, source, target in product(Transfer.Kind.values, [*State.values, ""], [*State.values, ""]):
        with suppress(IntegrityError), transaction.atomic():
            Transfer.objects.create(
                account=account, kind=kind, reference=f"{source}-{target}", source=source, target=target, amount=1
            )
            taken.add((kind, source, target))
    assert taken == {(kind.value, source.value, target.value) for kind, (source, target) in PATHS.items()}


@pytest.mark.parametrize(
    "shifted", [("", "grant issued", "available"), ("capture", "held used", ""), ("grant ", "issued", "available")]
)
def test_a_path_is_not_known_by_its_letters_alone(account, shifted):
    kind, source, target = shifted
    with pytest.raises(DatabaseError), transaction.atomic():
        Transfer.objects.create(account=account, kind=kind, reference="r", source=source, target=target, amount=1)


@pytest.mark.parametrize("statement", ["UPDATE billing_transfer SET amount = 50", "DELETE FROM billing_transfer"])
def test_a_transfer_is_never_changed_or_deleted(account, give, statement):
    give(account, 5)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_orders_write_no_index_of_the_grant_and_the_wallet(account, give, hold):
    """Both rows change with every order; PostgreSQL keeps their versions beside each other, in no index."""
    give(account, 100)
    changes = (
        "SELECT relname, n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables "
        "WHERE relname IN ('billing_grant', 'billing_wallet') ORDER BY relname"
    )
    with connection.cursor() as cursor:
        cursor.execute(changes)
        before = {name: (changed, in_place) for name, changed, in_place in cursor.fetchall()}
        for number in range(5):
            hold(account, f"a{number}")
            ledger.capture(f"a{number}")
        cursor.execute(changes)
        after = {name: (changed, in_place) for name, changed, in_place in cursor.fetchall()}
    for name, expected in (("billing_grant", 5), ("billing_wallet", 10)):
        changed, in_place = (new - old for new, old in zip(after[name], before[name], strict=True))
        assert changed == expected
        assert in_place >= changed - 1, f"{name}: a full page may send it to another once"
